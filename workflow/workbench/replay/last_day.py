"""Last days that the law, or somebody else, sets for a matter: whether they were kept in real time.

What a recorded matter did decides, not how the replay went: a decision that the definition refuses was
made all the same. Which decisions count is read from the definition: those that lead to where the
deadline is met.

Where the day that a deadline counts from isn't given, what is certain holds for every day that it can have
been: from the first day of the register number's year to the first known step of any matter with the same
or a higher number. What is likely holds for every day near the one that the number's place in its year
points to.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from workflow.definition.checks.graph import each
from workflow.definition.schema import NEW, DeadlineSpec, Form, MatterType
from workflow.machine.ringing import only_waits
from workflow.workbench.replay.history import History, RecordedStep
from workflow.workbench.replay.kept import LIKELY, Column, Kept, Watch
from workflow.workbench.replay.meaning import Meaning, knows_its_end
from workflow.workbench.replay.registers import Registers
from workflow.workbench.replay.span import LONG_AGO, Span, as_day, began, last_by

_FIELDS = "fields."
_DAY = "day"
_REPORTS = "reports"
_ADJUSTED = "minutes_adjusted"
FROM_THE_START = frozenset({"KL-5:35", "KL-6:34", "FL-12"})
"""Rules that count from when the matter was raised: no later than its first known step."""

MARGIN = timedelta(days=45)
"""How far off an estimated day may be without changing what is called likely."""

_DECIDED: frozenset[Form | None] = frozenset({"decides", "notes"})
_GOES_ON: frozenset[Form | None] = frozenset(
    {"proposes", "hands_over", "tables", "refers_back", "withdraws"}
)
_ASKS = frozenset({"assigns", "requests", "keeps_assignment", "extends"})
"""Decisions that ask for something to be done: an answer to the matter itself only where none comes."""

_Reading = Literal["answers", "past", "asks", "unclear", "goes_on"]


class LastDay:
    """One deadline of a matter type that counts from a field, or whose day stands in one.

    Times to wait (a standstill) are nobody's to keep and are left out by :func:`last_days`.
    """

    def __init__(self, key: str, spec: DeadlineSpec, meaning: Meaning) -> None:
        definition = meaning.definition
        self._watch = Watch(key, spec.label, spec.rule or _DAY)
        self._rule = spec.rule
        self._field = spec.day or (spec.counts_from or "").removeprefix(_FIELDS)
        self._meaning = meaning
        targets = _targets(definition, spec)
        self._moves = frozenset(
            (definition.states[state].body, event)
            for _, _, event, state in each(definition)
            if state != NEW
        )
        self._keeping = frozenset(
            (definition.states[state].body, event)
            for _, rule, event, state in each(definition)
            if state not in (NEW, *targets) and rule.to in targets
        )
        self._ending = frozenset(event for _, event in self._keeping if meaning.form(event) is None)
        waiting = {name: state.body for name, state in definition.states.items() if state.body}
        self._afterwards = frozenset(waiting[state] for state in waiting.keys() & targets) - {
            waiting[state] for state in waiting.keys() - targets
        }
        self._deciders = frozenset(
            body for body, event in self._keeping if body and meaning.form(event) in _DECIDED
        )

    def kept(self, history: History, until: date, registers: Registers) -> Kept | None:
        """What became of it by the source's last day; None: it doesn't apply to this matter.

        ``registers`` has the numbers of the source.
        """
        counted = self._counted_from(history, registers)
        if counted is None:
            required = self._meaning.definition.fields[self._field].required
            return Kept(self._watch, "untold", None) if required else None
        last = counted if self._rule is None else last_by(self._rule, counted)
        if last is None:
            return Kept(self._watch, "untold", None)
        column = self._column(history, last, until)
        if column == "untold":
            column = self._likely(history, counted, until, registers.given_about(history))
        return Kept(self._watch, column, last.latest.year, last.latest)

    def _likely(self, history: History, counted: Span, until: date, about: date | None) -> Column:
        """What it would be, were the number given about that day; only what the margin doesn't change."""
        if self._rule is None or about is None:
            return "untold"
        day = counted.within(about)
        last = last_by(self._rule, Span(day, day))
        if last is None:
            return "untold"
        near = Span(last.earliest - MARGIN - timedelta(days=1), last.latest + MARGIN)
        return LIKELY.get(self._column(history, near, until), "untold")

    def _counted_from(self, history: History, registers: Registers) -> Span | None:
        """The day in the field, as far as it is known."""
        given = as_day(history.fields.get(self._field))
        if given is not None:
            return Span(given, given)
        if self._rule not in FROM_THE_START:
            return None
        return began(history, registers.given_by(history))

    def _column(self, history: History, last: Span, until: date) -> Column:
        """The only one that is possible whatever isn't known; else it can't be told.

        Between the bounds of the last day nothing else can come up than at the bounds themselves.
        """
        reported = min(
            (step.date for step in history.steps if _REPORTS in self._meaning.events(step)),
            default=None,
        )
        found = {
            _became(day, decided, reported, until)
            for day in (last.earliest, last.latest)
            for decided in self._decided(history)
        }
        return found.pop() if len(found) == 1 else "untold"

    def _decided(self, history: History) -> Iterable[date | None]:
        """The days on which the matter may have been decided; None among them: perhaps never."""
        asked: date | None = None
        unclear: set[date] = set()
        for step in history.steps:
            match self._reads(step):
                case "answers":
                    return {step.date, *unclear}
                case "past":
                    return {LONG_AGO, step.date, *unclear}
                case "asks":
                    asked = step.date
                case "unclear":
                    unclear.add(step.date)
        if asked is None and not knows_its_end(history):
            unclear |= {LONG_AGO, date.max}  # decided, but in a step that the source lacks
        return {asked, *unclear}

    def _reads(self, step: RecordedStep) -> _Reading:
        """What the step says of the deadline.

        ``answers`` it wholly; comes when it was ``past``, because the body has the matter only after it
        is met; ``asks`` for more, which is an answer where no other comes; is ``unclear``; ``goes_on``.
        """
        events = self._meaning.events(step)
        deciding = {event for event in events if self._decides(step.body, event)}
        goes_on = any(self._meaning.form(event) in _GOES_ON for event in events - deciding)
        if deciding - _ASKS and not (goes_on or step.partial):
            return "answers"
        if step.body in self._afterwards:
            return "past"
        if goes_on:
            return "goes_on"
        if deciding:
            return "asks"
        unclear = step.body in self._deciders and self._meaning.is_unclear(step)
        return "unclear" if unclear else "goes_on"

    def _decides(self, body: str, event: str) -> bool:
        """Whether the deadline is met by it: by a line of the definition, or as the body's own decision."""
        if (body, event) in self._keeping or event in self._ending:
            return True
        form = self._meaning.form(event)
        return (body, event) not in self._moves and body in self._deciders and form in _DECIDED


