"""Goes through the whole log and everything that must agree with it.

The database is read in one transaction that sees one moment and writes nothing, by cursors that walk
side by side in the order of the matters' ids, so that memory stays the same however much there is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, and_, func, literal, null, or_, select

from workflow.command.codec import digest
from workflow.errors import InvalidInputError
from workflow.model.ids import MatterId
from workflow.store.dialect import Key, word
from workflow.store.findings import AuditFinding, AuditReport
from workflow.store.noticed import NoticeFacts
from workflow.store.tables import (
    commands,
    definitions,
    documents,
    events,
    matters,
    meetings,
    notices,
    outbox,
    plans,
    publications,
    timers,
)
from workflow.store.witness import Beside, Witness

Progress = Callable[[int, int], None]
"""Told how many events have been checked, of how many."""

_PAGE: Final = 500
_LOG: Final = 0
_ROW: Final = 1
_MAIL: Final = 2
_TIMER: Final = 3
_MEETING: Final = 4
_NOTICE: Final = 5
_EVENTS = (
    select(
        events,
        commands.c.matter.label("given_to"),
        commands.c.status.label("command_status"),
        commands.c.envelope,
    )
    .join_from(events, commands, commands.c.dedupe_key == events.c.command, isouter=True)
    .order_by(events.c.matter, events.c.sequence)
)
_MATTERS = select(matters).order_by(matters.c.id)
_MAILS = select(outbox.c.matter, outbox.c.id).order_by(outbox.c.matter)
_TIMERS = (  # those that will still have their effect
    select(timers.c.matter, timers.c.id)
    .join_from(
        timers,
        commands,
        commands.c.dedupe_key == literal("timer:", Key).concat(timers.c.id),
        isouter=True,
    )
    .where(
        or_(
            timers.c.status == word("armed"),
            and_(timers.c.status == word("fired"), commands.c.status != word("done")),
        )
    )
    .order_by(timers.c.matter)
)
_MEETINGS = select(meetings).order_by(meetings.c.matter)
_NOTICES = select(
    notices.c.matter,
    notices.c.board,
    notices.c.posted_on,
    notices.c.removed_on,
    notices.c.down_early_on,
    notices.c.document,
).order_by(notices.c.matter)
_MISTAKEN = (
    select(publications.c.name, publications.c.digest)
    .join_from(publications, definitions)
    .where(
        or_(publications.c.kind != definitions.c.kind, publications.c.name != definitions.c.name)
    )
    .order_by(publications.c.id)
)
_DOCUMENTS = select(documents.c.sha256, documents.c.name, documents.c.content).order_by(
    documents.c.sha256
)
_DONE = commands.c.status == word("done")
_WITHOUT_EVENT = (
    select(commands.c.dedupe_key, commands.c.matter, commands.c.version)
    .join_from(
        commands,
        events,
        and_(events.c.matter == commands.c.matter, events.c.sequence == commands.c.version),
        isouter=True,
    )
    .where(_DONE, commands.c.version > 0, events.c.matter.is_(null()))
    .order_by(commands.c.matter, commands.c.version)
)


def verify(engine: Engine, progress: Progress | None = None) -> AuditReport:
    """Check every matter, event, done command and definition against each other.

    Finds

    - an event that was changed, removed, reordered or inserted, if the matter's chain was not forged
      anew from there to its end together with the matter's row;
    - a matter whose row or document isn't the fold of its events;
    - a done command without its events; an event without its done command, or whose command names
      another matter or somebody else as its actor;
    - a running deadline whose end no timer waits for; a recipient who was put in the queue and whose
      message is gone, sent or not; a decision that is not listed under its meeting;
    - a definition that isn't its digest's, or that a matter runs on and that is gone; a publication of
      a version that is another definition's;
    - timers and messages of a matter that is gone;
    - a document that isn't its hash's;
    - a notice that was posted or taken down and whose row doesn't say so, or the reverse;
    - a plan of a migration that isn't its hash's, or by which a matter was moved and that is gone; or
      the definition that the matter came from, and could be taken back to.

    Does not find, since nothing else in the database says otherwise: what else was changed in a
    command than its matter and its actor; a command that was refused or never carried out, and was
    removed; what a message says and the tries to send it; what a notice says besides its
    board and its days; incidents; and whatever somebody who
    writes every table did consistently: a chain forged anew to its end, or a matter removed with its
    events, commands, timers and messages. For these there is ``AuditReport.fingerprint``.

    Raises:
        StoreUnavailableError: the database doesn't answer.
    """
    with _snapshot(engine) as connection:
        return _Audit(connection, progress or _silent).run()


class _Audit:
    """One run."""

    def __init__(self, connection: Connection, progress: Progress) -> None:
        self._connection = connection
        self._progress = progress
        self._total = self._count(events)
        self._findings: list[AuditFinding] = []
        self._fingerprint = sha256()
        self._seen = {"matters": 0, "events": 0}
        self._definitions: set[str] = set()
        self._plans: set[str] = set()

    def run(self) -> AuditReport:
        self._check_definitions()
        self._check_plans()
        self._check_documents()
        # A matter's log comes before its row, and that before the rest; each may be missing.
        logs = ((matter, _LOG, log) for matter, log in groupby(self._events(), key=_matter_of))
        rows = ((str(row.id), _ROW, row) for row in self._matters())
        walk = merge(
            logs,
            rows,
            self._beside(_MAIL, _MAILS),
            self._beside(_TIMER, _TIMERS),
            self._beside(_MEETING, _MEETINGS),
            self._beside(_NOTICE, _NOTICES),
            key=itemgetter(0, 1),
        )
        for matter, parts in groupby(walk, key=itemgetter(0)):
            self._check_matter(Witness(MatterId(matter)), parts)
        self._check_commands()
        self._progress(self._total, self._total)
        return AuditReport(
            matters=self._seen["matters"],
            events=self._seen["events"],
            commands=self._count(commands, _DONE),
            definitions=len(self._definitions),
            findings=tuple(self._findings),
            fingerprint=self._fingerprint.hexdigest(),
        )

    def _check_matter(self, witness: Witness, parts: Iterator[tuple[str, int, Any]]) -> None:
        row = None
        beside = Beside()
        for _, what, part in parts:
            if what == _LOG:
                for event in part:
                    self._findings.extend(witness.see(event))
            elif what == _ROW:
                row = part
            elif what == _MAIL:
                beside.mails.add(part.id)
            elif what == _TIMER:
                beside.timers.add(part.id)
            elif what == _NOTICE:
                beside.notices.append(NoticeFacts.of(part))
            else:
                beside.meetings.add((part.organisation, part.body, part.meeting_on))
        self._findings.extend(witness.compare(row))
        self._findings.extend(witness.miss(beside, self._definitions, self._plans))

    def _events(self) -> Iterator[Any]:
        for row in self._stream(_EVENTS):
            if self._seen["events"] % _PAGE == 0:
                self._progress(self._seen["events"], self._total)
            self._seen["events"] += 1
            yield row

    def _matters(self) -> Iterator[Any]:
        for row in self._stream(_MATTERS):
            self._seen["matters"] += 1
            self._fingerprint.update(f"{row.id} {row.version} {row.head}\n".encode())
            yield row

    def _beside(self, what: int, statement: Select[Any]) -> Iterator[tuple[str, int, Any]]:
        for row in self._stream(statement):
            yield str(row.matter), what, row

    def _check_commands(self) -> None:
        for row in self._stream(_WITHOUT_EVENT):
            self._findings.append(
                AuditFinding(
                    "missing",
                    MatterId(row.matter),
                    row.version,
                    f"Kommandot {row.dedupe_key} är utfört, men händelse {row.version} saknas.",
                )
            )

    def _check_definitions(self) -> None:
        for row in self._stream(select(definitions).order_by(definitions.c.digest)):
            self._definitions.add(row.digest)
            if not _is_digest_of(row.digest, row.content):
                self._findings.append(
                    AuditFinding(
                        "definition", None, None, f"Definitionen {row.name} är ändrad i efterhand."
                    )
                )
        for row in self._stream(_MISTAKEN):
            self._findings.append(
                AuditFinding(
                    "definition",
                    None,
                    None,
                    f"{row.name} är publicerad som {row.digest[:12]}, som är något annat.",
                )
            )

    def _check_plans(self) -> None:
        # One at a time: a plan says something of every matter of a type.
        for row in self._stream(select(plans.c.hash, plans.c.content).order_by(plans.c.id), 1):
            self._plans.add(row.hash)
            if not _is_digest_of(row.hash, row.content):
                self._findings.append(
                    AuditFinding(
                        "plan", None, None, f"Planen {row.hash[:12]} är ändrad i efterhand."
                    )
                )

    def _check_documents(self) -> None:
        # One at a time: each may be a book.
        for row in self._stream(_DOCUMENTS, 1):
            if sha256(row.content).hexdigest() != row.sha256:
                self._findings.append(
                    AuditFinding(
                        "document", None, None, f"Handlingen {row.name} är ändrad i efterhand."
                    )
                )

    def _stream(self, statement: Select[Any], page: int = _PAGE) -> Iterator[Any]:
        yield from self._connection.execute(
            statement, execution_options={"stream_results": True, "yield_per": page}
        )

    def _count(self, table: Any, *where: Any) -> int:
        return int(
            self._connection.execute(
                select(func.count()).select_from(table).where(*where)
            ).scalar_one()
        )


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    options = (
        {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        if engine.dialect.name == "postgresql"
        else {"sqlite_begin": "DEFERRED"}
    )
    with engine.connect().execution_options(**options) as connection:
        yield connection


def _is_digest_of(expected: str, content: str) -> bool:
    try:
        return digest(content) == expected
    except InvalidInputError:
        return False


def _matter_of(event: Any) -> str:
    return str(event.matter)


def _silent(_done: int, _total: int) -> None:
    pass
