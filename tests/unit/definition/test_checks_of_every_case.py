"""Conditions tried in every case: lines never used, cases left out, matters that get stuck, empty fields."""

from collections.abc import Callable

import pytest
from written_office import APPROVES, CLOSED, SENT, TOWN, Change, Office

from workflow.errors import Finding

AMOUNT = "  amount: {type: money, label: Belopp}\n"
SIZE = "  size: {type: choice, choices: [small, big], label: Storlek}\n"
FIELDS = "fields:\n"
DEADLINE = "deadlines:\n  soon: {label: Snart, %s}\n"
KS_ALONE = (
    TOWN.replace("organisation: town", "organisation: village")
    .replace("  KF: {name: Fullmäktige, kind: council}\n", "")
    .replace(", parent: KF", "")
)


def lines(*written: str) -> Change:
    """Other lines for the event ``sent``."""
    return ((SENT, "".join(f"  - {{event: sent, from: begun, {each}}}\n" for each in written)),)


def guarded(text: str, rest: str = "") -> Change:
    """Only one of two lines for ``sent`` has a condition."""
    return lines(f"to: at_KS, guard: '{text}'{rest}", "to: closed")


SIZED: Change = ((FIELDS, FIELDS + SIZE),)
ADJUSTED: Change = (
    ("  approves: {label", "  minutes_adjusted: {label: Justerat}\n  approves: {label"),
)
LATE: Change = (("  approves: {label", "  late: {label: För sent}\n  approves: {label"),)


def late(line: str) -> Change:
    """What the end of a deadline leads to."""
    return (*LATE, (SENT, SENT + f"  - {{event: late, from: begun, {line}}}\n"))


FOUND: list[tuple[Change, str, str, str, str]] = [
    # (changes, more, rule, what stands at the place, words)
    (guarded("fields.amount > 5 && fields.amount < 3"), "", "AG-D023", "'fields", "alltid falskt"),
    (guarded("children.total > 0"), "", "AG-D023", "'children", "alltid falskt"),
    ((*SIZED, *guarded('!(fields.size in ["", "small", "big"])')), "", "AG-D023", "'!(", "alltid falskt"),
    ((("reason: {type: text", "reason: {required: true, type: text"), *guarded("known.reason || fields.ready")), "", "AG-D023", "'known", "alltid sant"),
    ((("reason: {type: text", "reason: {default: x, type: text"), *guarded("known.reason || fields.ready")), "", "AG-D023", "'known", "alltid sant"),
    (late("to: closed, roles: [engine], guard: given.reason && fields.ready"), DEADLINE % "after: P1M, counts_from: registered, during: begun, on_expiry: {event: late}", "AG-D023", "given", "alltid falskt"),
    (guarded('event == "approves"'), "", "AG-D023", "'event", "alltid falskt"),
    (lines("to: at_KS, guard: fields.amount > 5", "to: closed, guard: fields.amount > 9", "to: same"), "", "AG-D021", "{event: sent", "varje fall"),
    (lines("to: at_KS, guard: fields.ready", "to: closed, guard: '!fields.ready'", "to: same"), "", "AG-D021", "{event: sent", "varje fall"),
    (lines("to: at_KS, guard: fields.amount > 5", "to: closed, guard: 'fields.amount > 0 && fields.amount < 5'"), "", "AG-D050", "{event: sent", "fields.amount är 0"),
    ((*SIZED, *lines("to: at_KS, guard: 'fields.size == \"small\"'", "to: at_KS, guard: 'fields.size == \"big\"'")), "", "AG-D050", "{event: sent", "fields.size är tomt"),
    (lines("to: at_KS, guard: known.amount && fields.ready", "to: closed, guard: known.amount && known.reason"), "", "AG-D050", "{event: sent", "fields.ready är falskt, reason är inte ifyllt"),
    ((*ADJUSTED, (APPROVES, APPROVES + "  - {event: minutes_adjusted, from: at_KS, to: closed, guard: 'point.outcome == \"approves\"'}\n")), "", "AG-D050", "{event: minutes", "då står ärendet kvar"),
    (late("to: closed, guard: fields.ready"), DEADLINE % "after: P1M, counts_from: registered, during: begun, on_expiry: {event: late}", "AG-D050", "{event: late", "fields.ready är falskt"),
    (guarded('"KSS" in organisation.bodies'), "", "AG-D051", "'\"KSS", "Menade du ”KS”?"),
    (guarded('"KSS" in matter.decided_by'), "", "AG-D051", "'\"KSS", "matter.decided_by"),
    (guarded('organisation.kind == "municipalty"'), "", "AG-D051", "'org", "Menade du ”municipality”?"),
    (guarded('point.outcome == "approved"'), "", "AG-D051", "'point", "Menade du ”approves”?"),
    (guarded('point.proposed == "sent"'), "", "AG-D051", "'point", "”sent”"),
    (guarded('"chief" in actor.roles'), "", "AG-D051", "'\"chief", "Välj bland engine, officer, secretary"),
    (guarded('event == "snt" || fields.ready'), "", "AG-D051", "'event", "Menade du ”sent”?"),
    ((*SIZED, *guarded('fields.size == "medium" || fields.ready')), "", "AG-D051", "'fields", "Välj bland big, small"),
    (guarded('fields.wanted == "2025-13"'), "", "AG-D051", "'fields", "någon månad"),
    (guarded("fields.amount < 100"), "", "AG-D052", "'fields", "räknas det som 0"),
    (guarded("fields.amount < point.tabled || fields.amount < 9"), "", "AG-D052", "'fields", "known.amount &&"),
    (guarded("today > fields.asked_on"), "", "AG-D052", "'today", "1970-01-01"),
    ((*SIZED, *guarded('fields.size != "big"')), "", "AG-D052", "'fields", "räknas det som tomt"),
    ((("body: KS}", "body: KS, entry: true}"), (APPROVES, APPROVES.replace("to: closed", "to: closed, guard: fields.amount < 9") + "  - {event: sent, from: at_KS, to: closed}\n"), (SENT, SENT.replace("to: at_KS", "to: at_KS, requires: amount"))), "", "AG-D052", "fields", "”amount”"),
]  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_what_goes_wrong_in_some_case_is_found(
    office: Office, line_of: Callable[[Finding], str], case: tuple[Change, str, str, str, str]
) -> None:
    """By its rule, at its place, with the case or a fix."""
    changes, more, rule, shown, words = case
    finding = office.finds(*changes, add=more, rule=rule)
    assert line_of(finding).startswith(shown)
    assert words in f"{finding.sentence} {finding.fix}"


