"""The way back of one matter: how it was before a migration, read from its log."""

from workflow.command.migrations import key_back, key_of
from workflow.command.ports import UnitOfWork
from workflow.machine.evolve import fold
from workflow.model.commands import RevertMigration
from workflow.model.events import DeadlineChanged, MatterMigrated
from workflow.model.migration import PlannedMatter

_MOVED_ON = "Ärendet har ändrats sedan flytten och står kvar på den nya versionen."


def way_back(
    uow: UnitOfWork, matter: PlannedMatter, plan: str, version: int, reason: str
) -> RevertMigration | str | None:
    """The command that takes the matter back; or why it stays; None: it is back already.

    Args:
        uow: the transaction that is open.
        matter: as it was planned.
        plan: hash of the plan that moved it.
        version: of the matter when it had been moved.
        reason: why it is taken back.
    """
    log = uow.matters.history(matter.id)
    if log[-1].command == key_back(plan, matter.id):
        return None
    if log[-1].sequence != version:
        return _MOVED_ON
    key = key_of(plan, matter.id)
    made = [stored for stored in log if stored.command == key]
    if any(not isinstance(one.event, MatterMigrated | DeadlineChanged) for one in made):
        return "Flytten fick följder som inte kan tas tillbaka; ärendet står kvar på den nya versionen."
    before = fold(stored.event for stored in log if stored.sequence < made[0].sequence)
    return RevertMigration(
        definition=before.definition,
        plan=plan,
        reason=reason,
        state=before.state,
        points=before.points,
        fields=before.fields,
        deadlines=before.deadlines,
    )
