"""Who is told, what the engine does alone, and what must not stand in a definition."""

from collections.abc import Callable

import pytest
from written_office import APPROVES, CLOSED, SENT, Change, Office

from workflow.errors import Finding

EVENTS = "  approves: {label"
DEADLINE = "deadlines:\n  soon: {label: Snart, %s}\n"
DUE = "after: P1M, counts_from: registered"

LATE: Change = ((EVENTS, "  late: {label: För sent}\n" + EVENTS),)


def also_to(words: str) -> Change:
    """The type's own recipients."""
    return (("fields:\n", f"dispatch: {{also_to: {words}}}\nfields:\n"),)


def more(*written: str) -> Change:
    """More transitions."""
    return ((APPROVES, APPROVES + "".join(f"  - {each}\n" for each in written)),)


ROUND: Change = (
    (EVENTS, "  rests: {label: Vilar}\n  wakes: {label: Väcks}\n" + EVENTS),
    (CLOSED, "  resting: {label: Vilande, owner: officer}\n" + CLOSED),
    *more(
        "{event: rests, from: begun, to: resting}",
        "{event: wakes, from: resting, to: begun}",
    ),
)
RESTS = (
    "  one: {label: Ett, %s, counts_from: entered, during: begun, on_expiry: {event: rests%s}}\n"
)
WAKES = (
    "  two: {label: Två, %s, counts_from: entered, during: resting, on_expiry: {event: wakes%s}}\n"
)
AROUND = "deadlines:\n" + RESTS % ("after: P1M", "") + WAKES % ("after: P1M", "")
WAITING: Change = (
    (EVENTS, "  rests: {label: Vilar}\n  late: {label: För sent}\n" + EVENTS),
    (CLOSED, "  resting: {label: Vilande}\n" + CLOSED),
    *more("{event: rests, from: begun, to: resting}", "{event: late, from: resting, to: closed}"),
)
RESTING = "deadlines:\n  rest: {label: Vila, %s, during: resting, on_expiry: {event: late}}\n"