@pytest.mark.parametrize(
    ("changes", "add"),
    [
        # a condition that only allows an extra way, or opens the only one
        (guarded("fields.amount > 5"), ""),
        (lines("to: at_KS, guard: fields.amount > 5"), ""),
        (lines("to: at_KS, guard: 'point.tabled > 2'", "to: closed, automatic: true, guard: fields.ready"), ""),
        # overlapping, with the first before the second: the order is the priority
        (lines("to: at_KS, guard: fields.amount > 9", "to: closed, guard: fields.amount > 5", "to: same"), ""),
        # every case has a line
        (lines("to: at_KS, guard: fields.ready", "to: closed, guard: '!fields.ready'"), ""),
        ((*SIZED, *lines("to: at_KS, guard: 'fields.size == \"small\"'", "to: closed, guard: 'fields.size == \"big\"'", "to: same, guard: 'fields.size == \"\"'")), ""),
        ((("reason: {type: text", "reason: {required: true, type: choice, choices: [a, b]"), *lines("to: at_KS, guard: 'fields.reason == \"a\"'", "to: closed, guard: 'fields.reason == \"b\"'")), ""),
        # a gate that all lines share, and then a choice between them
        (lines("to: at_KS, guard: known.amount && fields.ready", "to: closed, guard: known.amount && !fields.ready"), ""),
        (lines("to: at_KS, guard: '!matter.minority_used && given.reason'", "to: closed, guard: '!matter.minority_used'"), ""),
        # ways of the same kind that may all be closed
        (lines("to: at_KS, guard: known.amount", "to: at_KS, guard: fields.ready"), ""),
        # what can't be looked into says nothing
        (lines("to: at_KS, guard: 'fields.parties.exists(each, each == \"a\")'", "to: closed, guard: fields.amount > 5"), ""),
        # which bodies there are is no case that is left out
        (lines("to: at_KS, guard: '\"KF\" in organisation.bodies'", "to: closed, guard: '\"KS\" in organisation.bodies && fields.ready'"), ""),
        # the engine's own event, with a line for the rest
        ((*ADJUSTED, (APPROVES, APPROVES + "  - {event: minutes_adjusted, from: at_KS, to: closed, guard: 'point.outcome == \"approves\"'}\n  - {event: minutes_adjusted, from: at_KS, to: same}\n")), ""),
        # the deadline tells somebody, who sees to the rest
        (late("to: closed, guard: fields.ready"), DEADLINE % "hard: true, after: P1M, counts_from: registered, during: begun, on_expiry: {event: late}"),
        # what is spoken of exists
        (guarded('"KF" in organisation.bodies || organisation.kind == "other" || "officer" in actor.roles || "engine" in actor.roles'), ""),
        (guarded('point.outcome == "approves" || point.proposed == "" || "approves" in matter.outcomes'), ""),
        (guarded('fields.wanted == "2025-12" || fields.reason == "anything"'), ""),
        # empty fields make nothing true, or are asked for
        (guarded("fields.amount > 100"), ""),
        (guarded("known.amount && fields.amount < 100"), ""),
        (guarded("given.amount && fields.amount < 100"), ""),
        (guarded("fields.amount < 100", ", requires: amount"), ""),
        (guarded("fields.amount == 0"), ""),
        (guarded('fields.reason != ""'), ""),
        (guarded('fields.reason == "" || fields.ready'), ""),
        (guarded("fields.ready == false"), ""),
        (guarded("today < fields.asked_on"), ""),
        (guarded("1000 / fields.amount < 10"), ""),
        (guarded("size(fields.parties) < 5"), ""),
        (guarded('fields.amount < 5 && fields.parties.exists(each, each == "a")'), ""),
        ((("amount: {type: money", "amount: {required: true, type: money"), *guarded("fields.amount < 100")), ""),
        (((APPROVES, APPROVES.replace("to: closed", "to: closed, guard: fields.amount < 9") + "  - {event: sent, from: at_KS, to: closed}\n"), (SENT, SENT.replace("to: at_KS", "to: at_KS, requires: amount"))), ""),
        # a line that opens a point has no way before it
        ((("  approves: {label", "  again: {label: Igen}\n  approves: {label"), (APPROVES, APPROVES + "  - {event: again, from: new, to: begun, guard: fields.amount < 9}\n")), ""),
    ],
)  # fmt: skip
def test_what_can_go_right_is_not_complained_about(
    office: Office, changes: Change, add: str
) -> None:
    """No finding where the case can't be, is meant, or can't be told."""
    assert office.small(*changes, add=add) == ()


