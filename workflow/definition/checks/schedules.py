"""Schedules: meetings in order and one at a time, days that can be kept, and who sits in the body."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from workflow.definition import sessions
from workflow.definition.checks import graph
from workflow.definition.findings import Findings, Rule
from workflow.definition.meets import Meeting, Recurrence
from workflow.definition.organisation import Body, Organisation
from workflow.definition.sessions import Session
from workflow.definition.tree import Loc, Node, locate
from workflow.errors import InvalidInputError
from workflow.statutory import calendar

_SINGLE: Final = {
    "chair": "ordförande",
    "vice_chair": "förste vice ordförande",
    "second_vice_chair": "andre vice ordförande",
}


def check_schedules(organisation: Organisation, node: Node, findings: Findings) -> None:
    """Every check of when the bodies meet and who sits in them."""
    for code, body in organisation.bodies.items():
        part = locate(node, ("bodies", code))
        _seats(body, part, findings)
        before = findings.errors
        _order(body, part, findings)
        for place, meeting in enumerate(body.meets):
            for key, sentence, fix in _broken(meeting):
                findings.add(
                    Rule.SCHEDULE, locate(part, ("meets", place, key)).place, sentence, fix
                )
        _moves(body, part, findings)
        if body.recurs is not None:
            for key, sentence, fix in _broken_rule(body.recurs):
                findings.add(Rule.SCHEDULE, locate(part, ("recurs", key)).place, sentence, fix)
        if findings.errors == before:
            _worked_out(organisation, code, part, findings)


def _order(body: Body, part: Node, findings: Findings) -> None:
    written = [(one.on, one.at or "") for one in body.meets]
    if written != sorted(set(written)):
        findings.add(
            Rule.MEETS,
            locate(part, ("meets",)).start,
            "Sammanträdesdagarna står inte i ordning, eller någon står två gånger.",
            "Skriv dem i datumordning, var och en en gång.",
        )


def _broken(one: Meeting) -> Iterator[tuple[str, str, str]]:
    """Key, sentence and fix for everything in a meeting that can't be."""
    days = {
        "on": one.on,
        "cut_off": one.cut_off,
        "papers_sent": one.papers_sent,
        "moved_to": one.moved_to,
        "moved_from": one.moved_from,
    }
    outside = [(key, day) for key, day in days.items() if day is not None and _outside(day)]
    for key, day in outside:
        yield key, *_outside_words(day)
    if one.until is not None and (one.at is None or one.until <= one.at):
        yield (
            "until",
            f"Sammanträdet {one.on} slutar {one.until}, men börjar inte före det.",
            "Ange at, ett klockslag före until.",
        )
    if one.on in (one.moved_to, one.moved_from):
        key = "moved_to" if one.moved_to == one.on else "moved_from"
        yield (
            key,
            f"Sammanträdet {one.on} är flyttat till sin egen dag.",
            f"Ange den andra dagen, eller ta bort {key}.",
        )
    if one.papers_sent is not None and one.papers_sent > one.on:
        yield (
            "papers_sent",
            f"Handlingarna skickas ut {one.papers_sent}, efter sammanträdet {one.on}.",
            "Ange en dag före sammanträdet.",
        )
    if one.cut_off is None or outside:
        return
    if one.cut_off > one.on:
        yield (
            "cut_off",
            f"Stoppdagen {one.cut_off} är efter sammanträdet {one.on}.",
            "Ange en dag före sammanträdet.",
        )
    elif closed := calendar.closed(one.cut_off):
        yield (
            "cut_off",
            f"Stoppdagen {one.cut_off} är {closed}: då tar ingen emot något.",
            f"Ange en öppen dag, till exempel {calendar.open_on_or_before(one.cut_off)}.",
        )


def _broken_rule(recurs: Recurrence) -> Iterator[tuple[str, str, str]]:
    for key, day in (("from", recurs.from_), ("until", recurs.until)):
        if _outside(day):
            yield key, *_outside_words(day)
            return
    if recurs.ends is not None and (recurs.at is None or recurs.ends <= recurs.at):
        yield (
            "ends",
            f"Sammanträdena slutar {recurs.ends}, men börjar inte före det.",
            "Ange at, ett klockslag före ends.",
        )
    try:
        days = sessions.occurrences(recurs.model_copy(update={"except_": ()}))
    except InvalidInputError as error:
        yield "rule", error.message, error.hint or ""
        return
    if not days:
        yield (
            "rule",
            f"Regeln ger inget sammanträde från {recurs.from_} till {recurs.until}.",
            "Ändra regeln eller dagarna.",
        )
    if len(days) == sessions.MOST:
        yield (
            "until",
            f"Regeln ger {sessions.MOST} sammanträden eller fler.",
            "Ange en tidigare sista dag, eller en regel som ger färre.",
        )
        return
    for day in recurs.except_:
        if day not in days:
            yield (
                "except",
                f"Regeln ger inget sammanträde {day}, som är undantaget.",
                "Ta bort dagen, eller skriv den som regeln ger.",
            )


