"""Printed recipients and the register."""

import pytest

from tests.casework import organisations
from workflow.machine.recipients import Resolved, resolve


def _resolve(printed: str) -> tuple[Resolved, ...]:
    offices = organisations()
    return resolve(offices["norsjo"], offices, printed)


@pytest.mark.parametrize(
    ("printed", "kind", "name", "address"),
    [
        ("Ekonomienheten", "unit", "Ekonomienheten", "ekonomi@norsjo.example"),
        ("  EKONOMI ", "unit", "Ekonomienheten", "ekonomi@norsjo.example"),
        ("Anna  Ek", "person", "Anna Ek", "anna.ek@norsjo.example"),
        ("Sekreterare", "role", "Sekreterare", "anna.ek@norsjo.example"),
        ("role:secretary", "role", "Sekreterare", "anna.ek@norsjo.example"),
        ("role:officer", "role", "Utredare", "utredare@norsjo.example"),
        ("role:chair", "unknown", "role:chair", None),
        ("KS", "body", "Kommunstyrelsen", "ks@norsjo.example"),
        ("kommunfullmäktige", "body", "Kommunfullmäktige", None),
        ("Malå", "external_organisation", "Malå", "kommun@mala.example"),
        ("mala", "external_organisation", "Malå", "kommun@mala.example"),
        ("Postlös", "person", "Postlös", None),
        ("övriga  berörda", "group_expression", "övriga  berörda", None),
        ("Vem som helst", "unknown", "Vem som helst", None),
    ],
)
def test_one_receiver(printed: str, kind: str, name: str, address: str | None) -> None:
    """Names, aliases, roles, bodies and organisations; what isn't known is kept without an address."""
    assert _resolve(printed) == (Resolved(kind, name, address),)


def test_a_group_gives_its_members() -> None:
    """Each member once, the unknown one too."""
    assert [one.address for one in _resolve("Alla enheter")] == [
        "ekonomi@norsjo.example",
        "utredare@norsjo.example",
        None,
    ]


def test_a_group_may_hold_organisations_and_itself() -> None:
    """Codes of organisations count as members; a group in itself is no endless loop."""
    assert [one.name for one in _resolve("samtliga kommuner")] == ["Norsjö kommun", "Malå"]


def test_groups_that_only_hold_each_other_are_nobody() -> None:
    """What leads to no one is unknown, so that a person is asked; a recipient is never lost."""
    groups = [{"name": "A", "members": ["B"]}, {"name": "B", "members": ["A"]}]
    offices = organisations(groups=groups)
    assert resolve(offices["norsjo"], offices, "A") == (Resolved("unknown", "A", None),)


def test_a_role_without_holder_in_the_register_has_its_own_address() -> None:
    """A holder whom the register doesn't know leaves the role's own address."""
    entries = [{"name": "Chef", "kind": "role", "holder": "Bo", "email": "chef@norsjo.example"}]
    offices = organisations(entries=entries)
    assert resolve(offices["norsjo"], offices, "Chef")[0].address == "chef@norsjo.example"
