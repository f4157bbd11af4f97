"""Organisations: bodies, roles, names and addresses that lead somewhere."""

import re
from collections.abc import Iterable

from workflow.definition.checks import graph
from workflow.definition.checks.registers import folded
from workflow.definition.checks.schedules import check_schedules
from workflow.definition.findings import Findings, Rule, suggest
from workflow.definition.organisation import Organisation
from workflow.definition.tree import Loc, Node, locate

# One address: enough to catch what no server would take; the mailer has the last word.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_IN_HEADERS = ("name", "register_code")
_LONGEST_EMAIL = 254  # RFC 5321 4.5.3.1.3, without the brackets


def check_organisation(
    organisation: Organisation, node: Node, codes: Iterable[str], findings: Findings
) -> None:
    """Every check of one organisation. ``codes`` are those of all organisations."""
    known = set(codes)
    _bodies(organisation, node, findings)
    check_schedules(organisation, node, findings)
    names = _names(organisation, node, findings)
    _groups(organisation, node, names, known, findings)
    _roles(organisation, node, names, findings)
    _codes(organisation, node, known, findings)
    _emails(node, findings)
    _headers(node, findings)
    _addresses(organisation, node, findings)


def _bodies(organisation: Organisation, node: Node, findings: Findings) -> None:
    bodies = organisation.bodies
    above = {
        code: [body.parent] if body.parent in bodies and body.parent is not None else []
        for code, body in bodies.items()
    }
    way = graph.circle(above)
    if way is not None:
        findings.add(
            Rule.BODIES,
            locate(node, ("bodies", way[0], "parent")).place,
            "Organ är överordnade varandra i ring.",
            "Ta bort parent på det översta.",
            way=tuple(way),
        )
    for code, body in bodies.items():
        if body.parent is not None and body.parent not in bodies:
            findings.add(
                Rule.BODIES,
                locate(node, ("bodies", code, "parent")).place,
                f"Organet ”{body.parent}” finns inte.",
                suggest(body.parent, bodies, otherwise="Lägg till organet under bodies."),
            )


def _names(organisation: Organisation, node: Node, findings: Findings) -> dict[str, str]:
    """Every name in the register in normal form, with what it names; the same one twice is found."""
    names: dict[str, str] = {}
    written: list[tuple[str, tuple[str, ...], Loc]] = []
    for place, entry in enumerate(organisation.entries):
        written.append((entry.name, entry.aliases, ("entries", place)))
    for place, group in enumerate(organisation.groups):
        written.append((group.name, group.aliases, ("groups", place)))
    for own, aliases, loc in written:
        texts: list[tuple[str, Loc]] = [(own, (*loc, "name"))]
        texts += [(alias, (*loc, "aliases", number)) for number, alias in enumerate(aliases)]
        for text, where in texts:
            if folded(text) in names:
                findings.add(
                    Rule.ALIAS,
                    locate(node, where).place,
                    f"Namnet ”{text}” finns redan, på ”{names[folded(text)]}”.",
                    "Ett namn får bara leda till en; ta bort det ena.",
                )
            names.setdefault(folded(text), own)
    for place, text in enumerate(organisation.unresolvable):
        if folded(text) in names:
            findings.add(
                Rule.ALIAS,
                locate(node, ("unresolvable", place)).place,
                f"Namnet ”{text}” finns i registret och kan alltså tolkas.",
                "Ta bort det ur unresolvable.",
            )
    return names