FOUND: list[tuple[Change, str, str, str, str]] = [
    (also_to("[fields.parties]"), "", "AG-D053", "also_to", "tom om parties"),
    (also_to("[fields.parties, fields.reason]"), "", "AG-D053", "also_to", "parties, reason"),
    ((), DEADLINE % f"{DUE}, remind: [P1D], remind_to: []", "AG-D053", "remind_to", "når ingen."),
    ((), DEADLINE % f"{DUE}, remind: [P1D], remind_to: [fields.parties]", "AG-D053", "remind_to", "om parties inte"),
    ((), DEADLINE % f"{DUE}, hard: true, on_expiry: {{escalate_to: [fields.reason]}}", "AG-D053", "escalate_to", "om reason"),
    (also_to("[Revisorerna]"), "", "AG-D054", "Revis", "register"),
    (also_to("[parties]"), "", "AG-D054", "parties", "Menade du ”fields.parties”?"),
    ((), DEADLINE % f"{DUE}, remind: [P1D], remind_to: [Chefen]", "AG-D054", "Chefen", "role:secretary"),
    ((), DEADLINE % f"{DUE}, remind: [P1D], remind_to: [fields.partis]", "AG-D032", "fields.partis", "Menade du ”parties”?"),
    ((), DEADLINE % f"{DUE}, hard: true, on_expiry: {{escalate_to: [fields.ready]}}", "AG-D032", "fields.ready", "recipients"),
    (ROUND, AROUND, "AG-D059", "on_expiry", "ingen får veta"),
    (ROUND, "deadlines:\n" + RESTS % ("after: P1M", "") + WAKES % ("after: P1M", ", incident: true"), "AG-D059", "on_expiry", "så länge ingen ingriper"),
    ((ROUND[0], ROUND[1], (APPROVES, APPROVES + "  - {event: rests, from: begun, to: resting}\n  - {event: wakes, from: resting, to: begun, automatic: true}\n")), "deadlines:\n" + RESTS % ("after: P1M", ""), "AG-D059", "on_expiry", "ingen får veta"),
    ((), DEADLINE % DUE, "AG-D060", "soon", "inget händer när den går ut"),
    ((*LATE, *more("{event: late, from: begun, to: closed}")), DEADLINE % f"{DUE}, on_expiry: {{event: late}}", "AG-D060", "soon", "läget ”at_KS”"),
    ((*LATE, *more("{event: late, from: [begun, at_KS], to: closed}", "{event: late, from: at_KS, to: same, requires: reason}")), DEADLINE % f"{DUE}, on_expiry: {{event: late}}", "AG-D021", "{event: late", "at_KS"),
    ((*LATE, *more("{event: late, from: at_KS, to: closed, requires: reason}", "{event: late, from: begun, to: closed}")), DEADLINE % f"{DUE}, on_expiry: {{event: late}}", "AG-D060", "soon", "läget ”at_KS”"),
    ((*LATE, *more("{event: late, from: begun, to: closed, roles: engine}")), "", "AG-D061", "{event: late", "från begun"),
    ((*LATE, *more("{event: late, from: [begun, at_KS], to: closed, roles: engine}")), DEADLINE % f"{DUE}, hard: true, during: begun, on_expiry: {{event: late}}", "AG-D061", "{event: late", "från at_KS"),
    ((*LATE, *more("{event: late, from: begun, to: closed, roles: engine, requires: reason}")), DEADLINE % f"{DUE}, hard: true, during: begun, on_expiry: {{event: late}}", "AG-D062", "requires", "görs aldrig"),
    (((EVENTS, "  unused: {label: Oanvänd}\n" + EVENTS),), "", "AG-D066", "unused", "kan aldrig inträffa"),
    ((*WAITING,), RESTING % "day: asked_on", "AG-D068", "resting", "om asked_on är tomt"),
    ((*WAITING,), RESTING % "rule: KL-5:35, counts_from: fields.asked_on", "AG-D068", "resting", "asked_on"),
    ((*WAITING,), RESTING % "month: wanted, body: KS", "AG-D068", "resting", "wanted"),
    ((*WAITING[:1], (CLOSED, "  resting: {label: Vilande, owner: officer}\n" + CLOSED), *more("{event: rests, from: begun, to: resting}", "{event: late, from: resting, to: closed, roles: engine}")), RESTING % "day: fields.asked_on", "AG-D068", "resting", "asked_on"),
    (((CLOSED, CLOSED.replace("final: true", "final: true, entry: true")),), "", "AG-D013", "entry", "får börja"),
    (((CLOSED, "  at_KF: {label: Hos KF, body: KF, entry: true}\n" + CLOSED), *more("{event: approves, from: at_KF, to: closed}")), "", "AG-D038", "at_KF", "styrelsen"),
    ((), DEADLINE % f"{DUE}, hard: true, remind: [P0D]", "AG-D026", "P0D", "kommer aldrig"),
    ((), DEADLINE % "rule: KL-5:69, counts_from: registered, hard: true, remind: [P2M]", "AG-D026", "P2M", "kortare tid än KL-5:69"),
    ((), DEADLINE % "recurs: FREQ=WEEKLY, counts_from: registered, hard: true, remind: [P1M]", "AG-D026", "P1M", "kortare tid än FREQ=WEEKLY"),
    ((), DEADLINE % "recurs: FREQ=YEARLY;INTERVAL=20, counts_from: registered, hard: true", "AG-D027", "recurs", "mer än tio år"),
    ((), DEADLINE % "recurs: FREQ=DAILY;UNTIL=19990101, counts_from: registered, hard: true", "AG-D027", "recurs", "ger ingen dag"),
    ((), DEADLINE % "recurs: 'RRULE:FREQ=DAILY', counts_from: registered, hard: true", "AG-D027", "recurs", "RFC 5545"),
    ((("Påbörjat", "'Påbörjat, lösenord: hemligt1'"),), "", "AG-D065", "'Påbörjat", "ett lösenord"),
    ((("Påbörjat", "'Bearer abcdefghijklmnopqrstuv'"),), "", "AG-D065", "'Bearer", "nyckel"),
    ((("Påbörjat", "Gäller 20121212-1212"),), "", "AG-D065", "Gäller", "ett personnummer"),
    ((("Påbörjat", "Gäller 121272-1219"),), "", "AG-D065", "Gäller", "ett personnummer"),
    ((("Påbörjat", "Ring 0910-73 50 00"),), "", "AG-D065", "Ring", "ett telefonnummer"),
    ((("Påbörjat", "'Ring +46 70 123 45 67'"),), "", "AG-D065", "'Ring", "ett telefonnummer"),
]  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_a_mistake_is_found(
    office: Office, line_of: Callable[[Finding], str], case: tuple[Change, str, str, str, str]
) -> None:
    """By its rule, at its place, with what to do."""
    changes, more_text, rule, shown, words = case
    finding = office.finds(*changes, add=more_text, rule=rule)
    assert line_of(finding).startswith(shown)
    assert words in f"{finding.sentence} {finding.fix}"


