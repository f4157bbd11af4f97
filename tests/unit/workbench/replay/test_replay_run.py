"""A history is driven through its definition as an office would have driven it."""

from collections.abc import Iterator
from datetime import date

import pytest
from small_city import FIRST, history, play, small_city, step

from workflow.definition.catalogue import Loaded
from workflow.model.commands import AdjustMinutes, FireEvent, RecordDecision, SettleRecipient
from workflow.model.matter import Matter
from workflow.workbench.replay.desk import ADJUSTED_AFTER, ASSUMED
from workflow.workbench.replay.verdicts import Played


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The small city's definitions."""
    return small_city(tmp_path_factory.mktemp("city"))


def _accepted(played: Played) -> list[bool]:
    return [verdict.accepted for verdict in played.verdicts]


def _matter(played: Played) -> Matter:
    assert played.matter is not None
    return played.matter


def _points(played: Played) -> dict[str, tuple[str, str | None]]:
    return {point.key: (point.state, point.outcome) for point in _matter(played).points}


def test_the_way_between_two_meetings_is_taken(city: Loaded) -> None:
    """KS and KF are reached by the events of the office; the motion's own fields are stood in for."""
    told = history(
        step("KS", "tables"), step("KS", "proposes", week=2), step("KF", "rejects", week=4)
    )
    played = play(city, told)
    assert _accepted(played) == [True, True, True]
    assert not played.entered
    by = {
        saved.envelope.command.event: saved.envelope.actor
        for saved in played.commands
        if isinstance(saved.envelope.command, FireEvent)
    }
    assert by == {"remitted": ASSUMED, "prepared": ASSUMED}
    assert played.states == {"moved", "preparation", "at_KS", "at_KF", "decided"}
    assert {("remitted", "moved"), ("prepared", "preparation")} <= played.transitions
    assert _matter(played).fields["movers"] == ["Saknas i historiken"]
    assert _matter(played).fields["moved_on"] == FIRST.isoformat()
    assert [task.text for task in _matter(played).tasks if task.kind == "flag"] == [
        "Saknas i historiken: Förslagsställare (movers). Antaget: Saknas i historiken.",
        "Saknas i historiken: Väckt (moved_on). Antaget: 2025-01-15.",
    ]


def test_minutes_are_adjusted_and_the_matter_ends(city: Loaded) -> None:
    """Ten days after the meeting where nothing is said, else on the day that is; recipients are settled."""
    told = history(
        step("KS", "grants", adjusted_on="2025-01-20", recipients=["Miljöenheten"]),
        step("KS", "tables", week=20),
    )
    played = play(city, told)
    assert _matter(played).decisions[0].adjusted_on == date(2025, 1, 20)
    given = [saved.envelope.command for saved in played.commands]
    assert len([one for one in given if isinstance(one, SettleRecipient)]) == 2
    later = play(city, history(step("KS", "grants"), step("KF", "tables", week=3)))
    adjusted = [
        saved.envelope.command
        for saved in later.commands
        if isinstance(saved.envelope.command, AdjustMinutes)
    ]
    assert adjusted[0].adjusted_on == FIRST + ADJUSTED_AFTER


def test_a_refused_step_leaves_nothing_behind(city: Loaded) -> None:
    """The reason, whose fault, and what the body could have decided had it come there; the rest goes on."""
    told = history(
        step("KF", "rejects"), step("KS", "allows", week=1), step("KS", "proposes", week=2)
    )
    played = play(city, told)
    kf, ks, last = played.verdicts
    assert (kf.accepted, kf.cause) == (False, "law")
    assert "Ingen punkt väntar på KF" in kf.reason
    assert "KL 5:26-28" in kf.reason
    assert (ks.accepted, ks.cause) == (False, "definition")
    assert "”Tillåts”" in ks.reason
    assert "grants" in ks.possible
    assert "allows" not in ks.possible
    assert last.accepted
    assert len(_matter(played).decisions) == 1


def test_a_body_whose_decision_is_lacking_is_named(city: Loaded) -> None:
    """KS again while the matter waits for KF, in a history that says it is complete."""
    told = history(step("KS", "proposes"), step("KS", "grants", week=4))
    verdict = play(city, told).verdicts[1]
    assert (verdict.accepted, verdict.cause) == (False, "source")
    assert "Ärendet väntar på KF, vars beslut historiken inte har." in verdict.reason
    nobody = play(city, history(step("AU", "grants"))).verdicts[0]
    assert nobody.cause == "definition"


