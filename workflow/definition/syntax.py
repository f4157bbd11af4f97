"""What libyaml says of a file that is no YAML, in words that the office understands."""

from typing import NamedTuple


class Problem(NamedTuple):
    """Sentence and fix; ``begins``: it is shown where the broken part begins, not where it was noticed."""

    sentence: str
    fix: str
    begins: bool = False


_PROBLEMS: dict[str, Problem] = {
    "mapping values are not allowed in this context": Problem(
        "Här står ett kolon som inte hör till en nyckel.",
        "Sätt citattecken om texten, eller rätta indraget.",
    ),
    "could not find expected ':'": Problem(
        "Här saknas ett kolon efter nyckeln.", "Skriv nyckel: värde.", begins=True
    ),
    "did not find expected key": Problem(
        "Indraget stämmer inte med raderna ovanför.",
        "Ge alla nycklar på samma nivå lika många mellanslag.",
    ),
    "did not find expected '-' indicator": Problem(
        "Indraget stämmer inte med listans andra rader.",
        "Ge alla streck i listan lika många mellanslag.",
    ),
    "did not find expected ',' or ']'": Problem(
        "Listan som börjar här slutar inte.", "Lägg till komma eller ].", begins=True
    ),
    "did not find expected ',' or '}'": Problem(
        "Klammern som börjar här slutar inte.", "Lägg till komma eller }.", begins=True
    ),
    "found unexpected end of stream": Problem(
        "Citatet som börjar här slutar inte.", "Lägg till citattecknet som saknas.", begins=True
    ),
    "found unknown escape character": Problem(
        "Omvänt snedstreck inom citattecken betyder något annat i YAML.",
        "Skriv \\\\ eller använd enkla citattecken.",
    ),
    "found character that cannot start any token": Problem(
        "Ett värde kan inte börja med det tecknet.", "Sätt citattecken om värdet."
    ),
}
_ANY = Problem("Filen är inte giltig YAML här.", "Se efter indrag, citattecken och kolon.")


def in_words(problem: str | None) -> Problem:
    """The problem by libyaml's own words for it."""
    return _PROBLEMS.get(problem or "", _ANY)
