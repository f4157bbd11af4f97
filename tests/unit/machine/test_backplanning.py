"""Plans of a matter: cut-off days, drafting, what waits and what was put off, and who is to decide."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.machine.backplanning import plans, reach
from workflow.machine.explain import explain
from workflow.machine.plan import Office, Plan
from workflow.machine.plan_words import essence, first, papers, why
from workflow.machine.remedies import Remedy, remedies
from workflow.model.ids import RegistrationNumber, matter_id
from workflow.model.matter import Deadline, Matter, Point, RecordedDecision
from workflow.model.outcome import PointOutcome

STATES = {
    "preparation": {"label": "Beredning"},
    "at_AU": {"label": "Hos AU", "phase": "AU", "body": "AU"},
    "at_KS": {"label": "Hos KS", "phase": "KS", "body": "KS"},
    "at_KF": {"label": "Hos KF", "phase": "KF", "body": "KF"},
    "decided": {"label": "Beslutat", "phase": "dispatch"},
    "closed": {"label": "Avslutat", "phase": "end", "final": True},
}
EVENTS = {
    "prepared": {"label": "Klart"},
    "directly": {"label": "Direkt"},
    "sent": {"label": "Sänt"},
    "proposes": {"label": "Föreslår", "form": "proposes"},
    "grants": {"label": "Bifalls", "form": "decides"},
    "tables": {"label": "Bordläggs", "form": "tables"},
}
WAYS = [
    {"event": "prepared", "from": "preparation", "to": "at_AU"},
    {"event": "directly", "from": "preparation", "to": "at_KS"},
    {"event": "proposes", "from": "at_AU", "to": "at_KS"},
    {"event": "proposes", "from": "at_KS", "to": "at_KF"},
    {"event": "grants", "from": ["at_AU", "at_KS", "at_KF"], "to": "decided"},
    {"event": "tables", "from": ["at_AU", "at_KS", "at_KF"], "to": "same"},
    {"event": "sent", "from": "decided", "to": "closed"},
]
ANSWER = {"label": "Svar", "day": "due", "until": ["closed"], "must_meet": "KS"}
YEAR = {"label": "Ett år", "rule": "KL-5:35", "counts_from": "fields.due", "until": ["decided"]}
BODIES = {
    "KF": ("Fullmäktige", "council", ["2025-03-31"]),
    "KS": ("Styrelsen", "executive_board", ["2025-03-11", "2025-04-15"]),
    "AU": ("Utskottet", "subcommittee", ["2025-02-11", "2025-02-25", "2025-03-25"]),
}


def _type(**more: Any) -> MatterType:
    base = {
        "name": "sample",
        "label": "Prov",
        "decided_by": ["AU", "KS", "KF"],
        "fields": {"due": {"type": "date", "label": "Senast"}, "who": {"type": "text", "label": "Vem"}},
        "initial": "preparation",
        "states": STATES,
        "events": EVENTS,
        "transitions": WAYS,
        "deadlines": {"it": ANSWER},
    }  # fmt: skip
    return MatterType.model_validate({**base, **more})


def _place(drafting: str | None = None, **bodies: dict[str, Any]) -> Organisation:
    made = {
        code: {"name": name, "kind": kind, "meets": days, **bodies.get(code, {})}
        for code, (name, kind, days) in BODIES.items()
    }
    given = {
        "organisation": "provby",
        "name": "Provby",
        "kind": "municipality",
        "register_code": "KS",
        "bodies": made,
        "drafting": drafting,
    }
    return Organisation.model_validate(given)


def _matter(
    state: str = "preparation", *, final: str | None = "2025-03-14", since: str = "2025-02-01", **more: Any
) -> Matter:  # fmt: skip
    day = date.fromisoformat(since)
    rule = more.pop("rule", "day")
    known = () if final is None else (_deadline(final, rule),)
    made = Matter(
        id=matter_id("provby", "KS 2025/1"),
        number=RegistrationNumber("KS 2025/1", "KS", 2025, 1),
        organisation="provby",
        matter_type="sample",
        definition="digest",
        title="Prov",
        state=state,
        version=1,
        opened_on=day,
        points=(Point("1", "Prov", state, day),),
        deadlines=known,
    )
    return replace(made, **more)


def _deadline(final: str, rule: str) -> Deadline:
    last = date.fromisoformat(final)
    return Deadline("it", "Svar", rule, hard=True, nominal=last, final=last)


def _decided(matter: Matter, body: str, on: str, event: str) -> Matter:
    made = RecordedDecision(
        "d1", body, date.fromisoformat(on), "7", (PointOutcome(event),), (), appealable=False
    )
    points = tuple(replace(point, decision="d1") for point in matter.points)
    return replace(matter, decisions=(made,), points=points)


def _plan(matter: Matter, today: str, office: Office | None = None, **asked: Any) -> Plan:
    (found, *_) = plans(office or OFFICE, matter, date.fromisoformat(today), **asked)
    return found


def _days(plan: Plan) -> list[str]:
    """The latest meetings, else the earliest."""
    return [f"{stop.body} {stop.planned.on}" for stop in plan.stops if stop.planned]


def _ways(matter: Matter, plan: Plan, office: Office | None = None) -> dict[str, Remedy]:
    return {one.kind: one for one in remedies(office or OFFICE, matter, plan)}


OFFICE = Office.of(_type(), _place())
STRICT = Office.of(
    _type(), _place("P5D", AU={"cut_off": "P7D"}, KS={"cut_off": "P13D", "lead_time": "P5D"})
)


def test_papers_are_ready_before_the_cut_off() -> None:
    """Stoppdag a week before the subcommittee, the report five days before that; all days are inclusive."""
    plan = _plan(_matter(), "2025-02-03", STRICT)
    assert _days(plan) == ["AU 2025-02-25", "KS 2025-03-11"]
    stop = plan.next_stop
    assert stop.latest is not None
    assert stop.latest.cut_off == date(2025, 2, 18)
    assert stop.ready_by == date(2025, 2, 13)
    assert plan.slack == 10
    assert _days(_plan(_matter(), "2025-02-18", STRICT)) == ["AU 2025-02-25", "KS 2025-03-11"]
    assert not _plan(_matter(), "2025-02-19", STRICT).fits


def test_a_cut_off_before_the_body_before_has_met_sends_it_further_back() -> None:
    """The board closes on the 21st: what the subcommittee says on the 25th is too late for it."""
    office = Office.of(_type(), _place(KS={"cut_off": "P18D"}))
    assert _days(_plan(_matter(), "2025-02-03", office)) == ["AU 2025-02-11", "KS 2025-03-11"]


def test_a_plan_that_is_late_names_the_day_that_was_missed() -> None:
    """And the earliest that is left, and what was counted backwards."""
    plan = _plan(_matter(), "2025-02-19", STRICT)
    assert plan.warning == (
        "Handlingarna skulle ha varit inne 2025-02-18 till Utskottet 2025-02-25."
        " Styrelsen kan som tidigast besluta 2025-04-15, efter sista dagen 2025-03-14."
    )
    assert [one.on for one in plan.missed] == [date(2025, 2, 25), date(2025, 3, 11)]
    assert plan.slack is None
    assert [stop.latest for stop in plan.stops] == [None, None]


def test_what_can_be_done_has_a_section_and_a_consequence() -> None:
    """Past the cut-off, without the subcommittee, by a delegate or the chair, with more time or a meeting more."""
    matter = _matter()
    found = _ways(matter, _plan(matter, "2025-02-19", STRICT), STRICT)
    assert list(found) == [
        "ask_for_time", "past_subcommittee", "after_cut_off", "extra_meeting", "chair", "delegated",
    ]  # fmt: skip
    assert found["past_subcommittee"].consequence.startswith(
        "Handlingarna ska vara inne 2025-02-26"
    )
    assert found["after_cut_off"].section == "organisationens egen regel"
    assert found["extra_meeting"].days[0] == date(2025, 2, 20)
    assert all(one.consequence for one in found.values())


def test_another_body_that_meets_in_time_may_have_been_given_the_matter() -> None:
    """The board meets too late, but the subcommittee may have a delegation (KL 6:37)."""
    office = Office.of(_type(), _place(KS={"meets": ["2025-04-15"]}))
    matter = _matter()
    found = _ways(matter, _plan(matter, "2025-02-03", office), office)
    assert found["other_body"].what == "Låt Utskottet besluta: Utskottet 2025-02-25"
    assert found["other_body"].section == "KL 6 kap. 37 §"


def test_a_subcommittee_that_waits_is_not_asked_again_of_its_papers() -> None:
    """What waits with a body has its papers there since it came; slack is then counted to the meeting."""
    plan = _plan(_matter("at_AU", since="2025-02-17"), "2025-02-20", STRICT)
    assert _days(plan) == ["AU 2025-02-25", "KS 2025-03-11"]
    assert plan.next_stop.ready_by is None
    assert plan.slack == 5
    assert first(plan) == "Nästa: Utskottet 2025-02-25."
    late = _plan(_matter("at_AU", since="2025-02-19"), "2025-02-20", STRICT)
    assert not late.fits  # it came after the cut-off day


def test_tabled_today_it_waits_for_the_next_meeting() -> None:
    """The meeting that put it off is none to come, today's included."""
    waits = _matter("at_KS", since="2025-02-25")
    assert _days(_plan(waits, "2025-03-11")) == ["KS 2025-03-11"]
    tabled = _decided(waits, "KS", "2025-03-11", "tables")
    plan = _plan(tabled, "2025-03-11")
    assert plan.warning == (
        "Styrelsen kan som tidigast besluta 2025-04-15, efter sista dagen 2025-03-14."
    )
    assert [(held.name, held.on, held.paragraph) for held in plan.held] == [
        ("Styrelsen", date(2025, 3, 11), "7")
    ]


