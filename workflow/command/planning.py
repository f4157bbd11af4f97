"""The plan of a migration: a dry run over every running matter of a type, kept under its hash."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workflow.command.catalogue import StoredCatalogue
from workflow.command.codec import digest, dump_plan
from workflow.command.context import Context
from workflow.command.definitions import ORGANISATION
from workflow.command.migrations import Mark, PlanRow
from workflow.command.ports import UnitOfWork
from workflow.definition.migration_map import MigrationMap
from workflow.definition.schema import MatterType
from workflow.errors import CommandRefusedError
from workflow.machine.planning import Planner
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, Matter
from workflow.model.migration import BlockedMatter, Plan, PlannedMatter

Progress = Callable[[int, int], None]
"""Told how many matters are done, of how many."""
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan with its hash; ``new`` False: the same plan was kept before."""

    hash: str
    plan: Plan
    new: bool


def silent(_done: int, _total: int) -> None:
    """Nobody is told."""


def versions_behind(context: Context, name: str, target: str) -> Mapping[str, MatterType]:
    """The versions, by digest, that running matters of the type are on, other than the target.

    Raises:
        UnknownDefinitionError: one of them isn't in the store.
    """
    with context.units() as uow:
        digests = [
            each.definition
            for each in uow.matters.standing()
            if each.matter_type == name and each.running and each.definition != target
        ]
        context.catalogue.learn(digests, uow.definitions)
    return {each: context.catalogue.machine(each).definition for each in digests}


def target_of(context: Context, name: str, version: str) -> str:
    """The digest of the version to move to; it must be the current one.

    Raises:
        UnknownDefinitionError: no such type is published.
        CommandRefusedError: ``version`` isn't the beginning of the current version's digest, or the type
            is out of use.
    """
    catalogue = context.catalogue
    with context.units() as uow:
        catalogue.refresh(uow.definitions, anew=True)
        retired = uow.definitions.retired()
    current = catalogue.digest(name)
    if any(known == name for kind, known in retired if kind != ORGANISATION):
        raise CommandRefusedError(
            f"{name} är tagen ur bruk, och inga ärenden flyttas till den.",
            hint="Publicera en ny version av den först.",
        )
    if not version or not current.startswith(version):
        raise CommandRefusedError(
            f"Pågående ärenden flyttas till den gällande versionen av {name}, som är {current[:12]};"
            f" {version[:64] or 'ingen version'} är en annan.",
            hint=f"Publicera den först, eller skriv --to {current[:12]}.",
        )
    return current


def make_plan(
    context: Context,
    chosen: MigrationMap,
    target: str,
    actor: Actor,
    progress: Progress = silent,
) -> Kept:
    """Work out what moving every running matter of the map's type would do, and keep the plan.

    Nothing else is written. The same matters, definitions and map give the same plan.

    Raises:
        UnknownDefinitionError: a version that a matter is on isn't in the store.
        StoreUnavailableError: the database went away.
    """
    drawing = _Drawing(context, chosen, target, context.clock.now(), progress)
    plan = drawing.plan()
    content = dump_plan(plan)
    key = digest(content)
    row = PlanRow(
        hash=key,
        matter_type=plan.matter_type,
        definition=target,
        moved=len(plan.matters),
        blocked=len(plan.blocked),
        marks=(Mark("planned", drawing.now, actor),),
    )
    with context.units() as uow:
        new = uow.migrations.add(row, content)
        uow.commit()
    return Kept(key, plan, new)


@dataclass(slots=True)
class _Drawing:
    """A plan on its way. Matters are read a page at a time; what is found is kept."""

    context: Context
    map: MigrationMap
    target: str
    now: datetime
    progress: Progress
    moved: list[PlannedMatter] = field(default_factory=list)
    blocked: list[BlockedMatter] = field(default_factory=list)
    organisations: set[str] = field(default_factory=set)

    def plan(self) -> Plan:
        name = self.map.matter_type
        with self.context.units() as uow:
            self.catalogue.refresh(uow.definitions, anew=True)
            self.catalogue.learn((self.target,), uow.definitions)
            total = sum(
                each.running
                for each in uow.matters.standing()
                if each.matter_type == name and each.definition != self.target
            )
            published = uow.definitions.current()
        done = 0
        for page in self._pages(name):
            self.progress(done, total)
            done += page
        self.progress(total, total)
        return Plan(
            matter_type=name,
            definition=self.target,
            organisations={
                code: published.get((ORGANISATION, code), "") for code in sorted(self.organisations)
            },
            map=self.map.model_dump(mode="json", by_alias=True),
            orders=self.map.deadlines,
            matters=tuple(self.moved),
            blocked=tuple(self.blocked),
        )

    @property
    def catalogue(self) -> StoredCatalogue:
        return self.context.catalogue

    def _pages(self, name: str) -> Iterator[int]:
        """Plan page by page; how many matters each held."""
        after: MatterId | None = None
        while True:
            with self.context.units() as uow:
                rows = uow.matters.list(matter_type=name, open_only=True, limit=_PAGE, after=after)
                loaded = uow.matters.load(row.id for row in rows).values()
                matters = [matter for matter in loaded if matter.definition != self.target]
                answers = self._answers(uow, matters)
                digests = {matter.definition for matter in matters}
                self.catalogue.learn(digests, uow.definitions)
            self._plan_these(matters, answers)
            yield len(matters)
            if len(rows) < _PAGE:
                return
            after = rows[-1].id

    def _plan_these(
        self, matters: Sequence[Matter], answers: Mapping[MatterId, Sequence[str]]
    ) -> None:
        catalogue = self.catalogue
        planner = Planner(
            map=self.map,
            versions={
                each: catalogue.machine(each).definition
                for each in {matter.definition for matter in matters}
            },
            target=catalogue.machine(self.target),
            organisations=catalogue.known_organisations(),
            now=self.now,
        )
        for matter in matters:
            self.organisations.add(matter.organisation)
            found = planner.plan(matter, answers.get(matter.id))
            if found.transfer is not None:
                self.moved.append(
                    PlannedMatter(
                        id=matter.id,
                        number=matter.number.printed,
                        organisation=matter.organisation,
                        version=matter.version,
                        came_from=matter.definition,
                        transfer=found.transfer,
                    )
                )
            else:
                self.blocked.append(
                    BlockedMatter(
                        id=matter.id,
                        number=matter.number.printed,
                        organisation=matter.organisation,
                        version=matter.version,
                        came_from=matter.definition,
                        state=matter.state,
                        why=found.blocked,
                    )
                )

    def _answers(
        self, uow: UnitOfWork, matters: Sequence[Matter]
    ) -> Mapping[MatterId, Sequence[str]]:
        """What the parent of each of them counts as a yes."""
        asked = {matter.id: matter.parent for matter in matters if matter.parent is not None}
        parents = uow.matters.load(parent.matter for parent in asked.values())
        digests = {parent.definition for parent in parents.values()}
        self.catalogue.learn(digests, uow.definitions)
        found = {}
        for child, parent in asked.items():
            matter = parents.get(parent.matter)
            if matter is None or matter.closed_on is not None:
                continue
            blocks = self.catalogue.machine(matter.definition).definition.children
            group = next((c.group for c in matter.children if c.key == parent.child), None)
            if group in blocks:
                found[child] = blocks[group].accepts
        return found