def test_a_word_that_the_type_lacks_is_refused(city: Loaded) -> None:
    """It names the word and the type."""
    (verdict,) = play(city, history(step("KS", "flies"))).verdicts
    assert verdict.reason == "”flies” kan inte beslutas i ärendetypen Förslag (proposal)."
    assert verdict.cause == "definition"


def test_a_proposal_that_the_type_lacks_is_refused(city: Loaded) -> None:
    """It isn't left out in silence; one that the source doesn't tell is."""
    told = history(
        step("KS", "proposes", proposed=["flies"]),
        step("KS", "proposes", week=1, proposed=["other", "decides:yes"]),
        step("KF", "grants", week=4),
    )
    first, second, third = play(city, told).verdicts
    assert (first.accepted, first.cause) == (False, "definition")
    assert first.reason == "”flies” kan inte föreslås i ärendetypen Förslag (proposal)."
    assert (second.accepted, third.accepted) == (True, True)


def test_a_refusal_is_explained_by_the_matter_as_the_body_had_it(city: Loaded) -> None:
    """The right of a minority was used, though the office had to bring the matter back to KF first."""
    told = history(
        step("KS", "proposes"),
        step("KF", "tables_by_minority", week=4),
        step("KF", "refers_back", week=8),
        step("KF", "tables_by_minority", week=12),
        complete=False,
    )
    last = play(city, told).verdicts[3]
    assert (last.accepted, last.cause) == (False, "law")
    assert "KL 5:50" in last.reason
    assert "grants" in last.possible


def test_a_word_that_does_not_tell_is_refused_but_not_the_rest(city: Loaded) -> None:
    """The source is at fault, and what it does tell is carried out all the same."""
    told = history(step("KS", "decides:grants", "decides:other"), step("KS", "none", week=1))
    first, second = play(city, told).verdicts
    assert (first.accepted, first.cause) == (False, "source")
    assert first.reason == (
        "Historiken säger inte vad som beslutades (decides:other)."
        " Resten av steget är utfört (decides:grants)."
    )
    assert second.reason == "Historiken säger inte vad som beslutades (none)."
    assert (second.accepted, second.cause) == (False, "source")
    assert _points(play(city, told)) == {"1": ("decided", "grants")}


def test_a_number_that_is_none_refuses_every_step(city: Loaded) -> None:
    """Without a register number there is no matter."""
    played = play(city, history(step("KS", "tables"), step("KS", "grants", week=1), dnr="sju"))
    assert played.matter is None
    assert [verdict.cause for verdict in played.verdicts] == ["source", "source"]
    assert "inget diarienummer" in played.verdicts[0].reason
    assert not played.transitions
    assert not played.states


def test_a_history_that_begins_mid_way_enters_at_its_body(city: Loaded) -> None:
    """Of the states that wait for the body, in the one from which most of its steps are accepted."""
    told = history(step("KF", "tables"), step("KF", "rejects", week=2), start_truncated=True)
    assert _accepted(play(city, told)) == [True, True]
    only_allowed = history(step("KF", "tables"), step("KF", "elects", week=2), start_truncated=True)
    assert _accepted(play(city, only_allowed)) == [True, True]
    nowhere = history(step("AU", "tables"), start_truncated=True)
    assert _accepted(play(city, nowhere)) == [False]


def test_missing_steps_are_entered_visibly(city: Loaded) -> None:
    """As far as they are known, by an actor of their own; what isn't known is said."""
    told = history(
        step("KS", "tables"),
        step("KF", "grants", week=8),
        complete=False,
        missing_steps=[
            {"body": "KS", "date": "before 2025-03-12", "what": "proposal_to_council_not_stored"},
            {"body": "KF", "date": "2025-02-20", "what": "tabled_to_this_meeting"},
            {"body": "KS", "date": "2025-01-29", "what": "tabled", "paragraph": "9"},
            {"body": "AU", "date": "2025-01-29", "what": "tabled"},
        ],
    )
    played = play(city, told)
    assert _accepted(played) == [True, True]
    by_assumption = [
        saved.envelope.command
        for saved in played.commands
        if saved.envelope.actor == ASSUMED and isinstance(saved.envelope.command, RecordDecision)
    ]
    assert [(one.body, one.decided_on, one.paragraph) for one in by_assumption] == [
        ("KS", date(2025, 1, 29), "9"),
        ("KS", date(2025, 2, 19), None),
    ]
    assert [(one.what, one.done, one.declared) for one in played.entered] == [
        ("tabled", True, True),
        ("tabled", False, True),
        ("proposal_to_council_not_stored", True, True),
        ("tabled_to_this_meeting", False, True),
    ]
    assert played.entered[3].reason == "Vad sammanträdet gjorde är inte känt."
    assert "Ange" in played.entered[1].reason or "AU" in played.entered[1].reason


