"""A meeting on its way: its agenda and its roll. What may be done in which state the procedure says."""

from collections.abc import Sequence
from dataclasses import replace

from workflow.definition.schema import MeetingWork
from workflow.errors import CommandRefusedError
from workflow.machine import telling
from workflow.machine.values import Problems, line
from workflow.machine.work import Work
from workflow.meeting import agenda, roll
from workflow.meeting.deliberations import check_deliberation
from workflow.meeting.facts import body_of, day_of
from workflow.meeting.numbering import numbered, ordered
from workflow.model.commands import CallRoll, ElectAdjusters, OrderItems, PlaceItems, WithdrawItem
from workflow.model.events import AdjustersElected, AgendaChanged, MinutesPresented, RollCalled
from workflow.model.proceedings import AgendaItem, Deliberation, Proceedings

FIRST_PARAGRAPH = "first_paragraph"
_LONGEST_REASON = 500
_TABLED_TO = "tabled_to"
_ELECTS = "elects"  # how the outcomes of elections begin

_WORK_WORDS: dict[MeetingWork, str] = {
    "agenda": "ändra dagordningen",
    "roll": "anteckna närvaro",
    "record": "registrera beslut",
    "correct": "rätta det som är registrerat",
    "sign": "lägga fram eller signera protokoll",
}


def proceedings_of(work: Work, what: MeetingWork) -> Proceedings:
    """What happens at the meeting, where this may be done with it now.

    Raises:
        CommandRefusedError: the matter is no meeting, or isn't in a state for that.
    """
    states = work.definition.states
    if not any(state.allows for state in states.values()):
        raise CommandRefusedError(
            f"{work.matter.number.printed} är inget sammanträde.",
            hint="Ange sammanträdet, till exempel ”KS 2025-03-11”.",
        )
    state = states[work.matter.state]
    if what not in state.allows:
        where = ", ".join(f"”{one.label}”" for one in states.values() if what in one.allows)
        raise CommandRefusedError(
            f"Sammanträdet är i läget ”{state.label}”; där går det inte att {_WORK_WORDS[what]}.",
            hint=f"Det går i {where}.",
        )
    return work.matter.proceedings or Proceedings()


def is_council(work: Work) -> bool:
    """Whether the body that meets is the council."""
    body = work.organisation.bodies.get(body_of(work.matter))
    return body is not None and body.kind == "council"


def first_paragraph(work: Work) -> int:
    """The number of the meeting's first paragraph."""
    return int(str(work.matter.fields.get(FIRST_PARAGRAPH) or 1))


def place(work: Work, command: PlaceItems) -> None:
    """Put items on the agenda, or change some that wait.

    Raises:
        InvalidInputError: values of the wrong form.
        CommandRefusedError: not now, a matter twice, too many items, or one that was dealt with.
    """
    held = proceedings_of(work, "agenda")
    keys = {item.key for item in held.items}
    for item in command.items:
        old = held.item(item.key) if item.key in keys else None
        if old is not None and old.status == "taken_up":
            raise CommandRefusedError(
                f"Punkt {old.key} (§ {old.paragraph}) är behandlad.", hint="Rätta den i stället."
            )
    # what a caller can't decide: whether it is dealt with, numbered, announced or adjusted
    fresh = tuple(
        replace(
            item,
            status="waiting",
            announced=_was_announced(held.item(item.key), item),
            deliberation=None,
            paragraph=None,
            adjusted_on=None,
        )
        for item in command.items
    )
    agenda.check_items((*(one for one in held.items if one.key not in _keys(fresh)), *fresh))
    work.record(AgendaChanged("placed", fresh))


def _was_announced(known: AgendaItem | None, item: AgendaItem) -> bool:
    """Whether the summons named it: the same matter, not another one in its place (KL 5:52)."""
    return (
        known is not None
        and known.announced
        and known.matter == item.matter
        and (item.matter is not None or known.title == item.title)
    )


def order(work: Work, command: OrderItems) -> None:
    """Put the items in another order; the paragraphs follow, except those that are adjusted.

    Raises:
        CommandRefusedError: not now, other keys than the items', or an adjusted number would change.
    """
    state = work.definition.states[work.matter.state]
    held = proceedings_of(work, "agenda" if "agenda" in state.allows else "correct")
    items = numbered(ordered(held.items, command.keys), first_paragraph(work))
    if items == held.items:
        return
    work.record(AgendaChanged("ordered", items))
    renumbered(work, held.items)


def renumbered(work: Work, before: Sequence[AgendaItem]) -> None:
    """Tell the matters of items that were given another number than they had, and void what shows it."""
    old = {item.key: item.paragraph for item in before}
    changed = [
        item
        for item in (work.matter.proceedings or Proceedings()).paragraphs
        if old.get(item.key) not in (None, item.paragraph)
    ]
    for item in changed:
        telling.corrected(work, item, item, "Paragrafen har fått ett annat nummer.")
    void_presentations(work, _keys(changed), "Paragrafernas nummer ändrades.")


