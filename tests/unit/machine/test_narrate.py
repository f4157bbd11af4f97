"""Every event of the log as one Swedish sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from workflow.definition.schema import (
    DeadlineSpec,
    EventSpec,
    FieldSpec,
    MatterType,
    OnExpiry,
    State,
)
from workflow.machine.narrate import describe, label_of
from workflow.model import events
from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.matter import (
    Assignment,
    Child,
    Deadline,
    DispatchItem,
    Point,
    RecordedDecision,
    Task,
)
from workflow.model.migration import DeadlineFate, PointMove
from workflow.model.outcome import PointOutcome
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Presence,
    Presentation,
    Roll,
    Signature,
)

DAY = date(2025, 3, 11)
TYPE = MatterType(
    name="motion",
    label="Motion",
    fields={"reason": FieldSpec(type="text", label="Skälet")},
    initial="a",
    states={"a": State(label="Beredning"), "z": State(label="Avslutad", final=True)},
    events={"grants": EventSpec(label="Bifall", form="decides")},
    transitions=(),
    deadlines={
        "year": DeadlineSpec(label="Ett år", rule="KL-5:35"),
        "wait": DeadlineSpec(
            label="Avtalsspärr", rule="LOU-20:1", on_expiry=OnExpiry(event="grants")
        ),
    },
)
NUMBER = RegistrationNumber("KS 1/2025", "KS", 2025, 1)
MIGRATED = events.MatterMigrated(
    plan="p" * 64,
    reason="Ny rutin",
    came_from="c" * 64,
    definition="d" * 64,
    moves=(),
    points=(),
    state="a",
)
POINT = Point("1", "Motion", "z", DAY)
REGISTERED = events.MatterRegistered(
    MatterId("m"), NUMBER, "ort", "motion", "x", "T", "a", DAY, {}, (POINT,)
)
DECISION = RecordedDecision(
    "d1", "KS", DAY, "12", (PointOutcome("grants", proposed="grants"),), (), True
)
DEADLINE = Deadline(
    "year", "Ett år", "KL-5:35", False, DAY, DAY, remaining_days=4, at_risk="KS sent."
)
ITEM = DispatchItem("d1-1", "d1", "Chefen", "role", "", None, "queued")
GIVEN = Assignment("d1-a1", "d1", "Plan")
ITEM_1 = AgendaItem("i1", "formality", "Upprop")
PRESENTED = Presentation("p1", "A" * 64, ("i1",), (("Eva", "Justerare"),), DAY)
SIGNED = replace(
    PRESENTED, signatures=(Signature("Eva", "Justerare", datetime(2025, 3, 11, tzinfo=UTC), "A"),)
)

SENTENCES = [
    (REGISTERED, "Registrerat som KS 1/2025. Läge: Beredning."),
    (
        replace(REGISTERED, points=(POINT, POINT), predecessor=NUMBER, state="gone"),
        "Registrerat som KS 1/2025 med 2 beslutspunkter; fortsätter KS 1/2025. Läge: gone.",
    ),
    (
        replace(REGISTERED, taken_over_from="Gemensamma nämnden"),
        "Registrerat som KS 1/2025; övertaget från Gemensamma nämnden. Läge: Beredning.",
    ),
    (
        events.PointsMoved("grants", {"1": "a"}, (POINT, replace(POINT, key="2")), "z"),
        "Bifall (punkt 1, 2) → Avslutad.",
    ),
    (
        events.PointsOpened("resumes", (replace(POINT, key="2", state="a"),), "a"),
        "resumes (ny punkt 2) → Beredning.",
    ),
    (events.DecisionRecorded(DECISION), "KS 2025-03-11 § 12: Bifall (Bifall) [d1]."),
    (
        events.DecisionRecorded(
            replace(DECISION, paragraph=None, against_proposal=True, outcomes=(PointOutcome("x"),))
        ),
        "KS 2025-03-11: x, mot förslaget [d1].",
    ),
    (
        events.AppealNoted("d1", DAY, "1234-25"),
        "Beslut d1 överklagades 2025-03-11, mål 1234-25.",
    ),
    (
        events.AppealNoted("d1", DAY, None, "Avslogs"),
        "Överklagandet av beslut d1 är avslutat: Avslogs.",
    ),
    (
        events.DecisionLegallyFinal("d1", DAY, "Ingen har överklagat"),
        "Beslut d1 har vunnit laga kraft 2025-03-11: Ingen har överklagat.",
    ),
    (
        events.DecisionCorrected(DECISION, "Fel paragraf."),
        "Beslutet d1 (KS 2025-03-11) rättas: Fel paragraf.",
    ),
    (
        events.DecisionUndone("d1", (), (), {}, (), (), "a", "Togs inte upp"),
        "Beslutet d1 var felregistrerat och tas bort: Togs inte upp.",
    ),
    (events.AgendaChanged("placed", (ITEM_1,)), "Dagordningen, uppsatt: Upprop."),
    (
        events.AgendaChanged("withdrawn", (replace(ITEM_1, paragraph=4),), "Hanns inte"),
        "Dagordningen, utgår: § 4 Upprop: Hanns inte.",
    ),
    (
        events.RollCalled(Roll((), (Presence("Eva"), Presence("Åke", serving=False)))),
        "Tjänstgörande: Eva.",
    ),
    (events.AdjustersElected(Adjusters()), "Justerare: ingen."),
    (events.MinutesPresented(PRESENTED), f"Protokoll p1 ({'A' * 12}) läggs fram för Eva."),
    (
        events.MinutesPresented(replace(PRESENTED, void="§ 4 rättades.")),
        f"Protokoll p1 ({'A' * 12}) gäller inte längre: § 4 rättades.",
    ),
    (events.MinutesSigned(SIGNED), "Eva signerar protokoll p1."),
    (
        events.MinutesSigned(replace(SIGNED, adjusted_on=DAY)),
        "Eva signerar protokoll p1. Protokollet är justerat 2025-03-11.",
    ),
    (events.DecisionAdjusted("d1", DAY), "Protokollet för beslut d1 justerades 2025-03-11."),
    (events.AssignmentsGiven((GIVEN,)), "Uppdrag: Plan (ingen ansvarig ännu, ingen dag ännu)."),
    (
        events.AssignmentSettled(replace(GIVEN, owner="Chefen", due=DAY)),
        "Uppdraget är klarlagt: Plan (Chefen, senast 2025-03-11).",
    ),
    (
        events.AssignmentsGiven((replace(GIVEN, due_printed="september"),)),
        "Uppdrag: Plan (ingen ansvarig ännu, september).",
    ),
    (
        events.DeadlineChanged("extended", DEADLINE, "Avsändaren medgav det."),
        "Fristen ”Ett år” förlängs till 2025-03-11: Avsändaren medgav det.",
    ),
    (
        events.DeadlineChanged("at_risk", DEADLINE),
        "Fristen ”Ett år” riskerar att inte hållas: KS sent.",
    ),
    (
        events.DeadlineChanged("watched", replace(DEADLINE, risk_on=DAY)),
        "Fristen ”Ett år” bevakas 2025-03-11, dagen efter det sista sammanträdet i tid.",
    ),
    (
        events.DeadlineChanged("watched", DEADLINE),
        "Fristen ”Ett år” behöver ingen bevakning före sista dagen.",
    ),
    (events.DeadlineChanged("suspended", DEADLINE), "Fristen ”Ett år” pausas med 4 dagar kvar."),
    (
        events.DeadlineChanged("suspended", replace(DEADLINE, remaining_days=1)),
        "Fristen ”Ett år” pausas med 1 dag kvar.",
    ),
    (
        events.DeadlineChanged("suspended", replace(DEADLINE, remaining_days=None)),
        "Fristen ”Ett år” pausas men dagen 2025-03-11 står kvar.",
    ),
    (
        events.DeadlineChanged("expired", DEADLINE),
        "Fristen ”Ett år” gick ut 2025-03-11 utan att vara uppfylld.",
    ),
    (
        events.DeadlineChanged("expired", replace(DEADLINE, key="gone")),
        "Fristen ”Ett år” gick ut 2025-03-11 utan att vara uppfylld.",
    ),
    (
        events.DeadlineChanged("expired", replace(DEADLINE, key="wait", label="Avtalsspärr")),
        "Fristen ”Avtalsspärr” är slut; sista dagen var 2025-03-11.",
    ),
    (events.DeadlineChanged("other", DEADLINE), "Fristen ”Ett år” other."),
    (
        events.ReminderSent("year", DAY, 7, ("Chefen",)),
        "Påminnelse om fristen ”Ett år”, 7 dagar kvar, till Chefen.",
    ),
    (
        events.ReminderSent("gone", DAY, 1, ()),
        "Påminnelse om fristen ”gone”, 1 dag kvar, till ingen.",
    ),
    (events.DispatchOrdered("d1", (ITEM,)), "Expediering av beslut d1 till Chefen."),
    (events.ItemChanged("delivered", ITEM), "Utskick till Chefen har tagits emot."),
    (
        events.ItemChanged("excepted", ITEM, "fick det i handen"),
        "Mottagaren Chefen behöver inget utskick: fick det i handen.",
    ),
    (events.ItemChanged("other", ITEM), "other: Chefen."),
    (
        events.TaskOpened(Task("t1", "recipient", "Vem är Övriga berörda?", "d1-1")),
        "Uppgift för en person: Vem är Övriga berörda? [t1]",
    ),
    (events.TaskSettled("t1", "alla"), "Uppgiften t1 besvarades: alla."),
    (
        events.ChildrenStarted((Child("c1", "g", "norsjo", None),)),
        "Startar ärenden hos norsjo.",
    ),
    (events.ChildReported("c1", "approves"), "Svar från c1: approves."),
    (
        events.NoticePosted(("Digital",), DAY, DAY, DAY),
        (
            "Anslag uppsatt 2025-03-11 på Digital, sista dag att överklaga 2025-03-11,"
            " tas ned tidigast 2025-03-11."
        ),
    ),
    (
        events.NoticePosted(("A", "B"), DAY, None, None),
        "Anslag uppsatt 2025-03-11 på 2 anslagstavlor.",
    ),
    (
        events.NoticePosted(("A",), DAY, None, DAY, waiting_for=("B",)),
        "Anslag uppsatt 2025-03-11 på A, tas ned tidigast 2025-03-11; väntar på B.",
    ),
    (
        events.NoticePosted((), DAY, None, DAY, waiting_for=("A", "B")),
        "Anslaget väntar på 2 anslagstavlor.",
    ),
    (
        events.NoticeDownEarly("A", DAY, "Städning"),
        (
            "Anslaget på A togs ned för tidigt, 2025-03-11; tiden för överklagande löper inte ut:"
            " Städning."
        ),
    ),
    (
        events.MinutesPublished("ab", "Eva", "Kan visas", ("§ 4", "§ 9"), DAY),
        (
            "Hela protokollet visas på anslagstavlan till och med 2025-03-11 efter granskning av"
            " Eva: Kan visas; maskat: § 4, § 9."
        ),
    ),
    (events.MinutesWithdrawn(DAY), "Hela protokollet visas inte längre sedan 2025-03-11."),
    (events.NoticeRemoved(DAY), "Anslaget togs ned 2025-03-11."),
    (events.SuccessorNamed("KS 9/2025"), "Ärendet fortsätter som KS 9/2025."),
    (events.MatterClosed(DAY), "Ärendet avslutades 2025-03-11."),
    (MIGRATED, f"Flyttat till versionen {'d' * 12} enligt planen {'p' * 12}: Ny rutin."),
    (
        replace(
            MIGRATED,
            moves=(PointMove("1", "drafting", "a"),),
            fields_set={"cost": 5, "reason": "Mer"},
            fields_dropped=("price",),
            fates=(
                DeadlineFate("year", "Ett år", "recomputed", DAY, date(2025, 4, 1)),
                DeadlineFate("wait", "Avtalsspärr", "kept", DAY, DAY),
                DeadlineFate("answer", "Svar", "dropped", DAY),
            ),
            reverted=True,
        ),
        (
            f"Flyttat tillbaka till versionen {'d' * 12} enligt planen {'p' * 12} (punkt 1 från läget"
            " drafting till Beredning; cost satt; Skälet satt; price borttaget; fristen ”Ett år” räknas om"
            " 2025-03-11 → 2025-04-01; fristen ”Svar” upphör): Ny rutin."
        ),
    ),
]


@pytest.mark.parametrize(("event", "sentence"), SENTENCES)
def test_sentence(event: events.Event, sentence: str) -> None:
    """Each event is told with labels, names and days, never with the code's words."""
    assert describe(event, TYPE) == sentence


def test_every_kind_of_event_has_words() -> None:
    """No kind of event falls back to its class name."""
    assert {type(event) for event, _ in SENTENCES} == set(get_args(events.Event))


def test_event_unknown_here_shows_its_name() -> None:
    """A log written by a newer version can still be listed."""
    assert describe(object(), TYPE) == "object."  # type: ignore[arg-type]


def test_label_of_an_event() -> None:
    """The definition's label, or the name where it has none."""
    assert (label_of(TYPE, "grants"), label_of(TYPE, "gone")) == ("Bifall", "gone")