def test_what_is_incomplete_is_supplied_and_what_is_complete_is_not(city: Loaded) -> None:
    """KF after KS has tabled: the proposal between must have been, if the source lacks steps."""
    steps = (step("KS", "tables"), step("KF", "grants", week=4), step("KS", "grants", week=8))
    assert _accepted(play(city, history(*steps))) == [True, False, True]
    played = play(city, history(*steps, complete=False))
    assert _accepted(played) == [True, True, True]
    (proposal,) = [one for one in played.entered if one.what == "proposes"]
    assert (proposal.body, proposal.on, proposal.declared) == ("KS", date(2025, 2, 12), False)


def test_a_matter_that_has_ended_is_taken_up_again(city: Loaded) -> None:
    """By a new point, where the definition has an event for it: visibly, as nobody has told of it."""
    told = history(step("KS", "grants"), step("KS", "rejects", week=10))
    played = play(city, told)
    assert _accepted(played) == [True, True]
    assert ("resumes", "new") in played.transitions
    assert [(one.what, one.body, one.declared, one.done) for one in played.entered] == [
        ("resumes", "KS", False, True)
    ]
    assert _points(played) == {"1": ("closed", "grants"), "2": ("decided", "rejects")}


def test_referral_back_goes_to_whom_it_says(city: Loaded) -> None:
    """To the board itself, or to those who prepare; a committee's name is kept."""
    way = (step("KS", "proposes"),)
    for name, state in (
        ("kommunstyrelsen", "at_KS"),
        ("Stadskontoret", "preparation"),
        (None, "preparation"),
        ("Miljönämnden", "preparation"),
    ):
        told = history(*way, step("KF", "refers_back", week=4, refers_back_to=name))
        played = play(city, told)
        assert _accepted(played) == [True, True], name
        assert _points(played)["1"][0] == state
    assert _matter(played).fields["referred_to"] == "Miljönämnden"


def test_the_right_of_a_minority_is_used_once(city: Loaded) -> None:
    """KL 5:50: the second time is against the law."""
    told = history(
        step("KS", "proposes"),
        step("KF", "tables_by_minority", week=4),
        step("KF", "tables_by_minority", week=8),
    )
    played = play(city, told)
    assert _accepted(played) == [True, True, False]
    assert played.verdicts[2].cause == "law"
    assert "KL 5:50" in played.verdicts[2].reason


def test_what_is_no_decision_is_an_event(city: Loaded) -> None:
    """A report to KF under KL 5:35 moves nothing; required values come from the history's fields."""
    told = history(
        step("KS", "proposes"),
        step("KF", "reports", week=4),
        step("KF", "elects", week=8),
        fields={"ballots": 81},
    )
    played = play(city, told)
    assert _accepted(played) == [True, True, True]
    assert _matter(played).fields["ballots"] == 81


def test_clocks_are_stopped_for_keeping(city: Loaded) -> None:
    """What is open at the end reminds nobody; what has ended has nothing running."""
    told = history(step("KS", "tables"))
    assert [one.status for one in _matter(play(city, told)).deadlines] == ["running"]
    assert [one.status for one in _matter(play(city, told, keeping=True)).deadlines] == [
        "suspended"
    ]
    ended = history(step("KS", "grants"), step("KS", "none", week=9))
    assert _matter(play(city, ended, keeping=True)).closed_on is not None


def test_nothing_reaches_anybody(city: Loaded) -> None:
    """The organisations are without addresses, so that no mail is ever asked for."""
    told = history(step("KS", "grants"), step("KS", "tables", week=60))
    played = play(city, told)
    assert all(item.address is None for item in _matter(played).items)
    assert {item.status for item in _matter(played).items} == {"excepted"}


def test_playing_again_gives_the_same(city: Loaded) -> None:
    """Keys, ids and times are those of the history, not of the day when it is played."""
    told = history(step("KS", "proposes"), step("KF", "grants", week=4))
    assert play(city, told) == play(city, told)
