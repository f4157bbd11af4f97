"""What was under secrecy at one body is so at the next, until a person says otherwise about the matter."""

from collections.abc import Iterable
from dataclasses import replace

from workflow.command.ports import Matters
from workflow.model.commands import PlaceItems
from workflow.model.ids import MatterId
from workflow.model.matter import Matter


def kept_secret(command: PlaceItems, matters: Matters) -> PlaceItems:
    """The command with every item under secrecy whose matter was dealt with so at an earlier meeting."""
    loaded = matters.load(item.matter for item in command.items if item.matter is not None)
    references = {key: tuple(_references(matter)) for key, matter in loaded.items()}
    earlier = matters.load({meeting for found in references.values() for meeting, _ in found})
    secret = {
        key
        for key, found in references.items()
        if any(_is_secret(earlier.get(meeting), item) for meeting, item in found)
    }
    return replace(
        command,
        items=tuple(
            replace(item, secret=item.secret or item.matter in secret) for item in command.items
        ),
    )


def _references(matter: Matter) -> Iterable[tuple[MatterId, str]]:
    """The meetings, and their items, under which the matter was decided on."""
    for made in matter.decisions:
        if made.item is not None:
            meeting, _, item = made.item.partition("/")
            yield MatterId(meeting), item


def _is_secret(meeting: Matter | None, key: str) -> bool:
    item = meeting.proceedings.item(key) if meeting and meeting.proceedings else None
    return item is not None and item.secret
