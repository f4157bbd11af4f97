"""What ``explain`` says of a matter: waits, since when, what comes next and when."""

from dataclasses import replace
from datetime import date

import pytest

from workflow.definition.organisation import Body, Entry, Organisation
from workflow.definition.schema import (
    ChildrenSpec,
    DeadlineSpec,
    EventSpec,
    FieldSpec,
    MatterType,
    OnExpiry,
    State,
    Transition,
)
from workflow.machine.explain import Ahead, Explanation, beginnings, explain, lines
from workflow.machine.possible import Possible
from workflow.model.events import ChildrenStarted, DispatchOrdered, MatterClosed, TaskOpened
from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.matter import (
    Assignment,
    Child,
    Deadline,
    DispatchItem,
    ItemStatus,
    Matter,
    Point,
    RecordedDecision,
    Task,
)
from workflow.model.outcome import PointOutcome

TODAY = date(2025, 3, 1)
TYPE = MatterType(
    name="motion",
    label="Motion",
    fields={"parties": FieldSpec(type="recipients", label="Parter")},
    initial="preparation",
    states={
        "preparation": State(label="Beredning", owner="officer"),
        "at_KS": State(label="Kommunstyrelsen", phase="KS", body="KS"),
        "up": State(label="Anslaget"),
        "dispatching": State(label="Expediering", phase="dispatch"),
        "closed": State(label="Avslutad", phase="end", final=True),
    },
    events={
        "prepared": EventSpec(label="Beredd"),
        "approves": EventSpec(label="Bifall", form="decides"),
    },
    transitions=(
        Transition.model_validate({"event": "prepared", "from": "preparation", "to": "at_KS"}),
    ),
    children={
        "parties": ChildrenSpec(
            label="Parternas svar",
            on="at_KS",
            each="fields.parties",
            matter_type="motion",
            accepts=("approves",),
            then="prepared",
            otherwise="prepared",
        )
    },
)
PLACE = Organisation(
    organisation="ort",
    name="Orts kommun",
    kind="municipality",
    register_code="KS",
    bodies={
        "KS": Body(
            name="Kommunstyrelsen",
            kind="executive_board",
            meets=(date(2025, 1, 14), date(2025, 4, 8), date(2025, 3, 11)),
        ),
        "KF": Body(name="Kommunfullmäktige", kind="council"),
    },
    roles={"officer": "Handläggarna"},
)
AT_KS = Point(key="1", text="Motion", state="at_KS", since=date(2025, 2, 25))
MATTER = Matter(
    id=MatterId("m"),
    number=RegistrationNumber("KS 1/2025", "KS", 2025, 1),
    organisation="ort",
    matter_type="motion",
    definition="digest",
    title="Motion",
    state="at_KS",
    version=1,
    opened_on=date(2025, 1, 2),
    points=(AT_KS,),
)
DECISION = RecordedDecision(
    key="d1",
    body="KS",
    decided_on=date(2025, 3, 11),
    paragraph="12",
    outcomes=(PointOutcome("approves", ("1",)),),
    recipients=("Någon",),
    appealable=True,
)
DEADLINE = Deadline(
    key="answer",
    label="Svar",
    rule="day",
    hard=False,
    nominal=date(2025, 3, 14),
    final=date(2025, 3, 14),
    reminders=(date(2025, 2, 14), date(2025, 3, 7)),
)


def item(status: ItemStatus, **changes: object) -> DispatchItem:
    whole = DispatchItem("d1-1", "d1", "Någon", "person", "Någon", None, status)
    return replace(whole, **changes)  # type: ignore[arg-type]


def about(**changes: object) -> Explanation:
    return explain(TYPE, PLACE, replace(MATTER, **changes), TODAY)  # type: ignore[arg-type]


def said(explanation: Explanation) -> str:
    return "\n".join(lines(explanation))


def test_point_at_a_body_names_its_next_meeting() -> None:
    """A point at a body waits for the first meeting from today on, since the day it came there."""
    (wait,) = about().waits
    assert (wait.kind, wait.since, wait.on) == ("point", date(2025, 2, 25), date(2025, 3, 11))
    assert "Kommunstyrelsen ska ta upp ärendet" in wait.what
    assert about().ahead == (Ahead(date(2025, 3, 11), "Sammanträde: Kommunstyrelsen"),)


