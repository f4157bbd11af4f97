"""What is checked beyond form: each mistake by its rule, at its place, with a fix."""

from collections.abc import Callable

import pytest
from written_office import APPROVES, CLOSED, SENT, Change, Office

from workflow.errors import Finding

KS = "  at_KS: {label: Hos styrelsen, phase: KS, body: KS}\n"
DEADLINE = "deadlines:\n  soon: {label: Snart, hard: true, %s}\n"
DUE = "after: P1M, counts_from: registered"


def more(line: str) -> Change:
    """One more transition."""
    return ((APPROVES, APPROVES + f"  - {line}\n"),)


def state(line: str) -> Change:
    """One more state."""
    return ((CLOSED, CLOSED + f"  {line}\n"),)


def guard(text: str) -> Change:
    """The first transition with a guard."""
    return ((SENT, SENT.replace("to: at_KS", f"to: at_KS, guard: {text}")),)


OPENS = "{event: again, from: new, to: at_KS}"
AGAIN: Change = (
    ("  approves: {label", "  again: {label: Tas upp på nytt}\n  approves: {label"),
    *more(OPENS),
)
"""An event that opens a new point."""


def opening(line: str) -> Change:
    """An event that opens a new point, written so."""
    return (*AGAIN, (OPENS, line))


ELSEWHERE: Change = (
    (CLOSED, "  other: {label: Annat, owner: officer}\n" + CLOSED),
    (SENT, SENT + "  - {event: sent, from: other, to: at_KS}\n"),
)
"""A state that leads on, but that nothing leads to."""