def test_the_council_is_announced_a_week_before() -> None:
    """KL 5:13: the board must have met before that; as urgent (5:14) it may come later."""
    office = Office.of(_type(), _place(KS={"meets": ["2025-03-25"]}))
    matter = _matter("at_KS", rule="KL-5:35", final="2025-03-31")
    plan = _plan(matter, "2025-03-01", office, body="KF")
    assert not plan.fits
    found = _ways(matter, plan, office)
    assert found["urgent_in_council"].section == "KL 5 kap. 14 §"
    assert "2025-03-28" in found["urgent_in_council"].consequence
    assert found["report_unfinished"].days == (date(2025, 3, 31),)
    assert found["extra_meeting"].section == "KL 6 kap. 23 §"
    assert "chair" not in found
    council = Office.of(_type(), _place(KF={"meets": ["2025-04-28"]}))
    more = _ways(matter, _plan(matter, "2025-03-01", council, body="KF"), council)
    assert more["extra_meeting"].section == "KL 5 kap. 12-13 §§"
    assert more["extra_meeting"].days[0] == date(2025, 3, 19)  # announced the day after the board


def test_minutes_that_are_adjusted_at_once_are_there_the_same_day() -> None:
    """The board closes on the day that the subcommittee meets."""
    office = Office.of(_type(), _place(AU={"meets": ["2025-02-25"]}, KS={"cut_off": "P14D"}))
    matter = _matter()
    found = _ways(matter, _plan(matter, "2025-02-03", office), office)
    assert found["adjust_at_once"].what.endswith("Utskottet 2025-02-25, Styrelsen 2025-03-11")


