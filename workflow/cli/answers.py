"""Give one command to one matter and say what happened."""

from workflow.cli import output
from workflow.cli.office import Given, Office
from workflow.machine.narrate import describe
from workflow.model.commands import Command


def answer(
    office: Office,
    matter: str,
    org: str | None,
    command: Command,
    *,
    role: list[str] | None,
    key: str | None,
    expected_version: int | None,
    json_wanted: bool,
) -> None:
    """Give the command and show the answer."""
    found = office.find(matter, org)
    given = office.give(
        found.id, command, key=key, roles=tuple(role or ()), expected_version=expected_version
    )
    if json_wanted:
        output.as_json(as_answer(office, given))
        return
    show_given(office, given)


def as_answer(office: Office, given: Given) -> dict[str, object]:
    """What the command did, for programs: each event with its kind and in words."""
    definition = office.catalogue.matter_type(given.definition)
    events = [
        {"type": type(event).__name__, "event": event, "words": describe(event, definition)}
        for event in given.events
    ]
    shown: dict[str, object] = output.plain(given)
    return shown | {"events": output.plain(events)}


def show_given(office: Office, given: Given) -> None:
    """What the command did, in words; a repeated one did nothing."""
    if given.repeated:
        output.say(f"{given.number}: redan utfört.")
        return
    definition = office.catalogue.matter_type(given.definition)
    output.say(f"{given.number}: läge {given.state_label}, version {given.version}.")
    output.say(*(f"  {describe(event, definition)}" for event in given.events))