def test_a_case_that_no_organisation_is_in_isnt_left_out(office: Office) -> None:
    """Which bodies an organisation has is only asked of those that there are."""
    changes = lines(
        "to: at_KS, guard: '\"KF\" in organisation.bodies && known.amount'",
        "to: closed, guard: '\"KF\" in organisation.bodies && !known.amount'",
        "to: closed, guard: '!(\"KF\" in organisation.bodies) && fields.ready'",
    )
    assert office.small(*changes) == ()
    office.write("organisations/village.yaml", KS_ALONE)
    (finding,) = office.small(*changes)
    assert finding.rule == "AG-D050"
    assert finding.sentence.endswith("organisationen har inte ”KF”, fields.ready är falskt.")


def test_a_line_of_no_use_in_several_states_is_told_once(office: Office) -> None:
    """Also where other lines stand before it in one of them."""
    findings = office.small(
        (CLOSED, "  other: {label: Annat, owner: officer, entry: true}\n" + CLOSED),
        *lines(
            "to: closed, guard: point.tabled > 20",
            "to: at_KS, guard: point.tabled > 5",
        ),
        (APPROVES, APPROVES + """\
  - {event: sent, from: other, to: at_KS, guard: point.tabled > 4}
  - {event: sent, from: [begun, other], to: closed, guard: point.tabled > 9}
"""),
    )  # fmt: skip
    (finding,) = (each for each in findings if each.rule == "AG-D021")
    assert "från ”begun”" in finding.sentence


def test_lines_of_a_route_are_judged_as_the_route_is_written(office: Office) -> None:
    """What is always so in one type that uses it is no fault of the route; what always is, is."""
    way = (
        "route: way\nlabel: Vägen\nfields:\n  reason: {type: text, label: Skäl}\ninitial: begun\n"
        "states:\n  begun: {label: Påbörjat, owner: officer}\n  closed: {label: Slut, final: true}\n"
        "events:\n  sent: {label: Sänt}\n  closes: {label: Stängs, form: decides}\ntransitions:\n"
        "  - {event: sent, from: begun, to: closed, guard: 'known.reason && point.outcome != \"closes\"'}\n"
        "  - {event: sent, from: begun, to: same, guard: %s}\n  - {event: sent, from: begun, to: closed}\n"
    )
    plain = (
        "matter_type: small\nlabel: Litet\nuses: way\nfields:\n  reason: {type: text, required: true, label: S}\n"
        "transitions:\n  - {event: sent, from: begun, to: same, guard: '!known.reason && point.tabled > 5'}\n"
    )
    office.write("matters/small.yaml", plain.replace("!known.reason && ", ""))
    office.write("routes/way.yaml", way % "known.reason")
    assert office.load().findings == ()
    office.write("routes/way.yaml", way % "'known.reason && point.outcome == \"\"'")
    (finding,) = office.load().findings
    assert (finding.rule, finding.line) == ("AG-D021", 14)
    office.write("matters/small.yaml", plain)
    assert {each.rule for each in office.load().findings} == {"AG-D021", "AG-D023"}


