"""Values for fields: one that will do, and those that conditions can tell apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from workflow.definition.organisation import Organisation
from workflow.definition.schema import DeadlineSpec, FieldType, MatterType
from workflow.errors import ArendegangError
from workflow.statutory import periods, rules
from workflow.workbench.exploring.distinctions import Distinctions

Data = Mapping[str, object]

_TEXT = "Exempel"
_OTHER_TEXT = "Någon annan"
_NUMBER = "2025/99"
_MONTHS_AHEAD = 200  # days
_SPAN = 1_500  # days that a base is looked for within
_SOON = 14  # days
_SOME_TIME = timedelta(days=30)
_SUCCESSOR = "successor"
_BODY = "body"  # of procedures: a body's code
_STRANGER = "Utanför registret"
UNKNOWN = "Okänd mottagare"
"""A recipient that no register has."""


@dataclass(frozen=True, slots=True)
class Known:
    """Names in the register of one organisation: one that mails reach, one that they don't, and a body's code."""

    reached: str | None
    failing: str | None
    addresses: Mapping[str, str]
    body: str | None = None

    @classmethod
    def of(cls, organisation: Organisation) -> "Known":
        """The first two of the register that have addresses of their own."""
        taken = {organisation.roles.get(role, "") for role in organisation.roles}
        names = {
            entry.email: entry.name
            for entry in reversed(organisation.entries)
            if entry.email and entry.kind != "role" and entry.name not in taken
        }
        found = [(name, email) for email, name in reversed(names.items())]
        reached = found[0][0] if found else None
        failing = found[1][0] if len(found) > 1 else None
        return cls(reached, failing, dict(found), next(iter(organisation.bodies), None))

    def fate(self, address: str) -> str:
        """What becomes of a mail to the address."""
        fails = self.failing is not None and address == self.addresses[self.failing]
        return "failed" if fails else "delivered"


class Values:
    """The values that the fields of one definition are given in one organisation."""

    def __init__(
        self,
        definition: MatterType,
        distinctions: Distinctions,
        others: Sequence[str],
        known: Known,
        most: int,
    ) -> None:
        """``others``: organisations that are parties, besides one outside; ``most``: combinations of values."""
        self._definition = definition
        self._distinctions = distinctions
        self._parties = [*others, _STRANGER]
        self._asked = {spec.each.removeprefix("fields.") for spec in definition.children.values()}
        self._recipient = known.reached or UNKNOWN
        self._most = most
        self.known = known

    def one(self, name: str, today: date) -> object:
        """A value that will do."""
        spec = self._definition.fields[name]
        if name == _SUCCESSOR:
            return _NUMBER
        if name == _BODY and self._definition.kind == "procedure" and self.known.body is not None:
            return self.known.body
        if spec.type == "date":
            return self._far(name, today).isoformat()
        if spec.type == "choice":
            return next(iter(spec.choices), "")
        if name in self._asked:
            return self._parties
        plain: Mapping[FieldType, object] = {
            "text": _TEXT,
            "integer": 1,
            "money": 1,
            "boolean": True,
            "month": f"{today.year + 1}-02",
            "recipients": [self._recipient],
            "list": [_TEXT],
        }
        return plain[spec.type]

    def several(self, name: str, today: date) -> list[object]:
        """The values that conditions about the field can tell apart, one that will do first."""
        spec = self._definition.fields[name]
        found = [self.one(name, today)]
        if self._distinctions.only_whether(name):
            return found + ([[]] if spec.type in ("recipients", "list") else [])
        match spec.type:
            case "text":
                found = [_OTHER_TEXT, *self._distinctions.known_words(name)]
            case "month":
                found += self._distinctions.known_words(name)
            case "choice":
                alike = {self._distinctions.sign(each): each for each in reversed(spec.choices)}
                found = list(reversed(alike.values()))
            case "integer" | "money":
                found = list(self._distinctions.known_numbers(name)) or [1, 2]
            case "boolean":
                found = [True, False]
            case "date":
                around = (today - _SOME_TIME, today + _SOME_TIME)
                found += [*(day.isoformat() for day in around), *self._distinctions.days]
            case "recipients" | "list":
                found = [found[0], [], *([word] for word in self._distinctions.known_words(name))]
        return found

    def varied(
        self, given: Iterable[str], maybe: Iterable[str], today: date
    ) -> list[dict[str, object]]:
        """Ways to fill fields in: those that must be given, with and without those that may be.

        Every combination of what conditions can tell apart, if there aren't too many; else one field at a
        time is changed.
        """
        base: dict[str, object] = {name: self.one(name, today) for name in given}
        choices: dict[str, list[object]] = {}
        for name in sorted(maybe):
            values = self.several(name, today) if name in self._definition.fields else []
            if name in base:
                choices[name] = [value for value in values if value not in ("", [])]
            else:
                choices[name] = [None, *values]
        return [_without_none(base | one) for one in combinations(choices, self._most)]

    def all(self, given: Iterable[str], maybe: Iterable[str], today: date) -> dict[str, object]:
        """Every field filled in with a value that will do."""
        names = dict.fromkeys([*given, *sorted(maybe)])
        return {name: self.one(name, today) for name in names}

    def due(self, key: str, today: date) -> Iterator[tuple[date, date]]:
        """(value of the field that says when the deadline is, day of the registration).

        The deadline's last day is then the day of the registration, or was before it; nothing where no
        field says when it is.
        """
        spec = self._definition.deadlines[key]
        name = counted_field(spec)
        if name is None or self._definition.fields[name].type != "date":
            return
        for about in (today, today - _SOME_TIME):
            base = base_for(spec, about)
            final = base and final_day(spec, base)
            if base is not None and final is not None:
                yield base, max(today, final)

    def _far(self, name: str, today: date) -> date:
        """A day by which the deadlines that count from the field end in some months."""
        for spec in self._definition.deadlines.values():
            if counted_field(spec) == name:
                final = final_day(spec, today)
                if final is not None and final < today + timedelta(days=_SOON):
                    return base_for(spec, today + timedelta(days=_MONTHS_AHEAD)) or today
                return today
        return today


def combinations(choices: Mapping[str, list[object]], most: int) -> list[dict[str, object]]:
    """Every combination of the values; if there are more than ``most``, one changed at a time."""
    total = 1
    for values in choices.values():
        total *= len(values)
    if total <= most:
        return [dict(zip(choices, each, strict=True)) for each in product(*choices.values())]
    first = {name: values[0] for name, values in choices.items()}
    changed = [first | {name: value} for name, values in choices.items() for value in values[1:]]
    return [first, *changed]


def counted_field(spec: DeadlineSpec) -> str | None:
    """The field that says when the deadline is; None where it counts from something else."""
    for said in (spec.day, spec.month):
        if said is not None:
            return said.removeprefix("fields.")
    base = spec.counts_from or ""
    return base.removeprefix("fields.") if base.startswith("fields.") else None


def final_day(spec: DeadlineSpec, base: date) -> date | None:
    """The last day of a deadline that counts from the day; None for one that recurs or has a month."""
    if spec.rule is not None:
        return rules.apply(spec.rule, base).final
    if spec.after is not None:
        return periods.parse(spec.after).after(base)
    return base if spec.day is not None else None


def base_for(spec: DeadlineSpec, final: date) -> date | None:
    """The first day from which the deadline ends on that day or later; None if there is none."""
    low, high = final - timedelta(days=_SPAN), final + timedelta(days=_SPAN)
    try:
        if final_day(spec, low) is None:
            return None
        while low < high:
            middle = low + (high - low) // 2
            reached = final_day(spec, middle)
            if reached is not None and reached >= final:
                high = middle
            else:
                low = middle + timedelta(days=1)
    except ArendegangError:
        return None
    return low


def _without_none(data: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in data.items() if value is not None}