STATES: list[tuple[Change, str, str, str]] = [
    ((("initial: begun", "initial: begin"),), "AG-D013", "begin", "Menade du ”begun”?"),
    ((("initial: begun", "initial: closed"),), "AG-D013", "closed", "slutar där det börjar"),
    ((("to: closed", "to: closd"),), "AG-D014", "closd", "Läget ”closd” finns inte. Menade du ”closed”?"),
    ((("from: at_KS", "from: [at_KS, at_ks]"),), "AG-D014", "at_ks", "Menade du ”at_KS”?"),
    (state("same: {label: Samma, final: true}"), "AG-D014", "same", "får inte heta ”same”"),
    (state("new: {label: Ny, final: true}"), "AG-D014", "new", "får inte heta ”new”"),
    (opening("{event: again, from: new, to: at_ks}"), "AG-D014", "at_ks", "Menade du ”at_KS”?"),
    (more("{event: sent, from: closed, to: begun}"), "AG-D020", "closed,", "är ett slut"),
    (state("alone: {label: Ensam, final: true}"), "AG-D016", "alone", "kan inte nås"),
    (((APPROVES, APPROVES.replace("to: closed", "to: same")),), "AG-D017", "at_KS", "ingen väg vidare"),
    (((APPROVES, APPROVES.replace("to: closed", "to: begun")),), "AG-D018", "begun", "inget slut nås"),
    (((CLOSED, CLOSED.replace(", final: true", "")),), "AG-D019", "states", "Inget läge är ett slut"),
    (((", owner: officer", ""),), "AG-D024", "begun", "utan att någon har det"),
    (
        (*more("{event: sent, from: at_KS, to: begun, automatic: true}"), (SENT, SENT.replace("to: at_KS", "to: at_KS, automatic: true"))),
        "AG-D035", "{event: sent, from: begun", "begun → at_KS → begun",
    ),
    (more("{event: approves, from: begun, to: same, automatic: true}"), "AG-D035", "{event: approves, from: begun", "begun → begun"),
    (
        (*more("{event: approves, from: kf, to: closed}"), ("  closed:", "  kf: {label: KF, body: KF}\n  closed:"), ("from: begun, to: at_KS", "from: begun, to: kf"), ("from: at_KS", "from: kf")),
        "AG-D038", "kf:", "begun → kf",
    ),
]  # fmt: skip
EVENTS: list[tuple[Change, str, str, str]] = [
    ((("event: sent", "event: [sent, snt]"),), "AG-D015", "snt]", "Menade du ”sent”?"),
    ((("  sent: {label: T", "  state: {label: Läge}\n  sent: {label: T"),), "AG-D015", "state:", "får inte heta"),
    (more("{event: sent, from: begun, to: closed, automatic: true, requires: reason}"), "AG-D015", "requires", "görs aldrig"),
    (more("{event: sent, from: begun, to: closed}"), "AG-D021", "{event: sent, from: begun, to: closed", "small.yaml:20 gäller alltid före"),
    ((*guard("known.reason"), *more("{event: sent, from: begun, to: closed, guard: known.reason}")), "AG-D021", "{event: sent, from: begun, to: closed", "aldrig"),
    (opening("{event: [approves, again], from: new, to: at_KS}"), "AG-D048", "event", "beslut av ett organ"),
    (opening("{event: again, from: new, to: at_KS, automatic: true}"), "AG-D048", "automatic", "Ta bort automatic."),
    (opening("{event: again, from: new, to: same}"), "AG-D048", "to: same", "kan inte öppnas i ”same”"),
    (opening("{event: again, from: new, to: closed}"), "AG-D048", "to: closed", "något återstår"),
    (opening("{event: [again, sent], from: new, to: at_KS}"), "AG-D048", "from", "egen händelse"),
    (opening("{event: again, from: [new, begun], to: at_KS}"), "AG-D048", "from", "egen händelse"),
    (opening("{event: agian, from: new, to: at_KS}"), "AG-D015", "agian", "Menade du ”again”?"),
    ((*AGAIN, (OPENS, f"{OPENS}\n  - {OPENS}")), "AG-D021", OPENS, "aldrig för ”again” från ”new”"),
    (((SENT, SENT.replace("to: at_KS", "to: at_KS, effects: [post_notise]")),), "AG-D034", "post_notise", "Menade du ”post_notice”?"),
]  # fmt: skip
GUARDS: list[tuple[Change, str, str, str]] = [
    (guard("fields.amout > 1"), "AG-D022", ".amout", "Menade du ”fields.amount”?"),
    (guard("'fields.amount > \"x\"'"), "AG-D022", '> "x"', "värden av olika slag"),
    (guard("given.amout"), "AG-D022", ".amout", "Menade du ”given.amount”?"),
    (guard("given.amount || !given.amount"), "AG-D023", "given.amount", "alltid sant"),
    (guard("fields.amount +"), "AG-D022", "}", "inte att läsa som CEL"),
    (guard("fields.amount"), "AG-D022", "fields.amount", "inte sant eller falskt"),
    (guard("\n      fields.ready &&\n      fields.redy"), "AG-D022", "fields.ready &&", "fields.redy"),
    (guard("1 / 0 == 1 || fields.ready"), "AG-D022", "1 / 0", "inte alltid att räkna ut"),
    (guard("'true'"), "AG-D023", "'true'", "alltid sant. Ta bort villkoret."),
    (guard("1 > 2"), "AG-D023", "1 > 2", "alltid falskt. Ta bort övergången"),
    (guard("fields.ready || !fields.ready"), "AG-D023", "fields.ready", "alltid sant"),
]  # fmt: skip
FIELDS: list[tuple[Change, str, str, str]] = [
    ((("money, label: Belopp", "money, label: Belopp, default: '5'"),), "AG-D046", "'5'", "hela kronor"),
    ((("money, label: Belopp", "money, label: Belopp, default: true"),), "AG-D046", "true", "hela kronor"),
    ((("boolean, label: Klart", "boolean, label: Klart, default: 1"),), "AG-D046", "1}", "true eller false"),
    ((("date, label: Begärt", "date, label: Begärt, default: i går"),), "AG-D046", "i går", "en dag"),
    ((("date, label: Begärt", "date, label: Begärt, default: 5"),), "AG-D046", "5}", "en dag"),
    ((("month, label: Ö", "month, default: 2024-13, label: Ö"),), "AG-D046", "2024-13", "en månad"),
    ((("text, label: Skäl", "text, label: Skäl, default: 5"),), "AG-D046", "5}", "en text"),
    ((("list, label: P", "list, default: [a, 5], label: P"),), "AG-D046", "[a, 5]", "en lista"),
    ((("text, label: Skäl", "text, label: Skäl, choices: [a]"),), "AG-D046", "reason", "kan inte ha val"),
    ((("text, label: Skäl", "choice, label: Skäl"),), "AG-D046", "reason", "saknar val"),
    ((("text, label: Skäl", "choice, choices: [a, b], default: c, label: Skäl"),), "AG-D046", "c, label", "Välj bland a, b."),
    (((SENT, SENT.replace("to: at_KS", "to: at_KS, requires: [reasn]")),), "AG-D032", "reasn", "Menade du ”reason”?"),
]  # fmt: skip
DEADLINES: list[tuple[str, str, str, str]] = [
    ("counts_from: registered", "AG-D027", "soon", "säger inte när"),
    ("rule: KL-5:35, day: asked_on, counts_from: fields.asked_on", "AG-D027", "soon", "rule, day"),
    ("after: P1M", "AG-D027", "soon", "vad den räknas från"),
    ("after: P1M, counts_from: entered", "AG-D027", "counts_from", "Lägg till during"),
    ("after: P1M, counts_from: registred", "AG-D027", "registred", "Menade du ”registered”?"),
    ("after: P1M, counts_from: fields.ready", "AG-D032", "fields.ready", "här behövs date"),
    ("after: P1M, counts_from: fields.asked", "AG-D032", "fields.asked", "Menade du ”asked_on”?"),
    ("day: asked_on, counts_from: registered", "AG-D027", "counts_from", "räknas inte från något"),
    ("day: ready", "AG-D032", "ready", "typen boolean"),
    ("month: wanted", "AG-D027", "month", "vilket organs"),
    ("month: reason, body: KS", "AG-D032", "reason", "här behövs month"),
    ("month: wanted, body: fields.ready", "AG-D032", "fields.ready", "text eller choice"),
    ("month: wanted, body: KSS", "AG-D029", "KSS", "Menade du ”KS”?"),
    ("day: asked_on, body: KS", "AG-D027", "body", "bara med month"),
    ("rule: KL-5:36, counts_from: registered", "AG-D028", "KL-5:36", "Lagregeln ”KL-5:36” finns inte"),
    ("after: P0D, counts_from: registered", "AG-D027", "after", "längre än noll"),
    ("after: P11Y, counts_from: registered", "AG-D027", "after", "högst tio år"),
    ("recurs: VARJE ÅR, counts_from: registered", "AG-D027", "recurs", "RFC 5545"),
    ("recurs: FREQ=HOURLY, counts_from: registered", "AG-D027", "recurs", "RFC 5545"),
    ("recurs: FREQ=YEARLY;BYMONTH=x, counts_from: registered", "AG-D027", "recurs", "RFC 5545"),
    (f"{DUE}, during: [at_Ks]", "AG-D014", "at_Ks", "Menade du ”at_KS”?"),
    (f"{DUE}, until: [end]", "AG-D014", "end", "finns inte"),
    (f"{DUE}, doubts: [amont]", "AG-D032", "amont", "Menade du ”amount”?"),
    (f"{DUE}, remind: [P7D, P2M]", "AG-D026", "P2M", "kortare tid än P1M"),
    ("day: asked_on, remind: [P20Y]", "AG-D026", "P20Y", "högst tio år"),
    (f"{DUE}, on_expiry: {{event: late}}", "AG-D025", "late", "under events"),
    (f"{DUE}, during: [begun], on_expiry: {{event: approves}}", "AG-D025", "approves", "från begun"),
    (f"{DUE}, until: [begun, at_KS], on_expiry: {{event: sent}}", "AG-D025", "sent", "från ett läge"),
    (f"{DUE}, must_meet: AU", "AG-D029", "AU", "finns inte"),
    (f"{DUE}, remind_to: ['role:chief']", "AG-D030", "'role:chief'", "Rollen ”chief”"),
    (f"{DUE}, on_expiry: {{escalate_to: ['role:secretery']}}", "AG-D030", "'role", "Menade du ”secretary”?"),
]  # fmt: skip
NAMES: list[tuple[Change, str, str, str]] = [
    ((("decided_by: [KS, KF]", "decided_by: [KS, KFF]"),), "AG-D029", "KFF", "Menade du ”KF”?"),
    ((("body: KS", "body: NAMND"),), "AG-D029", "NAMND", "Organet"),
    ((("owner: officer", "owner: offiser"),), "AG-D030", "offiser", "Menade du ”officer”?"),
    (((SENT, SENT.replace("to: at_KS", "to: at_KS, roles: boss")),), "AG-D030", "boss", "Rollen"),
    ((("fields:\n", "dispatch: {template: desicion}\nfields:\n"),), "AG-D031", "desicion", "Menade du ”decision”?"),
    ((("fields:\n", "dispatch: {also_to: [fields.party]}\nfields:\n"),), "AG-D032", "fields.party", "Menade du ”parties”?"),
    ((("fields:\n", "dispatch: {also_to: [fields.ready]}\nfields:\n"),), "AG-D032", "fields.ready", "recipients"),
    ((("fields:\n", "dispatch: {also_to: ['role:chief']}\nfields:\n"),), "AG-D030", "'role:chief'", "Rollen"),
    ((("fields:\n", "dispatch: {also_to: [eva@staden.example]}\nfields:\n"),), "AG-D040", "eva@", "adress"),
    ((("fields:\n", "register: HTTPS://x\nfields:\n"),), "AG-D040", "HTTPS", "adress"),
    ((("fields:\n", "assignments_as: asignment\nfields:\n"),), "AG-D033", "asignment", "Ärendetypen"),
    ((("fields:\n", "dispatch: {before_adjustment: true}\nfields:\n"), *guard("decisions.all_adjusted")), "AG-D039", "before_adjustment", "väntar på den"),
]  # fmt: skip


