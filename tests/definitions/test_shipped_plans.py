"""Plans that were printed or that the law sets, from the shipped types and the shipped meeting schedules."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from office import Office
from test_shipped_deadlines import SENDER, deadline_of, meeting_on, registered

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.machine.backplanning import plans
from workflow.machine.build import Machine
from workflow.machine.plan import Office as Planning
from workflow.machine.plan import Plan
from workflow.machine.remedies import Remedy, remedies
from workflow.machine.route import Roads
from workflow.model.commands import FireEvent, RecordDecision, RegisterMatter, ReprojectDeadlines
from workflow.model.ids import MatterId
from workflow.model.outcome import PointOutcome

PRINTED = {"AU": date(2024, 4, 16), "KS": date(2024, 5, 7)}
"""Beslutsplanering in the minutes of Sollefteå's subcommittee, 2024-04-16."""

Machines = Mapping[str, Machine]
Organisations = Mapping[str, Organisation]


def planned(office: Office, matter: MatterId, **asked: object) -> tuple[Planning, tuple[Plan, ...]]:
    """The plans of a matter on the day that it is."""
    found = office.matter(matter)
    definition = office.machines[found.matter_type].definition
    made_with = Planning.of(definition, office.world.organisations[found.organisation])
    return made_with, plans(made_with, found, office.now.date(), **asked)  # type: ignore[arg-type]


def latest(plan: Plan) -> dict[str, date]:
    """The latest meeting of each body that is left."""
    return {stop.body: stop.latest.on for stop in plan.stops if stop.latest}


def earliest(plan: Plan) -> dict[str, date]:
    """The earliest meeting of each body that is left."""
    return {stop.body: stop.earliest.on for stop in plan.stops if stop.earliest}


def ways_out(office: Office, matter: MatterId) -> dict[str, Remedy]:
    """What the law allows in the most pressing plan, by kind."""
    made_with, (plan, *_) = planned(office, matter)
    return {one.kind: one for one in remedies(made_with, office.matter(matter), plan)}


@pytest.mark.shared
def test_the_printed_plans_come_out_of_the_schedule(
    machines: Machines, organisations: Organisations, shared: Path
) -> None:
    """Sollefteå's matters that go from the subcommittee to the board, planned in March: the days that are printed."""
    records = json.loads((shared / "data/golden.json").read_text("utf-8"))["records"]
    wanted = [PRINTED["AU"].isoformat(), PRINTED["KS"].isoformat()]
    checked = 0
    for record in records:
        days = [one["date"] for one in record.get("planned_meetings") or ()]
        if days[:2] != wanted:
            continue
        office = Office(machines, organisations, date(2024, 3, 11))
        fields = {
            name: ["Kramfors kommun"] if spec.type in ("recipients", "list") else "2024-01-01"
            for name, spec in machines[record["matter_type"]].definition.fields.items()
            if spec.required
        }
        matter = office.register(
            RegisterMatter(
                "solleftea", record["matter_type"], "Prövning", number=record["dnr"], fields=fields
            )
        )
        _, (plan, *_) = planned(office, matter, by=PRINTED["KS"])
        assert latest(plan) == earliest(plan) == PRINTED
        assert [stop.slack for stop in plan.stops] == [0, 0]
        checked += 1
    assert checked == 5


def test_the_action_plan_is_for_the_board_in_september(
    machines: Machines, organisations: Organisations
) -> None:
    """An assignment to be reported in September 2024: the board of the 3rd, as printed, by way of the subcommittee."""
    office = Office(machines, organisations, date(2024, 5, 7))
    fields = {"owner": "Kommundirektör", "due_month": "2024-09", "due_body": "KS"}
    matter = office.register(
        RegisterMatter(
            "solleftea", "assignment", "Handlingsplan", number="KS 1/2024", fields=fields
        )
    )
    _, (plan,) = planned(office, matter)
    assert plan.aim.final == date(2024, 9, 3)
    assert not plan.aim.assumed
    assert latest(plan) == {"AU": date(2024, 8, 20), "KS": date(2024, 9, 3)}
    assert earliest(plan) == {"AU": date(2024, 5, 14), "KS": date(2024, 6, 4)}