def test_meeting_of_today_that_tabled_the_point_does_not_count_again() -> None:
    """A point tabled today waits for the meeting after; the tabling is told."""
    tabled = replace(AT_KS, tabled=2, decision="d1", proposed="approves")
    explanation = explain(
        TYPE, PLACE, replace(MATTER, points=(tabled,), decisions=(DECISION,)), date(2025, 3, 11)
    )
    assert explanation.waits[0].on == date(2025, 4, 8)
    assert "bordlagt 2 gånger i rad" in explanation.waits[0].what
    assert "förslag: Bifall" in explanation.waits[0].what


def test_tabled_once_is_said_plainly() -> None:
    """One tabling is told without a count."""
    assert "(bordlagt)" in about(points=(replace(AT_KS, tabled=1),)).waits[0].what


def test_no_meeting_in_the_schedule_is_said() -> None:
    """When the schedule ends, the explanation says that, not a made-up day."""
    explanation = explain(TYPE, PLACE, MATTER, date(2026, 1, 1))
    assert explanation.waits[0].on is None
    assert "Inget kommande sammanträde med Kommunstyrelsen" in explanation.waits[0].then


def test_body_that_the_organisation_lacks_keeps_its_code() -> None:
    """A state may name a body that the organisation doesn't have: its code is shown."""
    bare = PLACE.model_copy(update={"bodies": {}})
    assert "Inget kommande sammanträde med KS" in explain(TYPE, bare, MATTER, TODAY).waits[0].then


@pytest.mark.parametrize(
    ("roles", "entries", "words"),
    [
        ({"officer": "Utredarna"}, (), "handläggaren (Utredarna) har ärendet"),
        ({}, (), "handläggaren har ärendet"),
        ({"officer": "Handläggare"}, (), "handläggaren har ärendet"),
        (
            {"officer": "Handläggare"},
            (Entry(name="Handläggare", kind="role", holder="Mari"),),
            "handläggaren (Mari) har ärendet",
        ),
    ],
)
def test_point_with_an_owner_names_the_role_and_its_holder(
    roles: dict[str, str], entries: tuple[Entry, ...], words: str
) -> None:
    """Preparation waits for the officer, who is named where the organisation says more than the role."""
    place = PLACE.model_copy(update={"roles": roles, "entries": entries})
    matter = replace(MATTER, points=(replace(AT_KS, state="preparation"),), state="preparation")
    (wait,) = explain(TYPE, place, matter, TODAY).waits
    assert words in wait.what


def test_several_points_are_told_apart() -> None:
    """Each open point is a wait of its own with its key; one that has ended is not."""
    points = (
        AT_KS,
        replace(AT_KS, key="2", state="dispatching"),
        replace(AT_KS, key="3", state="closed"),
    )
    explanation = about(points=points)
    assert [wait.subject for wait in explanation.waits] == ["1", "2"]
    assert "punkt 2: Expediering" in explanation.waits[1].what
    assert explanation.headline.endswith("Nästa sammanträde: Kommunstyrelsen 2025-03-11.")


def test_the_headline_tells_of_the_point_that_the_matters_state_is_of() -> None:
    """A point that is decided already stands first, but the matter is where the other one is."""
    decided = replace(AT_KS, state="dispatching", since=date(2025, 1, 7))
    explanation = about(points=(decided, replace(AT_KS, key="2")))
    assert [wait.subject for wait in explanation.waits] == ["2", "1"]
    assert f"sedan {AT_KS.since}." in explanation.headline
    assert explanation.headline.endswith("Nästa sammanträde: Kommunstyrelsen 2025-03-11.")


def test_points_that_wait_alike_are_told_as_one() -> None:
    """Three points at the board with the same proposal are one wait; the fourth has another."""
    points = (
        AT_KS,
        replace(AT_KS, key="2"),
        replace(AT_KS, key="3"),
        replace(AT_KS, key="4", proposed="approves"),
    )
    waits = about(points=points).waits
    assert [wait.subject for wait in waits] == ["1, 2, 3", "4"]
    assert waits[0].what.startswith("punkt 1, 2, 3: Kommunstyrelsen")


