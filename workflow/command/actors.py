"""Who gives a command from outside: anybody with a name, except that nobody is the engine."""

from unicodedata import normalize

from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine.values import line
from workflow.model.matter import ENGINE, Actor

_LONGEST_NAME = 200


def check_actor(actor: Actor) -> None:
    """Let a person through. The engine's own commands go to the queue without passing here.

    Raises:
        InvalidInputError: the name or a role is no single line, or the name is over 200 characters.
        CommandRefusedError: the name or a role is the engine's.
    """
    try:
        names = (line(actor.name, _LONGEST_NAME), *map(line, actor.roles))
    except InvalidInputError as error:
        raise InvalidInputError(f"Den som ger kommandot: namn och roller {error}") from error
    if any(normalize("NFKC", name).strip().casefold() == ENGINE.name for name in names):
        raise CommandRefusedError(
            "Bara motorn själv handlar som ”engine”.", hint="Ange ditt eget namn och din roll."
        )
