"""Sending decisions: one item per recipient, until each has a receipt or a documented exception."""

from collections.abc import Iterator
from dataclasses import replace

from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine import mails
from workflow.machine.context import goes_out
from workflow.machine.recipients import Resolved, folded, resolve
from workflow.machine.values import Problems, address, line
from workflow.machine.work import Work
from workflow.model.commands import RecordReceipt, RetryDispatch, SettleRecipient
from workflow.model.events import DispatchOrdered, ItemChanged
from workflow.model.matter import SETTLED, DispatchItem, ItemStatus, RecordedDecision

_RECEIPTS: dict[str, ItemStatus] = {
    "delivered": "delivered",
    "failed": "failed",
    "in_doubt": "in_doubt",
}
_ENDS = frozenset({"decides", "notes"})
_TASK = "recipient"
_LONGEST_DETAIL = 1_000


def check_sent(work: Work, decision: RecordedDecision) -> None:
    """Let no decision have recipients that isn't sent to anybody by its form.

    Raises:
        CommandRefusedError: it has some.
    """
    if not decision.recipients or goes_out(work, decision):
        return
    labels = ", ".join(work.definition.events[outcome.event].label for outcome in decision.outcomes)
    raise CommandRefusedError(
        f"Beslutet ({labels}) sänds inte till någon i ärendetypen {work.definition.label}.",
        hint="Ta bort mottagarna.",
    )


def order(work: Work, decision: RecordedDecision) -> None:
    """Make the items of a decision whose form is to be sent; queue those that have an address."""
    if not goes_out(work, decision) or any(
        item.decision == decision.key for item in work.matter.items
    ):
        return
    items = tuple(
        DispatchItem(
            key=f"{decision.key}-{number}",
            decision=decision.key,
            printed=printed,
            kind=one.kind,
            name=one.name,
            address=one.address,
            status="queued" if one.address else "unresolved",
        )
        for number, (printed, one) in enumerate(_receivers(work, decision), start=1)
    )
    if items:
        work.record(DispatchOrdered(decision.key, items))
    for item in items:
        if item.address:
            work.ask(mails.decision_mail(work, decision, item))
        else:
            text = f"Vem är ”{item.name}”? Ange adress, eller skriv varför inget behöver skickas."
            work.open_task(_TASK, text, item.key)


def _receivers(work: Work, decision: RecordedDecision) -> Iterator[tuple[str, Resolved]]:
    """(as printed, receiver), each printed name once; the type's own recipients when it is decided."""
    printed = list(decision.recipients)
    forms = {work.definition.events[outcome.event].form for outcome in decision.outcomes}
    if not forms.isdisjoint(_ENDS):
        for expression in work.definition.dispatch.also_to:
            printed.extend(mails.values_of(work, expression))
    once: dict[str, str] = {}
    for name in printed:
        once.setdefault(folded(name), name)
    for name in once.values():
        for one in resolve(work.organisation, work.organisations, name):
            yield name, one


def record_receipt(work: Work, command: RecordReceipt) -> None:
    """What became of a message. A receipt for what is settled already changes nothing.

    Raises:
        InvalidInputError: no such status.
        CommandRefusedError: no such item, or it was never sent.
    """
    if command.status not in _RECEIPTS:
        raise InvalidInputError(f"Kvittot ska vara något av {', '.join(_RECEIPTS)}.")
    status = _RECEIPTS[command.status]
    item = _item(work, command.item)
    if item.status in SETTLED:
        return
    if item.address is None:
        raise CommandRefusedError(f"{item.key} har inte skickats: {_state(item)}.")
    # A server's words are kept, but never refused: the receipt is a fact.
    reason = "".join(c if c.isprintable() else " " for c in command.detail[:_LONGEST_DETAIL])
    changed = replace(item, status=status, reason=reason or None)
    work.record(ItemChanged(status, changed, reason))
    if status == "delivered":
        work.settle_tasks(_TASK, item.key, "Levererat.")
    elif status == "failed":
        mails.send_failed_delivery(work, changed, reason)


def settle(work: Work, command: SettleRecipient) -> None:
    """A person says where an item goes, or why it needn't.

    Raises:
        InvalidInputError: neither or both were said, or an address isn't one.
        CommandRefusedError: no such item, or it is settled or on its way.
    """
    problems = Problems()
    addresses = tuple(
        dict.fromkeys(problems.read("Adress", address, given) or "" for given in command.addresses)
    )
    because = command.because and problems.read("Skäl", line, command.because)
    if bool(command.addresses) == bool(command.because):
        problems.add("Mottagaren", "ange antingen adresser eller ett skäl.")
    problems.raise_if_any()
    item = _item(work, command.item)
    if item.status in SETTLED:
        raise CommandRefusedError(f"{item.key} är redan klar: {_state(item)}.")
    if because:
        excepted = replace(item, status="excepted", reason=because)
        work.record(ItemChanged("excepted", excepted, because))
        work.settle_tasks(_TASK, item.key, because)
        return
    if item.status == "queued":
        raise CommandRefusedError(f"{item.key} är redan på väg till {item.address}.")
    _address(work, item, addresses)
    work.settle_tasks(_TASK, item.key, ", ".join(addresses))


def _address(work: Work, item: DispatchItem, addresses: tuple[str, ...]) -> None:
    """The item goes to the first address; each of the others gets an item of its own."""
    first = replace(item, address=addresses[0], status="queued", reason=None)
    work.record(ItemChanged("settled", first, addresses[0]))
    taken = sum(other.decision == item.decision for other in work.matter.items)
    others = tuple(
        replace(first, key=f"{item.decision}-{taken + number}", address=given)
        for number, given in enumerate(addresses[1:], start=1)
    )
    if others:
        work.record(DispatchOrdered(item.decision, others))
    for queued in (first, *others):
        _send(work, queued)


def retry(work: Work, command: RetryDispatch) -> None:
    """Send an item again, as the same message.

    Raises:
        CommandRefusedError: no such item, or it is on its way, without address or excepted.
    """
    item = _item(work, command.item)
    if item.address is None or item.status in ("queued", "excepted"):
        raise CommandRefusedError(
            f"{item.key} kan inte skickas igen: {_state(item)}.",
            hint="Ange adress eller skäl i stället." if item.address is None else "",
        )
    queued = replace(item, status="queued", reason=None)
    work.record(ItemChanged("retried", queued))
    _send(work, queued)


def _send(work: Work, item: DispatchItem) -> None:
    decision = next(one for one in work.matter.decisions if one.key == item.decision)
    work.ask(mails.decision_mail(work, decision, item))


def _item(work: Work, key: str) -> DispatchItem:
    for item in work.matter.items:
        if item.key == key:
            return item
    raise CommandRefusedError(f"Ärendet har inget utskick {key[:40]}.")


def _state(item: DispatchItem) -> str:
    words = {
        "queued": "ligger i utkorgen",
        "delivered": "levererat",
        "excepted": "undantaget",
        "unresolved": "saknar adress",
    }
    return words.get(item.status, item.status) + (f" ({item.reason})" if item.reason else "")
