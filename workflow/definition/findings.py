"""What the reader and the checks say: rules with stable ids, places, and the collector."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Literal, NamedTuple

from workflow.definition.allowances import Allowances, Allowed
from workflow.errors import Finding

Severity = Literal["error", "warning"]


class Rule(StrEnum):
    """Ids that may be searched for; they never change their meaning."""

    UNREADABLE = "AG-D001"  # missing, too large, wrong encoding, control characters
    SYNTAX = "AG-D002"
    DUPLICATE_KEY = "AG-D003"
    UNKNOWN_KEY = "AG-D004"
    WRONG_VALUE = "AG-D005"  # wrong type or form
    MISSING_KEY = "AG-D006"
    SURPRISE = "AG-D007"  # YAML reads it as something else than people do
    TOO_MUCH = "AG-D008"  # nesting, aliases, tags, several documents
    LABEL = "AG-D009"
    ROUTE = "AG-D010"  # unknown route, or routes in a circle
    PARAMETER = "AG-D011"
    NAME_TAKEN = "AG-D012"
    INITIAL = "AG-D013"
    UNKNOWN_STATE = "AG-D014"
    UNKNOWN_EVENT = "AG-D015"
    UNREACHABLE = "AG-D016"
    TRAP = "AG-D017"
    NO_WAY_OUT = "AG-D018"
    NO_FINAL = "AG-D019"
    LEAVES_FINAL = "AG-D020"
    OVERLAP = "AG-D021"
    GUARD = "AG-D022"
    CONSTANT_GUARD = "AG-D023"
    UNATTENDED = "AG-D024"
    EXPIRY = "AG-D025"
    REMINDER = "AG-D026"
    DEADLINE = "AG-D027"
    UNKNOWN_RULE = "AG-D028"
    UNKNOWN_BODY = "AG-D029"
    UNKNOWN_ROLE = "AG-D030"
    UNKNOWN_TEMPLATE = "AG-D031"
    UNKNOWN_FIELD = "AG-D032"
    UNKNOWN_TYPE = "AG-D033"
    UNKNOWN_EFFECT = "AG-D034"
    AUTOMATIC_LOOP = "AG-D035"
    JOIN = "AG-D036"
    CHILD_RECURSION = "AG-D037"
    PREPARATION = "AG-D038"
    BEFORE_ADJUSTMENT = "AG-D039"
    ADDRESS = "AG-D040"
    BODIES = "AG-D041"  # a body's parent
    UNRESOLVED = "AG-D042"  # a role or group member that the register doesn't have
    ALIAS = "AG-D043"
    MEETS = "AG-D044"
    EMAIL = "AG-D045"
    FIELD = "AG-D046"  # choices and defaults
    UNKNOWN_ORGANISATION = "AG-D047"
    NEW_POINT = "AG-D048"  # an event that opens a point, and can't
    STUCK = "AG-D049"
    FALLS_THROUGH = "AG-D050"
    IMPOSSIBLE_VALUE = "AG-D051"
    UNSET_FIELD = "AG-D052"
    NOBODY = "AG-D053"  # a list of recipients that may be empty
    UNKNOWN_RECIPIENT = "AG-D054"
    TEMPLATE = "AG-D055"  # can't be used
    TEMPLATE_VALUE = "AG-D056"
    UNESCAPED = "AG-D057"
    HEADER = "AG-D058"  # a name of several lines
    CIRCLE = "AG-D059"  # of deadlines
    SILENT = "AG-D060"  # a deadline that nobody learns of
    ENGINE_ONLY = "AG-D061"
    ENGINE_LACKS = "AG-D062"
    CHILD_FIELDS = "AG-D063"
    ANSWER = "AG-D064"
    SECRET = "AG-D065"  # noqa: S105
    UNUSED = "AG-D066"
    EMPTY_CHILDREN = "AG-D067"
    NO_CLOCK = "AG-D068"
    NO_ADDRESS = "AG-D069"  # a role's
    INVARIANT = "AG-D070"  # a line under never or always that can't be used
    INVARIANT_CONSTANT = "AG-D071"
    INVARIANT_VALUE = "AG-D072"
    INVARIANT_TWICE = "AG-D073"
    INVARIANT_NAME = "AG-D074"
    STRANDED = "AG-D075"  # found when a version is published
    ALLOWS_WITHOUT_REASON = "AG-D076"
    ALLOWS_UNKNOWN = "AG-D077"
    ALLOWS_TOO_MUCH = "AG-D078"  # a rule that may not be allowed
    ALLOWS_NOTHING = "AG-D079"
    TWO_AT_ONCE = "AG-D080"  # automatic events
    OVER_AT_ONCE = "AG-D081"
    TWO_MEETINGS = "AG-D082"  # schedules
    SCHEDULE = "AG-D083"
    CLOSED_MEETING = "AG-D084"
    SEATS = "AG-D085"


class Place(NamedTuple):
    """Where something is written; ``line`` and ``column`` count from 1, 0 means unknown."""

    path: str
    line: int = 0
    column: int = 0


MOST = 200
"""So many findings of a file are told one by one."""


@dataclass(slots=True)
class Findings:
    """Collects findings; the same one is kept once, whoever comes upon it, with its shortest way.

    What ``allowances`` allow is set aside and doesn't count.
    """

    allowances: Allowances = field(default_factory=Allowances)
    _found: dict[Finding, Finding] = field(default_factory=dict)
    _allowed: dict[Finding, Allowed] = field(default_factory=dict)
    _told: Counter[str] = field(default_factory=Counter)

    def add(
        self,
        rule: StrEnum,
        place: Place,
        sentence: str,
        fix: str,
        *,
        severity: Severity = "error",
        way: tuple[str, ...] = (),
    ) -> None:
        """Note one finding; ``way`` is the shortest path that shows it, in the order of going.

        After :data:`MOST` of the same severity it is only said that there are more.
        """
        at = (place.path, place.line, place.column)
        told = self._told[severity]
        if told < MOST:
            self._keep(Finding(rule.value, severity, *at, sentence, fix, way))
        elif told == MOST:
            more = f"Här finns mer att rätta; bara de {MOST} första visas."
            self._keep(Finding(Rule.TOO_MUCH.value, severity, *at, more, "Rätta dem först."))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Note those that somebody else found."""
        for finding in findings:
            self._keep(finding)

    def take_over(self, others: "Findings") -> None:
        """Note those of another collector, also what is allowed there."""
        self.extend(others.sorted())
        for each in others.allowed:
            self._allowed.setdefault(_wayless(each.finding), each)

    def _keep(self, finding: Finding) -> None:
        same = _wayless(finding)
        allowance = self.allowances.allowing(finding)
        if allowance is not None:
            self._allowed.setdefault(same, Allowed(finding, allowance))
            return
        if same not in self._found:
            self._told[finding.severity] += 1
        known = self._found.setdefault(same, finding)
        if finding.way and not 0 < len(known.way) <= len(finding.way):
            self._found[same] = finding

    @property
    def errors(self) -> int:
        """How many of them forbid the use of what they are about."""
        return self._told["error"]

    def sorted(self) -> tuple[Finding, ...]:
        """All of them in the order in which a person reads the files."""
        return tuple(sorted(self._found.values(), key=_in_order))

    @property
    def allowed(self) -> tuple[Allowed, ...]:
        """Those that a comment allows."""
        return tuple(self._allowed.values())


def _wayless(finding: Finding) -> Finding:
    """What makes two findings the same."""
    return replace(finding, way=()) if finding.way else finding


def _in_order(finding: Finding) -> tuple[str, int, int, str]:
    return finding.path, finding.line, finding.column, finding.rule


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is meant, most likely."""
    words = list(known)
    exact = {each.casefold(): each for each in words}
    if word.casefold() in exact:
        return exact[word.casefold()]
    matches = get_close_matches(word[:100], words, n=1, cutoff=0.6)
    return matches[0] if matches else None


_LISTED = 12


def suggest(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """A fix for an unknown word: the nearest one, else what there is, else ``otherwise``."""
    words = list(known)
    near = nearest(word, words)
    if near is not None:
        return f"Menade du ”{near}”?"
    if words:
        more = ", …" if len(words) > _LISTED else ""
        return f"Välj bland {', '.join(words[:_LISTED])}{more}."
    return otherwise
