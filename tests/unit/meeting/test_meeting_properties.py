"""What holds for every meeting, whatever is done at it and in whatever order."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.errors import CommandRefusedError
from workflow.meeting import agenda, numbering, presentations, roll, votes
from workflow.meeting.presence import moments
from workflow.model.ids import MatterId
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Ballot,
    Choice,
    Conflict,
    Deliberation,
    Presence,
    Presentation,
    Proceedings,
    Resolution,
    Roll,
    Seat,
    SeatRole,
    Vote,
)

NAMES = tuple("ABCDEFGHIJ")
CHOICES: tuple[Choice, ...] = ("yes", "no", "abstains")
CLOCKS = st.sampled_from([None, None, "08:30", "09:00", "09:30", "12:00"])
SIGNERS = (("Siv", "Sekreterare"), ("A", "Ordförande"), ("B", "Justerare"))
SHA = "AB" * 32
NOON = datetime(2025, 2, 27, 12, tzinfo=UTC)


ROLES: st.SearchStrategy[SeatRole] = st.sampled_from(
    ["member", "substitute", "member", "substitute", "member", "chair", "vice_chair"]
)


@st.composite
def rolls(draw: st.DrawFn) -> Roll:
    """Any roll, true or not: who comes and goes, who serves, and for whom."""
    seats = tuple(Seat(name, role=draw(ROLES)) for name in NAMES[: draw(st.integers(0, 8))])
    presences = []
    for seat in seats:
        others = st.one_of(st.none(), st.sampled_from([other.name for other in seats]))
        whom = others if seat.role == "substitute" or draw(st.integers(0, 9)) == 0 else st.none()
        serves = st.booleans() if seat.role == "substitute" else st.just(value=True)
        until, again = draw(st.sampled_from([(None, None), ("09:30", "10:00"), ("10:00", "10:00")]))
        there = [st.builds(Presence, st.just(seat.name), CLOCKS, st.just(until), serves, whom)]
        if again is not None:
            there.append(
                st.builds(Presence, st.just(seat.name), st.just(again), CLOCKS, serves, whom)
            )
        presences += [draw(one) for one in there if draw(st.integers(0, 3))]
    return Roll(seats, tuple(presences))


@st.composite
def counted(draw: st.DrawFn) -> tuple[Vote, tuple[str, ...]]:
    """A vote and those who take part in it; often counted rightly."""
    choices = draw(st.lists(st.sampled_from(CHOICES), max_size=9))
    ballots = tuple(map(Ballot, NAMES, choices))
    yes, no, abstained = (choices.count(each) for each in CHOICES)
    wrong = draw(st.sampled_from([0, 0, 0, 0, 0, 1, 2, 3, 4]))
    told = draw(st.sampled_from([(), ballots, ballots]))
    told = {1: ballots[:-1], 2: ballots[1:] + ballots[-1:]}.get(wrong, told)
    missed = int(wrong == 3)
    casting = (yes == no) != (wrong == 4)
    minority = not casting and draw(st.integers(0, 3)) == 0
    vote = Vote("bifall", "avslag", yes + missed, no, abstained, told, casting, minority)
    return vote, NAMES[: len(choices)]


def _accepted(check: Callable[[], object]) -> bool:
    try:
        check()
    except CommandRefusedError:
        return False
    return True


@given(rolls(), CLOCKS, st.lists(st.sampled_from(NAMES), max_size=3))
def test_no_more_serve_than_there_are_members(
    held: Roll, at: str | None, conflicts: list[str]
) -> None:
    """In a roll that is accepted, at any time; each of them has a seat, was there, and once."""
    if not _accepted(lambda: roll.check_roll(held)):
        return
    for when in (*moments(held), at):
        serving = roll.serving(held, when, conflicts)
        assert len(serving) <= roll.members(held)
        assert len(set(serving)) == len(serving)
        assert not set(serving) & set(conflicts)
        assert set(serving) <= set(roll.served(held)) <= set(roll.present(held))
        presiding = roll.presiding(held, when, conflicts)
        assert presiding is None or presiding in serving
        if when is not None and not conflicts:
            assert roll.quorate(held, when) == (len(serving) * 2 > roll.members(held))
    if roll.members(held) and held.presences and roll.quorate(held, at, conflicts):
        roll.check_quorum(held, at, conflicts, council=False)


@given(held=rolls(), at=CLOCKS, council=st.booleans())
def test_quorum_is_said_in_one_way(held: Roll, at: str | None, *, council: bool) -> None:
    """What is asked and what is refused agree."""
    if not _accepted(lambda: roll.check_roll(held)):
        return
    accepted = _accepted(lambda: roll.check_quorum(held, at, council=council))
    assert accepted == (bool(held.presences) and roll.quorate(held, at, council=council))


@given(counted=counted(), council=st.booleans(), election=st.booleans())
def test_a_vote_that_is_accepted_adds_up(
    counted: tuple[Vote, tuple[str, ...]], *, council: bool, election: bool
) -> None:
    """The numbers are those who take part, and the outcome is the majority's unless a rule says other."""
    vote, deciding = counted
    chair = min(deciding, default=None)

    def decide() -> votes.VoteResult:
        return votes.check_vote(vote, deciding, chair, council=council, election=election)

    if not _accepted(decide):
        return
    result = decide()
    assert vote.yes + vote.no + vote.abstained == len(deciding)
    assert {ballot.name for ballot in vote.ballots} in (set(), set(deciding))
    if vote.minority:
        assert council
        assert not election
        assert vote.yes * 3 >= len(deciding)
        assert vote.no >= vote.yes
        assert result.outcome == "yes"
    elif vote.yes == vote.no:
        assert election or vote.casting
        assert (result.outcome == "lot") == election
    else:
        assert result.outcome == ("yes" if vote.yes > vote.no else "no")