def test_an_answer_that_waits_for_adjusted_minutes_is_in_a_hurry() -> None:
    """Where the decision alone doesn't meet the day; where it does, or is sent at once (KL 13:14), it isn't."""
    matter = _matter("at_KS")
    plan = _plan(matter, "2025-03-01")
    assert plan.stops[-1].hurried
    assert list(_ways(matter, plan)) == ["adjust_at_once"]
    at_once = Office.of(_type(dispatch={"before_adjustment": True}), _place())
    assert not _plan(matter, "2025-03-01", at_once).stops[-1].hurried
    decided = Office.of(_type(deadlines={"it": {**ANSWER, "until": ["decided"]}}), _place())
    met = _plan(matter, "2025-03-01", decided)
    assert not met.stops[-1].hurried
    assert _ways(matter, met, decided) == {}


def test_who_decides_is_said_or_assumed() -> None:
    """By the deadline's body, by whoever asks, else the first body that is no subcommittee."""
    free = Office.of(_type(deadlines={}), _place())
    plan = _plan(_matter(final=None), "2025-02-03", free)
    assert (plan.aim.body, plan.aim.assumed, plan.aim.others) == ("KS", True, ("AU", "KF"))
    assert plan.fits
    assert plan.slack is None
    assert _days(plan) == ["AU 2025-02-11", "KS 2025-03-11"]
    assert remedies(free, _matter(final=None), plan) == ()
    assert _plan(_matter(final=None), "2025-02-03", free, body="KF").aim.body == "KF"
    assert not _plan(_matter(), "2025-02-03").aim.assumed
    month = {"label": "Möte", "month": "who", "body": "fields.who", "until": ["decided"]}
    named = Office.of(_type(deadlines={"it": month}), _place())
    told = _matter(fields={"who": "utskottet"}, rule="month")
    assert _plan(told, "2025-02-03", named).aim.body == "AU"


