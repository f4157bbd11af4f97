"""What is left to do at a meeting before its minutes are adjusted, in words. Pure."""

from collections.abc import Collection, Iterator

from workflow.definition.schema import MeetingWork
from workflow.model.proceedings import Proceedings


def remaining(held: Proceedings, allows: Collection[MeetingWork]) -> tuple[str, ...]:
    """Sentences in the order in which things are done; ``allows`` is of the state that the meeting is in."""
    if "record" in allows:
        return tuple(_in_session(held))
    if "agenda" in allows:
        return tuple(_before(held))
    return tuple(_adjustment(held)) if "sign" in allows else ()


def _before(held: Proceedings) -> Iterator[str]:
    waiting = [item for item in held.items if item.status == "waiting"]
    if not waiting:
        yield "Dagordningen är tom: sätt upp de ärenden som ska behandlas."
    elif not any(item.announced for item in waiting):
        yield "Kallelsen är inte skickad."
    else:
        late = [item.title for item in waiting if not item.announced]
        if late:
            yield f"Står inte i kallelsen: {', '.join(late)}."
        if not held.roll.presences:
            yield "Närvaron är inte antecknad."
        yield "Sammanträdet är inte öppnat."


def _in_session(held: Proceedings) -> Iterator[str]:
    waiting = [item for item in held.items if item.status == "waiting"]
    for item in waiting:
        yield f"{item.key} {item.title}: inte behandlad."
    yield from _signatures(held)
    if not held.adjusters.names:
        yield "Ingen justerare är utsedd."
    if not waiting:
        yield "Sammanträdet är inte avslutat."


def _adjustment(held: Proceedings) -> Iterator[str]:
    if not held.adjusters.names:
        yield "Ingen justerare är utsedd."
    presented = {key for one in held.presentations if one.open for key in one.items}
    left = [
        item for item in held.paragraphs if item.adjusted_on is None and item.key not in presented
    ]
    if left:
        numbers = ", ".join(str(item.paragraph) for item in left)
        yield f"§ {numbers}: inte framlagt för justering."
    yield from _signatures(held)


def _signatures(held: Proceedings) -> Iterator[str]:
    for one in held.presentations:
        if one.open:
            signed = {signature.name for signature in one.signatures}
            names = [f"{name} ({role})" for name, role in one.signers if name not in signed]
            yield f"{one.key} väntar på underskrift av {', '.join(names)}."
