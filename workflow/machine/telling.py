"""What a meeting tells the matters of its items: commands of their own, in the same transaction.

Told is after what happened was recorded: by the version that the meeting has then, no command is taken for
one that another change to the same item led to.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from workflow.machine.work import Work
from workflow.meeting.decided import decision_of
from workflow.meeting.facts import body_of, day_of, reference
from workflow.model.commands import AdjustMinutes, Command, CorrectDecision
from workflow.model.ids import MatterId
from workflow.model.proceedings import AgendaItem


def recorded(work: Work, item: AgendaItem) -> None:
    """What was decided under the item."""
    decision = decision_of(work.matter, item)
    if decision is not None and item.matter is not None:
        _tell(work, item.matter, item.key, decision)


def corrected(work: Work, before: AgendaItem, after: AgendaItem, reason: str) -> None:
    """What should have been recorded; ``before`` is the item as the matter knows it."""
    command = correction(work, before, after, reason)
    if command is not None and after.matter is not None:
        _tell(work, after.matter, after.key, command)


def correction(work: Work, before: AgendaItem, after: AgendaItem, reason: str) -> Command | None:
    """The command that puts the item's matter right; None where it needn't know."""
    known, wanted = decision_of(work.matter, before), decision_of(work.matter, after)
    if known is None:
        return wanted
    words_only = wanted is not None and wanted == replace(
        known, paragraph=wanted.paragraph, recipients=wanted.recipients
    )
    return CorrectDecision(reference(work.matter, after.key), wanted, reason, words_only)


def adjusted(work: Work, items: Iterable[AgendaItem], on: date) -> None:
    """The minutes with these items are adjusted."""
    body, met = body_of(work.matter), day_of(work.matter)
    for item in items:
        if item.matter is not None and decision_of(work.matter, item) is not None:
            command = AdjustMinutes(body, met, on, paragraphs=(str(item.paragraph),))
            _tell(work, item.matter, item.key, command)


def _tell(work: Work, matter: MatterId, item: str, command: Command) -> None:
    meeting = work.matter
    key = f"meeting:{meeting.id}:{item}:{meeting.version}:{type(command).__name__}"
    work.send(matter, command, key=key)
