"""Words that begin with ``$`` in a scenario: the type's own for a route's parameters, and those of ``each``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

MARK = "$"
_WORD = re.compile(r"\$([A-Za-z][A-Za-z0-9_]*)")

Filling = Mapping[str, str]
Parameters = Mapping[str, tuple[str, ...]]


def filled(value: object, filling: Filling) -> object:
    """A plain value with every ``$word`` that there is a filling for put in, also inside texts."""
    if isinstance(value, str):
        return _WORD.sub(lambda found: filling.get(found[1], found[0]), value)
    if isinstance(value, Mapping):
        return {filled(key, filling): filled(part, filling) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(filled(part, filling) for part in value)
    return value


def open_words(value: object) -> Iterator[str]:
    """Every ``$word`` inside a plain value, without its mark."""
    if isinstance(value, str):
        yield from _WORD.findall(value)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from open_words(key)
            yield from open_words(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from open_words(part)


def first_words(parameters: Parameters) -> dict[str, str]:
    """Outside ``each`` a route's parameter is the first of its words; one without words has none."""
    return {name: words[0] for name, words in parameters.items() if words}


def combinations(each: Sequence[Mapping[str, tuple[str, ...]]], parameters: Parameters) -> int:
    """How many rows there are at the most."""
    return sum(
        prod(sum(len(_meant(word, parameters)) for word in words) for words in row.values())
        for row in each
    )


def rows(
    each: tuple[Mapping[str, tuple[str, ...]], ...], parameters: Parameters
) -> Iterator[Filling]:
    """Every combination of words, once; one without words where there is nothing to combine."""
    if not each:
        yield {}
        return
    seen: set[tuple[tuple[str, str], ...]] = set()
    for row in each:
        choices = [_choice(words, parameters) for words in row.values()]
        for words in product(*choices):
            pairs = tuple(zip(row, words, strict=True))
            if pairs not in seen:
                seen.add(pairs)
                yield dict(pairs)


def _choice(words: tuple[str, ...], parameters: Parameters) -> list[str]:
    """The words with parameters put in, each once."""
    found: dict[str, None] = {}
    for word in words:
        found.update(dict.fromkeys(_meant(word, parameters)))
    return list(found)


def _meant(word: str, parameters: Parameters) -> tuple[str, ...]:
    return parameters.get(word.removeprefix(MARK), ()) if word.startswith(MARK) else (word,)
