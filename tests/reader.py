"""Whoever reads the board on the web: a server over a store, and what its answers hold."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from workflow.command.definitions import ORGANISATION
from workflow.command.ports import Clock, UnitOfWorkFactory
from workflow.definition.catalogue import canonical, digest
from workflow.definition.organisation import Organisation
from workflow.model.effects import NoticeKind, PostNotice
from workflow.model.ids import MatterId
from workflow.testing import FakeClock
from workflow.web.app import server

NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)
NORSJO = "Norsjö kommuns digitala anslagstavla"
KIRUNA = "Kiruna kommuns anslagstavla"


@contextmanager
def serving(store: UnitOfWorkFactory, clock: Clock | None = None) -> Iterator[str]:
    """Where the board over a store answers."""
    running = server(store, clock or FakeClock(NOON), port=0)
    started = threading.Event()
    start = running.startup

    async def startup(sockets: Any = None) -> None:
        await start(sockets)
        started.set()

    running.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        assert started.wait(30)
        port = running.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        running.should_exit = True
        thread.join()


def get(url: str, method: str = "GET") -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of an answer."""
    status, content, headers = fetch(url, method)
    return status, content.decode(), headers


def fetch(url: str, method: str = "GET") -> tuple[int, bytes, dict[str, str]]:
    """The same with the bytes as they came."""
    try:
        with urlopen(Request(url, method=method), timeout=30) as answer:  # noqa: S310
            return answer.status, answer.read(), dict(answer.headers)
    except HTTPError as error:
        with error:
            return error.code, error.read(), dict(error.headers)


class Page(HTMLParser):
    """The words of a page, the tags it uses, and whether every opened element is closed."""

    VOID = frozenset({"meta", "link", "input"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.words: list[str] = []
        self._read: list[str] = []
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
        self._read.append(data)
        if data.strip():
            self.words.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        """Everything that is read, in order."""
        return " ".join("".join(self._read).split())

    def after(self, label: str) -> str:
        """The word that follows a label."""
        return self.words[self.words.index(label) + 1]

    def values(self, tag: str, name: str) -> list[str | None]:
        """An attribute of every such element that has it."""
        return [value for its, given, value in self.attributes if (its, given) == (tag, name)]


def notice(
    serial: int = 1,
    *,
    organisation: str = "norsjo",
    board: str = NORSJO,
    body: str = "AU",
    kind: NoticeKind = "adjustment",
    posted_on: date = date(2025, 2, 27),
    last_appeal_day: date | None = date(2025, 3, 20),
    earliest_removal: date | None = date(2025, 3, 21),
    paragraphs: str = "33, 36, 37, 40",
    title: str = "",
    entries: tuple[str, ...] = (),
) -> PostNotice:
    """Norsjö's notice of 27 February 2025; ``n1/1`` is its id."""
    return PostNotice(
        id=f"n{serial}/1",
        matter=MatterId(f"n{serial}"),
        organisation=organisation,
        board=board,
        body=body,
        meeting_on=date(2025, 2, 25),
        paragraphs=paragraphs,
        adjusted_on=date(2025, 2, 27) if kind == "adjustment" else None,
        posted_on=posted_on,
        last_appeal_day=last_appeal_day,
        earliest_removal=earliest_removal,
        where_kept="Kommunkansliet, Norsjö",
        kind=kind,
        title=title,
        entries=entries,
    )


def post(store: UnitOfWorkFactory, *effects: Any) -> None:
    """Write to the boards."""
    with store() as unit:
        unit.notices.apply(effects)
        unit.commit()


def publish_organisations(store: UnitOfWorkFactory) -> None:
    """Two municipalities with a board each, and the joint committee that uses the second's."""
    for code, name, kind, body, board in (
        ("norsjo", "Norsjö kommun", "municipality", ("AU", "Allmänna utskottet"), NORSJO),
        ("kiruna", "Kiruna kommun", "municipality", ("KF", "Kommunfullmäktige"), KIRUNA),
        ("e_namnd", "Norrbottens e-nämnd", "joint_committee", ("NAMND", "E-nämnden"), KIRUNA),
    ):
        known = Organisation.model_validate(
            {
                "organisation": code,
                "name": name,
                "kind": kind,
                "register_code": "KS",
                "bodies": {body[0]: {"name": body[1], "kind": "committee"}},
                "boards": [{"name": board, "where_kept": "Kommunkansliet"}],
            }
        )
        _publish(store, code, known)


def _publish(store: UnitOfWorkFactory, code: str, known: Organisation) -> None:
    with store() as unit:
        unit.definitions.publish(digest(known), code, ORGANISATION, canonical(known), at=NOON)
        unit.commit()
