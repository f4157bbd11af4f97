"""What each part of an organisation says, how a change of it is told, and what it breaks."""

from collections.abc import Mapping

from pydantic import BaseModel

from workflow.definition.differences.aspect import Aspect, always, limited, lost, turned_off
from workflow.definition.meets import Recurrence
from workflow.definition.organisation import Board, Body, Entry, Group, Organisation, Paragraphs

OFFICE: Mapping[type[BaseModel], Mapping[str, Aspect]] = {
    Organisation: {
        "organisation": Aspect("koden", always, "det är en annan organisation"),
        "name": Aspect("namnet"),
        "kind": Aspect("slaget"),
        "register_code": Aspect("diariets beteckning", always, "nummer utan diarium läses annorlunda"),
        "email": Aspect("e-postadressen", turned_off, "ingenting når organisationen själv"),
        "unresolvable": Aspect("uttrycken som bara en person kan tolka"),
        "calendar": Aspect("de andra dagarna i kalendern"),
        "members": Aspect("medlemmarna", lost, "en medlem frågas och får besked inte längre"),
        "unappealable_days": Aspect("dagarna som ett anslag utan överklagbara beslut sitter uppe"),
        "notice_for": Aspect("organen vars protokoll anslås", limited, "ett organs protokoll anslås inte"),
        "decision_heading": Aspect("rubriken över beslut i protokoll"),
        "drafting": Aspect("tiden från tjänsteskrivelsen till stoppdagen"),
    },
    Body: {
        "name": Aspect("namnet"),
        "kind": Aspect("slaget", always, "lagens regler för organet blir andra"),
        "parent": Aspect("organet som det är ett utskott till"),
        "aliases": Aspect("de andra skrivsätten", lost, "protokoll med skrivsättet kan inte läsas"),
        "email": Aspect("e-postadressen", turned_off, "utskick når inte organet"),
        "meets": Aspect("sammanträdesdagarna"),
        "recurs": Aspect("sammanträdena som återkommer"),
        "cut_off": Aspect("tiden till stoppdagen"),
        "lead_time": Aspect("tiden för kallelsen"),
        "members": Aspect("ledamöterna"),
        "paragraphs": Aspect("paragrafernas numrering"),
        "agenda_order": Aspect("dagordningens ordning"),
        "minutes_kept": Aspect("var protokollet förvaras"),
    },
    Recurrence: {
        "rule": Aspect("regeln för sammanträdena"),
        "from_": Aspect("dagen som regeln räknas från"),
        "until": Aspect("sista dagen som regeln gäller"),
        "except_": Aspect("dagarna utan sammanträde"),
        "at": Aspect("klockslaget då sammanträdena börjar"),
        "ends": Aspect("klockslaget då de slutar"),
        "place": Aspect("platsen"),
    },
    Paragraphs: {
        "style": Aspect("paragrafernas numrering"),
        "first": Aspect("den första paragrafens nummer"),
    },
    Entry: {
        "name": Aspect("namnet", always, "beslut med det gamla namnet når ingen"),
        "kind": Aspect("slaget"),
        "email": Aspect("e-postadressen", turned_off, "utskick når ingen"),
        "holder": Aspect("personen"),
        "aliases": Aspect("de andra skrivsätten", lost, "beslut med skrivsättet når ingen"),
    },
    Group: {
        "name": Aspect("namnet", always, "beslut med det gamla uttrycket når ingen"),
        "aliases": Aspect("de andra skrivsätten", lost, "beslut med skrivsättet når ingen"),
        "members": Aspect("medlemmarna", lost, "någon som fick utskick får inget"),
    },
    Board: {
        "name": Aspect("namnet"),
        "url": Aspect("webbadressen"),
        "where_kept": Aspect("var protokollet förvaras"),
        "run_by": Aspect("vem som sätter upp anslaget"),
    },
}  # fmt: skip
