"""The notice board as the public and the monitoring see it, over a real connection."""

import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from workflow.bootstrap import bootstrap
from workflow.command.ports import Incident, NoticeRow
from workflow.config import load
from workflow.errors import StoreUnavailableError
from workflow.model.effects import PostNotice
from workflow.model.ids import MatterId
from workflow.web.app import serve, server
from workflow.web.board import boards, down_too_early, up_too_long
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
    running = server(store, clock, port=0)  # type: ignore[arg-type]
    started = threading.Event()
    start = running.startup

    async def startup(sockets: Any = None) -> None:
        await start(sockets)
        started.set()

    running.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=running.run)
    thread.start()
    assert started.wait(30)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join()


@pytest.fixture(autouse=True)
def fresh(store: Store, clock: Clock) -> None:
    """Every test begins with an empty store."""
    store.__init__()  # type: ignore[misc]
    clock.instant = Clock.instant


def get(url: str, method: str = "GET") -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of an answer."""
    try:
        with urlopen(Request(url, method=method), timeout=30) as answer:  # noqa: S310
            return answer.status, answer.read().decode(), dict(answer.headers)
    except HTTPError as error:
        with error:
            return error.code, error.read().decode(), dict(error.headers)


class Page(HTMLParser):
    """The words of a page, the tags it uses, and whether every opened element is closed."""

    VOID = frozenset({"meta", "link"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends: it must be the one that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Words between the tags."""
        if data.strip():
            self.words.append(data.strip())


def test_board_tells_what_the_law_wants_told(address: str, store: Store) -> None:
    """Body, day, paragraphs, when it went up, the last day to appeal, and where the minutes are."""
    store.rows = [row()]
    status, text, headers = get(address)
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    words = Page(text).words
    assert words[-12:] == [
        "Paragrafer",
        "33, 36, 37, 40",
        "Protokollet justerat",
        "2025-02-27",
        "Anslaget uppsatt",
        "2025-02-27",
        "Sista dag för överklagande",
        "2025-03-20",
        "Anslaget tas ned tidigast",
        "2025-03-21",
        "Protokollet förvaras",
        "Kommunkontoret i Norsjö",
    ]
    assert "Norsjö kommuns anslagstavla" in words
    assert "Allmänna utskottet, sammanträde 2025-02-25" in words


def test_notice_that_cannot_be_appealed_names_no_day(address: str, store: Store) -> None:
    """What does not exist is left out, without an empty heading."""
    store.rows = [row(last_appeal_day=None, earliest_removal=None, paragraphs="")]
    words = Page(get(address)[1]).words
    assert "Sista dag för överklagande" not in words
    assert "Anslaget tas ned tidigast" not in words
    assert "Paragrafer" not in words


def test_notices_are_up_or_in_the_archive(address: str, store: Store) -> None:
    """A notice that was taken down moves from the board to the archive, with the day."""
    store.rows = [row(body="Nämnd A"), row(body="Nämnd B", removed_on=date(2025, 3, 21))]
    board, archive = get(address)[1], get(f"{address}/arkiv")[1]
    assert ("Nämnd A" in board, "Nämnd B" in board) == (True, False)
    assert ("Nämnd A" in archive, "Nämnd B" in archive) == (False, True)
    words = Page(archive).words
    assert words[words.index("Anslaget nedtaget") + 1] == "2025-03-21"


def test_empty_boards_say_so(address: str) -> None:
    """Nothing up is a statement, not an empty page."""
    assert "Inget är anslaget just nu." in get(address)[1]
    assert "Inget anslag har tagits ned." in get(f"{address}/arkiv")[1]


def test_one_organisation_at_a_time(address: str, store: Store) -> None:
    """The board may be shown for one organisation; a code that can't be is refused in words."""
    store.rows = [row(), row("Sollefteås anslagstavla", organisation="solleftea")]
    text = get(f"{address}/?organisation=solleftea")[1]
    assert ("Sollefteås" in text, "Norsjö kommuns" in text) == (True, False)
    for wrong in ("%00", "x" * 61, "a%20b"):
        status, text, _ = get(f"{address}/?organisation={wrong}")
        assert status == 422
        assert "Någon organisation med den koden kan inte finnas." in text


def test_boards_are_sorted() -> None:
    """Boards by name, on each the notice that went up last comes first."""
    rows = [
        row("B", posted_on=date(2025, 1, 1)),
        row("A", posted_on=date(2025, 1, 2)),
        row("B", posted_on=date(2025, 1, 3)),
    ]
    found = [(board, [notice.posted_on.day for notice in on]) for board, on in boards(rows)]
    assert found == [("A", [2]), ("B", [3, 1])]


@pytest.mark.parametrize("path", ["/", "/arkiv", "/finns-inte"])
def test_pages_are_accessible_and_load_nothing_foreign(
    address: str, store: Store, path: str
) -> None:
    """Swedish, one main heading, a way past the menu, well-formed; no scripts, nothing from elsewhere."""
    store.rows = [row(), row(removed_on=date(2025, 3, 21))]
    _, text, headers = get(f"{address}{path}")
    page = Page(text)
    assert page.open == []
    assert ("html", "lang", "sv") in page.attributes
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
    assert ("a", "href", "#main") in page.attributes
    assert not {"script", "img", "iframe", "form"} & set(page.tags)
    loaded = [value for _, name, value in page.attributes if name in ("src", "href")]
    assert all(str(value).startswith(("/", "#")) for value in loaded)
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_what_is_shown_is_escaped(address: str, store: Store) -> None:
    """A body's name can't become markup."""
    store.rows = [row(body="<script>alert(1)</script>")]
    text = get(address)[1]
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_notices_for_other_systems(address: str, store: Store) -> None:
    """JSON with what is up: days in ISO 8601, what is unknown as null, and nothing more."""
    store.rows = [row(last_appeal_day=None), row(removed_on=date(2025, 3, 21))]
    status, text, _ = get(f"{address}/anslag.json")
    assert status == 200
    assert json.loads(text) == {
        "notices": [
            {
                "organisation": "norsjo",
                "board": "Norsjö kommuns anslagstavla",
                "body": "Allmänna utskottet",
                "meeting_on": "2025-02-25",
                "paragraphs": "33, 36, 37, 40",
                "adjusted_on": "2025-02-27",
                "posted_on": "2025-02-27",
                "last_appeal_day": None,
                "earliest_removal": "2025-03-21",
                "where_kept": "Kommunkontoret i Norsjö",
                "removed_on": None,
            }
        ]
    }


def test_stylesheet_is_the_boards_own(address: str) -> None:
    """Served from the same place, as CSS; it imports nothing."""
    status, text, headers = get(f"{address}/stil.css")
    assert status == 200
    assert headers["content-type"].startswith("text/css")
    assert "@import" not in text
    assert "url(" not in text


def test_wrong_paths_and_methods_are_answered_in_words(address: str) -> None:
    """An unknown page and a wrong method get a page in Swedish; HEAD is allowed."""
    status, text, _ = get(f"{address}/wp-admin")
    assert (status, "Sidan finns inte." in text) == (404, True)
    status, text, _ = get(address, "POST")
    assert (status, "Sidan kan bara läsas." in text) == (405, True)
    assert get(address, "HEAD")[:2] == (200, "")


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
