"""Why a step was refused, and what the body could have done instead. Pure."""

from collections.abc import Sequence
from datetime import datetime

from workflow.errors import ArendegangError
from workflow.machine.possible import possible
from workflow.model.matter import Matter
from workflow.workbench.replay import clerk
from workflow.workbench.replay.desk import OFFICE
from workflow.workbench.replay.history import RecordedStep
from workflow.workbench.replay.stage import Stage
from workflow.workbench.replay.verdicts import Cause, Verdict

_PREPARED_FIRST = "KS ska ha haft ärendet innan KF beslutar (KL 5:26-28)."
_ONCE = "En minoritet har den rätten en gång (KL 5:50)."
_LACKING = "Ärendet väntar på {body}, vars beslut historiken inte har."
_MINORITY_RIGHT = "use_minority_right"


def refused(
    stage: Stage,
    number: int,
    step: RecordedStep,
    words: Sequence[str],
    *,
    matter: Matter,
    now: datetime,
    error: ArendegangError,
) -> Verdict:
    """The verdict of a step whose words the engine refused.

    ``matter`` is as the body would have had it: with what the office had done since the step before.
    """
    cause, why = _why(stage, matter, step, words)
    found = possible(stage.machine, stage.organisations, matter, now, OFFICE)
    return Verdict(
        number,
        step,
        accepted=False,
        reason=f"{error.message} {why}".strip(),
        cause=cause,
        possible=tuple(one.event for one in found if one.body in (None, step.body)),
    )


def untold(number: int, step: RecordedStep, words: Sequence[str]) -> Verdict:
    """The verdict of a step of which these words don't say what was decided; the others are carried out."""
    reason = f"Historiken säger inte vad som beslutades ({', '.join(words)})."
    rest = [word for word in step.outcomes if word not in words]
    if rest:
        reason += f" Resten av steget är utfört ({', '.join(rest)})."
    return Verdict(number, step, accepted=False, reason=reason, cause="source")


def _why(
    stage: Stage, matter: Matter, step: RecordedStep, words: Sequence[str]
) -> tuple[Cause, str]:
    """What the step is at odds with: the law, the source or only the definition; and how."""
    definition = stage.definition
    events = {stage.event_of(word) for word in words}
    if not events <= definition.events.keys():
        return "definition", ""
    waits = clerk.waiting(stage.machine, matter, step.body)
    if stage.is_a("council", step.body) and definition.requires_preparation:
        had = any(stage.is_a("executive_board", decision.body) for decision in matter.decisions)
        if not waits or not (had or matter.taken_over_from):
            return "law", _PREPARED_FIRST
    if not waits:
        awaited = (definition.states[point.state].body for point in matter.points)
        others = ", ".join(dict.fromkeys(filter(None, awaited)))
        return ("source", _LACKING.format(body=others)) if others else ("definition", "")
    by_minority = any(
        _MINORITY_RIGHT in rule.effects and not events.isdisjoint(rule.event)
        for rule in definition.transitions
    )
    used = any(point.minority_used for point in matter.points)
    return ("law", _ONCE) if by_minority and used else ("definition", "")
