"""What happened in a scenario, day by day, for whoever looks for the fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflow.machine.narrate import describe
from workflow.workbench.scenarios.trial import Moment, Trial


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done (None: time passed), and what happened; in Swedish."""

    day: date
    did: str | None
    happened: tuple[str, ...]


def timeline(trial: Trial) -> tuple[Entry, ...]:
    """Every moment of a trial in order."""
    return tuple(
        Entry(moment.day, moment.did, tuple(_happened(moment, trial))) for moment in trial.moments
    )


def _happened(moment: Moment, trial: Trial) -> Iterator[str]:
    if moment.refusal is not None:
        yield f"Nekas: {moment.refusal}"
    definition = trial.machine.definition
    span = (moment.before, moment.after)
    for change in trial.changes(*span):
        for event in change.events:
            yield describe(event, definition)
    for mail in trial.mails(*span):
        yield f"Mejl till {mail.to_name}: {mail.subject}."
    for notice in trial.notices(*span):
        yield f"Anslag på {notice.board}."
    for incident in trial.incidents(*span):
        yield f"Avvikelse ({incident.kind}): {incident.detail}"