@pytest.mark.parametrize("case", [*STATES, *EVENTS, *GUARDS, *FIELDS, *NAMES])
def test_a_mistake_is_found_at_its_place(
    office: Office, line_of: Callable[[Finding], str], case: tuple[Change, str, str, str]
) -> None:
    """One change to a whole definition: the rule, where, and what to do; and it isn't loaded."""
    changes, rule, shown, words = case
    finding = office.finds(*changes, add="", rule=rule)
    assert line_of(finding).startswith(shown)
    assert words in str(finding)
    assert finding.severity == "error"
    assert office.load().types == {}


@pytest.mark.parametrize("case", DEADLINES)
def test_a_mistake_in_a_deadline_is_found_at_its_place(
    office: Office, line_of: Callable[[Finding], str], case: tuple[str, str, str, str]
) -> None:
    """When it falls, where it applies, whom it tells and what its expiry does."""
    text, rule, shown, words = case
    (finding,) = office.small(add=DEADLINE % text)
    assert finding.rule == rule
    assert line_of(finding).startswith(shown)
    assert words in str(finding)


@pytest.mark.parametrize(
    ("changes", "add"),
    [
        (((", owner: officer", ""),), DEADLINE % f"{DUE}, during: [begun]"),
        (((", owner: officer", ""),), DEADLINE % f"{DUE}, until: [at_KS]"),
        (((", owner: officer", ""), (SENT, SENT.replace("to: at_KS", "to: at_KS, automatic: true"))), ""),
        (((", owner: officer", ", owner: 'role:officer'"),), ""),
        (more("{event: approves, from: begun, to: closed, automatic: true, guard: fields.ready}"), ""),
        (guard("known.reason || fields.ready"), ""),
        (guard("given.reason && !known.amount"), ""),
        (AGAIN, ""),
        ((*opening("{event: again, from: new, to: other}"), *ELSEWHERE), ""),
        (opening("{event: again, from: new, to: begun, roles: secretary, requires: reason, guard: given.reason, effects: [use_minority_right]}"), ""),
        (guard("1 / fields.amount == 1"), ""),
        (guard(" || ".join(f"tasks.all_settled && {name}" for name in ("fields.ready", "known.reason", "known.amount", "known.ready", "known.wanted", "known.parties", "known.asked_on"))), ""),
        ((*guard("known.reason"), *more("{event: [sent, sent], from: begun, to: closed}")), ""),
        ((*more("{event: late, from: begun, to: closed, roles: [engine]}"), ("  approves: {label", "  late: {label: För sent}\n  approves: {label")), DEADLINE % f"{DUE}, during: begun, on_expiry: {{event: late}}"),
        ((("money, label: B", "money, default: 5, label: B"), ("list, label: P", "list, default: [a], label: P")), ""),
        ((("month, label: Ö", "month, default: 2024-12, label: Ö"), ("boolean, label", "boolean, default: false, label")), ""),
        ((("text, label: Skäl", "choice, choices: [a, b], default: b, label: Skäl"),), ""),
        ((), DEADLINE % "rule: KL-5:35, counts_from: fields.asked_on, must_meet: KF, doubts: [fields.reason]"),
        ((), DEADLINE % "month: wanted, body: fields.reason, remind: [P1M], remind_to: [utredare, 'role:secretary']"),
        ((), DEADLINE % "month: fields.wanted, body: KS, on_expiry: {event: approves, escalate_to: ['role:officer']}"),
        ((), DEADLINE % "recurs: FREQ=YEARLY;BYMONTH=4, counts_from: decision.adjusted_on, during: at_KS"),
        ((("fields:\n", "dispatch: {also_to: [fields.parties, Sekreterare, 'role:secretary']}\nfields:\n"),), ""),
        ((("fields:\n", "dispatch: {before_adjustment: true}\nfields:\n"),), ""),
    ],
)  # fmt: skip
def test_what_is_right_is_not_complained_about(office: Office, changes: Change, add: str) -> None:
    """Definitions that can be run as they stand have no findings."""
    assert office.small(*changes, add=add) == ()


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (("from: begun, to: at_KS", "from: begun, to: at_Ks"), {"AG-D014"}),
        (("from: begun, to: at_KS", "from: begn, to: at_KS"), {"AG-D014"}),
        (("to: closed", "to: over"), {"AG-D014", "AG-D016"}),
    ],
)
def test_a_slip_of_the_pen_is_told_once(
    office: Office, change: tuple[str, str], rules: set[str]
) -> None:
    """And not as ways that are missing: a name that is no state may lead to an end."""
    assert {each.rule for each in office.small(change)} == rules


