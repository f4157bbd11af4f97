"""One type serves municipalities with and without a subcommittee, and committees: few have every body."""

import pytest
from written_office import Office

ROUTE = """\
route: through
label: Genom utskottet
states:
  at_AU: {label: Hos utskottet, phase: AU, body: AU, owner: secretary}
events:
  asks: {label: Frågar utskottet}
  proposes: {label: Föreslår, form: proposes}
transitions:
  - {event: asks, from: begun, to: at_AU, guard: '"AU" in organisation.bodies'}
  - {event: asks, from: begun, to: at_KS}
  - {event: proposes, from: at_AU, to: at_KS}
"""
DECIDED = "decided_by: [KS, KF]"


@pytest.mark.parametrize(
    ("changes", "add"),
    [
        ([(DECIDED, "decided_by: [AU, KS, KF, NAMND]")], ""),
        ([("label: Litet", "label: Litet\nuses: through")], ""),
        ([("from: begun, to: at_KS}", """from: begun, to: at_KS, guard: '!("NAMND" in organisation.bodies)'}""")], ""),
        ([], "never:\n  heard: {label: Hört, condition: '\"AU\" in point.heard'}\n"),
        # for another kind of organisation: nobody has such matters
        ([(DECIDED, "decided_by: [NAMND]"), ("body: KS", "body: NAMND")], ""),
    ],
)  # fmt: skip
def test_what_another_kind_of_organisation_has_is_left_alone(
    office: Office, changes: list[tuple[str, str]], add: str
) -> None:
    """In what the type may be decided by, in routes, in conditions; the town has only KF and KS."""
    office.write("routes/through.yaml", ROUTE)
    assert office.small(*changes, add=add) == ()


@pytest.mark.parametrize(
    "change",
    [
        ("body: KS", "body: AU"),
        ("body: KS", "body: KSX"),
        (DECIDED, "decided_by: [KS, NAEMND]"),
    ],
)
def test_waiting_for_what_nobody_has_is_found(office: Office, change: tuple[str, str]) -> None:
    """In the type's own lines, and wherever no organisation would have such a body."""
    assert [one.rule for one in office.small(change)] == ["AG-D029"]