@pytest.mark.parametrize(
    ("changes", "add"),
    [
        # one of the recipients is sure to be there
        (also_to("[fields.parties, Sekreterare]"), ""),
        (also_to("[fields.parties, 'role:secretary']"), ""),
        ((*also_to("[fields.parties]"), ("parties: {type: list", "parties: {required: true, type: list")), ""),
        ((*also_to("[fields.parties]"), (SENT, SENT.replace("to: at_KS", "to: at_KS, requires: parties"))), ""),
        # names as registers have them: of another case, of bodies, groups and organisations
        (also_to("[' utredare ', FULLMÄKTIGE, KS, town, Övriga berörda]"), ""),
        # told in some way
        ((), DEADLINE % f"{DUE}, remind: [P7D]"),
        ((), DEADLINE % f"{DUE}, must_meet: KS"),
        ((), DEADLINE % f"{DUE}, on_expiry: {{incident: true}}"),
        ((), DEADLINE % f"{DUE}, on_expiry: {{escalate_to: ['role:secretary']}}"),
        ((*LATE, *more("{event: late, from: [begun, at_KS], to: closed}")), DEADLINE % f"{DUE}, on_expiry: {{event: late}}"),
        ((*LATE, *more("{event: late, from: begun, to: closed}")), DEADLINE % f"{DUE}, hard: true, on_expiry: {{event: late}}"),
        # round, but not for ever: counted once, or with a condition, or of its own accord only at times
        (ROUND, AROUND.replace("counts_from: entered", "counts_from: registered")),
        (ROUND, AROUND.replace("after: P1M", "recurs: FREQ=YEARLY")),
        ((*ROUND[:2], *more("{event: rests, from: begun, to: resting}", "{event: wakes, from: resting, to: begun, guard: point.tabled < 3}", "{event: wakes, from: resting, to: closed}")), AROUND),
        ((*ROUND[:2], *more("{event: rests, from: begun, to: same}", "{event: wakes, from: resting, to: begun}", "{event: rests, from: at_KS, to: resting}")), AROUND),
        # the engine's own, and something makes it do it
        ((*LATE, *more("{event: late, from: begun, to: closed, automatic: true, guard: fields.ready, roles: engine}")), ""),
        ((*LATE, *more("{event: late, from: begun, to: closed, roles: [engine, secretary], requires: reason}")), ""),
        (((EVENTS, "  renumbered: {label: Nytt nummer}\n" + EVENTS), *more("{event: renumbered, from: begun, to: closed, roles: engine, requires: reason}")), ""),
        # waiting for a day that is sure, or with somebody who has it
        ((*WAITING, ("asked_on: {type: date", "asked_on: {required: true, type: date")), RESTING % "day: asked_on"),
        ((*WAITING[:2], *more("{event: rests, from: begun, to: resting, requires: asked_on}", "{event: late, from: resting, to: closed}")), RESTING % "day: asked_on"),
        (WAITING, RESTING % "after: P1M, counts_from: entered"),
        ((*WAITING, ("resting: {label: Vilande}", "resting: {label: Vilande, owner: officer}")), RESTING % "day: asked_on"),
        (WAITING, RESTING % "day: asked_on" + "  other: {label: Annan, after: P1Y, counts_from: registered, hard: true}\n"),
        # reminders in time
        ((), DEADLINE % "rule: KL-5:69, counts_from: registered, hard: true, remind: [P7D]"),
        ((), DEADLINE % "rule: KL-11:10, counts_from: fields.asked_on, hard: true, remind: [P2M]"),
        ((), DEADLINE % "recurs: FREQ=YEARLY, counts_from: registered, hard: true, remind: [P6M]"),
        # numbers that are no personal or telephone numbers, words that are no passwords
        ((("Påbörjat", "'Dnr 2024-001234, KS 2024/000123, 20240315-1234, 2024-03-15, LOU 20:1'"),), ""),
        ((("Påbörjat", "'Summa 0-100 000 kr, paragraf 12-14, 991332-1234'"),), ""),
        ((("Påbörjat", "Nytt lösenord begärt"),), ""),
        (((CLOSED, "  other: {label: Annat, owner: officer, entry: true}\n" + CLOSED), *more("{event: sent, from: other, to: at_KS}")), ""),
    ],
)  # fmt: skip
def test_what_is_right_is_not_complained_about(office: Office, changes: Change, add: str) -> None:
    """Near the mistake, but none."""
    assert office.small(*changes, add=add) == ()


def test_without_registers_any_name_may_be_meant(office: Office) -> None:
    """Names aren't checked against what isn't known."""
    (office.directory / "organisations/town.yaml").unlink()
    assert office.small(*also_to("[Revisorerna]")) == ()


def test_a_parameter_that_nothing_has_is_found(office: Office) -> None:
    """Of the route that declares it, also where a route under it has it."""
    under = "route: under\nlabel: Under\ntransitions:\n  - {event: sent, from: begun, to: closed, requires: $needs}\n"
    way = (
        "route: way\nlabel: Vägen\nuses: under\nparameters:\n  needs: {label: Krav, default: []}\n"
        "  nothing: {label: Inget, default: []}\ninitial: begun\nstates:\n"
        "  begun: {label: Påbörjat, owner: officer}\n  closed: {label: Slut, final: true}\n"
        "events:\n  sent: {label: Sänt}\n"
    )
    office.write("routes/under.yaml", under)
    office.write("routes/way.yaml", way)
    office.write("matters/small.yaml", "matter_type: small\nlabel: Litet\nuses: way\n")
    (finding,) = office.load().findings
    assert (finding.rule, finding.severity, finding.line) == ("AG-D066", "warning", 6)
