"""Organisations: bodies, roles, names, groups and addresses lead somewhere."""

from collections.abc import Callable

import pytest
from written_office import TOWN, Office

from workflow.errors import Finding

ORGANISATIONS: list[tuple[str, str, str, str, str]] = [
    ("parent: KF", "parent: KFF", "AG-D041", "KFF", "Menade du ”KF”?"),
    ("kind: council}", "kind: council, parent: KS}", "AG-D041", "KS", "KF → KS → KF"),
    ("parent: KF", "parent: KS", "AG-D041", "KS", "KS → KS"),
    ('[2025-03-11, "2025-04-15"]', "[2025-04-15, 2025-03-11]", "AG-D044", "meets", "ordning"),
    ('"2025-04-15"', "2025-03-11", "AG-D044", "meets", "två gånger"),
    ("secretary: Sekreterare", "secretary: Sekretare", "AG-D042", "Sekretare", "Menade du ”Sekreterare”?"),
    ("utredare@staden.example", "utredare@staden", "AG-D045", "utredare@staden", "ingen e-postadress"),
    ("utredare@staden.example", f"{'u' * 60}@{'s' * 200}.example", "AG-D045", "uuu", "ingen e-postadress"),
    ("utredare@staden.example", '"a@b.example\\nBcc: c@d.example"', "AG-D045", '"a@', "ingen e-postadress"),
    ("name: Staden", "name: Staden\nemail: staden", "AG-D045", "staden", "ingen e-postadress"),
    ("kind: role}", "kind: role, aliases: [ UTREDARE ]}", "AG-D043", "UTREDARE", "på ”Utredare”"),
    ("entries:", "unresolvable: [sekreterare]\nentries:", "AG-D043", "sekreterare", "unresolvable"),
    ("entries:", "members: [twon]\nentries:", "AG-D047", "twon", "Menade du ”town”?"),
    ("entries:", "notice_for: [KS, AU]\nentries:", "AG-D029", "AU", "Organet ”AU”"),
    (TOWN[TOWN.index("bodies:") : TOWN.index("roles:")], "bodies: {}\nnotice_for: [KS]\n", "AG-D029", "KS", "under bodies"),
    ("entries:", "groups: [{name: Alla, members: [Utredare, town, Eva]}]\nentries:", "AG-D042", "Eva", "ingen organisation"),
    ("entries:", "groups: [{name: Alla, members: [Alla]}]\nentries:", "AG-D042", "Alla]", "medlem i sig själv"),
    ("entries:", "groups: [{name: Alla, members: [Andra]}, {name: De, aliases: [andra], members: [ALLA]}]\nentries:", "AG-D042", "Andra]", "medlem i sig själv"),
]  # fmt: skip


@pytest.mark.parametrize("case", ORGANISATIONS)
def test_a_mistake_in_an_organisation_is_found_at_its_place(
    office: Office,
    line_of: Callable[[Finding], str],
    case: tuple[str, str, str, str, str],
) -> None:
    """Bodies, roles, names, groups and addresses lead somewhere, or it is said where they don't."""
    old, new, rule, shown, words = case
    assert old in TOWN
    office.write("organisations/town.yaml", TOWN.replace(old, new))
    loaded = office.load()
    finding = next(each for each in loaded.findings if each.rule == rule)
    assert line_of(finding).startswith(shown)
    assert words in str(finding)
    assert loaded.organisations == {}


def test_groups_within_groups_are_no_circle(office: Office) -> None:
    """A group may hold groups, entries and organisations."""
    groups = (
        "groups:\n  - {name: Alla, members: [De få, Utredare, town]}\n"
        "  - {name: De få, members: [sekreterare]}\n"
    )
    office.write("organisations/town.yaml", TOWN + groups)
    assert office.load().findings == ()


SENT_TO: list[tuple[str, str, str, str, str]] = [
    ("name: Staden", 'name: "Staden\\nBcc: x"', "AG-D058", '"Staden', "på en rad"),
    ("name: Styrelsen", 'name: "Styrelsen\\n"', "", "", ""),
    ("name: Styrelsen", 'name: "Styr\\nelsen"', "AG-D058", '"Styr', "flera rader"),
    ("register_code: KS", 'register_code: "K\\nS"', "AG-D058", '"K', "ämnesrad"),
    ("email: sekreterare@staden.example, ", "", "AG-D069", "Sekreterare", "saknar adress"),
    ("email: sekreterare@staden.example, ", "holder: Eva, ", "AG-D069", "Sekreterare", "holder"),
    ("email: sekreterare@staden.example, ", "holder: utredare, ", "", "", ""),
    ("secretary: Sekreterare", "secretary: Alla", "", "", ""),
]  # fmt: skip


@pytest.mark.parametrize("case", SENT_TO)
def test_names_and_roles_of_an_organisation(
    office: Office, line_of: Callable[[Finding], str], case: tuple[str, str, str, str, str]
) -> None:
    """Names stand on one line, and what is sent to a role arrives."""
    old, new, rule, shown, words = case
    assert old in TOWN
    group = "groups: [{name: Alla, members: [Utredare]}]\n"
    office.write("organisations/town.yaml", TOWN.replace(old, new) + group)
    findings = office.load().findings
    assert [each.rule for each in findings] == ([rule] if rule else [])
    for finding in findings:
        assert line_of(finding).startswith(shown)
        assert words in f"{finding.sentence} {finding.fix}"
