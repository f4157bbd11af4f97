"""Whom a decision goes to: printed names looked up in the organisation's register."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflow.definition.organisation import Entry, Group, Organisation

ROLE = "role:"
UNKNOWN = "unknown"
GROUP_EXPRESSION = "group_expression"


@dataclass(frozen=True, slots=True)
class Resolved:
    """One receiver. ``address`` None: a person has to say where it goes, or why it needn't.

    ``kind``: person, role, unit, body, external_organisation, party, group_expression or unknown.
    """

    kind: str
    name: str
    address: str | None


def resolve(
    organisation: Organisation, organisations: Mapping[str, Organisation], printed: str
) -> tuple[Resolved, ...]:
    """Everyone that a printed recipient means; never empty.

    Names and aliases are compared without regard to case and spacing. Groups give their members, also
    through other groups; a member may be the code of an organisation. ``role:secretary`` is whoever
    the organisation gave that role. What the register doesn't know is kept, without an address.
    """
    found = tuple(_Register(organisation, organisations).find(printed, frozenset()))
    return found or (Resolved(UNKNOWN, printed, None),)  # groups that only hold each other


def role(organisation: Organisation, name: str) -> str:
    """What to look up for ``role:NAME``: the name in the register, or the expression itself."""
    return organisation.roles.get(name.removeprefix(ROLE), name)


class _Register:
    """Names and aliases of one organisation, for one lookup."""

    def __init__(
        self, organisation: Organisation, organisations: Mapping[str, Organisation]
    ) -> None:
        self._organisation = organisation
        self._organisations = organisations

    def find(self, printed: str, seen: frozenset[str]) -> Iterator[Resolved]:
        """The receivers; ``seen`` are the groups that are being expanded, so that none is twice."""
        organisation = self._organisation
        name = role(organisation, printed) if printed.startswith(ROLE) else printed
        wanted = folded(name)
        for group in organisation.groups:
            if wanted in _names(group.name, group.aliases):
                yield from self._members(group, seen)
                return
        yield self._single(name, wanted)

    def _members(self, group: Group, seen: frozenset[str]) -> Iterator[Resolved]:
        if group.name in seen:
            return
        found: dict[tuple[str, str | None], Resolved] = {}
        for member in group.members:
            for one in self.find(member, seen | {group.name}):
                found.setdefault((one.name, one.address), one)
        yield from found.values()

    def _single(self, name: str, wanted: str) -> Resolved:
        organisation = self._organisation
        if wanted in map(folded, organisation.unresolvable):
            return Resolved(GROUP_EXPRESSION, name, None)
        entry = _entry(organisation.entries, wanted)
        if entry is not None:
            return Resolved(entry.kind, entry.name, self._address(entry))
        for code, body in organisation.bodies.items():
            if wanted in _names(body.name, (code, *body.aliases)):
                return Resolved("body", body.name, body.email)
        for code, other in self._organisations.items():
            if wanted in _names(other.name, (code,)):
                return Resolved("external_organisation", other.name, other.email)
        return Resolved(UNKNOWN, name, None)

    def _address(self, entry: Entry) -> str | None:
        """Of the one who holds the role, if the register knows it; else its own."""
        holder = entry.holder and _entry(self._organisation.entries, folded(entry.holder))
        return (holder.email if holder else None) or entry.email


def folded(name: str) -> str:
    """The form that names are compared in."""
    return " ".join(name.split()).casefold()


def _names(name: str, others: Iterable[str]) -> frozenset[str]:
    return frozenset(map(folded, (name, *others)))


def _entry(entries: Iterable[Entry], wanted: str) -> Entry | None:
    return next((entry for entry in entries if wanted in _names(entry.name, entry.aliases)), None)
