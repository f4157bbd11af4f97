"""Notice boards behave the same on every store."""

from datetime import date

import pytest

from tests.contract.samples import notice, writing
from workflow.command.ports import NoticeRow, UnitOfWorkFactory
from workflow.errors import InvalidInputError
from workflow.model.effects import PostNotice, RemoveNotices
from workflow.model.ids import MatterId

DOWN = RemoveNotices(MatterId("n1"), date(2025, 3, 21))


def apply(store: UnitOfWorkFactory, *effects: PostNotice | RemoveNotices) -> None:
    with writing(store) as unit:
        unit.notices.apply(effects)


def test_a_notice_goes_up_and_comes_down(store: UnitOfWorkFactory) -> None:
    """Every board of the procedure is taken down on the day; the rows stay as proof."""
    other = notice("other", matter="n2")
    apply(store, notice("a"), notice("b"), other)
    with store() as unit:
        assert [row.removed_on for row in unit.notices.list()] == [None, None, None]
    apply(store, DOWN)
    with store() as unit:
        assert unit.notices.list(up_only=True) == (NoticeRow(other, None),)
        assert unit.notices.list()[:2] == (
            NoticeRow(notice("a"), DOWN.removed_on),
            NoticeRow(notice("b"), DOWN.removed_on),
        )


def test_repeating_changes_nothing(store: UnitOfWorkFactory) -> None:
    """A notice is posted once and removed once, also in one call, in the order given."""
    apply(store, notice("a"), DOWN, notice("a"), RemoveNotices(DOWN.matter, date(2025, 4, 1)))
    apply(store, notice("a"))
    apply(store)
    with store() as unit:
        assert unit.notices.list() == (NoticeRow(notice("a"), DOWN.removed_on),)


def test_never_early(store: UnitOfWorkFactory) -> None:
    """The store itself refuses to take a notice down before its day (KL 8:12)."""
    apply(store, notice("a"))
    with pytest.raises(InvalidInputError):
        apply(store, RemoveNotices(MatterId("n1"), date(2025, 3, 20)))
    with store() as unit:
        assert unit.notices.list() == (NoticeRow(notice("a"), None),)


def test_the_list_is_newest_first(store: UnitOfWorkFactory) -> None:
    """By the day of posting, narrowed down by organisation."""
    apply(
        store,
        notice("a", date(2025, 1, 1)),
        notice("c", date(2025, 2, 1)),
        notice("b", date(2025, 2, 1)),
    )
    with store() as unit:
        assert [row.notice.id for row in unit.notices.list()] == ["b", "c", "a"]
        assert len(unit.notices.list(limit=1)) == 1
        assert len(unit.notices.list(organisation="norsjo")) == 3
        assert unit.notices.list(organisation="solleftea") == ()