def test_a_day_that_is_asked_about_takes_the_place_of_the_deadlines() -> None:
    """By a day in April the later meetings do."""
    plan = _plan(_matter(), "2025-02-03", by=date(2025, 4, 20))
    assert _days(plan) == ["AU 2025-03-25", "KS 2025-04-15"]
    assert (plan.aim.deadline, plan.aim.rule) == (None, "given")


@pytest.mark.parametrize(
    ("matter", "why_not"),
    [
        (_matter("decided"), "no body is left"),
        (_matter("closed"), "it has ended"),
        (_matter(closed_on=date(2025, 2, 2)), "it is closed"),
    ],
)
def test_nothing_is_planned_where_nothing_is_left(matter: Matter, why_not: str) -> None:
    """Decided, ended or closed."""
    assert plans(OFFICE, matter, date(2025, 2, 3)) == (), why_not


def test_of_several_points_the_one_with_the_longest_way_sets_the_plan() -> None:
    """One waits for the board, one is still being prepared; and the tightest of all plans comes first."""
    matter = _matter()
    points = (*matter.points, Point("2", "Mer", "at_KS", date(2025, 2, 25)))
    plan = _plan(replace(matter, points=points), "2025-02-03")
    assert plan.points == ("1",)
    assert plan.slack == 22
    year = Deadline(
        "year", "Ett år", "KL-5:35", hard=False, nominal=date(2025, 4, 20), final=date(2025, 4, 20)
    )
    both = Office.of(_type(deadlines={"year": YEAR, "it": ANSWER}), _place())
    found = plans(both, replace(matter, deadlines=(year, *matter.deadlines)), date(2025, 2, 3))
    assert [plan.aim.deadline for plan in found] == ["it", "year"]


def test_a_deadline_that_has_run_out_counts_for_days_before_it() -> None:
    """Who plans from an earlier day sees the plan as it was; afterwards no day is left to plan for."""
    ended = replace(_deadline("2025-03-14", "day"), status="expired")
    matter = _matter(deadlines=(ended,))
    assert _plan(matter, "2025-02-03").aim.deadline == "it"
    assert _plan(matter, "2025-03-15").aim.final is None