@given(st.lists(st.sampled_from(["yes", "no", "abstains"]), min_size=1, max_size=9))
def test_a_vote_counted_from_its_ballots_is_accepted(choices: list[Choice]) -> None:
    """Whatever people vote, a vote that was counted rightly has an outcome, the chair deciding a tie."""
    names = NAMES[: len(choices)]
    yes, no, abstained = (choices.count(each) for each in ("yes", "no", "abstains"))
    ballots = tuple(Ballot(name, choice) for name, choice in zip(names, choices, strict=True))
    vote = Vote("bifall", "avslag", yes, no, abstained, ballots, casting=yes == no)
    chair = next((ballot.name for ballot in ballots if ballot.choice != "abstains"), None)
    if chair is None:
        with pytest.raises(CommandRefusedError, match="Ingen har röstat"):
            votes.check_vote(vote, names, names[0], council=False)
    else:
        votes.check_vote(vote, names, chair, council=False)


@dataclass
class Meeting:
    """A meeting to which anything is done; what is refused changes nothing."""

    first: int
    held: Proceedings
    fixed: dict[str, int] = field(default_factory=dict)
    shown: dict[str, dict[str, int | None]] = field(default_factory=dict)

    def items(self, change: Callable[[], tuple[AgendaItem, ...]]) -> None:
        """Carry out a change of the items, with the numbers that follow."""
        try:
            items = numbering.numbered(change(), self.first)
        except CommandRefusedError:
            return
        before = self.held
        still = presentations.overtaken(before.presentations, before.items, items, "rättat")
        self.held = replace(before, items=items, presentations=still)

    def take_up(self, key: str, conflict: str) -> None:
        """An item is taken up."""
        conflicts = (Conflict(conflict, "part"),) if conflict else ()
        said = Deliberation(Resolution(), conflicts=conflicts)
        self.items(
            lambda: tuple(
                replace(item, status="taken_up", deliberation=said)
                if item.key == key and item.status == "waiting"
                else item
                for item in self.held.items
            )
        )

    def present(self, keys: list[str]) -> None:
        """Minutes are put before those who sign."""
        try:
            new = presentations.present(self.held, SHA, keys, SIGNERS, NOON.date())
        except CommandRefusedError:
            return
        self.held = replace(self.held, presentations=(*self.held.presentations, new))
        shown = {item.key: item.paragraph for item in self.held.items if item.key in new.items}
        self.shown[new.key] = shown

    def adjust(self, keys: list[str]) -> None:
        """Minutes are put before those who sign, and they do."""
        before = self.held.presentations
        self.present(keys)
        for name, _ in SIGNERS if self.held.presentations != before else ():
            self.sign(len(before), name)

    def sign(self, place: int, name: str) -> None:
        """Somebody signs; the last one adjusts."""
        self._change(place, lambda one: presentations.sign(one, name, SHA, NOON))

    def void(self, place: int) -> None:
        """Something was corrected."""
        self._change(place, lambda one: presentations.void(one, "rättat"))

    def _change(
        self,
        place: int,
        change: Callable[[Presentation], Presentation],
    ) -> None:
        every = list(self.held.presentations)
        if not every:
            return
        place %= len(every)
        try:
            every[place] = changed = change(every[place])
        except CommandRefusedError:
            return
        self.held = replace(self.held, presentations=tuple(every))
        if changed.adjusted_on is not None:
            items = presentations.adjusted(self.held.items, changed)
            assert items == numbering.numbered(items, self.first)
            self.held = replace(self.held, items=items)

    def holds(self) -> None:
        """Numbers are gapless and unique; an adjusted one is what was signed, and stays so."""
        numbers = [item.paragraph for item in self.held.paragraphs]
        assert numbers == list(range(self.first, self.first + len(numbers)))
        assert numbering.last_number(self.held.items, self.first) == self.first + len(numbers) - 1
        others = [item.paragraph for item in self.held.items if item.status != "taken_up"]
        assert set(others) <= {None}
        adjusted = {item.key: item.paragraph for item in self.held.items if item.adjusted_on}
        assert self.fixed.items() <= adjusted.items()
        self.fixed = {key: number for key, number in adjusted.items() if number is not None}
        assert len(self.fixed) == len(adjusted)
        for one in self.held.presentations:
            assert (one.adjusted_on is None) == (len(one.signatures) < len(SIGNERS))
            assert one.void is None or one.adjusted_on is None
            assert one.adjusted_on is None or self.shown[one.key].items() <= self.fixed.items()