def test_the_board_has_to_meet_by_the_day_of_the_referral(
    machines: Machines, organisations: Organisations
) -> None:
    """Norsjö's KS-25/00001, day 14 March: the board of 11 March is the last that does, and its minutes are in a hurry."""
    office = Office(machines, organisations, date(2025, 1, 7))
    matter = registered(office, "referral_response", sender=SENDER, answer_due="2025-03-14")
    _, (plan,) = planned(office, matter)
    assert (plan.aim.final, plan.aim.body) == (date(2025, 3, 14), "KS")
    assert latest(plan) == {"AU": date(2025, 2, 25), "KS": date(2025, 3, 11)}
    board = plan.stops[-1]
    assert (board.extract_by, board.adjusted_by) == (date(2025, 3, 14), date(2025, 3, 25))
    assert board.hurried
    assert set(ways_out(office, matter)) == {"adjust_at_once"}


def test_a_board_that_is_moved_past_the_day_is_warned_of_with_what_the_law_allows(
    machines: Machines, organisations: Organisations
) -> None:
    """Proposed on 25 February, the board moved to the 18th: nothing fits, and each way out has its section."""
    moved = meeting_on(organisations, "KS", date(2025, 3, 18), date(2025, 4, 15))
    office = Office(machines, moved, date(2025, 1, 7))
    matter = registered(office, "referral_response", sender=SENDER, answer_due="2025-03-14")
    office.give(matter, FireEvent("prepared"))
    office.go_to(date(2025, 2, 25))
    proposal = PointOutcome("proposes", proposed="gives_opinion")
    office.give(matter, RecordDecision((proposal,), body="AU", decided_on=date(2025, 2, 25)))
    _, (plan,) = planned(office, matter)
    assert [(held.body, held.on) for held in plan.held] == [("AU", date(2025, 2, 25))]
    assert plan.warning == (
        "Kommunstyrelsen kan som tidigast besluta 2025-03-18, efter sista dagen 2025-03-14."
    )
    found = ways_out(office, matter)
    assert set(found) == {"ask_for_time", "extra_meeting", "chair", "delegated"}
    assert found["extra_meeting"].section == "KL 6 kap. 23 §"
    assert found["extra_meeting"].days[0] == date(2025, 2, 26)
    assert found["extra_meeting"].days[-1] == date(2025, 3, 14)
    assert not {date(2025, 3, 8), date(2025, 3, 9)} & set(found["extra_meeting"].days)
    assert found["chair"].section == "KL 6 kap. 39 §"
    assert "2025-03-18 (KL 6 kap. 40 §" in found["chair"].consequence
    assert found["ask_for_time"].section == ""


def test_a_motion_is_planned_back_from_its_year(
    machines: Machines, organisations: Organisations
) -> None:
    """Moved 2024-10-09: the council of 29 September 2025 is the last in the year, announced a week before (KL 5:13)."""
    office = Office(machines, organisations, date(2024, 11, 1))
    matter = registered(office, "motion", movers=["KD"], moved_on="2024-10-09")
    _, (plan,) = planned(office, matter)
    assert plan.aim.final == date(2025, 10, 9)
    assert latest(plan) == {
        "AU": date(2025, 8, 26),
        "KS": date(2025, 9, 9),
        "KF": date(2025, 9, 29),
    }
    council = plan.stops[-1].latest
    assert council is not None
    assert council.announced_by == council.closes == date(2025, 9, 22)
    assert plan.stops[-1].extract_by is None  # the decision itself meets it


def test_a_motion_that_is_late_is_reported_to_the_council(
    machines: Machines, organisations: Organisations
) -> None:
    """The year is soft: the council is told within it (KL 5:35), or the subcommittee is passed by."""
    office = Office(machines, organisations, date(2024, 11, 1))
    matter = registered(office, "motion", movers=["KD"], moved_on="2024-10-09")
    office.go_to(date(2025, 9, 1))
    found = ways_out(office, matter)
    assert found["report_unfinished"].section == "KL 5 kap. 35 § andra stycket"
    assert found["report_unfinished"].days == (date(2025, 9, 29),)
    assert "Kommunstyrelsen 2025-09-09" in found["past_subcommittee"].what
    assert "chair" not in found  # nobody decides for the council (KL 5:1)


