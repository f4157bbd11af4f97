"""What a reader asks the board for: the parameters of an address, checked."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from workflow.command.noticeboard import NoticeQuery, Standing, Term
from workflow.errors import InvalidInputError
from workflow.model.effects import NoticeKind
from workflow.web.names import Names

KINDS: dict[NoticeKind, str] = {
    "adjustment": "Justerat protokoll",
    "announcement": "Kungjort sammanträde",
    "delegated_decision": "Delegationsbeslut",
}
STANDINGS: dict[Standing, str] = {
    "any": "Sitter uppe eller nedtagna",
    "up": "Sitter uppe",
    "down": "Nedtagna",
}
_NAMES = ("q", "organisation", "organ", "ar", "slag", "lage")
_LONGEST_TEXT = 100
_LONGEST_CODE = 60
_CODE = re.compile(r"[A-Za-zÅÄÖåäö][A-Za-zÅÄÖåäö0-9_-]*")
_NUMBER = re.compile(r"[0-9]{1,6}")
_YEAR = re.compile(r"(19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the page of its answer, from 1; a parameter without a value is the same as none.

    ``standing`` is None where the address doesn't say; ``anything``: it has one of the parameters, if
    only without a value, as a form gives it.
    """

    query: NoticeQuery
    text: str = ""
    page: int = 1
    standing: Standing | None = None
    anything: bool = False

    def narrowed(self, names: Names, standing: Standing = "any") -> NoticeQuery:
        """The query with what only the names tell: others' notices on a board, bodies by name.

        ``standing`` counts where none is asked for.
        """
        query = self.query
        return replace(
            query,
            standing=self.standing or standing,
            boards=names.boards(query.organisation) if query.organisation else (),
            terms=tuple(Term(word, names.bodies_named(word)) for word in _words(self.text)),
        )

    def address(self, path: str, **other: str | int) -> str:
        """The path with the parameters that ask the same, some of them otherwise (empty: left out)."""
        query = self.query
        values = {
            "q": self.text,
            "organisation": query.organisation,
            "organ": query.body,
            "ar": query.year,
            "slag": query.kind,
            "lage": self.standing,
            "sida": self.page if self.page > 1 else None,
        } | other
        given = {name: value for name, value in values.items() if value}
        return f"{path}?{urlencode(given)}" if given else path


def read(request: Request) -> Asked:
    """What the address asks for; parameters of other names are let be.

    Raises:
        InvalidInputError: a value can't be meant; in words, for the reader.
    """
    values = {name: value.strip() for name, value in request.query_params.items()}
    return Asked(
        NoticeQuery(
            organisation=_code(values, "organisation", "Organisationens kod"),
            body=_code(values, "organ", "Organets kod"),
            kind=_kind(values.get("slag", "")),
            year=_year(values.get("ar", "")),
        ),
        _text(values.get("q", "")),
        _page(values.get("sida", "")),
        _standing(values.get("lage", "")),
        anything=any(name in values for name in _NAMES),
    )


Question = Annotated[Asked, Depends(read)]
"""Of a page: what its address asks for."""


def _code(values: dict[str, str], name: str, what: str) -> str | None:
    value = values.get(name, "")
    if not value:
        return None
    if len(value) > _LONGEST_CODE or not _CODE.fullmatch(value):
        raise InvalidInputError(
            f"{what} kan inte se ut så.", hint="Välj i listan, eller ta bort det ur adressen."
        )
    return value


def _kind(value: str) -> NoticeKind | None:
    for kind in KINDS:
        if value == kind:
            return kind
    if value:
        raise InvalidInputError(
            "Det slaget av anslag finns inte.", hint=f"Slagen är {', '.join(KINDS)}."
        )
    return None


def _standing(value: str) -> Standing | None:
    for standing in STANDINGS:
        if value == standing:
            return standing
    if not value:
        return None
    raise InvalidInputError(
        "Anslag kan sitta uppe eller vara nedtagna.", hint="lage är up, down eller any."
    )


def _year(value: str) -> int | None:
    if not value:
        return None
    if not _YEAR.fullmatch(value):
        raise InvalidInputError("Året skrivs med fyra siffror.", hint="Till exempel 2025.")
    return int(value)


def _page(value: str) -> int:
    if not value:
        return 1
    if not _NUMBER.fullmatch(value) or int(value) == 0:
        raise InvalidInputError("Sidans nummer är ett tal från 1.", hint="Börja om från sida 1.")
    return int(value)


def _text(value: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", value).split())
    if len(text) > _LONGEST_TEXT:
        raise InvalidInputError(
            f"Sökorden får vara högst {_LONGEST_TEXT} tecken.", hint="Sök på färre ord."
        )
    if any(unicodedata.category(letter).startswith("C") for letter in text):
        raise InvalidInputError(
            "Sökorden har tecken som inte syns.", hint="Skriv sökorden på nytt."
        )
    return text


def _words(text: str) -> list[str]:
    """The words that are looked for; notices give paragraphs by their numbers alone."""
    return [word for word in text.replace("§", " ").split() if word.strip(".,:;")]
