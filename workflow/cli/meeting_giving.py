"""Give a command to a meeting and say what it did."""

from collections.abc import Callable

from workflow.cli import output
from workflow.cli.answers import as_answer
from workflow.cli.meeting_named import SECRETARY, name_of
from workflow.cli.office import Given, Office
from workflow.machine.narrate import describe
from workflow.model.commands import Command, Envelope
from workflow.model.matter import Matter

Carry = Callable[[Office, Envelope], Given]


def by_bus(office: Office, envelope: Envelope) -> Given:
    """As every command."""
    return office.given(office.engine.bus.execute(envelope))


def after_trial(office: Office, envelope: Envelope) -> Given:
    """After a trial has shown that every matter would take its part."""
    from workflow.command.recording import record  # noqa: PLC0415 - as the engine

    return office.given(record(office.engine.context, envelope))


def give(
    office: Office,
    meeting: Matter,
    command: Command,
    *,
    role: list[str] | None,
    key: str | None,
    json_wanted: bool,
    carry: Carry = by_bus,
) -> None:
    """Carry the command out, as the secretary unless a role is named, and show the answer.

    Raises:
        ArendegangError: refused; nothing was done.
    """
    envelope = office.envelope(meeting.id, command, key=key, roles=tuple(role or SECRETARY))
    given = carry(office, envelope)
    if json_wanted:
        output.as_json(as_answer(office, given))
        return
    show(office, meeting, given)


def show(office: Office, meeting: Matter, given: Given) -> None:
    """What was done, in words; a repeated command did nothing."""
    if given.repeated:
        output.say(f"{name_of(meeting)}: redan utfört.")
        return
    definition = office.catalogue.matter_type(given.definition)
    output.say(f"{name_of(meeting)}: {given.state_label}.")
    output.say(*(f"  {describe(event, definition)}" for event in given.events))
