"""Recording what a meeting decided, one item or a whole agenda, and putting it right before adjustment."""

from dataclasses import replace

from workflow.errors import CommandRefusedError
from workflow.machine import telling
from workflow.machine.meetings import (
    check,
    first_paragraph,
    item_of,
    proceedings_of,
    renumbered,
    void_presentations,
)
from workflow.machine.values import Problems, line, text, words
from workflow.machine.work import Work
from workflow.meeting.numbering import numbered, struck
from workflow.model.commands import CorrectItem, ItemDealtWith, RecordItems
from workflow.model.events import AgendaChanged
from workflow.model.proceedings import AgendaItem, Proceedings, Section

_LONGEST_TITLE = 500


def record(work: Work, command: RecordItems) -> None:
    """These items were taken up, in this order; each becomes a paragraph, and its matter is told.

    Raises:
        InvalidInputError: values of the wrong form.
        CommandRefusedError: not now, an item that isn't on the agenda, was withdrawn or is dealt with, or
            one that couldn't be decided so; none of them is recorded.
    """
    held = proceedings_of(work, "record")
    if not command.items:
        raise CommandRefusedError("Ange minst en punkt.")
    keys = [dealt.item for dealt in command.items]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise CommandRefusedError(f"Punkt {', '.join(twice)} nämns mer än en gång.")
    taken = [_taken_up(work, held, dealt) for dealt in command.items]
    order = (*held.paragraphs, *taken)
    rest = [item for item in held.items if item.key not in {one.key for one in order}]
    items = numbered((*order, *rest), first_paragraph(work))
    if [item.key for item in items] != [item.key for item in held.items]:
        kept = {item.key: item for item in held.items}
        work.record(AgendaChanged("ordered", tuple(kept[item.key] for item in items)))
    recorded = tuple(item for item in items if item.key in set(keys))
    work.record(AgendaChanged("recorded", recorded))
    for item in recorded:
        telling.recorded(work, item)


def _taken_up(work: Work, held: Proceedings, dealt: ItemDealtWith) -> AgendaItem:
    item = item_of(held, dealt.item)
    if item.status == "taken_up":
        raise CommandRefusedError(
            f"Punkt {item.key} är redan behandlad som § {item.paragraph}.",
            hint="Rätta den i stället, så länge den inte är justerad.",
        )
    if item.status == "withdrawn":
        raise CommandRefusedError(
            f"Punkt {item.key} utgick ur dagordningen.", hint="Sätt upp den på nytt först."
        )
    check(work, held, item, dealt.deliberation)
    return replace(item, status="taken_up", deliberation=dealt.deliberation)


def correct(work: Work, command: CorrectItem) -> None:
    """Put right what was recorded of an item, or that it was never taken up.

    Raises:
        InvalidInputError: values of the wrong form.
        CommandRefusedError: not now, no such paragraph, it is adjusted, or it couldn't be decided so.
    """
    held = proceedings_of(work, "correct")
    problems = Problems()
    reason = problems.read("Skäl", words, command.reason)
    if command.title is not None:
        problems.read("Rubrik", lambda value: line(value, _LONGEST_TITLE), command.title)
    for entry in command.basis or ():
        problems.read("Beslutsunderlag", line, entry)
    for stop in command.route or ():
        problems.read("Beslutsplanering", line, stop.body)
        problems.read("Beslutsplanering", text, stop.note)
    for section in command.sections or ():
        problems.read("Avsnittets rubrik", line, section.heading)
        problems.read(section.heading, text, section.text)
    problems.raise_if_any()
    item = _recorded(held, command.item)
    if command.deliberation is None:
        _strike(work, held, item, reason or "")
        return
    check(work, held, item, command.deliberation)
    after = replace(
        item,
        deliberation=command.deliberation,
        title=item.title if command.title is None else command.title.strip(),
        sections=item.sections if command.sections is None else _plain(command.sections),
        basis=item.basis if command.basis is None else command.basis,
        route=item.route if command.route is None else command.route,
    )
    if after == item:
        return
    work.record(AgendaChanged("corrected", (after,), reason or ""))
    if after.deliberation != item.deliberation:
        telling.corrected(work, item, after, reason or "")
    void_presentations(work, frozenset({item.key}), f"§ {item.paragraph} rättades.")


def _recorded(held: Proceedings, key: str) -> AgendaItem:
    item = item_of(held, key)
    if item.status != "taken_up":
        raise CommandRefusedError(f"Punkt {key} är inte behandlad, så det finns inget att rätta.")
    if item.adjusted_on is not None:
        raise CommandRefusedError(
            f"§ {item.paragraph} justerades {item.adjusted_on} och ändras inte (KL 5:69).",
            hint="Efter justeringen krävs ett nytt beslut.",
        )
    return item


def _strike(work: Work, held: Proceedings, item: AgendaItem, reason: str) -> None:
    """The item was never taken up: it waits again, and those after it move up."""
    if "record" not in work.definition.states[work.matter.state].allows:
        raise CommandRefusedError(
            f"Sammanträdet är avslutat och har {len(held.paragraphs)} paragrafer; § {item.paragraph}"
            " kan inte tas bort ur nummerserien.",
            hint="Rätta i stället vad som beslutades.",
        )
    left = numbered(struck(held.items, item.key), first_paragraph(work))
    changed = tuple(one for one in left if one != held.item(one.key))
    work.record(AgendaChanged("struck", changed, reason))
    telling.corrected(work, item, replace(item, deliberation=None), reason)
    renumbered(work, held.items)
    void_presentations(work, frozenset({item.key}), f"§ {item.paragraph} ströks.")


def _plain(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return tuple(Section(one.heading.strip(), one.text.strip()) for one in sections)
