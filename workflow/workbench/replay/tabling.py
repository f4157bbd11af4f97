"""Whether what was tabled to a day was taken up on that day."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from workflow.workbench.replay.history import History, RecordedStep
from workflow.workbench.replay.kept import Column, Kept, Watch

TABLED_TO = Watch("tabled_to", "Bordlagt till en viss dag", "tabled_to")


def tablings(
    history: History, meetings: Collection[tuple[str, date]], until: date
) -> Iterator[Kept]:
    """Every step that tabled the matter to a day.

    In time: the same body took it up that day. Forgotten: the body met that day, with other matters.

    Args:
        history: the matter.
        meetings: body and day of every meeting whose minutes the source holds, for any matter.
        until: the last day of the source.
    """
    for number, step in enumerate(history.steps, start=1):
        day = step.tabled_to
        if day is None:
            continue
        if day <= step.date:
            column: Column = "untold"
        elif _taken_up(history.steps[number:], step.body, day):
            column = "in_time"
        elif _is_missing(history, step.body, day):
            column = "not_in_source"
        elif day > until:
            column = "running"
        else:
            column = "forgotten" if (step.body, day) in meetings else "no_meeting"
        yield Kept(TABLED_TO, column, day.year, day, number)


def _taken_up(later: Iterable[RecordedStep], body: str, day: date) -> bool:
    return any((step.body, step.date) == (body, day) for step in later)


def _is_missing(history: History, body: str, day: date) -> bool:
    return any(
        (step.body, step.day, step.before) == (body, day, False) for step in history.missing_steps
    )