STUCK: list[tuple[Change, str, str]] = [
    (  # in both, told once
        ((APPROVES, APPROVES.replace("to: closed", "to: closed, guard: '\"KF\" in organisation.bodies && \"AU\" in organisation.bodies'")),),
        "at_KS", "en organisation med KF, KS",
    ),
    (
        ((APPROVES, APPROVES.replace("to: closed", "to: closed, guard: '\"KF\" in organisation.bodies'")),),
        "at_KS", "en organisation med KS",
    ),
    (  # a closed line that leads nowhere else is no way out
        ((APPROVES, APPROVES.replace("to: closed", "to: closed, guard: '\"KF\" in organisation.bodies'") + "  - {event: sent, from: at_KS, to: same, guard: '\"KF\" in organisation.bodies'}\n"),),
        "at_KS", "en organisation med KS",
    ),
    (
        ((APPROVES, "  - {event: approves, from: at_KS, to: held}\n  - {event: sent, from: held, to: closed, guard: 'point.outcome != \"approves\"'}\n"), (CLOSED, "  held: {label: Väntar, owner: officer}\n" + CLOSED)),
        "held", "efter ”approves”",
    ),
    (
        ((APPROVES, APPROVES.replace("to: closed", "to: closed, guard: 'organisation.kind == \"other\"'")),),
        "at_KS", "en organisation med KF, KS",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", STUCK)
def test_a_matter_that_gets_stuck_is_found(
    office: Office, line_of: Callable[[Finding], str], case: tuple[Change, str, str]
) -> None:
    """In the organisation or after the decision that closes every way out, with the way there."""
    changes, state, words = case
    office.write("organisations/village.yaml", KS_ALONE)
    findings = [each for each in office.small(*changes) if each.rule == "AG-D049"]
    (finding,) = findings
    assert line_of(finding).startswith(f"{state}:")
    assert words in finding.sentence
    assert finding.way == (("begun", "at_KS") if state == "at_KS" else ("begun", "at_KS", "held"))


@pytest.mark.parametrize(
    "changes",
    [
        # the type is for others
        ((APPROVES, APPROVES.replace("to: closed", "to: closed, guard: '\"KF\" in organisation.bodies'")), ("decided_by: [KS, KF]", "decided_by: [KF]")),
        # another way is open, or may come to be
        ((APPROVES, APPROVES.replace("to: closed", "to: closed, guard: '\"KF\" in organisation.bodies'") + "  - {event: sent, from: at_KS, to: closed}\n"),),
        ((APPROVES, APPROVES.replace("to: closed", "to: closed, guard: '\"KF\" in organisation.bodies || fields.ready'")),),
        ((APPROVES, APPROVES.replace("to: closed", "to: closed, guard: 'organisation.bodies.exists(each, each == \"KF\")'")),),
        # it never comes there
        ((SENT, SENT.replace("to: at_KS", "to: at_KS, guard: '\"KF\" in organisation.bodies'") + "  - {event: approves, from: begun, to: closed}\n"), (APPROVES, APPROVES.replace("to: closed", "to: closed, guard: '\"KF\" in organisation.bodies'"))),
        # after every other decision
        ((APPROVES, APPROVES + "  - {event: sent, from: at_KS, to: closed, guard: 'point.outcome == \"approves\"'}\n"),),
    ],
)  # fmt: skip
def test_a_matter_that_gets_on_is_not_complained_about(office: Office, changes: Change) -> None:
    """Closed ways that aren't the only ones, or that no matter stands before."""
    office.write("organisations/village.yaml", KS_ALONE)
    assert office.small(*changes) == ()


def test_without_organisations_any_may_be_meant(office: Office) -> None:
    """Only what closes the way in every organisation is found then."""
    (office.directory / "organisations/town.yaml").unlink()
    closing = APPROVES.replace("to: closed", "to: closed, guard: '%s'")
    assert office.small((APPROVES, closing % '"KF" in organisation.bodies')) == ()
    held = (
        (APPROVES, closing % 'point.outcome == "x" && "KF" in organisation.bodies'),
        ("approves: {label: Godkänns, form: decides}", "approves: {label: Godkänns}"),
    )
    (finding,) = office.small(*held)
    assert finding.rule == "AG-D049"
    assert finding.sentence.endswith(
        "kan ärendet fastna: varje väg till ett slut är stängd av villkor."
    )
