"""Vocabularies: what the words of histories mean, and what is wrong with those that mean nothing."""

from dataclasses import dataclass

import pytest
from written_office import Office

from workflow.definition.vocabulary import Vocabulary
from workflow.errors import Finding

WORDS = """\
vocabulary: standard
label: Ord
organisation: town
matter_types:
  litet ärende: small
  litet ärende/Stort: big
outcomes:
  bifaller: approves
  handed: sent
in:
  small: {handed: approves}
untold: [oklart]
"""
BIG = """\
matter_type: big
label: Stort
initial: begun
states:
  begun: {label: Påbörjat, owner: officer}
  closed: {label: Avslutat, final: true}
events:
  ends: {label: Slut}
transitions:
  - {event: ends, from: begun, to: closed}
"""


@dataclass(frozen=True)
class Called:
    """What a source calls a matter."""

    matter_type: str
    matter_subtype: str | None = None
    words: tuple[str, ...] = ()


@pytest.fixture
def words(office: Office) -> Vocabulary:
    """The words above, in an office with two matter types."""
    office.write("matters/big.yaml", BIG)
    office.write("histories/standard.yaml", WORDS)
    loaded = office.load()
    assert loaded.findings == ()
    return loaded.vocabulary


def test_a_kind_within_a_type_goes_before_the_type(words: Vocabulary) -> None:
    """The source's closer word decides where it is known; else its word, else the word is the type."""
    assert words.type_of(Called("litet ärende", "stort")) == "big"
    assert words.type_of(Called("Litet  ärende", "annat")) == "small"
    assert words.type_of(Called("Litet ärende")) == "small"
    assert words.type_of(Called("big", "stort")) == "big"
    assert words.type_of(Called("okänt", "stort")) == "okänt"


def test_a_decision_may_say_what_kind_of_matter_it_is(words: Vocabulary) -> None:
    """Where the source's closer word doesn't: one that only that type gets."""
    assert words.type_of(Called("litet ärende", None, ("bifaller", "decides:Stort"))) == "big"
    assert words.type_of(Called("litet ärende", None, ("bifaller",))) == "small"


@pytest.mark.parametrize(
    ("word", "matter_type", "event"),
    [
        ("bifaller", "big", "approves"),
        ("decides:Bifaller", "big", "approves"),
        ("approves", "big", "approves"),
        ("decides:ends", "small", "ends"),
        ("handed", "big", "sent"),
        ("handed", "small", "approves"),
        ("oklart", "small", None),
        ("decides:oklart", "small", None),
        ("nonsens", "small", None),
    ],
)
def test_a_word_is_an_event(
    words: Vocabulary, word: str, matter_type: str, event: str | None
) -> None:
    """The type's own meaning goes first, then the common one, then the name of any event."""
    assert words.event_of(word, matter_type) == event


def test_a_word_can_be_known_and_say_nothing(words: Vocabulary) -> None:
    """Words that don't say what was decided are known, and told apart from those nobody has heard of."""
    assert words.is_untold("decides:oklart")
    assert not words.is_untold("nonsens")
    assert [words.knows(word) for word in ("oklart", "handed", "ends", "nonsens")] == [True] * 3 + [
        False
    ]
    assert {"oklart", "handed", "ends"} <= words.words()
    assert sorted(words.type_words()) == ["big", "litet ärende", "small"]


@pytest.mark.parametrize(
    ("change", "rule", "sentence", "fix"),
    [
        (("ärende: small", "ärende: smal"), "AG-D033", "Ärendetypen ”smal” finns", "”small”"),
        (("bifaller: approves", "bifaller: apprves"), "AG-D015", "”apprves”", "”approves”"),
        (("  small: {", "  smal: {"), "AG-D033", "Ärendetypen ”smal” finns", "”small”"),
        (
            ("handed: approves}", "handed: ends}"),
            "AG-D015",
            "”ends” finns inte i ärendetypen ”small”",
            "Välj bland approves, sent.",
        ),
        (("organisation: town", "organisation: tow"), "AG-D047", "”tow” finns inte", "”town”"),
        (("[oklart]", "[handed]"), "AG-D043", "”handed” betyder redan ”sent”", "ta bort det ena"),
        (("  handed: sent", "  decides:bifaller: sent"), "AG-D043", "redan ”approves”", "bara"),
        (("outcomes:", "outcome:"), "AG-D004", "”outcome” finns inte", "”outcomes”"),
    ],
)
def test_what_means_nothing_is_found(
    office: Office, change: tuple[str, str], rule: str, sentence: str, fix: str
) -> None:
    """A name that names nothing, and a word with two meanings, stand with their line and a way out."""
    old, new = change
    office.write("matters/big.yaml", BIG)
    office.write("histories/standard.yaml", WORDS.replace(old, new))
    (finding,) = office.load().findings
    assert finding.rule == rule
    assert sentence in finding.sentence
    assert fix in finding.fix
    changed = [line for line in WORDS.splitlines() if old in line]
    assert WORDS.splitlines()[finding.line - 1] in changed


def found_in(office: Office, own: str) -> tuple[Finding, ...]:
    office.write("matters/big.yaml", BIG)
    office.write("histories/standard.yaml", WORDS)
    office.write("histories/own.yaml", f"vocabulary: own\nlabel: Våra ord\n{own}")
    return office.load().findings


def test_files_count_together(office: Office) -> None:
    """An office's own file adds words; the same meaning twice is no fault."""
    own = "outcomes: {BIFALLER: approves, klubbat: ends}\nmatter_types: {ärende: big}\nuntold: [vet ej]\n"
    assert found_in(office, own) == ()
    words = office.load().vocabulary
    assert words.event_of("klubbat", "small") == "ends"
    assert words.event_of("handed", "big") == "sent"
    assert words.type_of(Called("Ärende")) == "big"
    assert words.is_untold("vet ej")
    assert words.organisation == "town"


@pytest.mark.parametrize(
    "own",
    [
        "outcomes: {bifaller: ends}",
        "matter_types: {litet ärende: big}",
        "in: {small: {handed: sent}}",
        "untold: [handed]",
    ],
)
def test_two_files_cant_mean_different_things(office: Office, own: str) -> None:
    """The second file in order of name is told where the first says something else."""
    (finding,) = found_in(office, own)
    assert finding.rule == "AG-D043"
    assert finding.path.endswith("standard.yaml")
    assert "på rad 3 i " in finding.sentence
    assert "own.yaml" in finding.sentence


def test_a_broken_type_doesnt_make_words_wrong(office: Office) -> None:
    """Words that lead to a type with a fault of its own aren't told too."""
    office.write("histories/standard.yaml", WORDS)
    office.write("matters/big.yaml", BIG.replace("to: closed", "to: clsed"))
    assert {finding.path.rpartition("/")[2] for finding in office.load().findings} == {"big.yaml"}


def test_no_file_is_no_fault(office: Office) -> None:
    """Without vocabularies the names of types and events are understood, and nothing else."""
    words = office.load().vocabulary
    assert words.event_of("approves", "small") == "approves"
    assert words.type_of(Called("small")) == "small"
    assert words.organisation is None
