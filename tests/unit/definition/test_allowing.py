"""What the office allows by a comment, with a reason."""

from collections.abc import Callable

import pytest
from written_office import SMALL, Office

from workflow.definition.catalogue import Loaded

LONELY = "  begun: {label: Påbörjat}\n"
OWNED = "  begun: {label: Påbörjat, owner: officer}\n"
WHY = "registratorn ser till läget"

Write = Callable[[str], Loaded]


@pytest.fixture
def lonely(office: Office) -> Write:
    """The small type in which nobody has the first state; that line is replaced by the one given."""

    def write(line: str) -> Loaded:
        assert OWNED in SMALL
        office.write("matters/small.yaml", SMALL.replace(OWNED, line))
        return office.load()

    return write


def rules(loaded: Loaded) -> list[str]:
    """What is found, and counts."""
    return [finding.rule for finding in loaded.findings]


def test_without_a_comment_it_counts(lonely: Write) -> None:
    """The finding that the other tests allow is there."""
    loaded = lonely(LONELY)
    assert rules(loaded) == ["AG-D024"]
    assert (loaded.allowed, dict(loaded.types)) == ((), {})


@pytest.mark.parametrize(
    "line",
    [
        f"  begun: {{label: Påbörjat}}  # tillåt AG-D024: {WHY}\n",
        f"  # tillåt AG-D024: {WHY}\n{LONELY}",
        f"# Tillåt ag-d024: {WHY}\n{LONELY}",
        f"  # tillåt AG-D024: {WHY}\n  # och en vanlig kommentar\n{LONELY}",
        f"  # tilla\u030at: AG-D024 {WHY}\r\n{LONELY}",
        f"  ## tillåt AG-D024: {WHY}   \n{LONELY}",
    ],
)
def test_a_comment_on_the_line_or_above_it_allows(lonely: Write, line: str) -> None:
    """The type can be used; the finding and the reason are still told."""
    loaded = lonely(line)
    assert rules(loaded) == []
    assert list(loaded.types) == ["small"]
    (allowed,) = loaded.allowed
    assert allowed.finding.rule == "AG-D024"
    assert allowed.allowance.reason == WHY
    assert allowed.finding.line == allowed.allowance.covers


def test_the_comment_is_told_where_it_stands(lonely: Write) -> None:
    """Line and column of its #."""
    (allowed,) = lonely(f"  # tillåt AG-D024: {WHY}\n{LONELY}").allowed
    text = SMALL.replace(OWNED, f"  # tillåt AG-D024: {WHY}\n{LONELY}").splitlines()
    assert text[allowed.allowance.line - 1][allowed.allowance.column - 1] == "#"


@pytest.mark.parametrize(
    ("comment", "rule", "words"),
    [
        ("# tillåt AG-D024", "AG-D076", "Det står inte varför"),
        ("# tillåt AG-D024: -", "AG-D076", "registratorn"),
        ("# tillåt AG-D999: därför", "AG-D077", "Regeln ”AG-D999” finns inte"),
        ("# tillåt AG-DO24: därför", "AG-D077", "AG-D024"),
        ("# tillåt AG-D017: därför", "AG-D078", "kan inte tillåtas"),
        ("# tillåt AG-D079: därför", "AG-D078", "Rätta felet"),
    ],
)
def test_a_comment_that_allows_nothing_is_found(
    lonely: Write, comment: str, rule: str, words: str
) -> None:
    """Without a reason, or for a rule that may not be allowed: found, and nothing is allowed."""
    loaded = lonely(f"  {comment}\n{LONELY}")
    assert rules(loaded) == [rule, "AG-D024"]
    first = loaded.findings[0]
    assert (first.column, first.severity) == (3, "error")
    assert words in str(first)