KEYS = st.sampled_from([f"i{number}" for number in range(1, 7)])
OPERATIONS = st.one_of(
    *[st.tuples(st.just("take"), KEYS, st.sampled_from(["", "", "B"]))] * 4,
    st.tuples(st.just("strike"), KEYS),
    st.tuples(st.just("withdraw"), KEYS),
    st.tuples(st.just("order"), st.permutations([f"i{number}" for number in range(1, 7)])),
    st.tuples(st.just("present"), st.lists(KEYS, max_size=2)),
    st.tuples(st.just("adjust"), st.lists(KEYS, max_size=1)),
    st.tuples(st.just("sign"), st.integers(0, 3), st.sampled_from(["Siv", "A", "B"])),
    st.tuples(st.just("void"), st.integers(0, 3)),
)


@settings(max_examples=400)  # each is fast, and adjustment needs many steps to have happened
@given(st.integers(1, 900), st.lists(OPERATIONS, min_size=5, max_size=40))
def test_numbers_are_gapless_unique_and_fixed_by_adjustment(
    first: int, operations: list[tuple[object, ...]]
) -> None:
    """After any sequence of operations, refused ones among them."""
    items = tuple(
        AgendaItem(f"i{number}", "decision", "Taxa", MatterId(f"m{number}"))
        for number in range(1, 7)
    )
    body = Roll((Seat("A", role="chair"), Seat("B")), (Presence("A"), Presence("B")))
    meeting = Meeting(first, Proceedings(body, items, Adjusters(("B",))))
    for what, *args in operations:
        _carry_out(meeting, str(what), args)
        meeting.holds()


def _carry_out(meeting: Meeting, what: str, args: list[object]) -> None:
    held = meeting.held.items
    changes: dict[str, Callable[..., object]] = {
        "take": meeting.take_up,
        "strike": lambda key: meeting.items(lambda: numbering.struck(held, key)),
        "withdraw": lambda key: meeting.items(lambda: agenda.withdrawn(held, key, "")),
        "order": lambda keys: meeting.items(lambda: numbering.ordered(held, keys)),
        "present": meeting.present,
        "adjust": meeting.adjust,
        "sign": meeting.sign,
        "void": meeting.void,
    }
    changes[what](*args)


def _presented() -> Presentation:
    item = AgendaItem("i1", "information", "A", status="taken_up", paragraph=1)
    dealt = replace(item, deliberation=Deliberation(Resolution()))
    body = Roll((Seat("A", role="chair"), Seat("B")), (Presence("A"), Presence("B")))
    held = Proceedings(body, (dealt,), Adjusters(("B",)))
    return presentations.present(held, SHA, (), SIGNERS, NOON.date())


@given(
    st.permutations([name for name, _ in SIGNERS]),
    st.lists(st.integers(0, 10_000), min_size=3, max_size=3),
)
def test_minutes_are_adjusted_exactly_by_the_last_signature(
    names: list[str], minutes: list[int]
) -> None:
    """In any order and at any times: open until the last one, then adjusted on the latest day."""
    one = _presented()
    for name, minute in zip(names, minutes, strict=True):
        assert one.open
        one = presentations.sign(one, name, SHA, NOON + timedelta(minutes=minute))
    latest = NOON + timedelta(hours=1, minutes=max(minutes))  # winter time
    assert one.adjusted_on == date(latest.year, latest.month, latest.day)


@given(st.lists(st.sampled_from(["Siv", "A"]), max_size=4), st.sampled_from(["Siv", "A", "B"]))
def test_nothing_is_signed_after_void(before: list[str], after: str) -> None:
    """Whoever has signed before, nobody signs what is void, not even again."""
    one = _presented()
    for name in before:
        one = presentations.sign(one, name, SHA, NOON)
    gone = presentations.void(one, "rättat")
    with pytest.raises(CommandRefusedError):
        presentations.sign(gone, after, SHA, NOON)
