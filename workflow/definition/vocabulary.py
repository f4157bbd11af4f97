"""The words that recorded histories are told in, and what they mean here: types and events.

Every office exports its matters in words of its own. ``histories/*.yaml`` say what they mean; all files
count together, so that an office adds its words in a file beside the one that is there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Protocol

from pydantic import Field

from workflow.definition.schema import Name, Part

DECIDES = "decides:"
"""May stand before a word to say that the body decided it itself."""

UNDER = "/"
"""Stands between the source's word for a type and its word for the kind within that type."""

Word = Annotated[str, Field(min_length=1, max_length=161)]


class VocabularyDocument(Part):
    """``histories/NAME.yaml``."""

    NAME_KEY: ClassVar[str] = "vocabulary"

    vocabulary: Name = Field(description="Ordlistans namn")
    label: str = Field(description="Vad ordlistan heter för den som läser")
    organisation: Name | None = Field(
        default=None,
        description="Organisationen som en historik gäller när varken den eller kommandot säger det",
    )
    matter_types: dict[Word, Name] = Field(
        default_factory=dict,
        description="Källans ord för ett slags ärende → ärendetyp; ord/underord går före ord, där "
        "underord är källans närmare ord eller ett beslut som bara den ärendetypen får",
    )
    outcomes: dict[Word, Name] = Field(
        default_factory=dict,
        description="Källans ord för ett beslut → händelse; decides: framför ordet behövs inte",
    )
    in_: dict[Name, dict[Word, Name]] = Field(
        default_factory=dict,
        alias="in",
        description="Ord för beslut som betyder något annat i en ärendetyp",
    )
    untold: tuple[Word, ...] = Field(
        default=(), description="Ord som inte säger vad som beslutades"
    )


class Named(Protocol):
    """What a source calls a matter."""

    @property
    def matter_type(self) -> str:
        """Its type."""
        ...

    @property
    def matter_subtype(self) -> str | None:
        """Its kind within that type."""
        ...

    @property
    def words(self) -> tuple[str, ...]:
        """Every word for what was decided in it, in order."""
        ...


def normal(word: str) -> str:
    """The form that words are compared in: no case, single spaces."""
    return " ".join(word.split()).casefold()


def bare(word: str) -> str:
    """The normal form of a word for a decision, without what may stand before it."""
    return normal(word).removeprefix(DECIDES).strip()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All files together. Words are in normal form.

    Attributes:
        organisation: of histories that don't say their own.
        types: source word, or word/word within it, to matter type.
        outcomes: source word to event.
        within: matter type to its own meanings of words.
        untold: words that don't say what was decided.
        known_types: the matter types that there are.
        known_events: the events that any matter type has.
    """

    organisation: str | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()
    known_types: frozenset[str] = frozenset()
    known_events: frozenset[str] = frozenset()

    def type_of(self, history: Named) -> str:
        """The matter type that a history runs on; the source's own word where nothing is said of it."""
        word = normal(history.matter_type)
        subtype = history.matter_subtype
        closer = [normal(subtype)] if subtype is not None else []
        closer += [bare(decided) for decided in history.words]
        kinds = (self.types.get(f"{word}{UNDER}{one}") for one in closer)
        found = next((kind for kind in kinds if kind is not None), None)
        return found or self.types.get(word, history.matter_type)

    def event_of(self, word: str, matter_type: str) -> str | None:
        """The event that a word for a decision is in a matter type; None for an unknown or untold one."""
        outcome = bare(word)
        if outcome in self.untold:
            return None
        for meanings in (self.within.get(matter_type, {}), self.outcomes):
            if outcome in meanings:
                return meanings[outcome]
        return outcome if outcome in self.known_events else None

    def is_untold(self, word: str) -> bool:
        """Whether the word says that something was decided, or not, but not what."""
        return bare(word) in self.untold

    def knows(self, word: str) -> bool:
        """Whether the word for a decision means something, if only in some matter type."""
        outcome = bare(word)
        meanings = (self.untold, self.outcomes, self.known_events, *self.within.values())
        return any(outcome in known for known in meanings)

    def words(self) -> frozenset[str]:
        """Every word for a decision that means something."""
        return self.untold.union(self.known_events, self.outcomes, *self.within.values())

    def type_words(self) -> Iterable[str]:
        """Every word for a matter type, those of kinds within a type left out."""
        return (*self.known_types, *(word for word in self.types if UNDER not in word))