def _groups(
    organisation: Organisation,
    node: Node,
    names: dict[str, str],
    codes: set[str],
    findings: Findings,
) -> None:
    leads = {
        folded(group.name): [
            folded(names[folded(member)]) for member in group.members if folded(member) in names
        ]
        for group in organisation.groups
    }
    for number, group in enumerate(organisation.groups):
        own = folded(group.name)
        for place, member in enumerate(group.members):
            where = locate(node, ("groups", number, "members", place)).place
            named = names.get(folded(member))
            if named is not None:
                way = graph.shortest(leads, folded(named), own.__eq__)
                if way is not None:
                    findings.add(
                        Rule.UNRESOLVED,
                        where,
                        f"Gruppen ”{group.name}” är medlem i sig själv.",
                        "Ta bort medlemmen.",
                        way=(group.name, *(names[each] for each in way)),
                    )
            elif member not in codes:
                findings.add(
                    Rule.UNRESOLVED,
                    where,
                    f"”{member}” finns inte i registret och är ingen organisation.",
                    suggest(member, [*codes, *names.values()], otherwise="Lägg in namnet."),
                )


def _roles(
    organisation: Organisation, node: Node, names: dict[str, str], findings: Findings
) -> None:
    for role, name in organisation.roles.items():
        if folded(name) not in names:
            findings.add(
                Rule.UNRESOLVED,
                locate(node, ("roles", role)).place,
                f"Rollen ”{role}” pekar på ”{name}”, som inte finns i registret.",
                suggest(name, names.values(), otherwise="Lägg in namnet under entries."),
            )


def _codes(organisation: Organisation, node: Node, codes: set[str], findings: Findings) -> None:
    for place, member in enumerate(organisation.members):
        if member not in codes:
            findings.add(
                Rule.UNKNOWN_ORGANISATION,
                locate(node, ("members", place)).place,
                f"Organisationen ”{member}” finns inte.",
                suggest(member, codes, otherwise="Lägg den i definitions/organisations."),
            )
    for place, body in enumerate(organisation.notice_for):
        if body not in organisation.bodies:
            findings.add(
                Rule.UNKNOWN_BODY,
                locate(node, ("notice_for", place)).place,
                f"Organet ”{body}” finns inte.",
                suggest(body, organisation.bodies, otherwise="Lägg till organet under bodies."),
            )


def _emails(node: Node, findings: Findings) -> None:
    """The form of every address, wherever it stands."""
    for key, child in node.mapping().items():
        if key == "email" and isinstance(child.value, str):
            if len(child.value) > _LONGEST_EMAIL or _EMAIL.fullmatch(child.value) is None:
                findings.add(
                    Rule.EMAIL,
                    child.place,
                    f"”{child.value[:100]}” är ingen e-postadress.",
                    "Skriv den som namn@organisation.se.",
                )
        elif isinstance(child.value, dict | list):
            _emails(child, findings)
    for child in node.items() if isinstance(node.value, list) else ():
        _emails(child, findings)


def _headers(node: Node, findings: Findings) -> None:
    """Names stand in the subjects and addresses of mails, which are single lines."""
    for key, child in node.mapping().items():
        if (
            key in _IN_HEADERS
            and isinstance(child.value, str)
            and len(child.value.splitlines()) > 1
        ):
            findings.add(
                Rule.HEADER,
                child.place,
                "Namnet skrivs i mejlens ämnesrad och adresser, men har flera rader.",
                "Skriv det på en rad.",
            )
        _headers(child, findings)
    for child in node.items() if isinstance(node.value, list) else ():
        _headers(child, findings)


def _addresses(organisation: Organisation, node: Node, findings: Findings) -> None:
    """What the engine sends to a role arrives: it has an address, or whoever holds it has."""
    emails = {
        folded(name): entry.email
        for entry in organisation.entries
        for name in (entry.name, *entry.aliases)
    }
    holders = {
        folded(name): entry.holder
        for entry in organisation.entries
        for name in (entry.name, *entry.aliases)
    }
    for role, name in organisation.roles.items():
        own = folded(name)
        if own in emails and not emails[own] and not emails.get(folded(holders[own] or "")):
            findings.add(
                Rule.NO_ADDRESS,
                locate(node, ("roles", role)).place,
                f"Rollen ”{role}” är ”{name}”, som saknar adress: det motorn sänder till rollen kommer inte fram.",
                "Lägg till email på namnet i registret, eller på den som står som holder.",
                severity="warning",
            )
