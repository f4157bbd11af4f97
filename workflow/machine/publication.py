"""Full minutes on the board: only after a person's review, and for a time (KL 8:10 p 4)."""

import re

from workflow.errors import CommandRefusedError
from workflow.machine.boards import check_settled
from workflow.machine.values import day, lines
from workflow.machine.work import Work
from workflow.model.effects import PublishMinutes, WithdrawMinutes
from workflow.model.events import MinutesPublished, MinutesWithdrawn

_SHA256 = re.compile(r"[0-9a-f]{64}")


def publish(work: Work) -> None:
    """Show a reviewed document beside the notice; whoever acts is who reviewed it.

    Raises:
        CommandRefusedError: the engine acts, no document is meant, or its last day has passed.
    """
    if work.by_engine:
        raise CommandRefusedError(
            "Bara en person kan granska ett protokoll och låta det visas (KL 8:10)."
        )
    check_settled(work)
    document = str(work.data["minutes_document"])
    if not _SHA256.fullmatch(document):
        raise CommandRefusedError("Handlingen anges med sin kontrollsumma (SHA-256).")
    given = work.data.get("minutes_until")
    until = None if given is None else day(given)
    if until is not None and until < work.today:
        raise CommandRefusedError(f"Dagen då protokollet ska döljas, {until}, har varit.")
    outcome = str(work.data["review_outcome"]).strip()
    masks = tuple(lines(work.data.get("masks", ())))
    by = work.actor.name
    work.ask(PublishMinutes(work.matter.id, document, by, outcome, masks, until))
    work.record(MinutesPublished(document, by, outcome, masks, until))


def withdraw(work: Work) -> None:
    """Show the full minutes no longer; the notice stays."""
    check_settled(work)
    work.ask(WithdrawMinutes(work.matter.id))
    work.record(MinutesWithdrawn(work.today))