def test_a_body_without_meetings_is_told_and_proves_nothing() -> None:
    """The plan says that none is planned; whether the deadline is at risk is judged by those that are known."""
    office = Office.of(_type(), _place(AU={"meets": []}))
    matter = _matter()
    plan = _plan(matter, "2025-02-03", office)
    assert plan.warning == (
        "Utskottet har inget planerat sammanträde som ärendet hinner till efter 2025-02-03"
        " till och med 2025-03-14."
    )
    assert first(plan) == plan.warning
    assert next(iter(why(plan))) == ("inget planerat sammanträde hinner ärendet till",)
    final, today = date(2025, 3, 14), date(2025, 2, 3)
    found = reach(office, matter, matter.points, body="KS", final=final, today=today)
    assert found is not None
    assert (found.warning, found.lapses_after) == (None, date(2025, 3, 11))
    assert reach(office, matter, matter.points, body="MBN", final=final, today=today) is None


def test_the_plan_in_words() -> None:
    """A sentence with every stop and what comes first, and for each stop the reason."""
    plan = _plan(_matter(), "2025-02-12", STRICT)
    assert essence(plan) == (
        "Svar, sista dag 2025-03-14: Utskottet 2025-02-25, Styrelsen 2025-03-11."
        " Tjänsteskrivelsen ska vara klar 2025-02-13 (om 1 dag), stoppdag 2025-02-18."
    )
    assert list(why(plan)) == [
        (
            "stoppdag 2025-02-18",
            "sista sammanträdet före 2025-02-26, då handlingarna till Styrelsen 2025-03-11 ska vara inne",
            "protokollet behövs justerat 2025-02-26; lagen ger till 2025-03-11 (omedelbar justering)",
        ),
        (
            "stoppdag 2025-02-26",
            "sista sammanträdet till och med 2025-03-14",
            "protokollet behövs justerat 2025-03-14; lagen ger till 2025-03-25 (omedelbar justering)",
        ),
    ]
    assert list(papers(plan)) == [
        (date(2025, 2, 13), "Tjänsteskrivelsen klar enligt planen: Utskottet 2025-02-25"),
        (date(2025, 2, 18), "Stoppdag enligt planen: Utskottet 2025-02-25"),
    ]
    assert "(i dag)" in first(_plan(_matter(), "2025-02-13", STRICT))
    assert "(dagen har gått)" in first(_plan(_matter(), "2025-02-17", STRICT))
    summons = Office.of(_type(), _place(AU={"lead_time": "P5D"}))
    (told, _) = why(_plan(_matter(), "2025-02-12", summons))
    assert told[0] == "kallelse senast 2025-02-20 enligt reglementet"
    assert list(papers(_plan(_matter(), "2025-02-12", summons))) == [
        (date(2025, 2, 20), "Handlingar senast enligt planen: Utskottet 2025-02-25")
    ]
    assert list(papers(_plan(_matter(), "2025-02-12"))) == [
        (date(2025, 2, 25), "Tjänsteskrivelsen klar enligt planen: Utskottet 2025-02-25")
    ]
    assert list(papers(_plan(_matter("at_AU"), "2025-02-12"))) == []


def test_without_a_last_day_a_warning_is_no_broken_plan() -> None:
    """Nobody meets, and nothing is missed by that."""
    free = Office.of(_type(deadlines={}), _place(AU={"meets": []}))
    plan = _plan(_matter(final=None), "2025-02-03", free)
    assert essence(plan) == (
        "Ingen sista dag löper: Utskottet har inget planerat sammanträde som ärendet hinner till"
        " efter 2025-02-03."
    )


def test_what_the_deadline_warns_of_the_plan_does_not_say_again() -> None:
    """Claim: a plan that doesn't hold is warned of, but once: where the deadline is at risk, by that alone."""
    office = Office.of(_type(), _place(AU={"meets": []}))
    matter, today = _matter(), date(2025, 2, 3)
    plan = _plan(matter, "2025-02-03", office)
    told = explain(office.definition, office.organisation, matter, today, plan=plan)
    assert told.warnings == (essence(plan),)
    at_risk = replace(
        matter, deadlines=(replace(matter.deadlines[0], at_risk="ingen sammanträder"),)
    )
    told = explain(office.definition, office.organisation, at_risk, today, plan=plan)
    assert told.warnings == ("Svar, sista dag 2025-03-14: ingen sammanträder",)
