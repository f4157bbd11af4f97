"""The notice decides whether a decision can have become legally final (KL 13:5); looked up where it is entered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engineroom import SARA, EngineRoom
from workflow.command.apply import apply_batch
from workflow.command.minutes import announce
from workflow.errors import CommandRefusedError
from workflow.model.commands import AdjustMinutes, ConfirmLegalForce, NoteAppeal
from workflow.model.effects import NoteDownEarly, NoticeEffect, PostNotice, SetAppealDays
from workflow.model.ids import MatterId

DAY = date(2024, 4, 16)  # a Tuesday; three weeks later is Tuesday 7 May
LAST = date(2024, 5, 7)
GROUND = "Ingen har överklagat"


def decided(room: EngineRoom, *, notice: bool = True) -> EngineRoom:
    """KS has decided, the minutes are adjusted and announced; it is summer."""
    room.register()
    room.bus.execute(room.approval("KS 2024/1"))
    if notice:
        announce(
            room.context,
            organisation="norsjo",
            body="KS",
            meeting_on=DAY,
            adjusted_on=DAY,
            actor=SARA,
        )
        while apply_batch(room.context, "me").claimed:
            pass
    else:
        room.bus.execute(room.envelope("adjust", "KS 2024/1", AdjustMinutes("KS", DAY, DAY)))
    room.clock.advance(timedelta(days=80))
    return room


def confirm(room: EngineRoom, on: date = LAST + timedelta(days=1), key: str = "final") -> None:
    command = ConfirmLegalForce("d1", on, GROUND)
    room.bus.execute(room.envelope(key, "KS 2024/1", command))


def write(room: EngineRoom, *effects: NoticeEffect) -> None:
    with room.store() as uow:
        uow.notices.apply(effects)
        uow.commit()


def posted(room: EngineRoom) -> PostNotice:
    with room.store() as uow:
        return uow.notices.list()[0].notice


def test_the_day_after_the_last_day_to_appeal(room: EngineRoom) -> None:
    """Not on the last day, at the earliest on the next; repeating changes nothing."""
    decided(room)
    with pytest.raises(CommandRefusedError, match=r"till och med 2024-05-07 \(KL 13:5\)"):
        confirm(room, LAST)
    confirm(room)
    confirm(room)
    assert room.matter().decisions[0].legally_final_on == date(2024, 5, 8)
    assert room.matter().closed_on is not None  # it had ended long before


def test_what_the_matter_itself_contradicts_is_not_asked_of_the_board(room: EngineRoom) -> None:
    """Claim: a decision that there isn't, or whose minutes aren't adjusted, is refused for that, not for its notice."""
    room.register()
    room.bus.execute(room.approval("KS 2024/1"))
    with pytest.raises(CommandRefusedError, match="inte justerat"):
        confirm(room)
    with pytest.raises(CommandRefusedError, match="d9") as refusal:
        room.bus.execute(room.envelope("x", "KS 2024/1", ConfirmLegalForce("d9", DAY, GROUND)))
    assert "anslag" not in refusal.value.message
    assert room.matter().decisions[0].legally_final_on is None


def test_without_a_notice_the_time_never_began(room: EngineRoom) -> None:
    """KL 8:12, 13:5: also where it hangs on another day's adjustment."""
    decided(room, notice=False)
    with pytest.raises(CommandRefusedError, match="Inget anslag") as refusal:
        confirm(room)
    assert "announce" in refusal.value.hint
    write(room, replace(_notice("other"), adjusted_on=DAY + timedelta(days=1)))
    with pytest.raises(CommandRefusedError, match="Inget anslag"):
        confirm(room)
    write(room, _notice("right"))
    confirm(room)


def _notice(key: str, board: str = "Tavlan") -> PostNotice:
    return PostNotice(
        id=key,
        matter=MatterId("n"),
        organisation="norsjo",
        board=board,
        body="KS",
        meeting_on=DAY,
        paragraphs="",
        adjusted_on=DAY,
        posted_on=DAY,
        last_appeal_day=LAST,
        earliest_removal=LAST + timedelta(days=1),
        where_kept="Kansliet",
    )


def test_a_board_that_lost_it(room: EngineRoom) -> None:
    """KL 13:5 2 st: the time doesn't run out until a new posting's own time has."""
    decided(room)
    notice = posted(room)
    write(room, NoteDownEarly(notice.matter, notice.board, date(2024, 4, 30)))
    with pytest.raises(CommandRefusedError, match=r"för tidigt, 2024-04-30.*KL 13:5") as refusal:
        confirm(room, date(2024, 6, 28))
    assert "post-again" in refusal.value.hint
    anew = replace(
        notice,
        id=f"{notice.id}/again",
        posted_on=date(2024, 5, 13),
        last_appeal_day=date(2024, 6, 3),
        earliest_removal=date(2024, 6, 4),
    )
    write(room, anew)
    with pytest.raises(CommandRefusedError, match="till och med 2024-06-03"):
        confirm(room, date(2024, 6, 3))
    confirm(room, date(2024, 6, 4))


def test_every_board_counts(room: EngineRoom) -> None:
    """KL 9:32: while one hasn't carried it nobody knows the last day; then the last one's counts."""
    decided(room, notice=False)
    write(room, replace(_notice("a"), last_appeal_day=None))
    with pytest.raises(CommandRefusedError, match="KL 9:32"):
        confirm(room)
    write(
        room,
        replace(_notice("b", "Grannens"), last_appeal_day=date(2024, 5, 20)),
        SetAppealDays(MatterId("n"), date(2024, 5, 20), date(2024, 5, 21)),
    )
    with pytest.raises(CommandRefusedError, match="2024-05-20"):
        confirm(room, date(2024, 5, 20))
    confirm(room, date(2024, 5, 21))


def test_the_queue_asks_too(room: EngineRoom) -> None:
    """A command that nobody waits for is refused just the same, and a person is told."""
    decided(room, notice=False)
    room.submit(room.envelope("q", "KS 2024/1", ConfirmLegalForce("d1", LAST, GROUND)))
    apply_batch(room.context, "me")
    assert room.status("q") == "refused"
    assert "Inget anslag" in room.incidents()[0].detail


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["lose", "repost", "appeal", "confirm"]),
            st.integers(0, 60),
        ),
        max_size=10,
    )
)
def test_nothing_is_final_before_a_whole_period(steps: Sequence[tuple[str, int]]) -> None:
    """For any order of what boards lose, what is posted anew, appeals and confirmations."""
    room = decided(EngineRoom())
    base = posted(room)
    for place, (what, days) in enumerate(steps):
        day = DAY + timedelta(days=days)
        try:
            if what == "lose" and day < LAST:
                write(room, NoteDownEarly(base.matter, base.board, day))
            elif what == "repost":
                last = day + timedelta(days=21)
                again = replace(base, id=f"{base.id}/{place}", posted_on=day, last_appeal_day=last)
                write(room, replace(again, earliest_removal=last + timedelta(days=1)))
            elif what == "appeal":
                command = NoteAppeal("d1", day, ended="Avslogs" if days % 2 else None)
                room.bus.execute(room.envelope(f"a{place}", "KS 2024/1", command))
            elif what == "confirm":
                confirm(room, day, f"c{place}")
        except CommandRefusedError:
            continue
        decision = room.matter().decisions[0]
        if decision.legally_final_on is not None:
            with room.store() as uow:
                whole = [row.notice for row in uow.notices.list() if row.down_early_on is None]
            assert any(
                decision.legally_final_on > notice.posted_on + timedelta(days=21)
                for notice in whole
            )
            assert decision.appealed_on is None or decision.appeal_ended is not None
            return
