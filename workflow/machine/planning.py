"""What a migration would do to one matter, or why it can't be moved: nothing is changed. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from workflow.definition.migration_map import FieldSource, MigrationMap
from workflow.definition.organisation import Organisation
from workflow.definition.schema import FieldSpec, MatterType
from workflow.errors import ArendegangError, StoreUnavailableError
from workflow.machine.build import Machine
from workflow.machine.decide import decide
from workflow.machine.migrating import followed
from workflow.machine.values import Problems, read_fields, says_something
from workflow.model.commands import Envelope, MigrateMatter
from workflow.model.events import MatterMigrated
from workflow.model.matter import Actor, Matter
from workflow.model.migration import PointMove, Transfer

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
        attempt = _Attempt(self, self.versions[matter.definition], matter)
        transfer = attempt.transfer(answers)
        if attempt.reasons:
            return Planned(None, tuple(dict.fromkeys(attempt.reasons)))
        return self._tried(matter, transfer)

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


@dataclass(slots=True)
class _Attempt:
    """One matter being looked at; ``reasons`` are all that keep it where it is."""

    planner: Planner
    old: MatterType
    matter: Matter
    reasons: list[str] = field(default_factory=list)

    @property
    def new(self) -> MatterType:
        return self.planner.target.definition

    def transfer(self, answers: Sequence[str] | None) -> Transfer:
        moves = tuple(self._moves())
        self._known_events()
        self._children(moves)
        self._parent(answers)
        self._doubts()
        given, dropped = self._fields()
        return Transfer(moves, given, dropped)

    def _moves(self) -> Iterator[PointMove]:
        for point in self.matter.points:
            to = self.planner.map.states.get(point.state, point.state)
            state = self.new.states.get(to)
            before = self.old.states[point.state]
            if state is None:
                self.reasons.append(
                    f"Punkt {point.key}: läget ”{before.label}” ({point.state}) finns inte i den nya"
                    " versionen och är inte mappat."
                )
            elif state.final != before.final:
                how = "är ett slut" if state.final else "är inget slut"
                self.reasons.append(
                    f"Punkt {point.key}: läget ”{state.label}” ({to}) {how} i den nya versionen."
                )
            elif to != point.state:
                yield PointMove(point.key, point.state, to)

    def _known_events(self) -> None:
        """What was decided is read again, by the forms of the outcomes."""
        said = [point.outcome for point in self.matter.points]
        said += [point.proposed for point in self.matter.points]
        said += [part.event for made in self.matter.decisions for part in made.outcomes]
        for name in dict.fromkeys(name for name in said if name and name not in self.new.events):
            self.reasons.append(
                f"Beslutet ”{_label(self.old, name)}” ({name}) finns inte i den nya versionen."
            )

    def _children(self, moves: Sequence[PointMove]) -> None:
        groups = dict.fromkeys(child.group for child in self.matter.children)
        for group in groups:
            if group not in self.new.children:
                spec = self.old.children.get(group)
                label = spec.label if spec else group
                self.reasons.append(
                    f"Ärenden startade hos andra (”{label}”, {group}) finns inte i den nya versionen."
                )
        to = {move.point: move.to for move in moves}
        entered = dict.fromkeys(to.get(p.key, p.state) for p in self.matter.points)
        for state in entered:
            for group in self.planner.target.starts.get(state, ()):
                if group not in groups:
                    label = self.new.children[group].label
                    self.reasons.append(
                        f"Läget ”{self.new.states[state].label}” ({state}) startar ärenden hos andra"
                        f" (”{label}”), och det görs inte vid en flytt."
                    )

    def _parent(self, answers: Sequence[str] | None) -> None:
        if answers and not set(answers) & self.new.events.keys():
            self.reasons.append(
                f"Det överordnade ärendet väntar på {' eller '.join(answers)}, som den nya versionen"
                " inte kan svara."
            )

    def _doubts(self) -> None:
        for item in self.matter.items:
            if item.status == "in_doubt":
                self.reasons.append(
                    f"Ingen vet om utskicket till {item.name} ({item.key}) kom fram; red ut det först."
                )

    def _fields(self) -> tuple[dict[str, object], tuple[str, ...]]:
        """What is set, and the names of what is gone."""
        values = self._values()
        problems = Problems()
        read = read_fields(self.new.fields, values, problems)
        self.reasons += problems.found
        for name, spec in self.new.fields.items():
            if spec.required and not says_something(read.get(name)) and self._is_new(name):
                self.reasons.append(f"{spec.label} ({name}) måste anges i den nya versionen.")
        fields = self.matter.fields
        given = {
            name: value
            for name, value in read.items()
            if name not in fields or fields[name] != value
        }
        return given, tuple(self._dropped(values))

    def _is_new(self, name: str) -> bool:
        """Whether the older version could do without it."""
        before = self.old.fields.get(name)
        return before is None or not before.required

    def _values(self) -> dict[str, object]:
        values = {}
        for name, spec in self.new.fields.items():
            source = self.planner.map.fields.get(name, FieldSource())
            value = self._taken(source.from_ or name, source, name)
            if value is None:
                value = source.value if source.value is not None else self._default(name, spec)
            if value is not None:
                values[name] = value
        return values

    def _taken(self, old: str, source: FieldSource, name: str) -> object:
        """The matter's value; one that is to be dropped isn't taken over by the same name."""
        if old == name and name in self.planner.map.dropped:
            return None
        value = self.matter.fields.get(old)
        word = str(value).lower() if isinstance(value, bool) else str(value)
        return source.values.get(word, value)

    def _default(self, name: str, spec: FieldSpec) -> object:
        return spec.default if name not in self.old.fields else None

    def _dropped(self, values: Mapping[str, object]) -> Iterator[str]:
        chosen = self.planner.map
        taken = {source.from_ for source in chosen.fields.values()}
        for name in self.matter.fields:
            if name in chosen.dropped:
                if name not in values:
                    yield name
            elif name in self.old.fields and name not in self.new.fields:
                if name in taken or not says_something(self.matter.fields[name]):
                    yield name
                else:
                    self.reasons.append(
                        f"Fältet ”{self.old.fields[name].label}” ({name}) har ett värde men finns inte i"
                        " den nya versionen och är inte mappat."
                    )


def _label(definition: MatterType, event: str) -> str:
    spec = definition.events.get(event)
    return spec.label if spec else event