@pytest.mark.parametrize(
    "line",
    [
        f"{OWNED.rstrip()}  # tillåt AG-D024: {WHY}\n",
        f"  # tillåt AG-D024: {WHY}\n{OWNED}",
        f"  # tillåt AG-D016: {WHY}\n{OWNED}",
    ],
)
def test_a_comment_of_no_use_is_a_warning(lonely: Write, line: str) -> None:
    """What it allows isn't there (any more); the type can be used."""
    loaded = lonely(line)
    assert [(each.rule, each.severity) for each in loaded.findings] == [("AG-D079", "warning")]
    assert list(loaded.types) == ["small"]


def test_a_comment_over_a_blank_line_is_of_no_use(lonely: Write) -> None:
    """It belongs to the line that it stands directly above."""
    loaded = lonely(f"  # tillåt AG-D024: {WHY}\n\n{LONELY}")
    assert rules(loaded) == ["AG-D079", "AG-D024"]


def test_the_second_of_two_equal_comments_is_of_no_use(lonely: Write) -> None:
    """One is enough."""
    line = f"  # tillåt AG-D024: {WHY}\n  # tillåt AG-D024: också {WHY}\n{LONELY}"
    loaded = lonely(line)
    assert rules(loaded) == ["AG-D079"]
    assert len(loaded.allowed) == 1


@pytest.mark.parametrize(
    "line",
    [
        f'  begun: {{label: "# tillåt AG-D024: {WHY}"}}\n',
        f"  begun:\n    label: |\n      # tillåt AG-D024: {WHY}\n",
        f"  # Detta är inte tillåtet: AG-D024: {WHY}\n{LONELY}",
        f"  # tillåt inte AG-D024: {WHY}\n{LONELY}",
    ],
)
def test_text_and_other_comments_allow_nothing(lonely: Write, line: str) -> None:
    """A # within a text is part of it, and an ordinary comment is no finding."""
    assert rules(lonely(line)) == ["AG-D024"]


ROUTE = """\
route: way
label: Väg
initial: begun
states:
  begun: {{label: Påbörjat}}  {comment}
  closed: {{label: Avslutat, final: true}}
events:
  done: {{label: Klart}}
transitions:
  - {{event: done, from: begun, to: closed}}
"""
USER = "matter_type: {name}\nlabel: {name}\nuses: way\n"


def test_a_comment_in_a_route_allows_for_all_that_use_it(office: Office) -> None:
    """The finding stands in the route's file, and so does the comment; it is told once."""
    office.write("routes/way.yaml", ROUTE.format(comment=f"# tillåt AG-D024: {WHY}"))
    for name in ("one", "two"):
        office.write(f"matters/{name}.yaml", USER.format(name=name))
    loaded = office.load()
    assert loaded.findings == ()
    assert {"one", "two"} <= set(loaded.types)
    (allowed,) = loaded.allowed
    assert allowed.finding.path.endswith("routes/way.yaml")


def test_what_isnt_checked_doesnt_make_a_comment_useless(office: Office) -> None:
    """While a type can't be composed nobody knows what its route's comments allow."""
    office.write("routes/way.yaml", ROUTE.format(comment=f"# tillåt AG-D024: {WHY}"))
    office.write("matters/one.yaml", USER.format(name="one") + "states: nej\n")
    assert rules(office.load()) == ["AG-D005"]
    office.write("matters/one.yaml", "matter_type: one\nlabel: En\nuses: [way, road]\n")
    assert rules(office.load()) == ["AG-D010"]


def test_addresses_may_be_allowed_too(office: Office) -> None:
    """What is found before anything is composed is allowed in the same way."""
    label = "label: Anmäl på https://staden.example  # tillåt AG-D040: visas för den som läser"
    office.small(("label: Påbörjat, owner: officer", "owner: officer, label: P"))
    office.write("matters/small.yaml", SMALL.replace("label: Litet", label))
    loaded = office.load()
    assert rules(loaded) == []
    assert [each.finding.rule for each in loaded.allowed] == ["AG-D040"]
