"""The pages of the notice board, drawn on the server: no scripts, nothing from elsewhere.

Only notices are shown, and full minutes only where a person has let them through: never a matter, a
message or a person (KL 8:10, GDPR art. 5.1 c).
"""

from dataclasses import dataclass, replace
from pathlib import Path

from fastapi import Response

from workflow.command.noticeboard import NoticeQuery
from workflow.command.ports import Clock, UnitOfWorkFactory
from workflow.web.asked import KINDS, STANDINGS, Asked, Question
from workflow.web.days import today
from workflow.web.drawing import Templates
from workflow.web.names import NameBook, Names
from workflow.web.notice import Notice
from workflow.web.problems import NotThereError
from workflow.web.turning import Turning

PAGE = 25
"""Notices on a page."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_STYLE = Path(__file__).parent / "templates" / "style.css"


class Pages:
    """Every page over one store; each request is one transaction that only reads."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        clock: Clock,
        names: NameBook,
        templates: Templates,
    ) -> None:
        self._uow_factory = uow_factory
        self._clock = clock
        self._names = names
        self._templates = templates

    def board(self, asked: Question) -> Response:
        """What is up now: on every board, or those of one organisation."""
        names = self._names.now()
        query = replace(asked.narrowed(names), standing="up")
        notices, turning = self._listed(query, asked, names, "/")
        return self._templates.page(
            "board.html", notices=notices, turning=turning, chosen=Chosen.by(asked, names)
        )

    def notice(self, notice: str) -> Response:
        """One notice, on its board or in the archive: its address stays.

        Raises:
            NotThereError: there is none of that id.
        """
        names = self._names.now()
        with self._uow_factory() as uow:
            row = uow.board.get(notice)
        if row is None:
            raise NotThereError("Anslaget finns inte.", hint="Sök efter det i stället.")
        return self._templates.page("notice.html", notice=Notice.of(row, names, today(self._clock)))

    def archive(self, asked: Question) -> Response:
        """The years of which notices have been taken down: the proof that they were up."""
        names = self._names.now()
        query = replace(asked.narrowed(names), standing="down", year=None)
        with self._uow_factory() as uow:
            years = uow.board.years(query)
        return self._templates.page(
            "archive.html",
            years=[(year, n, asked.address(f"/arkiv/{year}", ar="")) for year, n in years],
            chosen=Chosen.by(asked, names),
        )

    def year(self, year: int, asked: Question) -> Response:
        """What was posted in a year and has been taken down.

        Raises:
            NotThereError: there are no boards in such a year.
        """
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise NotThereError(f"Arkivet har inget år {year}.", hint="Välj ett år i arkivet.")
        names = self._names.now()
        query = replace(asked.narrowed(names), standing="down", year=year)
        notices, turning = self._listed(query, asked, names, f"/arkiv/{year}")
        return self._templates.page(
            "year.html",
            year=year,
            notices=notices,
            turning=turning,
            back=asked.address("/arkiv", ar="", sida=""),
            chosen=Chosen.by(asked, names),
        )

    def search(self, asked: Question) -> Response:
        """The form, and what was found where something is asked for."""
        names = self._names.now()
        found = (
            self._listed(asked.narrowed(names), asked, names, "/sok") if asked.anything else None
        )
        with self._uow_factory() as uow:
            years = uow.board.years(NoticeQuery())
        organisation = asked.query.organisation
        return self._templates.page(
            "search.html",
            asked=asked,
            found=found,
            kinds=KINDS,
            standings=STANDINGS,
            years=[(year, year) for year, _ in years],
            bodies=names.bodies(organisation) if organisation else (),
            chosen=Chosen.by(asked, names),
        )

    def stylesheet(self) -> Response:
        """The one style sheet of all pages."""
        return Response(_STYLE.read_bytes(), media_type="text/css")

    def robots(self) -> Response:
        """For search engines: the boards may be found, answers to searches needn't be."""
        return Response("User-agent: *\nDisallow: /sok\n", media_type="text/plain")

    def _listed(
        self, query: NoticeQuery, asked: Asked, names: Names, path: str
    ) -> tuple[list[Notice], Turning]:
        with self._uow_factory() as uow:
            turning = Turning.over(uow.board.count(query), asked, path, size=PAGE)
            rows = uow.board.search(query, limit=PAGE, offset=turning.offset)
        on = today(self._clock)
        return [Notice.of(row, names, on) for row in rows], turning


@dataclass(frozen=True, slots=True)
class Chosen:
    """The organisation whose boards are shown (None: all), and those that there are to choose from."""

    code: str | None
    name: str | None
    organisations: tuple[tuple[str, str], ...]

    @classmethod
    def by(cls, asked: Asked, names: Names) -> "Chosen":
        """As the address asks."""
        code = asked.query.organisation
        return cls(code, names.organisation(code) if code else None, names.with_boards())
