"""What the monitoring of the board reads, over a real connection, and how the board is started."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from tests.reader import get, serving
from workflow.bootstrap import bootstrap
from workflow.command.ports import Incident, NoticeRow
from workflow.config import load
from workflow.errors import StoreUnavailableError
from workflow.model.effects import PostNotice
from workflow.model.ids import MatterId
from workflow.web.app import serve
from workflow.web.board import down_too_early, up_too_long
from workflow.web.main import main
from workflow.web.monitoring import exposition


def row(
    board: str = "Norsjö kommuns anslagstavla",
    *,
    organisation: str = "norsjo",
    body: str = "Allmänna utskottet",
    posted_on: date = date(2025, 2, 27),
    removed_on: date | None = None,
    earliest_removal: date | None = date(2025, 3, 21),
    last_appeal_day: date | None = date(2025, 3, 20),
    paragraphs: str = "33, 36, 37, 40",
) -> NoticeRow:
    """A notice as the store lists it: Norsjö's of 27 February 2025."""
    notice = PostNotice(
        id=f"{board}/{body}/{posted_on}",
        matter=MatterId("m"),
        organisation=organisation,
        board=board,
        body=body,
        meeting_on=date(2025, 2, 25),
        paragraphs=paragraphs,
        adjusted_on=date(2025, 2, 27),
        posted_on=posted_on,
        last_appeal_day=last_appeal_day,
        earliest_removal=earliest_removal,
        where_kept="Kommunkontoret i Norsjö",
    )
    return NoticeRow(notice, removed_on)


class Store:
    """A unit of work, its ports and its factory in one: lists what the test puts in it."""

    def __init__(self) -> None:
        self.rows: list[NoticeRow] = []
        self.incidents_open: list[Incident] = []
        self.in_queue = 0
        self.due: datetime | None = None
        self.down = False
        self.commands = self.timers = self.outbox = self.notices = self
        self.incidents = _Incidents(self)
        self.matters = _NoMatters()

    def __call__(self) -> Self:
        """As a factory."""
        return self

    def __enter__(self) -> Self:
        if self.down:
            raise StoreUnavailableError("Databasen svarar inte.")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def waiting(self) -> int:
        """Of the commands."""
        return self.in_queue

    def next_due(self) -> datetime | None:
        """Of the timers, and of the outbox."""
        return self.due

    def list(
        self, *, organisation: str | None = None, up_only: bool = False, limit: int = 1000
    ) -> tuple[NoticeRow, ...]:
        """Of the notices."""
        return tuple(
            row
            for row in self.rows[:limit]
            if (organisation in (None, row.notice.organisation))
            and not (up_only and row.removed_on)
        )

    def unannounced(self) -> tuple[()]:
        """Of the notices."""
        return ()


class _NoMatters:
    def list(self, **_wanted: object) -> tuple[()]:
        """None."""
        return ()

    def load(self, ids: object) -> dict[str, object]:
        """None."""
        return {}


class _Incidents:
    def __init__(self, store: Store) -> None:
        self.store = store

    def list(self, *, open_only: bool = True, limit: int = 1000) -> tuple[Incident, ...]:
        """Those that the test opened."""
        return tuple(self.store.incidents_open)


