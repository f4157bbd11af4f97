"""How wide text is, and how it is broken and cut to fit, without any font being installed.

Widths are those of DejaVu Sans, rounded up to 40 thousandths of an em: among the fonts that browsers
and viewers fall back on it is the widest, so that text that fits here fits in all of them.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

_PLAIN: Final = {
    280: "'ijlìíîïı",
    320: " \u00a0,.IJ·ÌÍÎÏ’‘ł",
    360: "/:;\\f|¦",
    400: "()-[]tŧ",
    440: "!r¡²³¹",
    480: '"ªº',
    520: "*_`§¨¯°´¸–”“",
    560: "?Lcsz¿çšžć",
    600: "Fkvxyýÿ•Ł",
    640: "$0123456789EPSTYabdeghnopqu{}¢£¤¥«µ¶»ÈÉÊËÝÞßàáâãäåèéêëðñòóôõöøùúûüþ€ŠąĘęđŋŦ",
    680: "K",
    720: "ABCRVXZÀÁÂÃÄÅÇŽĄĆ",
    760: "HNUÑÙÚÛÜŊ",
    800: "&DGOQÐÒÓÔÕÖØĐ",
    840: "#+<=>^w~¬±×÷→←",
    880: "M",
    960: "%",
}
_BOLD: Final = {
    320: "'",
    360: " \u00a0ijlìíîïı",
    400: ",./:;IJ\\|¦·ÌÍÎÏ’‘ł",
    440: "-f²³¹",
    480: "!()[]t¡ŧ",
    520: "_`r§¨¯°´¸–",
    560: '"*',
    600: "?cszªº¿çšžć",
    640: "L¤¶•",
    680: "aekvxy«»àáâãäåèéêëýÿ”“Łąę",
    720: "$0123456789EFTbdghnopqu{}¢£¥ÈÉÊËßðñòóôõöøùúûüþ€ĘđŋŦ",
    760: "CPSYZµÇÝÞŠŽĆ",
    800: "ABKRVXÀÁÂÃÄÅĄ",
    840: "#+<=>DGHNU^~¬±ÐÑ×ÙÚÛÜ÷→←ĐŊ",
    880: "&OQÒÓÔÕÖØ",
    960: "w",
    1000: "@M©®",
    1040: "%¼½¾",
    1080: "mæ",
    1120: "WÆ",
}
_WIDTHS: Final = tuple(
    {char: wide for wide, chars in groups.items() for char in chars} for groups in (_PLAIN, _BOLD)
)
_OTHER: Final = 1100
_PICTURE: Final = 1400
_ELLIPSIS: Final = "…"
_HOLD: Final = "\u00a0"
_HELD: Final = 28
_NOT_TEXT: Final = frozenset({"Cc", "Cf", "Cs"})
_NO_CHARACTER: Final = 0xFFFE  # the last two of every plane


@lru_cache(maxsize=1024)
def clean(text: str) -> str:
    """The text on one line, without characters that XML forbids or that turn text around."""
    spaced = "".join(" " if char.isspace() and char != _HOLD else char for char in text)
    parts = "".join(char for char in spaced if _is_text(char)).split(" ")
    return " ".join(part for part in parts if part).strip()


def held(text: str) -> str:
    """The text with its words held together on one line, where it is short."""
    return text.replace(" ", _HOLD) if len(text) <= _HELD else text


def _is_text(char: str) -> bool:
    known = ord(char) & _NO_CHARACTER != _NO_CHARACTER
    return known and unicodedata.category(char) not in _NOT_TEXT


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text is at most, in the unit of ``size``."""
    return sum(_width_of(char, bold=bold) for char in text) * size / 1000


def _width_of(char: str, *, bold: bool) -> int:
    known = _WIDTHS[bold].get(char)
    if known is not None:
        return known
    if unicodedata.category(char) == "Mn":
        return 0
    wide = unicodedata.east_asian_width(char) in "WF" or unicodedata.category(char) == "So"
    return _PICTURE if wide else _OTHER


def wrap(text: str, room: float, size: float, *, most: int, bold: bool = False) -> tuple[str, ...]:
    """The text in at most ``most`` lines that are no wider than ``room``; cut with an ellipsis."""
    lines: list[str] = []
    left = clean(text)
    while left:
        if len(lines) == most - 1:
            return (*lines, shorten(left, room, size, bold=bold))
        line = _line(left, room, size, bold=bold)
        lines.append(line.rstrip())
        left = left[len(line) :].lstrip()
    return tuple(lines)


def _line(text: str, room: float, size: float, *, bold: bool) -> str:
    """As much of the text as fits, broken at a space where there is one."""
    fits = _fitting(text, room, size, bold=bold)
    if len(fits) == len(text):
        return text
    whole_words = text[: fits.rfind(" ") + 1] if text[len(fits)] != " " else fits
    return whole_words or fits


def _fitting(text: str, room: float, size: float, *, bold: bool) -> str:
    """The longest beginning that fits; at least one character."""
    used = 0.0
    for count, char in enumerate(text):
        used += width(char, size, bold=bold)
        if used > room and count:
            return text[:count]
    return text


def shorten(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it doesn't fit."""
    if width(text, size, bold=bold) <= room:
        return text
    inside = room - width(_ELLIPSIS, size, bold=bold)
    return _fitting(text, inside, size, bold=bold).rstrip(" ,.:;") + _ELLIPSIS


@dataclass(frozen=True, slots=True)
class Listed:
    """Words on some lines; ``whole`` is False where some were left out or cut."""

    lines: tuple[str, ...]
    whole: bool


def listed(words: Iterable[str], room: float, size: float, *, most: int, tail: str = "") -> Listed:
    """Words with commas between them in at most ``most`` lines.

    What there is no room for is counted last ("+6") and followed by ``tail``; the first word always
    stands there, cut if need be.
    """
    cleaned = [clean(word) or _ELLIPSIS for word in words]
    tail = held(tail)
    lines = wrap(", ".join(cleaned), room, size, most=most + 1)
    if len(lines) <= most:
        return Listed(lines, whole=True)
    for shown in range(_at_most(cleaned, room * most, size), 0, -1):
        text = ", ".join([*cleaned[:shown], f"+{len(cleaned) - shown}{tail}"])
        lines = wrap(text, room, size, most=most + 1)
        if len(lines) <= most:
            return Listed(lines, whole=False)
    rest = f", +{len(cleaned) - 1}{tail}" if len(cleaned) > 1 else tail
    lines = wrap(cleaned[0], room - width(rest, size), size, most=most)
    return Listed((*lines[:-1], lines[-1] + rest), whole=False)


def _at_most(words: list[str], room: float, size: float) -> int:
    """How many words there could be room for at best; not all of them."""
    ends = accumulate(width(word, size) for word in words[:-1])
    return sum(1 for end in ends if end <= room)
