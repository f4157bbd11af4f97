"""Where matters begin: the organisations that conditions can tell apart, and what is known at registration."""

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.definition.organisation import Body, Entry, Organisation
from workflow.definition.schema import MatterType
from workflow.model.commands import RegisterMatter
from workflow.workbench.exploring.bounds import Pass
from workflow.workbench.exploring.distinctions import Distinctions, binding
from workflow.workbench.exploring.values import Known, Values, counted_field

_FEW = 2  # fields that are all filled in, in the passes that don't try every combination
_TITLE = "Exempel"
_SECOND = "Exempel, andra punkten"


def kinds_of_offices(
    distinctions: Distinctions, organisations: Mapping[str, Organisation]
) -> tuple[str, ...]:
    """One organisation for each set of bodies (and kind) that the conditions can tell apart.

    Of those that are alike the one with a secretary and recipients in its register, and the first by code.
    """
    alike: dict[object, str] = {}
    ranked = sorted(organisations, key=lambda code: (*_lacks(organisations[code]), code))
    for code in ranked:
        organisation = organisations[code]
        kind = organisation.kind if "organisation.kind" in distinctions.reads else ""
        alike.setdefault((distinctions.bodies(organisation.bodies), kind), code)
    return tuple(sorted(alike.values()))


def _lacks(organisation: Organisation) -> tuple[bool, bool]:
    known = Known.of(organisation)
    return known.failing is None, "secretary" not in organisation.roles


def an_office(definition: MatterType) -> Organisation:
    """An organisation with every body of the definition, for where there is none."""
    codes = dict.fromkeys(
        body
        for body in (*(s.body for s in definition.states.values()), *definition.decided_by)
        if body
    )
    names = {"secretary": "Sekreteraren", "officer": "Handläggaren", "registrar": "Registratorn"}
    entries = [
        Entry(name=name, kind="role", email=f"{role}@exempel.example")
        for role, name in names.items()
    ]
    entries += [
        Entry(name="Utförarenheten", kind="unit", email="enheten@exempel.example"),
        Entry(name="Byggbolaget", kind="external_organisation", email="bolaget@exempel.example"),
    ]
    return Organisation(
        organisation="exempel",
        name="Exempel",
        kind="municipality",
        register_code="KS",
        bodies={code: Body(name=code, kind="committee") for code in codes}
        or {"KS": Body(name="KS", kind="executive_board")},
        roles=names,
        entries=tuple(entries),
    )


def registrations(
    definition: MatterType, distinctions: Distinctions, values: Values, run: Pass, day: date
) -> Iterator[tuple[RegisterMatter, date]]:
    """The ways to register a matter, and when: each state that it may begin in, with what can be known."""
    entries = [name for name, state in definition.states.items() if state.entry]
    points = (_TITLE, _SECOND) if run.points > 1 else ()
    for state in dict.fromkeys([definition.initial, *entries]):
        for fields, on in _fields(definition, distinctions, values, run, day):
            command = RegisterMatter(
                organisation="",
                matter_type=definition.name,
                title=_TITLE,
                fields=fields,
                points=points,
                enter_at=None if state == definition.initial else state,
            )
            yield command, on


def _fields(
    definition: MatterType, distinctions: Distinctions, values: Values, run: Pass, day: date
) -> Iterator[tuple[dict[str, object], date]]:
    """Required ones and those that deadlines count from always; then what conditions can tell apart.

    Last, for every deadline that binds or decides something: its last day is today, or has passed.
    """
    counted = {key: counted_field(spec) for key, spec in definition.deadlines.items()}
    always = [
        name
        for name, spec in definition.fields.items()
        if spec.required or (name in counted.values() and name not in distinctions.kept)
    ]
    asked = {spec.each.removeprefix("fields.") for spec in definition.children.values()}
    maybe = (distinctions.kept | asked) & definition.fields.keys()
    varied = values.varied(always, maybe, day)
    if not run.everywhere:
        yield (values.all(always, maybe, day) if len(maybe) <= _FEW else varied[0]), day
        return
    for fields in varied:
        yield fields, day
    for key, name in counted.items():
        if key in distinctions.tracked or binding(definition.deadlines[key]):
            for base, on in values.due(key, day):
                yield {**varied[0], str(name): base.isoformat()}, on
