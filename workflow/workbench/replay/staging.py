"""The organisations as they were when the history happened: its meeting days, and nobody to write to."""

from collections.abc import Collection, Mapping
from datetime import date

from workflow.definition.organisation import Organisation
from workflow.workbench.in_memory import with_meetings


def staged(
    organisations: Mapping[str, Organisation], code: str, meetings: Collection[tuple[str, date]]
) -> dict[str, Organisation]:
    """Every organisation without addresses, and one with the meeting days of the history.

    ``meetings``: body and day. A body that is not in the history keeps the days that it has declared.
    """
    silent = {name: _silent(organisation) for name, organisation in organisations.items()}
    days: dict[str, list[date]] = {}
    for body, day in sorted(meetings):
        days.setdefault(body, []).append(day)
    return silent | {code: with_meetings(silent[code], days)}


def _silent(organisation: Organisation) -> Organisation:
    """Without any address: what is replayed must reach nobody."""
    return organisation.model_copy(
        update={
            "email": None,
            "bodies": {
                name: body.model_copy(update={"email": None})
                for name, body in organisation.bodies.items()
            },
            "entries": tuple(
                entry.model_copy(update={"email": None}) for entry in organisation.entries
            ),
        }
    )
