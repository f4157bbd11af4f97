"""What was done by a file about a meeting, in words and as JSON."""

from collections.abc import Iterable

import typer

from workflow.cli import output
from workflow.cli.meeting_named import name_of
from workflow.cli.root import REFUSED
from workflow.meeting.printed import paragraphs_printed
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem
from workflow.workbench.meeting.recorder import Done


def say_done(meeting: Matter, done: Done, *, json_wanted: bool) -> None:
    """Show it; items that are recorded otherwise than the file has them are an error.

    Raises:
        typer.Exit: something differs.
    """
    if json_wanted:
        output.as_json(_as_data(done))
    else:
        output.say(f"{name_of(meeting)}: {'; '.join(_sentences(done)) or 'inget nytt i filen'}.")
        for item in done.waiting:
            output.say(f"  {item.key} {item.title}: inte behandlad än.")
    for item in done.differs:
        output.warn(
            f"§ {item.paragraph} {item.title}: registrerad på annat sätt än i filen. Rätta den med arendegang"
            f" meeting correct {name_of(meeting)} --file FIL --why SKÄL, eller rätta filen."
        )
    if done.differs:
        raise typer.Exit(REFUSED)


def _sentences(done: Done) -> Iterable[str]:
    for what, items in (
        ("uppsatt", done.placed),
        ("utgår", done.withdrawn),
        ("registrerat", done.recorded),
        ("rättat", done.corrected),
    ):
        if items:
            numbers = _numbers(items)
            yield f"{what}: {_many(items)}{f' ({numbers})' if numbers else ''}"
    if done.roll:
        yield "närvaron antecknad"
    if done.adjusters:
        yield "justerare utsedda"


def _many(items: tuple[AgendaItem, ...]) -> str:
    return output.count(len(items), "punkt", "punkter")


def _numbers(items: tuple[AgendaItem, ...]) -> str:
    numbers = [item.paragraph for item in items if item.paragraph is not None]
    return paragraphs_printed(numbers) if numbers else ""


def _as_data(done: Done) -> dict[str, object]:
    return {
        "matter": done.meeting.id,
        "version": done.meeting.version,
        "state": done.meeting.state,
        "placed": [item.key for item in done.placed],
        "withdrawn": [item.key for item in done.withdrawn],
        "recorded": [_told(item) for item in done.recorded],
        "corrected": [_told(item) for item in done.corrected],
        "differs": [_told(item) for item in done.differs],
        "waiting": [item.key for item in done.waiting],
        "roll": done.roll,
        "adjusters": done.adjusters,
    }


def _told(item: AgendaItem) -> dict[str, object]:
    return {"key": item.key, "paragraph": item.paragraph, "title": item.title}
