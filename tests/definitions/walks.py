"""What an office does with a matter, in a word each."""

from collections.abc import Mapping

from office import Office

from workflow.model.commands import AdjustMinutes, FireEvent, RecordDecision, RegisterMatter
from workflow.model.ids import MatterId
from workflow.model.outcome import AssignmentGiven, PointOutcome

MOVED = {"movers": ["Kristdemokraterna"], "moved_on": "2024-10-09"}


def registered(
    office: Office,
    matter_type: str,
    *,
    organisation: str = "norsjo",
    number: str = "KS-25/90001",
    points: tuple[str, ...] = (),
    fields: Mapping[str, object] | None = None,
) -> MatterId:
    """A new matter of the type."""
    return office.register(
        RegisterMatter(
            organisation, matter_type, "Prövning", number=number, points=points, fields=fields or {}
        )
    )


def decides(
    office: Office,
    matter: MatterId,
    *outcomes: PointOutcome | str,
    body: str | None = None,
    data: dict[str, object] | None = None,
    recipients: tuple[str, ...] = (),
    assignments: tuple[AssignmentGiven, ...] = (),
) -> None:
    """A body's decision today."""
    office.give(
        matter,
        RecordDecision(
            outcomes=tuple(PointOutcome(o) if isinstance(o, str) else o for o in outcomes),
            body=body,
            data=data or {},
            recipients=recipients,
            assignments=assignments,
        ),
    )


def adjusts(office: Office, matter: MatterId) -> None:
    """The minutes of every meeting so far are adjusted today."""
    open_ = {(d.body, d.decided_on) for d in office.matter(matter).decisions if not d.adjusted_on}
    today = office.now.date()
    for body, day in sorted(open_):
        office.give(matter, AdjustMinutes(body, day, today))


def states(office: Office, matter: MatterId) -> list[str]:
    """Where every point is, in order."""
    return [point.state for point in office.matter(matter).points]


def motion_at_council(office: Office, *points: str) -> MatterId:
    """A motion that has come as far as KF."""
    matter = registered(office, "motion", points=points, fields=MOVED)
    office.give(matter, FireEvent("remitted"))
    office.give(matter, FireEvent("prepared"))
    decides(office, matter, PointOutcome("proposes", proposed="rejects"))
    decides(office, matter, PointOutcome("proposes", proposed="rejects"))
    assert states(office, matter) == ["at_KF"] * len(office.matter(matter).points)
    return matter