def test_state_without_body_or_owner_goes_on_by_its_deadline() -> None:
    """A state that only the clock ends names the deadline and its last day."""
    up = (replace(AT_KS, state="up"),)
    (wait,) = about(points=up, state="up", deadlines=(DEADLINE,)).waits
    assert "fristen ”Svar” är slut 2025-03-14" in wait.then
    (wait,) = about(points=up, state="up").waits
    assert wait.then == "Ingen dag är satt; en händelse väntas."


def test_unadjusted_minutes_are_waited_for() -> None:
    """A decision whose minutes are not adjusted holds the matter; an adjusted one doesn't."""
    explanation = about(decisions=(DECISION, replace(DECISION, key="d2", adjusted_on=TODAY)))
    (wait,) = [w for w in explanation.waits if w.kind == "minutes"]
    assert "Kommunstyrelsen 2025-03-11 § 12 är inte justerat" in wait.what
    assert wait.on == date(2025, 3, 25)  # KL 5:69: fourteen days
    assert Ahead(wait.on, f"Senast: {wait.what}") in explanation.ahead
    assert explanation.headline.endswith("Dessutom 1 sak att invänta.")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("waiting", "väntar på att protokollet justeras"),
        ("queued", "ligger i utkorgen"),
        ("failed", "gick inte att skicka"),
        ("in_doubt", "ingen vet om det kom fram"),
        ("unresolved", "finns inte i registret"),
    ],
)
def test_unsettled_recipient_says_what_to_do(status: ItemStatus, words: str) -> None:
    """Every status that is not settled is told, with what a person may do about it."""
    (wait,) = [w for w in about(items=(item(status),)).waits if w.kind == "recipient"]
    assert words in wait.what
    assert wait.then


@pytest.mark.parametrize("status", ["delivered", "excepted"])
def test_settled_recipient_is_not_waited_for(status: ItemStatus) -> None:
    """A receipt or a documented exception is the end of a recipient."""
    assert len(about(items=(item(status),)).waits) == 1


def test_recipient_shows_the_printed_name_and_the_reason() -> None:
    """A group's member is shown with the words that were printed; the reason is kept."""
    explanation = about(
        items=(item("failed", name="Luleå kommun", printed="Samtliga", reason="550"),),
        decisions=(replace(DECISION, paragraph=None, adjusted_on=TODAY),),
    )
    (wait,) = [w for w in explanation.waits if w.kind == "recipient"]
    assert wait.what.startswith("Luleå kommun (”Samtliga”) [d1-1] gick inte att skicka (550)")
    assert wait.what.endswith("Kommunstyrelsen 2025-03-11")


def test_assignment_says_what_it_lacks() -> None:
    """An assignment without owner or day is waited for, with what is missing."""
    given = (
        Assignment("d1-a1", "d1", "Handlingsplan"),
        Assignment("d1-a2", "d1", "Avtal", owner="Chefen"),
        Assignment("d1-a3", "d1", "Klart", owner="Chefen", due=TODAY),
    )
    waits = [w for w in about(assignments=given).waits if w.kind == "assignment"]
    assert [w.then for w in waits] == ["Ange ansvarig och dag.", "Ange dag."]
    assert waits[0].since is None
    dated = [
        w for w in about(assignments=given, decisions=(DECISION,)).waits if w.kind == "assignment"
    ]
    assert dated[0].since == date(2025, 3, 11)


def test_task_is_told_once() -> None:
    """A task about a recipient that is told already is not told again; a settled one not at all."""
    tasks = (
        Task("t1", "recipient", "Vem är Någon?", "d1-1"),
        Task("t2", "deadline", "Titta på dagen.", "answer", blocks=False),
        Task("t3", "party", "Vem?", "x"),
        Task("t4", "party", "Klart.", "y", answer="ja"),
    )
    waits = [w for w in about(tasks=tasks, items=(item("unresolved"),)).waits if w.kind == "task"]
    assert [w.subject for w in waits] == ["t2", "t3"]
    assert "hindrar inte" in waits[0].then