def withdraw(work: Work, command: WithdrawItem) -> None:
    """Take an item off the agenda; its matter goes on waiting.

    Raises:
        CommandRefusedError: not now, no such item, or it was dealt with.
    """
    held = proceedings_of(work, "agenda")
    problems = Problems()
    reason = command.reason and problems.read(
        "Skäl", lambda value: line(value, _LONGEST_REASON), command.reason
    )
    problems.raise_if_any()
    item = item_of(held, command.item)
    if item.status == "withdrawn":
        return
    (changed,) = (
        one for one in agenda.withdrawn(held.items, item.key, reason or "") if one.key == item.key
    )
    work.record(AgendaChanged("withdrawn", (changed,), reason or ""))


def call_roll(work: Work, command: CallRoll) -> None:
    """Note who belongs to the body, and who is there.

    Raises:
        InvalidInputError, CommandRefusedError: not now, or the roll contradicts itself, or what was
            decided by those who were there.
    """
    held = proceedings_of(work, "roll")
    roll.check_roll(command.roll)
    for item in held.paragraphs:
        if item.adjusted_on is not None and set(roll.took_part(held.roll, item)) != set(
            roll.took_part(command.roll, item)
        ):
            raise CommandRefusedError(
                f"§ {item.paragraph} är justerad, och vilka som deltog i den ändras inte (KL 5:69)."
            )
    if command.roll == held.roll:
        return
    work.record(RollCalled(command.roll))
    _check_again(work)
    void_presentations(work, None, "Närvaron ändrades.")


def _check_again(work: Work) -> None:
    """What was recorded has to hold with those who were there after all."""
    held = work.matter.proceedings or Proceedings()
    for item in held.paragraphs:
        if item.adjusted_on is None and item.deliberation is not None:
            check(work, held, item, item.deliberation)


def check(work: Work, held: Proceedings, item: AgendaItem, given: Deliberation) -> None:
    """Whether the item could be dealt with so.

    Raises:
        InvalidInputError: values of the wrong form.
        CommandRefusedError: by too few, by somebody who wasn't there, or not at this meeting.
    """
    tabled_to = given.resolution.data.get(_TABLED_TO)
    if isinstance(tabled_to, str) and tabled_to <= day_of(work.matter).isoformat():
        raise CommandRefusedError(
            f"Punkt {item.key} kan inte bordläggas till {tabled_to[:10]}: det är inte efter sammanträdet"
            " (KL 5:51)."
        )
    elects = any(outcome.event.startswith(_ELECTS) for outcome in given.resolution.outcomes)
    check_deliberation(held, item, given, council=is_council(work), elects=elects)


def elect_adjusters(work: Work, command: ElectAdjusters) -> None:
    """Note who signs the minutes besides secretary and chair.

    Raises:
        InvalidInputError: a name or the place has the wrong form.
        CommandRefusedError: not now, nobody, somebody twice, or one who wasn't there.
    """
    held = proceedings_of(work, "roll")
    given = command.adjusters
    problems = Problems()
    for name in given.names:
        problems.read("Justerare", line, name)
    if given.place:
        problems.read("Plats", line, given.place)
    problems.raise_if_any()
    present = {presence.name for presence in held.roll.presences if presence.serving}
    absent = [name for name in given.names if name not in present]
    if absent:
        raise CommandRefusedError(
            f"{', '.join(absent)} tjänstgjorde inte vid sammanträdet och kan inte justera protokollet"
            " (KL 5:69).",
            hint="Välj någon som tjänstgjorde.",
        )
    if not given.names or len(set(given.names)) < len(given.names):
        raise CommandRefusedError("Ange minst en justerare, var och en högst en gång.")
    if given == held.adjusters:
        return
    work.record(AdjustersElected(given))
    void_presentations(work, None, "Andra justerare valdes.")


def void_presentations(work: Work, items: frozenset[str] | None, why: str) -> None:
    """Make presented minutes void that show any of these items (None: whichever they show).

    Whole minutes show every paragraph, also those that are adjusted by themselves.
    """
    for one in (work.matter.proceedings or Proceedings()).presentations:
        shown = items is None or not one.immediate or not items.isdisjoint(one.items)
        if one.open and shown and items != frozenset():
            work.record(MinutesPresented(replace(one, void=why)))


def item_of(held: Proceedings, key: str) -> AgendaItem:
    """The item of that key.

    Raises:
        CommandRefusedError: there is none; decisions are made on what is on the agenda (KL 5:52).
    """
    item = held.item(key)
    if item is None:
        raise CommandRefusedError(
            f"Punkt {key[:40]} står inte på dagordningen, och bara det som står där avgörs (KL 5:52).",
            hint="Sätt upp ärendet på dagordningen först.",
        )
    return item


def _keys(items: Sequence[AgendaItem]) -> frozenset[str]:
    return frozenset(item.key for item in items)
