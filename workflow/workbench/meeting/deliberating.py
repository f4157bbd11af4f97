"""What a file says of an item, as the engine knows it. Pure."""

from datetime import date

from workflow.model.outcome import AssignmentGiven, PointOutcome
from workflow.model.proceedings import (
    Ballot,
    Choice,
    Conflict,
    Deliberation,
    FloorMotion,
    Reservation,
    Resolution,
    Statement,
    Vote,
)
from workflow.workbench.meeting.form import Counted, Item

_REASON, _TABLED_TO = "reason", "tabled_to"


def deliberation(item: Item) -> Deliberation:
    """How the item was dealt with; the forms of its outcomes are looked up when it is recorded."""
    return Deliberation(
        resolution=_resolution(item),
        taken_up_at=item.taken_up_at,
        by_all=item.by_all,
        conflicts=tuple(Conflict(one.name, one.ground) for one in item.conflicts),
        floor=tuple(FloorMotion(one.by, one.text) for one in item.floor),
        putting_the_question=item.putting_the_question,
        vote=None if item.vote is None else _vote(item.vote),
        reservations=tuple(Reservation(one.by, one.text) for one in item.reservations),
        statements=tuple(Statement(one.by, one.text) for one in item.statements),
    )


def says_something(item: Item) -> bool:
    """Whether the file tells anything of what happened under the item."""
    return deliberation(item) != Deliberation(Resolution())


def _resolution(item: Item) -> Resolution:
    return Resolution(
        outcomes=tuple(
            PointOutcome(one.event, one.points, one.proposed, one.text) for one in item.outcomes
        ),
        sentences=item.sentences,
        heading=item.heading,
        recipients=item.recipients,
        assignments=tuple(
            AssignmentGiven(one.what, one.owner, one.due, one.due_body) for one in item.assignments
        ),
        data=_data(item),
    )


def _data(item: Item) -> dict[str, object]:
    """The fields that come with the outcomes, as the engine takes them."""
    found = {name: _plain(value) for name, value in item.data.items()}
    if item.reason is not None:
        found[_REASON] = item.reason
    if item.tabled_to is not None:
        found[_TABLED_TO] = item.tabled_to.isoformat()
    return found


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _vote(vote: Counted) -> Vote:
    sides: tuple[tuple[Choice, tuple[str, ...]], ...] = (
        ("yes", vote.yes_by),
        ("no", vote.no_by),
        ("abstains", vote.abstained_by),
    )
    return Vote(
        yes_means=vote.yes_means,
        no_means=vote.no_means,
        yes=len(vote.yes_by) if vote.yes is None else vote.yes,
        no=len(vote.no_by) if vote.no is None else vote.no,
        abstained=len(vote.abstained_by) if vote.abstained is None else vote.abstained,
        ballots=tuple(Ballot(name, choice) for choice, names in sides for name in names),
        casting=vote.casting,
        minority=vote.minority,
    )
