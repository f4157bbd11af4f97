"""What an event of a calendar means: a meeting of a body, a cut-off, a dispatch day or a negotiation.

Calendars are written for people. What is read here is what the words say; what they don't say is left for a
person, and told. A day without a year ("inför mötet den 10 april") counts only where the calendar itself has
a meeting on it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from workflow.definition.organisation import Organisation
from workflow.workbench.calendars.event import CalendarEvent, Problem

Kind = Literal["decision_meeting", "preparation_meeting", "negotiation", "deadline", "dispatch"]

MEETINGS: Final[frozenset[Kind]] = frozenset({"decision_meeting", "preparation_meeting"})
_MONTHS: Final = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip
_NAMED_DAY: Final = re.compile(
    rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})\b(?:\s+(\d{{4}}))?", re.IGNORECASE
)
_ISO_DAY: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_NEGOTIATION: Final = re.compile(r"förhandling", re.IGNORECASE)
_DEADLINE: Final = re.compile(
    r"\bdeadline\b|\bsista dag|\bstoppdag|\bsenast\b|\blämnar\b|\binkommer\b|\blämnas in\b",
    re.IGNORECASE,
)
_SAYS_DEADLINE: Final = re.compile(r"deadline\b", re.IGNORECASE)
_DISPATCH: Final = re.compile(
    r"\bskickas\b|\butskick|\berhåller\b|\bsänds\b|\bpresenterar\b|\bkallelse\b", re.IGNORECASE
)
_DECIDES: Final = re.compile(r"\bbeslutar\b|beslut\b", re.IGNORECASE)
_MEETING: Final = re.compile(r"\bsammanträde|\bmöte|\bsammanträder\b", re.IGNORECASE)
_BODY: Final = re.compile(
    r"\b(?:(?!Möte |Sammanträde )[A-ZÅÄÖ][a-zåäö]+[ae] |[A-ZÅÄÖ][a-zåäö]+- och )?[A-ZÅÄÖa-zåäö]*"
    r"(?:utskottet|utskott|nämnden|nämnd|beredningen|beredning|styrelsen|fullmäktige)\b"
)
_STANDARD: Final = {"KF": ("Kommunfullmäktige", "Fullmäktige"), "KS": ("Kommunstyrelsen",)}


@dataclass(frozen=True, slots=True)
class Understood:
    """An event with its meaning.

    Attributes:
        kind: what it is.
        body: the body's code, or its name where the organisation hasn't got it; None for no meeting.
        before: the day of the meeting or negotiation that it is for; None where it names none.
    """

    event: CalendarEvent
    kind: Kind
    body: str | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """Everything that was understood, in the order of the file, and what was not."""

    understood: tuple[Understood, ...]
    unclear: tuple[Problem, ...]


class Bodies:
    """The names of bodies, those of the organisation first."""

    def __init__(self, organisation: Organisation | None, default: str | None = None) -> None:
        self.default = default
        known = organisation.bodies.items() if organisation else ()
        self._codes = {
            text: code for code, body in known for text in (code, body.name, *body.aliases)
        }
        for code, names in _STANDARD.items():
            meant = next(
                (self._codes[each] for each in (code, *names) if each in self._codes), code
            )
            for name in (code, *names):
                self._codes.setdefault(name, meant)

    def in_text(self, text: str) -> str | None:
        """The body that the text names first: its code, or its name where nobody knows it."""
        found = [
            (match.start(), -len(name), code)
            for name, code in self._codes.items()
            if (match := re.search(rf"\b{re.escape(name)}(?!\w)", text))
        ]
        found += [
            (match.start(), -len(match[0]), self._known(match[0])) for match in _BODY.finditer(text)
        ]
        return min(found)[2] if found else None

    def _known(self, name: str) -> str:
        """By the name in any case, also without its ending: ``Budgetberedning``."""
        whole = (
            name
            if name.endswith(("en", "et", "e"))
            else f"{name}et"
            if name.endswith("utskott")
            else f"{name}en"
        )
        folded = {text.casefold(): code for text, code in self._codes.items()}
        return (
            folded.get(name.casefold())
            or folded.get(whole.casefold())
            or whole[0].upper() + whole[1:]
        )


def understand(events: Sequence[CalendarEvent], bodies: Bodies) -> Meaning:
    """What each event means; nothing is left out."""
    unclear: list[Problem] = []
    first: list[Understood] = []
    for event in events:
        kind = _kind(event, bodies)
        if kind is None:
            unclear.append(
                Problem(
                    event.line,
                    f"Det framgår inte vad ”{event.summary[:60]}” {event.on} är.",
                    "Nämn organet, eller skriv vad det är: sista dag, utskick, förhandling.",
                )
            )
            continue
        body = _body(event, bodies) if kind in MEETINGS else None
        first.append(Understood(event, kind, body))
    unclear += [
        Problem(
            one.event.line,
            f"”{one.event.summary[:60]}” {one.event.on} är preliminär i kalendern.",
            "Läst som bestämd.",
        )
        for one in first
        if one.event.tentative
    ]
    held = {one.event.on: one for one in first if one.kind in MEETINGS or one.kind == "negotiation"}
    return Meaning(tuple(_for_meetings(first, held, unclear)), tuple(unclear))


def _kind(event: CalendarEvent, bodies: Bodies) -> Kind | None:
    summary, all_day = event.summary, event.starts is None
    words = " ".join((summary, *event.categories))
    if _NEGOTIATION.search(summary):
        return "negotiation"
    if all_day and (_DEADLINE.search(words) or _SAYS_DEADLINE.match(event.description)):
        return "deadline"
    if all_day and _DISPATCH.search(summary):
        return "dispatch"
    if _body(event, bodies) is None:
        return None
    return "decision_meeting" if _DECIDES.search(words) else "preparation_meeting"


def _body(event: CalendarEvent, bodies: Bodies) -> str | None:
    """The body that meets: by the title, the categories, or whom an event with a time invites first."""
    title = bodies.in_text(event.summary)
    named = title or bodies.in_text(" ".join(event.categories))
    if named is None and event.starts is not None:
        named = bodies.in_text(event.description)
    if named is None and (event.starts is not None or _MEETING.search(event.summary)):
        return bodies.default
    return named


def _for_meetings(
    these: Iterable[Understood], held: dict[date, Understood], unclear: list[Problem]
) -> Iterator[Understood]:
    for one in these:
        if one.kind not in ("deadline", "dispatch"):
            yield one
            continue
        named = [*_days_named(one.event)]
        before = next((day for day in named if day in held), None)
        if named and before is None:
            unclear.append(
                Problem(
                    one.event.line,
                    f"”{one.event.summary[:60]}” {one.event.on} nämner {named[0]}, men kalendern har inget "
                    "sammanträde den dagen.",
                    "Kontrollera dagen; händelsen lästes in utan sammanträde.",
                )
            )
        yield Understood(one.event, one.kind, None, before)


def _days_named(event: CalendarEvent) -> Iterator[date]:
    """The days that the text names, from the event's own on; one without a year is the next such day."""
    text = f"{event.summary} {event.description}"
    for match in _ISO_DAY.finditer(text):
        day = _date(*map(int, match[0].split("-")))
        if day is not None and day > event.on:
            yield day
    for match in _NAMED_DAY.finditer(text):
        month = _MONTHS.index(match[2].lower()) + 1
        years = [int(match[3])] if match[3] else [event.on.year, event.on.year + 1]
        days = [day for year in years if (day := _date(year, month, int(match[1])))]
        yield from [day for day in days if day > event.on][:1]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
