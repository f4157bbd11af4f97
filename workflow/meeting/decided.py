"""What a meeting's items mean for their matters: the decisions that are sent to them. Pure."""

from workflow.meeting.facts import body_of, day_of, reference
from workflow.model.commands import RecordDecision
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem


def decision_of(meeting: Matter, item: AgendaItem) -> RecordDecision | None:
    """The decision that goes to the item's matter; None where there is nothing to tell it."""
    if item.matter is None or item.deliberation is None:
        return None
    resolution = item.deliberation.resolution
    if not resolution.outcomes:
        return None
    return RecordDecision(
        outcomes=resolution.outcomes,
        body=body_of(meeting),
        decided_on=day_of(meeting),
        paragraph=str(item.paragraph),
        recipients=resolution.recipients,
        assignments=resolution.assignments,
        data=resolution.data,
        item=reference(meeting, item.key),
    )
