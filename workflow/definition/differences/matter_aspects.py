"""What each part of a matter type says, how a change of it is told, and what it breaks."""

from collections.abc import Mapping

from pydantic import BaseModel

from workflow.definition.differences.aspect import (
    Aspect,
    always,
    gained,
    given_up,
    limited,
    lost,
    turned_off,
    turned_on,
)
from workflow.definition.schema import (
    ChildrenSpec,
    DeadlineSpec,
    DispatchSpec,
    EventSpec,
    FieldSpec,
    InvariantSpec,
    MatterType,
    OnExpiry,
    State,
    Transition,
)

_DAY = "löpande frister får en annan sista dag"
_LABEL = Aspect("benämningen")

MATTER: Mapping[type[BaseModel], Mapping[str, Aspect]] = {
    MatterType: {
        "kind": Aspect("slaget", always, "en procedur är inget ärende"),
        "name": Aspect("namnet", always, "det är en annan typ"),
        "label": _LABEL,
        "register_code": Aspect("diariets beteckning"),
        "decided_by": Aspect(
            "organen som får avgöra", lost, "ärenden på väg till organet kan inte avgöras där"
        ),
        "requires_preparation": Aspect(
            "kravet på beredning i KS",
            on="KF nås inte utan att KS haft ärendet",
            off="KF får nås utan att KS haft ärendet",
        ),
        "initial": Aspect("läget där ett ärende börjar"),
        "assignments_as": Aspect(
            "ärendetypen som uppdrag blir", given_up, "uppdrag som ges följs inte längre upp så"
        ),
    },
    FieldSpec: {
        "label": _LABEL,
        "type": Aspect("typen", always, "värden som redan är angivna passar inte"),
        "required": Aspect(
            "kravet",
            turned_on,
            "pågående ärenden och de som startar ett sådant kan sakna uppgiften",
            on="måste nu anges när ett ärende registreras",
            off="behöver inte längre anges",
        ),
        "choices": Aspect("de tillåtna värdena", limited, "angivna värden kan vara otillåtna"),
        "default": Aspect("värdet när inget anges"),
    },
    State: {
        "label": _LABEL,
        "phase": Aspect("delen av vägen"),
        "body": Aspect("organet", given_up, "ärenden i läget väntar på ett annat organ"),
        "owner": Aspect("rollen som har ärendet"),
        "final": Aspect(
            "slutet",
            always,
            "punkter i läget slutar eller öppnas utan att något har hänt",
            on="är nu ett slut",
            off="är inte längre ett slut",
        ),
        "entry": Aspect(
            "ingången",
            turned_off,
            "den som registrerar ärenden där nekas",
            on="är nu ett läge där ett ärende får börja",
            off="är inte längre ett läge där ett ärende får börja",
        ),
        "allows": Aspect("vad som får göras med sammanträdet", limited, "det som gick kan nekas"),
    },
    EventSpec: {
        "label": _LABEL,
        "form": Aspect("beslutsformen", always, "organets beslut betyder något annat"),
    },
    Transition: {
        "event": Aspect("händelserna", lost),
        "from_": Aspect("lägena", lost),
        "to": Aspect("målet", always, "händelsen leder någon annanstans"),
        "guard": Aspect("villkoret", turned_on, "det som gick kan nekas"),
        "requires": Aspect(
            "kraven på uppgifter", gained, "den som anger händelsen som förut nekas"
        ),
        "roles": Aspect("rollerna som får", limited, "någon som fick får inte längre"),
        "effects": Aspect("verkningarna", lost, "något som gjordes görs inte"),
        "automatic": Aspect(
            "vem som gör den",
            always,
            "ärenden i läget väntar på någon annan än förut",
            on="görs nu av motorn",
            off="görs inte längre av motorn",
        ),
        "decided_by": Aspect("organet som måste få avgöra", turned_on, "det som gick kan nekas"),
    },
    DeadlineSpec: {
        "label": _LABEL,
        "rule": Aspect("lagregeln", always, _DAY),
        "day": Aspect("fältet med dagen", always, _DAY),
        "month": Aspect("fältet med månaden", always, _DAY),
        "body": Aspect("organet vars sammanträde avses", always, _DAY),
        "after": Aspect("tiden", always, _DAY),
        "recurs": Aspect("hur den återkommer", always, _DAY),
        "counts_from": Aspect("dagen som den räknas från", always, _DAY),
        "during": Aspect("lägena som den gäller i", always, "den börjar eller slutar gälla"),
        "until": Aspect("lägena som uppfyller den", always, "den uppfylls i andra lägen"),
        "hard": Aspect(
            "avvikelsen",
            turned_off,
            "ingen avvikelse öppnas när den missas",
            on="öppnar nu en avvikelse när den missas",
            off="öppnar inte längre en avvikelse när den missas",
        ),
        "remind": Aspect("påminnelserna", lost, "en påminnelse som någon väntar på kommer inte"),
        "remind_to": Aspect("de som påminns", lost, "någon som påminns gör det inte längre"),
        "must_meet": Aspect("organet som måste sammanträda i tid"),
        "doubts": Aspect("fälten som gör dagen osäker", lost, "ingen blir ombedd att se på dagen"),
    },
    OnExpiry: {
        "event": Aspect("händelsen när den gått ut", given_up, "det som följde följer inte"),
        "escalate_to": Aspect("de som får besked", lost, "någon som fick besked får inget"),
        "incident": Aspect(
            "avvikelsen när den gått ut",
            turned_off,
            "ingen person får se på ärendet",
            on="öppnar nu en avvikelse när den gått ut",
            off="öppnar inte längre en avvikelse när den gått ut",
        ),
    },
    DispatchSpec: {
        "decisions": Aspect("beslutsformerna", lost, "mottagare av sådana beslut får inget"),
        "also_to": Aspect("de som alltid får utskick", lost, "någon som fick utskick får inget"),
        "template": Aspect("mallen"),
        "before_adjustment": Aspect(
            "tidpunkten",
            always,
            "beslut skickas vid en annan tid än förut",
            on="sker nu genast, före justering",
            off="sker inte längre före justering",
        ),
        "on_doubt": Aspect("vad som görs när ingen vet om mejlet kom fram"),
    },
    ChildrenSpec: {
        "label": _LABEL,
        "on": Aspect("läget där de startas", always, "de startas inte där ärenden väntar"),
        "each": Aspect("listan av parter", always, "andra parter frågas"),
        "matter_type": Aspect("ärendetypen", always, "svaren kommer från en annan ärendetyp"),
        "copy_fields": Aspect("fälten som följer med", lost, "den som svarar saknar uppgiften"),
        "accepts": Aspect("svaren som räknas som ja", lost, "ett ja räknas som ett nej"),
        "join": Aspect("hur många som måste säga ja", always, "samma svar leder till något annat"),
        "then": Aspect("händelsen vid ja", always, "samma svar leder till något annat"),
        "otherwise": Aspect("händelsen vid nej", always, "samma svar leder till något annat"),
    },
    InvariantSpec: {
        "label": _LABEL,
        "condition": Aspect("villkoret", always, "något annat än det som lovades prövas"),
    },
}
