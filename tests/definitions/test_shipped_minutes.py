"""The three minutes as the project carries them: whole, consistent, and every matter runs to its end."""

from datetime import date

import pytest
from kinds import CITY_TYPES
from play import Play

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.definition.sessions import meetings
from workflow.workbench.minutes import Minutes

REFERRAL = ("norsjo", "KS-25/00001")


def final_of(play: Play, organisation: str, number: str, deadline: str) -> date:
    """The last day of one deadline of a matter."""
    matter = play.matter(organisation, number)
    return next(d.final for d in matter.deadlines if d.key == deadline)


def test_there_are_forty_six_paragraphs(minutes: tuple[Minutes, ...]) -> None:
    """Sollefteå 7, e-nämnden 7, Norsjö 32, in the order of the printed numbers."""
    counted = {one.organisation: len(one.paragraphs) for one in minutes}
    assert counted == {"solleftea": 7, "norrbottens_e_namnd": 7, "norsjo": 32}
    first = {"solleftea": 11, "norrbottens_e_namnd": 8, "norsjo": 16}
    for one in minutes:
        numbers = [paragraph.paragraph for paragraph in one.paragraphs]
        assert numbers == [first[one.organisation] + place for place in range(len(numbers))]


def test_every_meeting_is_in_the_schedule_of_its_body(
    minutes: tuple[Minutes, ...], organisations: dict[str, Organisation]
) -> None:
    """Also the assumed ones; and minutes are adjusted after the meeting, and announced after that."""
    for one in minutes:
        for meeting in (one, *one.later):
            assert meeting.meeting_on in meetings(organisations[meeting.organisation], meeting.body)
            assert meeting.meeting_on <= meeting.adjusted_on
            assert meeting.posted_on is None or meeting.adjusted_on <= meeting.posted_on


def test_every_paragraph_has_the_number_that_the_file_says(
    play: Play, minutes: tuple[Minutes, ...]
) -> None:
    """Gapless in every body's series, also where a meeting is assumed."""
    for one in minutes:
        for sitting in (one, *one.later):
            held = play.meeting(sitting).proceedings
            assert held is not None
            assert [item.paragraph for item in held.paragraphs] == [
                item.paragraph for item in sitting.paragraphs
            ]
            assert play.meeting(sitting).state == "adjusted"


def test_every_matter_runs_to_its_end(play: Play) -> None:
    """Parents, children, assignments and notices: nothing is open afterwards."""
    still_open = [
        (matter.number.printed, matter.state, [task.text for task in matter.tasks if task.open])
        for matter in play.office.world.matters.values()
        if matter.closed_on is None
    ]
    assert still_open == []
    assert play.office.world.timers == {}


def test_every_matter_type_but_those_without_a_paragraph_is_played(
    play: Play, definitions: dict[str, MatterType]
) -> None:
    """The minutes use every type but those of a city, directly or through a child."""
    used = {matter.matter_type for matter in play.office.world.matters.values()}
    assert used == set(definitions) - CITY_TYPES


def test_the_notice_in_norsjo_comes_down_on_the_day_that_is_printed(play: Play) -> None:
    """Posted 2025-02-27, last appeal day 2025-03-20, down 2025-03-21."""
    (notice,) = [n for n in play.office.notices if n.meeting_on == date(2025, 2, 25)]
    assert notice.last_appeal_day == date(2025, 3, 20)
    assert play.office.world.taken_down[notice.matter] == date(2025, 3, 21)


def test_the_joint_committee_is_announced_on_fourteen_boards(play: Play) -> None:
    """KL 9:32: on every member's board, counted from the last one, down 2023-07-25."""
    notices = [n for n in play.office.notices if n.organisation == "norrbottens_e_namnd"]
    assert len({notice.board for notice in notices}) == len(notices) == 14
    assert {play.office.world.taken_down[notice.matter] for notice in notices} == {
        date(2023, 7, 25)
    }


@pytest.mark.parametrize(
    ("organisation", "number", "deadline", "final"),
    [
        ("norsjo", "KS-25/00001", "answer", date(2025, 3, 14)),
        ("norsjo", "KS 24/01160", "one_year", date(2025, 10, 9)),
        ("norsjo", "KS-25/00233", "completion", date(2025, 12, 1)),
        ("norsjo", "KS-25/00204", "to_council", date(2025, 4, 15)),
        ("norsjo", "KS-25/00204", "discharge", date(2025, 6, 30)),
        ("norsjo", "KS-25/00002", "report", date(2025, 3, 11)),
        ("norsjo", "KS-25/00197", "decided_in_time", date(2025, 4, 1)),
        ("norsjo", "KS-22/01024", "submission", date(2025, 3, 31)),
        ("norsjo", "KS-23/01233", "evaluation", date(2024, 12, 18)),
        ("solleftea", "KS 145/2024", "report", date(2024, 5, 7)),
    ],
)
def test_the_real_deadlines(
    play: Play, organisation: str, number: str, deadline: str, final: date
) -> None:
    """The days that the minutes print or that the law gives."""
    assert final_of(play, organisation, number, deadline) == final


def test_deadlines_are_met_and_missed(play: Play) -> None:
    """The late evaluation and the guidelines referred back miss their days; the answer is in time."""
    statuses = {
        (matter.number.printed, deadline.key): deadline.status
        for matter in play.office.world.matters.values()
        for deadline in matter.deadlines
    }
    assert statuses["KS-25/00001", "answer"] == "met"
    assert statuses["KS-25/00197", "decided_in_time"] == "met"
    assert statuses["KS 24/01160", "one_year"] == "met"
    assert statuses["KS-23/01233", "evaluation"] == "expired"
    assert statuses["KS-25/00237", "effective"] == "expired"


def test_the_action_plan_is_due_at_the_board_in_september(play: Play) -> None:
    """KS in September 2024 is its meeting on the third, and there it is approved."""
    matter = play.matter("solleftea", "KS 147/2024")
    signing, plan = matter.assignments
    assert plan.due == date(2024, 9, 3)
    assert plan.child is not None
    child = play.office.matter(plan.child)
    assert child.decisions[-1].decided_on == date(2024, 9, 3)
    assert signing.due == date(2024, 6, 28)
    assert [c.outcome for c in matter.children] == ["approves"]


def test_the_sender_gets_the_answer_in_time(play: Play) -> None:
    """By 14 March the county board has been sent the decision of KS."""
    matter = play.matter(*REFERRAL)
    (sent,) = [
        item
        for item in matter.items
        if item.name == "Länsstyrelsen i Västerbotten" and item.decision == "d2"
    ]
    assert sent.status == "delivered"
    assert matter.closed_on is not None
    assert matter.closed_on <= date(2025, 3, 14)


def test_the_board_elects_and_proposes_the_rest(play: Play) -> None:
    """One matter is split: KS elects the authoriser itself, KF grants the money."""
    outcomes = [point.outcome for point in play.matter("norsjo", "KS-25/00233").points]
    assert outcomes == ["grants", "grants", "grants", "grants", "elects", "grants"]
