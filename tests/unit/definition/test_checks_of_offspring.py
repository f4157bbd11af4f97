"""Matters that the engine registers: they get what they need, and can answer what is awaited."""

from collections.abc import Callable

import pytest
from written_office import ANSWER, APPROVES, CHILDREN, JOINED, SENT, SMALL, Change, Office

from workflow.errors import Finding

EVENTS = "  approves: {label"
TWICE = "  - {event: [approves, refuses], from: at_KS, to: same}\n  - {event: sent, from: at_KS, to: closed}\n"

OFFSPRING: list[tuple[Change, Change, Change, str, str, str]] = [
    # (of the type, of its children, of the child's type, rule, place, words)
    ((), (), (), "", "", ""),
    ((), (), (("reason: {type: text", "reason: {required: true, type: text"),), "AG-D063", "copy", "Lägg till reason under copy."),
    ((), (("[amount]", "[amount, reason]"),), (("reason: {type: text", "reason: {required: true, type: text"),), "AG-D063", "copy", "kan vara tomt"),
    ((("reason: {type: text", "reason: {default: x, type: text"),), (("[amount]", "[amount, reason]"),), (("reason: {type: text", "reason: {required: true, type: text"),), "", "", ""),
    ((), (), (("reason: {type: text", "reason: {required: true, default: x, type: text"),), "", "", ""),
    ((), (), (("amount: {type: money", "amount: {type: date"),), "AG-D063", "amount", "typen money"),
    ((), (), (("amount: {type: money", "amount: {type: integer"),), "", "", ""),
    ((), (("[amount]", "[reason]"),), (("reason: {type: text", "reason: {type: choice, choices: [a]"),), "AG-D063", "reason", "andra val"),
    ((("reason: {type: text", "reason: {type: choice, choices: [a, b]"),), (("[amount]", "[reason]"),), (("reason: {type: text", "reason: {type: choice, choices: [a]"),), "AG-D063", "reason", "andra val"),
    ((("reason: {type: text", "reason: {type: choice, choices: [a]"),), (("[amount]", "[reason]"),), (("reason: {type: text", "reason: {type: choice, choices: [a, b]"),), "", "", ""),
    ((("reason: {type: text", "reason: {type: choice, choices: [a]"),), (("[amount]", "[reason]"),), (), "", "", ""),
    ((), (("[approves]", "[approves, adopts]"),), (), "AG-D064", "adopts", "aldrig svara ”adopts”"),
    ((), (("[approves]", "[approves, closed]"),), ((APPROVES, APPROVES + "  - {event: sent, from: at_KS, to: closed}\n"),), "", "", ""),
    ((), (("[approves]", "[approves, closed]"),), (), "AG-D064", "closed", "Välj bland approves"),
    ((), (("[approves]", "[approves, refuses]"),), ((APPROVES, TWICE), (EVENTS, "  refuses: {label: Nej, form: decides}\n" + EVENTS)), "", "", ""),
    ((), (("[approves]", "[approves, closed]"),), ((EVENTS, "  again: {label: Igen}\n" + EVENTS), (APPROVES, APPROVES + "  - {event: again, from: new, to: at_KS}\n")), "AG-D064", "closed", "aldrig svara"),
    ((), (("then: answered", "then: approves"),), (), "AG-D064", "approves", "egen händelse"),
]  # fmt: skip


@pytest.mark.parametrize("case", OFFSPRING)
def test_children_are_registered_and_answer(
    office: Office,
    line_of: Callable[[Finding], str],
    case: tuple[Change, Change, Change, str, str, str],
) -> None:
    """They get what their type requires, of the right form, and can give every answer that counts."""
    own, block, child, rule, shown, words = case
    text, answer = CHILDREN, ANSWER
    for old, new in block:
        assert old in text
        text = text.replace(old, new)
    for old, new in child:
        assert old in answer
        answer = answer.replace(old, new)
    office.write("matters/answer.yaml", answer)
    findings = [
        each for each in office.small(*JOINED, *own, add=text) if each.rule == rule or not rule
    ]
    assert len(findings) == (1 if rule else 0), findings
    for finding in findings:
        assert line_of(finding).startswith(shown)
        assert words in f"{finding.sentence} {finding.fix}"


def test_the_engine_never_starts_children_for_nobody(office: Office) -> None:
    """Where it brings points to a state with children, their list is set, or there is another way."""
    office.write("matters/answer.yaml", ANSWER)

    def rules(line: str, *changes: tuple[str, str]) -> list[str]:
        return [each.rule for each in office.small(*JOINED, (SENT, line), *changes, add=CHILDREN)]

    automatic = SENT.replace("to: at_KS", "to: at_KS, automatic: true%s")
    assert rules(SENT) == []
    assert rules(automatic % "") == ["AG-D067"]
    assert rules(automatic % ", guard: fields.ready") == ["AG-D067"]
    assert rules(automatic % ", guard: known.parties || fields.ready") == ["AG-D067"]
    assert rules(automatic % ", guard: known.parties && fields.ready") == ["AG-D067"]
    assert rules(automatic % ", guard: given.parties && fields.ready") == []
    assert rules(automatic % ", guard: size(fields.parties) > 0") == []
    assert rules(automatic % ", guard: '\"town\" in fields.parties'") == []
    required = ("parties: {type: list", "parties: {required: true, type: list")
    assert rules(automatic % "", required) == []
    adjusted = SENT.replace("event: sent", "event: minutes_adjusted")
    named = ("  sent: {label: Till styrelsen}", "  minutes_adjusted: {label: Justerat}")
    assert rules(adjusted, named) == ["AG-D067"]
    assert rules(adjusted.replace("to: at_KS", "to: at_KS, requires: parties"), named) == []


ASSIGNMENT = SMALL.replace("matter_type: small", "matter_type: assignment").replace(
    "fields:\n",
    "fields:\n  owner: {type: text, required: true, label: Vem}\n  given_in: {type: text, label: I}\n"
    "  due: {type: date, label: Dag}\n  due_month: {type: month, label: Månad}\n"
    "  due_body: {type: text, label: Organ}\n",
)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("", "", ""),
        ("due_body: {type: text, label: Organ}", "body: {type: text, label: Organ}", "”due_body” (text)"),
        ("due: {type: date", "due: {type: text", "”due” (date)"),
        ("given_in: {type: text", "given_in: {type: choice, choices: [a]", "”given_in”"),
        ("due: {type: date", "due: {required: true, type: date", "kräver ”due”"),
        ("reason: {type: text", "reason: {required: true, type: text", "kräver ”reason”"),
        ("reason: {type: text", "reason: {required: true, default: x, type: text", ""),
    ],
)  # fmt: skip
def test_assignments_become_matters_that_are_registered(
    office: Office, old: str, new: str, words: str
) -> None:
    """Their type has the fields that the engine fills in, and requires no others."""
    assert old in ASSIGNMENT
    office.write("matters/assignment.yaml", ASSIGNMENT.replace(old, new) if old else ASSIGNMENT)
    findings = office.small(("fields:\n", "assignments_as: assignment\nfields:\n"))
    assert [each.rule for each in findings] == (["AG-D063"] if words else [])
    assert all(words in each.sentence for each in findings)
