"""Wrong keys and values in a definition: Swedish, with place and fix."""

from collections.abc import Callable
from typing import Annotated

import pytest
from pydantic import BeforeValidator, Field
from written_office import SMALL, TOWN, Office

from workflow.definition.findings import Findings, nearest, suggest
from workflow.definition.reader import parse
from workflow.definition.schema import Part
from workflow.definition.validation import accepted
from workflow.errors import Finding


def test_nothing_is_wrong_with_the_small_type(office: Office) -> None:
    """What the other tests break is whole to begin with."""
    loaded = office.load()
    assert loaded.findings == ()
    assert list(loaded.types) == ["small"]


@pytest.mark.parametrize(
    "case",
    [
        ("label: Litet", "lable: Litet", "AG-D004", "lable", "Menade du ”label”?"),
        ("label: Litet\n", "", "AG-D009", "matter_type", "Nyckeln ”label” saknas. Lägg till label:"),
        ("label: Litet\n", "label: '  '\n", "AG-D009", "'  '", "Label är tom"),
        ("label: Påbörjat", "label: ' '", "AG-D009", "' '", "Label är tom"),
        ("owner: officer", "onwer: officer", "AG-D004", "onwer", "Menade du ”owner”?"),
        ("owner: officer", "owner: 12", "AG-D005", "12}", 'men det står talet 12. Sätt citattecken om det: "12".'),
        ("owner: officer", "owner: [officer]", "AG-D005", "[officer]", "en lista. Skriv en text."),
        ("owner: officer", "owner: true", "AG-D005", "true", "det står true"),
        ("owner: officer", "owner: 2025-03-11", "AG-D005", "2025", "dagen 2025-03-11"),
        ("final: true", "final: 'no'", "AG-D005", "'no'", "Här ska stå true eller false, men det står ”no”"),
        ("final: true", "final: false", "AG-D019", "states", "Inget läge är ett slut"),
        ("phase: KS", "phase: ks", "AG-D005", "ks,", "”ks” går inte att välja här. Menade du ”KS”?"),
        ("phase: KS", "phase: [KS]", "AG-D005", "[KS]", "En lista går inte att välja här. Välj bland"),
        ("from: begun,", "", "AG-D006", "{event", "Nyckeln ”from” saknas"),
        ("event: sent,", "event: [],", "AG-D005", "[]", "Listan är tom"),
        ("event: sent,", "event: 5,", "AG-D005", "5", "Här ska stå en lista, men det står talet 5"),
        ("event: sent,", "event: s-t,", "AG-D005", "s-t", "”s-t” är inget giltigt namn"),
        ("event: sent,", f"event: {'s' * 99},", "AG-D005", "ss", "inget giltigt namn"),
        ("to: closed", f"to: {'s' * 99}", "AG-D005", "ss", "Texten är för lång"),
        ("  sent: {label: Till styrelsen}", "  s-t: {label: Hit}\n  sent: {label: Till}", "AG-D005", "s-t", "”s-t” är inget giltigt namn"),
        ("  sent: {label: Till styrelsen}", "  sent: Till styrelsen", "AG-D005", "Till", "Här ska stå nycklar med värden, men det står ”Till styrelsen”"),
        ("initial: begun", "initial: begun\nstates: {}", "AG-D003", "states:\n", "två gånger"),
        ("initial: begun", "initial:", "AG-D013", "matter_type", "Det står inte i vilket läge"),
        ("decided_by: [KS, KF]", "decided_by:", None, "", ""),
        ("matter_type: small", "procedure: small", "AG-D004", "procedure", "finns inte här"),
        ("decided_by: [KS, KF]", "dispatch: {also_to: {a: b}}", "AG-D005", "{a", "det står nycklar"),
        ("decided_by: [KS, KF]", "dispatch:\n  also_to: ~", "AG-D005", "~", "det står ingenting"),
    ],
)  # fmt: skip
def test_form_is_checked_with_place_and_fix(
    office: Office, line_of: Callable[[Finding], str], case: tuple[str, str, str | None, str, str]
) -> None:
    """Each mistake gives its rule, points at what is written, and says what to do."""
    old, new, rule, shown, words = case
    findings = office.small((old, new))
    if rule is None:
        assert findings == ()
        return
    finding = next(each for each in findings if each.rule == rule)
    assert line_of(finding).startswith(shown.strip("\n"))
    assert words in f"{finding.sentence} {finding.fix}"
    assert "small" not in office.load().types


def test_periods_have_their_own_words(office: Office, line_of: Callable[[Finding], str]) -> None:
    """A period that ISO 8601 doesn't know is explained by examples; a short one too."""
    deadline = "deadlines: {soon: {label: Snart, counts_from: registered, after: %s}}\n"
    (finding,) = office.small(add=deadline % "3 månader")
    assert "ingen tidslängd" in finding.sentence
    assert "P3M" in finding.fix
    assert line_of(finding).startswith("3 månader")
    (finding,) = office.small(add=deadline % "P")
    assert "för kort" in finding.sentence