def test_an_unattended_state_may_be_covered_by_no_other_states_deadline(office: Office) -> None:
    """A deadline that applies elsewhere, or is met there, attends nobody."""
    for applies in ("during: [at_KS]", "until: [begun]"):
        findings = office.small((", owner: officer", ""), add=DEADLINE % f"{DUE}, {applies}")
        assert [each.rule for each in findings] == ["AG-D024"]


def test_preparation_may_be_waived(office: Office) -> None:
    """A type whose exception is stated may go to the council at once; a procedure always may."""
    changes = next(case for case in STATES if case[1] == "AG-D038")[0]
    waived = ("label: Litet", "label: Litet\nrequires_preparation: false")
    findings = office.small(*changes, waived)
    assert "AG-D038" not in {each.rule for each in findings}


def test_a_new_point_is_prepared_before_the_council(office: Office) -> None:
    """A point that is opened at the council was never with the board; one that is opened before it will be."""
    council = ("  closed:", "  kf: {label: KF, body: KF}\n  closed:")
    way = (
        SENT,
        SENT
        + "  - {event: sent, from: at_KS, to: kf}\n  - {event: approves, from: kf, to: closed}\n",
    )
    assert office.small(council, way, *AGAIN) == ()
    (finding,) = office.small(council, way, *opening("{event: again, from: new, to: kf}"))
    assert finding.rule == "AG-D038"
    assert finding.way == ("kf",)


def test_what_isnt_known_isnt_checked_against(office: Office) -> None:
    """Without organisations and templates their names can't be wrong."""
    (office.directory / "organisations/town.yaml").unlink()
    for template in (office.directory / "templates").iterdir():
        template.unlink()
    assert office.small(("owner: officer", "owner: whoever"), ("body: KS", "body: KSX")) == ()