def test_every_shipped_type_has_a_way_to_each_body_that_may_decide(
    definitions: Mapping[str, MatterType], organisations: Organisations
) -> None:
    """From where its matters begin, past no body that the organisation lacks, and the one that decides is last."""
    for definition in definitions.values():
        if definition.kind == "procedure":
            continue
        for organisation in (organisations["norsjo"], organisations["norrbottens_e_namnd"]):
            roads = Roads(definition, organisation)
            here = [body for body in definition.decided_by if body in organisation.bodies]
            assert list(roads.deciders(definition.initial)) == here
            for body in here:
                route = roads.to(body, definition.initial)
                assert route is not None
                assert route.bodies[-1] == body
                assert set(route.bodies) <= set(organisation.bodies)


@pytest.mark.parametrize(
    ("name", "body", "bodies"),
    [
        ("motion", "KF", ("AU", "KS", "KF")),
        ("referral_response", "KS", ("AU", "KS")),
        ("referral_response", "AU", ("AU",)),
        ("appointment", "KF", ("KF",)),  # elections need no preparation (KL 5:29)
        ("interpellation", "KF", ("KF",)),
        ("internal_control", "KF", None),
    ],
)
def test_the_route_is_the_one_that_the_type_describes(
    definitions: Mapping[str, MatterType],
    organisations: Organisations,
    name: str,
    body: str,
    bodies: tuple[str, ...] | None,
) -> None:
    """Through the subcommittee and the board, except where the council may decide unprepared."""
    route = Roads(definitions[name], organisations["norsjo"]).to(body, definitions[name].initial)
    assert (route.bodies if route else None) == bodies


def test_the_secretary_is_told_the_day_the_plan_stops_fitting(
    machines: Machines, organisations: Organisations
) -> None:
    """Not prepared when the subcommittee of 25 February has met, though the board still meets on 11 March.

    Handed to the board without the subcommittee, it can be kept again.
    """
    office = Office(machines, organisations, date(2025, 1, 7))
    matter = registered(office, "referral_response", sender=SENDER, answer_due="2025-03-14")
    assert deadline_of(office, matter, "answer").risk_on == date(2025, 2, 26)
    office.go_to(date(2025, 2, 25))
    assert deadline_of(office, matter, "answer").at_risk is None
    office.go_to(date(2025, 2, 26))
    told = [mail for mail in office.mails if mail.template == "at_risk"]
    assert len(told) == 1
    assert deadline_of(office, matter, "answer").at_risk == (
        "Handlingarna skulle ha varit inne 2025-02-25 till Allmänna utskottet 2025-02-25."
        " Kommunstyrelsen kan som tidigast besluta 2025-04-15, efter sista dagen 2025-03-14."
    )
    office.give(matter, FireEvent("officer_proposes"))
    assert deadline_of(office, matter, "answer").at_risk is None
    assert deadline_of(office, matter, "answer").risk_on == date(2025, 3, 12)


def test_a_changed_schedule_makes_the_plan_right_and_tells(
    machines: Machines, organisations: Organisations
) -> None:
    """The subcommittee of 25 February is moved past the board: the warning comes with the change, and goes with it."""
    office = Office(machines, organisations, date(2025, 2, 3))
    matter = registered(office, "referral_response", sender=SENDER, answer_due="2025-03-14")
    late = meeting_on(organisations, "AU", date(2025, 3, 11), date(2025, 4, 29))
    office.world.organisations = late
    office.give(matter, ReprojectDeadlines("Sammanträdesplanen har ändrats."))
    _, (plan,) = planned(office, matter)
    assert not plan.fits
    assert deadline_of(office, matter, "answer").at_risk == plan.warning
    assert [mail.template for mail in office.mails] == ["at_risk"]
    office.world.organisations = organisations
    office.give(matter, ReprojectDeadlines("Sammanträdesplanen har ändrats."))
    _, (plan,) = planned(office, matter)
    assert plan.fits
    assert deadline_of(office, matter, "answer").at_risk is None
