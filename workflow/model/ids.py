"""Numbers and ids: how a register number is read, and how an id is derived from it."""

import re
from dataclasses import dataclass
from typing import NewType
from uuid import NAMESPACE_URL, uuid5

from workflow.errors import InvalidInputError

MatterId = NewType("MatterId", str)
"""A UUID in text form; the same input gives the same id, so that registering can be repeated."""

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:arendegang:matter")
_FULL_YEAR = 4
_MAX_LENGTH = 40

_YEARS = range(1900, 2100)
_REGISTER = r"(?:(?P<register>[^\W\d](?:[^\W\d]|[0-9-])*?)[ .-]+)?"
_SERIAL = r"(?P<serial>[0-9]{1,9})"  # HIGHEST_SERIAL has no more digits
_ITEM = r"(?::(?P<item>[0-9]{1,9}))?"

_YEAR_FIRST = re.compile(
    rf"{_REGISTER}(?P<year>[0-9]{{4}}|[0-9]{{2}})[/-]{_SERIAL}(?:-(?P<cls>[0-9.]+))?{_ITEM}"
)
_SERIAL_FIRST = re.compile(rf"{_REGISTER}{_SERIAL}/(?P<year>[0-9]{{4}}){_ITEM}")

HIGHEST_SERIAL = 999_999_999
"""The highest serial that is read. No register comes near it."""
HIGHEST_CONTINUED = 99_999_999
"""The highest serial that a register goes on after: what lies above was mistyped, and never uses up
the numbers that are left."""


@dataclass(frozen=True, slots=True)
class RegistrationNumber:
    """A register number (diarienummer): as printed, and in its normal form."""

    printed: str
    register: str
    year: int
    serial: int
    class_code: str | None = None  # document plan class, e.g. "2.2.0.2"
    item: str | None = None  # the place under the number, of a matter filed under another's

    @property
    def normalised(self) -> str:
        """The form that numbers are compared in: ``KS 2025/244``, ``KS 2024/8:12``, ``e-nämnden 2023/11-2.2.0.2``."""
        suffix = f"-{self.class_code}" if self.class_code else ""
        place = f":{self.item}" if self.item else ""
        return f"{self.register} {self.year}/{self.serial}{suffix}{place}"

    @classmethod
    def parse(cls, printed: str, *, default_register: str) -> "RegistrationNumber":
        """Read a number in any of the forms that real minutes print.

        ``KS 9/2024`` and ``103/2023`` (serial/year), ``KS-25/00205``, ``KS.24/00608`` and
        ``KS 24/01160`` (year/serial), ``2023/11-2.2.0.2`` (year/serial-class). ``:12`` after any of them is the
        place of a matter that is filed under the number of another. A last part of four
        digits that begins with 19 or 20 is a year, unless the first part is a four-digit year.

        Raises:
            InvalidInputError: in no known form, a serial of more than nine digits, or a year outside
                1900-2099: from 2100 on, ``2100/1900`` could be read both ways.
        """
        text = printed.strip()
        if len(text) <= _MAX_LENGTH:
            serial_first = _SERIAL_FIRST.fullmatch(text)
            if (
                serial_first
                and serial_first["year"][:2] in ("19", "20")
                and not (
                    len(serial_first["serial"]) == _FULL_YEAR
                    and serial_first["serial"][:2] in ("19", "20")
                )
            ):
                match: re.Match[str] | None = serial_first
                class_code = None
            else:
                match = _YEAR_FIRST.fullmatch(text)
                class_code = match["cls"] if match else None
            if match and (year := _year(match["year"])) in _YEARS:
                return cls(
                    printed=text,
                    register=match["register"] or default_register,
                    year=year,
                    serial=int(match["serial"]),
                    class_code=class_code,
                    item=str(int(match["item"])) if match["item"] else None,
                )
        raise InvalidInputError(
            f"”{text[:_MAX_LENGTH]}” är inget diarienummer.",
            hint="Skriv till exempel KS 9/2024, KS-25/00205 eller 2023/11-2.2.0.2.",
        )


def _year(printed: str) -> int:
    """Two digits are of this century."""
    return int(printed) + (2000 if len(printed) < _FULL_YEAR else 0)


def matter_id(organisation: str, number: str) -> MatterId:
    """The id of the matter with this normalised number in this organisation."""
    return MatterId(str(uuid5(_NAMESPACE, f"{organisation}\n{number}")))


def child_id(parent: MatterId, key: str) -> MatterId:
    """The id of a matter that another one starts: the same for every try."""
    return MatterId(str(uuid5(_NAMESPACE, f"{parent}\n{key}")))