def _outside(day: date) -> bool:
    return not calendar.FIRST_DAY <= day <= calendar.LAST_DAY


def _outside_words(day: date) -> tuple[str, str]:
    error = calendar.out_of_range(f"Dagen {day}")
    return error.message, error.hint or ""


def _moves(body: Body, part: Node, findings: Findings) -> None:
    """A meeting is moved to one day, and never round to where it was."""
    to: dict[str, list[str]] = {}
    for place, one in enumerate(body.meets):
        for key, old, new in (
            ("moved_to", one.on, one.moved_to),
            ("moved_from", one.moved_from, one.on),
        ):
            if old is None or new is None or old == new:
                continue
            known = to.setdefault(str(old), [])
            if str(new) not in known:
                known.append(str(new))
            if len(known) > 1:
                findings.add(
                    Rule.SCHEDULE,
                    locate(part, ("meets", place, key)).place,
                    f"Sammanträdet {old} är flyttat till två dagar: {known[0]} och {known[1]}.",
                    "Behåll den som gäller.",
                )
    circle = graph.circle(to)
    if circle is not None:
        findings.add(
            Rule.SCHEDULE,
            locate(part, ("meets",)).start,
            "Sammanträden är flyttade i ring, så att inget av dem hålls.",
            "Ta bort flytten av det som hålls.",
            way=tuple(circle),
        )


def _worked_out(organisation: Organisation, code: str, part: Node, findings: Findings) -> None:
    """What only the whole schedule shows."""
    name = organisation.bodies[code].name
    try:
        held = [one for one in sessions.sessions(organisation, code) if not one.cancelled]
    except InvalidInputError as error:  # a cut-off long before the calendar begins
        findings.add(
            Rule.SCHEDULE, locate(part, ("cut_off",)).place, error.message, error.hint or ""
        )
        return
    for earlier, later in pairwise(held):
        if _at_once(earlier, later):
            findings.add(
                Rule.TWO_MEETINGS,
                locate(part, _where(organisation.bodies[code], later)).place,
                f"{name} har två sammanträden på samma gång {later.on}: {_clock(earlier)} och {_clock(later)}.",
                "Ta bort det ena, eller ange klockslag (at, until) så att det ena slutar innan det andra börjar.",
            )
    for one in held:
        if closed := calendar.closed(one.on):
            findings.add(
                Rule.CLOSED_MEETING,
                locate(part, _where(organisation.bodies[code], one)).place,
                f"{name} sammanträder {one.on}, som är {closed}.",
                "Kontrollera dagen; undanta den (except) om den kommer av en regel.",
                severity="warning",
            )


def _at_once(earlier: Session, later: Session) -> bool:
    if earlier.on != later.on:
        return False
    if earlier.ends is None or later.starts is None:
        return True
    return earlier.ends > later.starts


def _clock(one: Session) -> str:
    return one.starts.isoformat("minutes") if one.starts else "utan klockslag"


def _where(body: Body, session: Session) -> Loc:
    """Where the meeting is written: the last that names the day, else the rule."""
    named = [place for place, one in enumerate(body.meets) if session.on in (one.on, one.moved_to)]
    return ("meets", named[-1]) if named else ("recurs", "rule")


def _seats(body: Body, part: Node, findings: Findings) -> None:
    names = [one.name for one in body.members]
    for place, name in _again(names):
        findings.add(
            Rule.SEATS,
            locate(part, ("members", place, "name")).place,
            f"{name} står två gånger bland ledamöterna.",
            "Ta bort den ena; är det två personer med samma namn, skriv vad som skiljer dem åt.",
        )
    roles = [one.role for one in body.members]
    for place, role in _again(roles):
        if role in _SINGLE:
            findings.add(
                Rule.SEATS,
                locate(part, ("members", place, "role")).place,
                f"Organet har två som är {_SINGLE[role]}.",
                "Ändra uppdraget för den ena.",
            )


def _again(words: Iterable[str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for place, word in enumerate(words):
        if word in seen:
            yield place, word
        seen.add(word)
