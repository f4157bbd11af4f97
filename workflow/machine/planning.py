"""What a migration would do to one matter, or why it can't be moved: nothing is changed. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from workflow.definition.migration_map import MigrationMap
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.errors import ArendegangError, StoreUnavailableError
from workflow.machine.build import Machine
from workflow.machine.crossing import cross
from workflow.machine.decide import decide
from workflow.machine.migrating import followed
from workflow.model.commands import Envelope, MigrateMatter
from workflow.model.events import MatterMigrated
from workflow.model.matter import Actor, Matter
from workflow.model.migration import Transfer

TRIAL = "trial"
_NOBODY = Actor("plan")


@dataclass(frozen=True, slots=True)
class Planned:
    """One matter: what is done to it, or why it stays (then ``transfer`` is None)."""

    transfer: Transfer | None
    blocked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans matters of one type, one at a time.

    Attributes:
        map: how names of older versions become those of the new one.
        versions: every version that a running matter is on, by digest.
        target: the version that they are moved to.
        organisations: by code.
        now: aware UTC; days are looked at from its local day.
    """

    map: MigrationMap
    versions: Mapping[str, MatterType]
    target: Machine
    organisations: Mapping[str, Organisation]
    now: datetime

    def plan(self, matter: Matter, answers: Sequence[str] | None = None) -> Planned:
        """What would happen to the matter now.

        Args:
            matter: a running one, on one of the versions.
            answers: what its parent counts as a yes; None where it answers to nobody.
        """
        old, new = self.versions[matter.definition], self.target.definition
        crossing = cross(matter, old, new, self.map)
        reasons = (
            *(each.sentence for each in crossing.obstacles),
            *_owed(new, answers or ()),
            *_doubts(matter),
        )
        if reasons:
            return Planned(None, tuple(dict.fromkeys(reasons)))
        return self._tried(matter, crossing.transfer)

    def _tried(self, matter: Matter, transfer: Transfer) -> Planned:
        """The same with its deadlines and what follows, by the very function that carries it out."""
        command = MigrateMatter(
            definition=self.target.digest,
            plan=TRIAL,
            reason=TRIAL,
            transfer=transfer,
            orders=self.map.deadlines,
            trial=True,
        )
        envelope = Envelope(TRIAL, matter.id, command, _NOBODY, self.now, matter.version)
        try:
            step = decide(self.target, self.organisations, matter, envelope, self.now, advise=False)
        except StoreUnavailableError:
            raise
        except ArendegangError as refusal:
            return Planned(None, (str(refusal),))
        migrated = next(event for event in step.events if isinstance(event, MatterMigrated))
        follows = followed(self.target.definition, step.events, step.effects)
        return Planned(replace(transfer, deadlines=migrated.fates, follows=follows))


def _owed(new: MatterType, answers: Sequence[str]) -> Iterator[str]:
    """An answer is what was decided last, or the state that it ended in."""
    if answers and not {*new.events, *new.states} & {*answers}:
        yield (
            f"Det överordnade ärendet väntar på {' eller '.join(answers)}, som den nya versionen"
            " inte kan svara."
        )


def _doubts(matter: Matter) -> Iterator[str]:
    for item in matter.items:
        if item.status == "in_doubt":
            yield f"Ingen vet om utskicket till {item.name} ({item.key}) kom fram; red ut det först."