def test_unknown_keys_dont_hide_what_else_is_wrong(office: Office) -> None:
    """A misspelt key and an unknown target are found in the same run."""
    findings = office.small(
        ("owner: officer", "onwer: officer"),
        ("to: closed", "to: closd"),
        ("label: Hos styrelsen", "lable: x, label: y"),
        ("{event: sent, ", "{evnt: x, event: sent, "),
    )
    rules = [each.rule for each in findings]
    assert rules.count("AG-D004") == 3
    assert "AG-D014" in rules


def test_several_wrong_values_are_found_at_once(office: Office) -> None:
    """Every wrong value of a file is told, with the surprises of YAML."""
    findings = office.small(
        ("label: Litet", "label: 5"), ("final: true", "final: no"), ("event: sent", "event: 08")
    )
    assert [each.rule for each in findings] == [
        "AG-D005",
        "AG-D005",
        "AG-D007",
        "AG-D005",
        "AG-D007",
    ]


def test_organisations_are_checked_for_form_too(
    office: Office, line_of: Callable[[Finding], str]
) -> None:
    """A day that is none, and a key that isn't known, in an organisation."""
    office.write(
        "organisations/town.yaml",
        TOWN.replace('"2025-04-15"', '"15 april"').replace("parent: KF", "parnt: KF"),
    )
    findings = office.load().findings
    assert [each.rule for each in findings] == ["AG-D004", "AG-D005"]
    assert line_of(findings[0]).startswith("parnt")
    assert line_of(findings[1]).startswith('"15 april"')
    assert "Här ska stå en dag" in findings[1].sentence


def test_a_day_written_as_a_number_is_no_day(office: Office) -> None:
    """Meeting days are days, quoted or not, and nothing else."""
    office.write("organisations/town.yaml", TOWN.replace('"2025-04-15"', "20250415"))
    (finding,) = office.load().findings
    assert "Här ska stå en dag, men det står talet 20250415." in finding.sentence


def test_long_values_are_cut_in_findings(office: Office) -> None:
    """A finding repeats no more than the beginning of a long value."""
    findings = office.small(("phase: KS", f"phase: {'x' * 5000}"))
    assert len(findings[0].sentence) < 150


def test_the_nearest_word_is_found() -> None:
    """By case, by likeness, or not at all; then what there is is listed, or a word of advice."""
    assert nearest("KF", ["kf", "ks"]) == "kf"
    assert nearest("prepration", ["preparation"]) == "preparation"
    assert nearest("x", ["preparation"]) is None
    assert suggest("x", ["aaa", "bbb"], otherwise="-") == "Välj bland aaa, bbb."
    assert suggest("zz", [f"a{n}" for n in range(20)], otherwise="-").endswith("a11, ….")
    assert suggest("x", [], otherwise="Gör om.") == "Gör om."


def test_the_small_type_is_what_the_tests_change() -> None:
    """The text is small enough to read."""
    assert len(SMALL.splitlines()) < 30


def test_a_beginning_that_is_missing_is_told_once(office: Office) -> None:
    """With states or without any; nothing is said of a state that nobody wrote."""
    findings = office.small(("initial: begun\n", ""), (SMALL[SMALL.index("states:") :], ""))
    assert [each.rule for each in findings] == ["AG-D013", "AG-D019"]
    findings = office.small(("initial: begun\n", ""), ("owner: officer", "final: true"))
    assert [each.rule for each in findings].count("AG-D013") == 1


class Inner(Part):
    """What stands within another part."""

    word: str = Field(description="Ordet")


class Outer(Part):
    """Parts that may be left out, or written in a shorter way."""

    one: Inner | None = None
    many: Annotated[tuple[Inner, ...] | None, BeforeValidator(lambda value: value)] = None
    several: tuple[Annotated[Inner, BeforeValidator(lambda value: value)], ...] = ()


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("one: {wrod: x, word: y}", 7),
        ("many: [{word: x}, {wrod: x, word: y}]", 20),
        ("several: [{wrod: x, word: y}]", 12),
    ],
)
def test_keys_are_known_in_parts_that_may_be_left_out(text: str, column: int) -> None:
    """Whatever is noted about their type."""
    findings = Findings()
    root = parse(text.encode(), "a.yaml", findings).root
    assert root is not None
    assert accepted(Outer, root, findings) is not None
    (finding,) = findings.sorted()
    assert (finding.rule, finding.column) == ("AG-D004", column)
    assert finding.fix == "Menade du ”word”?"