class Clock:
    """An instant that the test sets."""

    instant = datetime(2025, 3, 10, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """That instant."""
        return self.instant


@pytest.fixture(scope="module")
def store() -> Store:
    return Store()


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def address(store: Store, clock: Clock) -> Iterator[str]:
    """Where the board answers."""
    with serving(store, clock) as address:  # type: ignore[arg-type]
        yield address


@pytest.fixture(autouse=True)
def fresh(store: Store, clock: Clock) -> None:
    """Every test begins with an empty store."""
    store.__init__()  # type: ignore[misc]
    clock.instant = Clock.instant


def test_health_follows_the_database(address: str, store: Store) -> None:
    """200 while the database answers; 503, and a page in words, while it doesn't."""
    assert get(f"{address}/halsa")[:2] == (200, '{"database":"ok"}')
    store.down = True
    assert get(f"{address}/halsa")[:2] == (503, '{"database":"unavailable"}')
    status, text, headers = get(address)
    assert (status, "svarar inte just nu" in text) == (503, True)
    assert headers["content-security-policy"].startswith("default-src 'none'")


def figures(address: str) -> dict[str, float]:
    """The samples by name and labels."""
    _, text, headers = get(f"{address}/metrics")
    assert headers["content-type"].startswith("text/plain")
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_figures_are_zero_when_all_is_well(address: str, store: Store) -> None:
    """An operator may alarm on anything above zero, the notices that are up excepted."""
    store.rows = [row()]
    store.due = datetime(2025, 3, 11, tzinfo=UTC)
    assert figures(address) == {
        "arendegang_commands_waiting": 0,
        "arendegang_timers_overdue_seconds": 0,
        "arendegang_mail_overdue_seconds": 0,
        "arendegang_notices_up": 1,
        "arendegang_notices_up_too_long": 0,
        "arendegang_notices_down_too_early": 0,
        "arendegang_notices_missing": 0,
    }


def test_figures_count_what_is_left_lying(address: str, store: Store) -> None:
    """Commands in the queue, timers and mails past their time, incidents by kind."""
    store.in_queue = 3
    store.due = datetime(2025, 3, 10, 11, 59, tzinfo=UTC)
    at = datetime(2025, 3, 9, tzinfo=UTC)
    store.incidents_open = [
        Incident(n, f"k{n}", None, kind, "d", at)
        for n, kind in enumerate(("mail", "command", "mail"))
    ]
    found = figures(address)
    assert found["arendegang_commands_waiting"] == 3
    assert found["arendegang_timers_overdue_seconds"] == 60
    assert found["arendegang_mail_overdue_seconds"] == 60
    assert found['arendegang_incidents_open{kind="command"}'] == 1
    assert found['arendegang_incidents_open{kind="mail"}'] == 2


@pytest.mark.parametrize(
    ("today", "removed_on", "wrong"),
    [
        (date(2025, 3, 20), None, (0, 0)),
        (date(2025, 3, 21), None, (0, 0)),  # the engine takes it down during this day
        (date(2025, 3, 22), None, (1, 0)),
        (date(2025, 3, 20), date(2025, 3, 20), (0, 1)),
        (date(2025, 3, 21), date(2025, 3, 21), (0, 0)),
    ],
)
def test_notices_too_long_up_or_too_early_down_are_counted(
    today: date, removed_on: date | None, wrong: tuple[int, int]
) -> None:
    """Norsjö's notice: last day to appeal 20 March, to come down on the 21st, not sooner or later."""
    rows = [row(removed_on=removed_on)]
    assert (up_too_long(rows, today), down_too_early(rows, today)) == wrong


def test_figures_watch_the_notices(address: str, store: Store, clock: Clock) -> None:
    """The day is the one in Sweden: at half past eleven in the evening UTC it is tomorrow."""
    store.rows = [row()]
    clock.instant = datetime(2025, 3, 21, 22, 30, tzinfo=UTC)
    assert figures(address)["arendegang_notices_up_too_long"] == 0
    clock.instant = datetime(2025, 3, 21, 23, 30, tzinfo=UTC)
    assert figures(address)["arendegang_notices_up_too_long"] == 1


def test_board_runs_on_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program serves the configured store at the address given, and closes it afterwards."""
    monkeypatch.setenv("ARENDEGANG_DATABASE_URL", f"sqlite:///{tmp_path}/board.db")
    office = bootstrap(load())
    seen: list[tuple[str, int]] = []

    def serve_once(units: Any, clock: Any, *, host: str, port: int, calendars: Any) -> None:
        office.migrate()
        assert calendars.secret is None
        assert b"arendegang_notices_up 0.0" in exposition(units, clock)
        seen.append((host, port))

    monkeypatch.setattr("workflow.web.main.serve", serve_once)
    assert main(["--host", "0.0.0.0", "--port", "8080"]) == 0  # noqa: S104
    assert main([]) == 0
    office.close()
    assert seen == [("0.0.0.0", 8080), ("127.0.0.1", 8000)]  # noqa: S104


def test_serving_ends_when_told(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """``serve`` runs a server on the address that was asked for and returns when it has stopped."""
    seen: list[tuple[str, int]] = []

    def run(self: Any, sockets: Any = None) -> None:
        seen.append((self.config.host, self.config.port))

    monkeypatch.setattr("uvicorn.Server.run", run)
    with caplog.at_level(logging.ERROR):
        serve(store, clock, host="127.0.0.2", port=8123)  # type: ignore[arg-type]
    assert seen == [("127.0.0.2", 8123)]
    assert caplog.records == []
