"""Whether assignments that a body gave were reported back by their day."""

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.model.matter import Matter
from workflow.statutory.calendar import month_end
from workflow.workbench.replay.history import Given, History
from workflow.workbench.replay.kept import Column, Kept, Watch
from workflow.workbench.replay.meaning import Meaning, knows_its_end

ASSIGNMENT = Watch("assignment", "Uppdrag", "day")

_GIVES = "assigns"
_SETTLES = frozenset({"closes_assignment", "fulfilled", "reports_back"})
_EXTENDS = frozenset({"extends", "extended"})
_PROPOSALS = frozenset({"proposes", "hands_over"})

_Due = Mapping[tuple[str, str | None], date | None]


def assigned(
    history: History, matter: Matter | None, meaning: Meaning, until: date
) -> Iterator[Kept]:
    """Every assignment that was given, whether the history words it or only says that there was one.

    One is kept when a later step of the same matter declares it done or reports it. What a body only
    proposes to the next one is nobody's assignment yet.

    Args:
        history: the matter.
        matter: as it was replayed: knows the meeting that a month means.
        meaning: of the words.
        until: the last day of the source.
    """
    dues: _Due = (
        {(one.what, one.due_printed): one.due for one in matter.assignments} if matter else {}
    )
    for number, step in enumerate(history.steps, start=1):
        events = meaning.events(step)
        forms = {meaning.form(event) for event in events}
        if forms and forms <= _PROPOSALS:
            continue
        for given in step.assignments or (None,) * (_GIVES in events):
            day = _day(given, dues) if given else None
            if day is None:
                yield Kept(ASSIGNMENT, "undated", step.date.year, step=number)
            else:
                column = _column(history, number, day, meaning, until)
                yield Kept(ASSIGNMENT, column, day.year, day, number)


def _day(given: Given, dues: _Due) -> date | None:
    """The last day: as the matter has it, as it is written, or the last of the month that is written."""
    if given.due is None:
        return None
    known = dues.get((" ".join(given.what.split()), given.due))
    if known is not None:
        return known
    try:
        if len(given.due) == len("2024-09"):
            return month_end(date.fromisoformat(f"{given.due}-01"))
        return date.fromisoformat(given.due)
    except ValueError:
        return None


def _column(history: History, number: int, day: date, meaning: Meaning, until: date) -> Column:
    """What became of one that step ``number`` gave."""
    later = [(step.date, meaning.events(step)) for step in history.steps[number:]]
    settled = next((on for on, events in later if events & _SETTLES), None)
    if settled is not None and settled <= day:
        return "in_time"
    if any(events & _EXTENDS for _, events in later):
        return "untold"  # the new day isn't in the history
    if settled is not None:
        return "late"
    if day >= until:
        return "running"
    return "forgotten" if knows_its_end(history) else "untold"