def last_days(meaning: Meaning) -> tuple[LastDay, ...]:
    """Every deadline of a matter type whose day the law counts from a field or that stands in one."""
    return tuple(
        LastDay(key, spec, meaning)
        for key, spec in meaning.definition.deadlines.items()
        if _is_of_a_field(spec) and not only_waits(spec)
    )


def _is_of_a_field(spec: DeadlineSpec) -> bool:
    by_law = spec.rule is not None and (spec.counts_from or "").startswith(_FIELDS)
    return by_law or spec.day is not None


def _targets(definition: MatterType, spec: DeadlineSpec) -> frozenset[str]:
    """Where the deadline is met, or doesn't apply any more.

    Also where nothing but the adjustment of the minutes is left before that: the day of the decision counts.
    """
    met = {
        name
        for name, state in definition.states.items()
        if state.final or name in spec.until or (spec.during and name not in spec.during)
    }
    after = {
        name: {
            rule.to
            for _, rule, event, state in each(definition)
            if (event, state) == (_ADJUSTED, name)
        }
        for name in definition.states
    }
    return frozenset(met | {name for name, to in after.items() if to and to <= met})


def _became(last: date, decided: date | None, reported: date | None, until: date) -> Column:
    if decided is not None and decided <= last:
        return "in_time"
    if reported is not None and reported <= last:
        return "reported"
    if decided is not None:
        return "late"
    return "forgotten" if last < until else "running"
