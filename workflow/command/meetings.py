"""At which meetings a matter was taken up, and when their minutes were adjusted: what the stores list."""

from datetime import date

from workflow.model.matter import Matter, RecordedDecision


def meetings_changed(before: Matter | None, after: Matter) -> dict[tuple[str, date], date | None]:
    """Meetings (body and day) of decisions that are new or newly adjusted since ``before``.

    The value is the latest day on which one of the matter's decisions of the meeting was adjusted.
    """
    known = before.decisions if before else ()
    if known is after.decisions:
        return {}
    changed = {
        _meeting(decision)
        for place, decision in enumerate(after.decisions)
        if place >= len(known) or known[place].adjusted_on != decision.adjusted_on
    }
    return {
        meeting: max(
            (
                decision.adjusted_on
                for decision in after.decisions
                if decision.adjusted_on and _meeting(decision) == meeting
            ),
            default=None,
        )
        for meeting in sorted(changed)
    }


def _meeting(decision: RecordedDecision) -> tuple[str, date]:
    return decision.body, decision.decided_on
