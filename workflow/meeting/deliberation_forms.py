"""The form of everything that is told of how an item was dealt with: lengths, numbers, clock times. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final, get_args

from workflow.definition.schema import Form
from workflow.meeting.faults import Faults, shown
from workflow.meeting.presence import is_clock
from workflow.model.proceedings import (
    Deliberation,
    FloorMotion,
    Reservation,
    Resolution,
    Statement,
)

MOST_SENTENCES: Final = 200
_LABELS: Final[Mapping[type, str]] = {
    FloorMotion: "Yrkande",
    Reservation: "Reservation",
    Statement: "Protokollsanteckning",
}
_FORMS: Final[frozenset[str]] = frozenset(get_args(Form))


def check_forms(faults: Faults, said: Deliberation) -> None:
    """Everything that has the wrong form, noted among the faults."""
    for label, text in _texts(said):
        faults.text(label, text)
    for label, line in _lines(said):
        faults.line(label, line)
    faults.text("Propositionsordning", said.putting_the_question)
    faults.text("Beslutets rubrik", said.resolution.heading)
    faults.count("Beslutssatser", said.resolution.sentences, MOST_SENTENCES)
    faults.count("Utfall", said.resolution.outcomes)
    _check_forms_of_outcomes(faults, said.resolution)
    faults.count("Mottagare", said.resolution.recipients)
    faults.count("Uppdrag", said.resolution.assignments)
    faults.count("Jäv", said.conflicts)
    faults.count("Yrkanden", said.floor)
    faults.count("Reservationer", said.reservations)
    faults.count("Protokollsanteckningar", said.statements)
    for entry in _spoken(said):
        if not entry.by:
            faults.wrong(_LABELS[type(entry)], "ange vem.")
    if said.taken_up_at is not None and not is_clock(said.taken_up_at):
        faults.wrong("Togs upp", f"”{shown(said.taken_up_at)}” är inget klockslag (09:30).")


def _check_forms_of_outcomes(faults: Faults, resolution: Resolution) -> None:
    """Either none is told, or that of each outcome."""
    if resolution.forms and len(resolution.forms) != len(resolution.outcomes):
        faults.wrong(
            "Beslutsformer",
            f"ska vara lika många som utfallen ({len(resolution.outcomes)}), men är {len(resolution.forms)}.",
        )
    for form in dict.fromkeys(resolution.forms):
        if form not in _FORMS:
            faults.wrong(
                "Beslutsformer", f"{shown(form)} är ingen. Det finns {', '.join(get_args(Form))}."
            )


def _spoken(said: Deliberation) -> tuple[FloorMotion | Reservation | Statement, ...]:
    return (*said.floor, *said.reservations, *said.statements)


def _texts(said: Deliberation) -> Iterator[tuple[str, str]]:
    for entry in _spoken(said):
        yield _LABELS[type(entry)], entry.text
    yield from (("Beslutssats", sentence) for sentence in said.resolution.sentences)


def _lines(said: Deliberation) -> Iterator[tuple[str, str]]:
    for conflict in said.conflicts:
        yield "Jäv", conflict.name
        yield "Grund för jäv", conflict.ground
    for entry in _spoken(said):
        yield from (("Namn", name) for name in entry.by)
    yield from (("Mottagare", name) for name in said.resolution.recipients)