def test_children_awaited_are_named() -> None:
    """A party that hasn't answered is waited for; one without a matter is entered by a person."""
    children = (
        Child("c1", "parties", "norsjo", MatterId("x")),
        Child("c2", "gone", "okänd", None),
        Child("c3", "parties", "solleftea", MatterId("y"), "approves"),
    )
    waits = [w for w in about(children=children).waits if w.kind == "child"]
    assert [w.subject for w in waits] == ["c1", "c2"]
    assert waits[0].what.startswith("Parternas svar: norsjo")
    assert waits[1].then == "Skriv in svaret när det har kommit."


def test_days_ahead_come_in_order_and_past_ones_not() -> None:
    """Meetings, coming reminders and looks, the day to aim at and the last day, in order of time."""
    deadline = replace(DEADLINE, target=date(2025, 3, 13), risk_on=date(2025, 3, 12))
    ahead = about(deadlines=(deadline,)).ahead
    assert [(a.on, a.what.split(":")[0]) for a in ahead] == [
        (date(2025, 3, 7), "Påminnelse"),
        (date(2025, 3, 11), "Sammanträde"),
        (date(2025, 3, 12), "Varning, om inget är beslutat"),
        (date(2025, 3, 13), "Sikta på denna dag"),
        (date(2025, 3, 14), "Sista dag"),
    ]
    assert ahead[-1].what.endswith("(13 dagar kvar)")


@pytest.mark.parametrize(
    ("today", "left"), [(date(2025, 3, 14), "(i dag)"), (date(2025, 3, 13), "(1 dag kvar)")]
)
def test_last_days_are_counted_in_words(today: date, left: str) -> None:
    """The last day itself is today, not zero days; one day is singular."""
    matter = replace(MATTER, deadlines=(DEADLINE,))
    assert explain(TYPE, PLACE, matter, today).ahead[0].what.endswith(left)


def test_passed_last_day_is_no_day_ahead() -> None:
    """A deadline that the clock has passed but nobody ended yet is not announced as coming."""
    matter = replace(MATTER, deadlines=(DEADLINE,))
    ahead = explain(TYPE, PLACE, matter, date(2025, 3, 20)).ahead
    assert [a.on for a in ahead] == [date(2025, 4, 8)]


def test_warnings_tell_risk_expiry_and_suspension() -> None:
    """At risk, expired and suspended deadlines are warned of; met and dropped ones are not."""
    deadlines = (
        replace(DEADLINE, at_risk="KS sammanträder inte i tid"),
        replace(DEADLINE, key="b", status="expired", at_risk="x"),
        replace(DEADLINE, key="c", status="suspended", suspended_on=TODAY, remaining_days=9),
        replace(DEADLINE, key="d", status="met"),
        replace(DEADLINE, key="e", status="suspended", suspended_on=TODAY),
    )
    explanation = about(deadlines=deadlines)
    assert explanation.warnings == (
        "Svar, sista dag 2025-03-14: KS sammanträder inte i tid",
        "Fristen ”Svar” gick ut 2025-03-14.",
        "Fristen ”Svar” är pausad sedan 2025-03-01; 9 dagar återstår när den återupptas.",
        "Fristen ”Svar” är pausad sedan 2025-03-01; den sista dagen 2025-03-14 står kvar.",
    )
    assert "VARNING: Svar" in said(explanation)


@pytest.mark.parametrize(
    ("on_expiry", "hard", "warned"),
    [
        (OnExpiry(event="prepared"), False, 0),
        (OnExpiry(event="prepared"), True, 1),
        (OnExpiry(event="prepared", escalate_to=("role:secretary",)), False, 1),
        (OnExpiry(event="prepared", incident=True), False, 1),
        (OnExpiry(), False, 1),
    ],
)
def test_a_wait_that_is_over_is_no_warning(on_expiry: OnExpiry, *, hard: bool, warned: int) -> None:
    """Where the end only raises an event nobody has missed anything."""
    spec = DeadlineSpec(label="Svar", after="P1D", hard=hard, on_expiry=on_expiry)
    definition = TYPE.model_copy(update={"deadlines": {DEADLINE.key: spec}})
    matter = replace(MATTER, deadlines=(replace(DEADLINE, status="expired"),))
    assert len(explain(definition, PLACE, matter, TODAY).warnings) == warned


