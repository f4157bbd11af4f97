"""From a deadline of the definition and the matter as it is: which day. Pure.

A statutory rule moves its last day off closed days as its section says. Every other day was set by a
sender, a decision or a definition and is never moved; where it is closed there is an earlier day to aim at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflow.definition.organisation import Organisation
from workflow.definition.schema import DeadlineSpec
from workflow.errors import InvalidInputError
from workflow.machine import schedule
from workflow.model.matter import Matter, RecordedDecision
from workflow.statutory import calendar, periods, recurrence, rules

_FIELDS = "fields."


@dataclass(frozen=True, slots=True)
class Projection:
    """The day that a deadline has to be kept by. ``target`` only where it differs from ``final``.

    ``rule`` is the section of the law, or day, month, after or recurs.
    """

    rule: str
    nominal: date
    final: date
    target: date | None
    moved_by: str | None
    explanation: str


def project(
    spec: DeadlineSpec,
    matter: Matter,
    organisation: Organisation,
    today: date,
    held: date | None = None,
) -> Projection | None:
    """What the deadline should be; None while the day that it depends on isn't known.

    Args:
        spec: the deadline as the definition declares it.
        matter: fields, points and decisions give the day that it is counted from.
        organisation: whose bodies' meetings count.
        today: a recurring deadline is the next one after today.
        held: the day that a recurring deadline has now; kept as long as it is one of the rule's.

    Raises:
        InvalidInputError: a field, period or rule that gives no day within the calendar.
    """
    if spec.day is not None:
        return _day(spec.day, matter)
    if spec.month is not None:
        return _month(spec.month, spec.body, matter, organisation)
    base = counted_from(spec, matter)
    if base is None:
        return None
    if spec.rule is not None:
        return _rule(spec.rule, base)
    if spec.after is not None:
        return _after(spec.after, base)
    return _recurs(spec.recurs or "", base, today, held)


def counted_from(spec: DeadlineSpec, matter: Matter) -> date | None:
    """The day that the deadline is counted from; None while it isn't known.

    ``entered`` is the first day that one of the points now in the states of ``during`` came there (of
    all open points where ``during`` is empty). ``decision.decided_on`` and ``decision.adjusted_on`` are
    those of the decisions on the points in ``during``, the earliest; of the latest decision where it is empty.
    """
    name = spec.counts_from or ""
    if name == "registered":
        return matter.opened_on
    if name == "entered":
        during = [point.since for point in matter.points if point.state in spec.during]
        return min(during or (point.since for point in matter.points), default=None)
    if name == "decision.decided_on":
        return min((decision.decided_on for decision in _decisions(spec, matter)), default=None)
    if name == "decision.adjusted_on":
        return min(
            _known(decision.adjusted_on for decision in _decisions(spec, matter)), default=None
        )
    return _date_field(name, matter)


def day_to_aim_at(final: date) -> date | None:
    """The last open day before a closed last day; None when the last day is open."""
    aim = calendar.open_on_or_before(final)
    return aim if aim != final else None


def recurring(day: date) -> Projection:
    """One occurrence of a recurring deadline."""
    return _unmoved("recurs", day, f"Återkommande, nästa gång {day}.")


def field_value(name: str, matter: Matter) -> object:
    """A field by its name, with or without ``fields.``; None when it is unset or empty."""
    value = matter.fields.get(name.removeprefix(_FIELDS))
    return value if value not in ("", [], (), False) else None


def _decisions(spec: DeadlineSpec, matter: Matter) -> tuple[RecordedDecision, ...]:
    if not spec.during:
        known = matter.decisions
        if spec.counts_from == "decision.adjusted_on":
            known = tuple(decision for decision in known if decision.adjusted_on)
        return known[-1:]
    keys = {point.decision for point in matter.points if point.state in spec.during}
    return tuple(decision for decision in matter.decisions if decision.key in keys)


def _known(days: Iterable[date | None]) -> Iterable[date]:
    return (day for day in days if day is not None)


def _date_field(name: str, matter: Matter) -> date | None:
    value = field_value(name, matter)
    if value is None:
        return None
    try:
        return calendar.checked(date.fromisoformat(str(value)))
    except ValueError:
        raise InvalidInputError(
            f"Fältet ”{name.removeprefix(_FIELDS)}” är inget datum: ”{str(value)[:40]}”.",
            hint="Skriv till exempel 2025-03-14.",
        ) from None


def _rule(name: str, base: date) -> Projection:
    found = rules.apply(name, base)
    return Projection(
        rule=name,
        nominal=found.nominal,
        final=found.final,
        target=found.target if found.target != found.final else None,
        moved_by=found.moved_by,
        explanation=f"{found.explanation} ({found.source})",
    )


def _day(name: str, matter: Matter) -> Projection | None:
    day = _date_field(name, matter)
    return (
        None
        if day is None
        else _unmoved("day", day, f"Dagen {day} är satt av någon annan och flyttas inte.")
    )


def _month(
    name: str, body: str | None, matter: Matter, organisation: Organisation
) -> Projection | None:
    value = field_value(name, matter)
    if value is None:
        return None
    month = str(value)
    code = _body(body, matter, organisation)
    meeting = code and schedule.first_meeting_in(organisation, code, month, matter.opened_on)
    if code and meeting:
        who = organisation.bodies[code].name
        return _unmoved("month", meeting, f"{who} sammanträder {meeting}, först i {month}.")
    last = schedule.last_working_day(month)
    return _unmoved(
        "month", last, f"Inget sammanträde är planerat i {month}: sista arbetsdagen är {last}."
    )


def _body(body: str | None, matter: Matter, organisation: Organisation) -> str | None:
    named = field_value(body, matter) if body and body.startswith(_FIELDS) else body
    return schedule.find_body(organisation, str(named)) if named else None


def _after(period: str, base: date) -> Projection:
    length = periods.parse(period)
    final = length.after(base)
    return _unmoved("after", final, f"{length.in_words()} från {base} är {final}.")


def _recurs(rule: str, base: date, today: date, held: date | None) -> Projection | None:
    if held is not None and recurrence.occurs_on(rule, base, held):
        day: date | None = held
    else:
        day = recurrence.next_occurrence(rule, base, today)
    return None if day is None else recurring(day)


def _unmoved(rule: str, day: date, explanation: str) -> Projection:
    return Projection(
        rule=rule,
        nominal=day,
        final=day,
        target=day_to_aim_at(day),
        moved_by=None,
        explanation=explanation,
    )
