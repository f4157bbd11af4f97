"""The board for programs: an Atom feed (RFC 4287) and JSON."""

from datetime import date, datetime, time
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from workflow.command.ports import Clock, UnitOfWorkFactory
from workflow.web.asked import Question
from workflow.web.days import STOCKHOLM, today
from workflow.web.names import NameBook
from workflow.web.notice import Notice
from workflow.web.turning import Turning

AS_MANY = 100
"""Notices on a page of JSON, and happenings of each sort in a feed."""

_ATOM = "http://www.w3.org/2005/Atom"
_OURS: UUID = uuid5(NAMESPACE_URL, "arendegang:anslag")
_LONG_AGO = date(2000, 1, 1)


class Feeds:
    """Both feeds over one store."""

    def __init__(self, uow_factory: UnitOfWorkFactory, clock: Clock, names: NameBook) -> None:
        self._uow_factory = uow_factory
        self._clock = clock
        self._names = names

    def as_json(self, asked: Question) -> Response:
        """Notices, newest first; those that are up, unless ``lage`` asks for others."""
        names, on = self._names.now(), today(self._clock)
        query = asked.narrowed(names, standing="up")
        with self._uow_factory() as uow:
            count = uow.board.count(query)
            turning = Turning.over(count, asked, "/anslag.json", size=AS_MANY)
            rows = uow.board.search(query, limit=AS_MANY, offset=turning.offset)
        return JSONResponse(
            {
                "notices": [Notice.of(row, names, on).public() for row in rows],
                "count": turning.count,
                "page": turning.page,
                "pages": turning.last,
                "previous": turning.previous,
                "next": turning.following,
            }
        )

    def atom(self, request: Request, asked: Question) -> Response:
        """What went up and what came down, the latest first."""
        names, on = self._names.now(), today(self._clock)
        query = asked.narrowed(names)
        with self._uow_factory() as uow:
            posted = uow.board.search(query, limit=AS_MANY)
            removed = uow.board.taken_down(query, limit=AS_MANY)
        happenings = [
            (row.notice.posted_on, "uppsatt", Notice.of(row, names, on)) for row in posted
        ]
        happenings += [
            (row.removed_on, "nedtaget", Notice.of(row, names, on))
            for row in removed
            if row.removed_on is not None
        ]
        happenings.sort(key=lambda one: (one[0], one[2].id, one[1]), reverse=True)
        organisation = asked.query.organisation
        title = f"Anslag: {names.organisation(organisation)}" if organisation else "Anslag"
        feed = _feed(request, asked.address("/anslag.atom"), asked.address("/"), title, happenings)
        content = tostring(feed, encoding="utf-8", xml_declaration=True)
        return Response(content, media_type="application/atom+xml; charset=utf-8")


def _feed(
    request: Request,
    address: str,
    page: str,
    title: str,
    happenings: list[tuple[date, str, Notice]],
) -> Element:
    base = str(request.base_url).rstrip("/")
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": "sv"})
    _add(feed, "id", _urn(address))
    _add(feed, "title", title)
    _add(feed, "updated", _instant(max((day for day, _, _ in happenings), default=_LONG_AGO)))
    SubElement(feed, "link", {"rel": "self", "href": base + address})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": base + page})
    _add(SubElement(feed, "author"), "name", title.removeprefix("Anslag: "))
    for day, what, notice in happenings[:AS_MANY]:
        entry = SubElement(feed, "entry")
        _add(entry, "id", _urn(f"{notice.id}#{what}"))
        _add(entry, "title", f"{notice.heading} ({what})")
        _add(entry, "updated", _instant(day))
        link = {"rel": "alternate", "type": "text/html", "href": base + notice.address}
        SubElement(entry, "link", link)
        _add(SubElement(entry, "author"), "name", notice.organisation_name)
        SubElement(entry, "category", {"term": notice.kind, "label": notice.kind_name})
        _add(entry, "summary", notice.summary())
    return feed


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _urn(what: str) -> str:
    """The same for the same thing, for ever, whatever the board's address is."""
    return uuid5(_OURS, what).urn


def _instant(day: date) -> str:
    """A notice has a day and no time: its beginning in Sweden."""
    return datetime.combine(day, time(), STOCKHOLM).isoformat()