def test_one_day_is_one_day() -> None:
    """A paused deadline with one day left says one day, not one days."""
    paused = replace(DEADLINE, status="suspended", suspended_on=TODAY, remaining_days=1)
    assert "1 dag återstår" in about(deadlines=(paused,)).warnings[0]


def test_a_child_with_a_new_number_is_entered_by_a_person() -> None:
    """Its matter won't answer any more, so a person has to."""
    children = (Child("c1", "parties", "norsjo", MatterId("x")),)
    tasks = (Task("t1", "party", "Skriv in svaret.", "c1"),)
    (wait,) = [w for w in about(children=children, tasks=tasks).waits if w.kind == "child"]
    assert wait.then == "Skriv in svaret när det har kommit."


def test_closed_matter_waits_for_nothing() -> None:
    """A closed matter tells its end, its outcomes and where it goes on."""
    ended = replace(AT_KS, state="closed", outcome="approves")
    explanation = about(
        points=(ended,),
        state="closed",
        closed_on=TODAY,
        deadlines=(DEADLINE,),
        successor="KS 9/2025",
    )
    assert explanation.waits == explanation.ahead == explanation.warnings == ()
    assert (
        explanation.headline
        == "Ärendet avslutades 2025-03-01. Utfall: Bifall. Det fortsätter som KS 9/2025."
    )
    silent = about(points=(replace(ended, outcome=None),), state="closed", closed_on=TODAY)
    assert said(silent) == "KS 1/2025  Motion\nÄrendet avslutades 2025-03-01."


def test_all_points_ended_but_not_closed_tells_the_rest() -> None:
    """Between the last point and the closing, the state is told with what is awaited."""
    ended = (replace(AT_KS, state="closed"),)
    assert about(points=ended, state="closed").headline == "Läge: Avslutad."


def test_possible_events_carry_their_terms() -> None:
    """Events that are possible now are listed with label, whose decision they are, and what they need."""
    possible = [
        Possible("prepared", "Beredd", None, None, ("1",), ()),
        Possible("approves", "Bifall", "decides", "KS", ("1",), ("reason",)),
        Possible("tables", "Bordläggs", "tables", None, ("1",), ()),
    ]
    text = said(explain(TYPE, PLACE, MATTER, TODAY, possible=possible))
    assert text.endswith(
        "Möjligt nu\n  prepared  Beredd\n  approves  Bifall (beslut av KS; kräver reason)\n"
        "  tables  Bordläggs (beslut)"
    )


def test_lines_hold_waits_and_days() -> None:
    """The text has a headline, what is waited for with since, and the days ahead."""
    text = said(about(deadlines=(DEADLINE,)))
    assert text.startswith("KS 1/2025  Motion\nLäge: Kommunstyrelsen, sedan 2025-02-25.")
    assert "(sedan 2025-02-25)" in text
    assert "2025-03-14  Sista dag: Svar (13 dagar kvar)" in text


def test_beginnings_come_from_the_log() -> None:
    """Tasks, items and children begin on the day of the event that opened them."""
    log = [
        (date(2025, 1, 1), TaskOpened(Task("t1", "recipient", "?", "d1-1"))),
        (date(2025, 1, 2), DispatchOrdered("d1", (item("waiting"),))),
        (date(2025, 1, 3), ChildrenStarted((Child("c1", "parties", "x", None),))),
        (date(2025, 1, 4), TaskOpened(Task("t1", "recipient", "?", "d1-1"))),
        (date(2025, 1, 5), MatterClosed(date(2025, 1, 5))),
    ]
    assert beginnings(log) == {
        "t1": date(2025, 1, 1),
        "d1-1": date(2025, 1, 2),
        "c1": date(2025, 1, 3),
    }
    explanation = explain(
        TYPE, PLACE, replace(MATTER, items=(item("failed"),)), TODAY, since=beginnings(log)
    )
    assert explanation.waits[1].since == date(2025, 1, 2)
