"""Matters that others answer: where they start, whom they ask, and how the answers come together."""

from collections.abc import Callable

import pytest
from written_office import ANSWER, CHILDREN, JOINED, Office

from workflow.errors import Finding


def with_children(office: Office, *changes: tuple[str, str]) -> tuple[Finding, ...]:
    """The small type with children of another type."""
    text = CHILDREN
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    office.write("matters/answer.yaml", ANSWER)
    return office.small(*JOINED, add=text)


def test_children_that_can_be_joined_have_no_findings(office: Office) -> None:
    """A child's type that exists, gives the answer and has the fields."""
    assert with_children(office) == ()


@pytest.mark.parametrize(
    "case",
    [
        ("on: at_KS", "on: at_ks", "AG-D014", "at_ks", "Menade du ”at_KS”?"),
        ("each: fields.parties", "each: fields.partys", "AG-D032", "fields.partys", "parties"),
        ("each: fields.parties", "each: fields.amount", "AG-D032", "fields.amount", "list"),
        ("copy: [amount]", "copy: [amont]", "AG-D032", "amont", "Menade du ”amount”?"),
        ("accepts: [approves]", "accepts: []", "AG-D036", "accepts", "Inget svar räknas som ja"),
        ("accepts: [approves]", "accepts: [ja]", "AG-D036", "accepts", "ger aldrig något"),
        ("then: answered", "then: sent", "AG-D036", "then", "när svaren har kommit"),
        ("otherwise: answered", "otherwise: no_way", "AG-D036", "otherwise", "no_way"),
        ("matter_type: answer", "matter_type: anser", "AG-D033", "anser", "Menade du ”answer”?"),
        ("matter_type: answer", "matter_type: small", "AG-D037", "small", "small → small"),
    ],
)
def test_a_mistake_in_children_is_found(
    office: Office, line_of: Callable[[Finding], str], case: tuple[str, str, str, str, str]
) -> None:
    """Where they start, whom they ask, and how the answers come together."""
    old, new, rule, shown, words = case
    finding = next(each for each in with_children(office, (old, new)) if each.rule == rule)
    assert line_of(finding).startswith(shown)
    assert words in str(finding)


def test_children_of_children_never_lead_back(office: Office) -> None:
    """Two types that start each other are found in both, with the way around."""
    back = CHILDREN.replace("matter_type: answer", "matter_type: small")
    office.write("matters/answer.yaml", ANSWER + back)
    findings = [each for each in office.small(*JOINED, add=CHILDREN) if each.rule == "AG-D037"]
    assert {each.way for each in findings} == {
        ("small", "answer", "small"),
        ("answer", "small", "answer"),
    }


def test_a_field_that_goes_along_must_exist_in_the_childs_type(office: Office) -> None:
    """What is copied is looked for in both types."""
    office.write("matters/answer.yaml", ANSWER.replace("amount:", "sum:"))
    (finding,) = office.small(*JOINED, add=CHILDREN)
    assert finding.rule == "AG-D032"
    assert "”answer”" in finding.sentence


def test_a_broken_childs_type_is_not_complained_about_twice(office: Office) -> None:
    """A type that exists but is broken has its own findings, and only these."""
    office.write("matters/answer.yaml", "matter_type: answer\n")
    findings = office.small(*JOINED, add=CHILDREN)
    assert {each.path.rsplit("/", 1)[1] for each in findings} == {"answer.yaml"}
