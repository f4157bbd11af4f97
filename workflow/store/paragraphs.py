"""Numbers of paragraphs: a row for each body and series, locked while a meeting opens."""

from collections.abc import Sequence

from sqlalchemy import bindparam, null, select, update

from workflow.command.numbering import refuse_another
from workflow.model.effects import FixParagraphs
from workflow.model.ids import MatterId
from workflow.store.dialect import Dialect, Key, for_each
from workflow.store.session import Session
from workflow.store.tables import paragraphs

_OF_BODY = (
    paragraphs.c.organisation == bindparam("of_organisation", type_=Key),
    paragraphs.c.body == bindparam("of_body", type_=Key),
)
_LOCKED = select(paragraphs).where(*_OF_BODY).order_by(paragraphs.c.year).with_for_update()
_TAKE = (
    update(paragraphs)
    .where(*_OF_BODY, paragraphs.c.year == bindparam("of_year"))
    .values(meeting=bindparam("by", type_=Key))
)
_END = (
    update(paragraphs)
    .where(*_OF_BODY, paragraphs.c.meeting == bindparam("by", type_=Key))
    .values(meeting=null(), last=bindparam("at"))
)


class ParagraphStatements:
    """The statement that begins a series, in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.begin = dialect.insert(paragraphs).on_conflict_do_nothing()


_STATEMENTS = for_each(ParagraphStatements)


class SqlParagraphs:
    """Implements ``ports.Paragraphs``."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection
        self._sql = _STATEMENTS[session.dialect]

    def begin(
        self, organisation: str, body: str, year: int, meeting: MatterId, *, first: int
    ) -> int:
        """See ``ports.Paragraphs.begin``. Whoever else opens a meeting of the body waits for the commit."""
        where = {"of_organisation": organisation, "of_body": body}
        rows = self._connection.execute(_LOCKED, where).all()
        if year not in {row.year for row in rows}:
            new = {"organisation": organisation, "body": body, "year": year}
            self._connection.execute(
                self._sql.begin, {**new, "last": 0 if rows and year else first - 1}
            )
            rows = self._connection.execute(_LOCKED, where).all()
        refuse_another((row.meeting for row in rows), body, meeting)
        self._connection.execute(_TAKE, {**where, "of_year": year, "by": meeting})
        return next(int(row.last) for row in rows if row.year == year) + 1

    def end(self, effects: Sequence[FixParagraphs]) -> None:
        """See ``ports.Paragraphs.end``."""
        self._connection.execute(
            _END,
            [
                {
                    "of_organisation": effect.organisation,
                    "of_body": effect.body,
                    "by": effect.meeting,
                    "at": effect.last,
                }
                for effect in effects
            ],
        )
