"""The notice boards are read and searched the same on every store."""

from dataclasses import replace
from datetime import date

import pytest

from tests.contract.samples import document, notice, writing
from workflow.command.noticeboard import NoticeQuery, Term
from workflow.command.ports import UnitOfWorkFactory
from workflow.model.effects import (
    NoteDownEarly,
    NoticeEffect,
    PublishMinutes,
    RemoveNotices,
    WithdrawMinutes,
)
from workflow.model.ids import MatterId

EVERY = NoticeQuery()


def apply(store: UnitOfWorkFactory, *effects: NoticeEffect) -> None:
    with writing(store) as unit:
        unit.notices.apply(effects)


def ids(store: UnitOfWorkFactory, query: NoticeQuery) -> list[str]:
    """What is found; the count must be the same."""
    with store() as unit:
        found = [row.notice.id for row in unit.board.search(query, limit=100)]
        assert unit.board.count(query) == len(found)
        return found


@pytest.fixture
def boards(store: UnitOfWorkFactory) -> UnitOfWorkFactory:
    """Five notices: of two organisations and three kinds; one taken down, one lost by its board."""
    apply(
        store,
        notice("a", date(2023, 12, 31), matter="m1"),
        notice("b", date(2024, 1, 1), matter="m2"),
        replace(
            notice("c", date(2025, 2, 1), matter="m3"),
            organisation="e_namnd",
            body="NAMND",
            board="Kiruna kommuns anslagstavla",
            kind="announcement",
            title="ÅRSREDOVISNING 100 %",
            entries=("Motion om_cykelvägar", "Straße"),
        ),
        replace(
            notice("d", date(2025, 3, 1), matter="m4"),
            organisation="kiruna",
            body="KF",
            kind="delegated_decision",
            board="Kiruna kommuns anslagstavla",
        ),
        notice("e", date(2025, 3, 1), matter="m5"),
        RemoveNotices(MatterId("m1"), date(2025, 4, 2)),
        RemoveNotices(MatterId("m2"), date(2025, 4, 1)),
        NoteDownEarly(MatterId("m3"), "Kiruna kommuns anslagstavla", date(2025, 2, 3)),
    )
    return store


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (EVERY, "edcba"),
        (NoticeQuery(organisation="norsjo"), "eba"),
        (NoticeQuery(organisation="kiruna"), "d"),
        (NoticeQuery(organisation="kiruna", boards=("Kiruna kommuns anslagstavla",)), "dc"),
        (NoticeQuery(body="AU"), "eba"),
        (NoticeQuery(kind="announcement"), "c"),
        (NoticeQuery(year=2023), "a"),
        (NoticeQuery(year=2024), "b"),
        (NoticeQuery(standing="up"), "ed"),
        (NoticeQuery(standing="down"), "cba"),
        (NoticeQuery(organisation="norsjo", year=2025, standing="up"), "e"),
        (NoticeQuery(terms=(Term("årsredovisning"),)), "c"),
        (NoticeQuery(terms=(Term("CYKELVÄGAR"),)), "c"),
        (NoticeQuery(terms=(Term("strasse"),)), "c"),
        (NoticeQuery(terms=(Term("%"),)), "c"),
        (NoticeQuery(terms=(Term("_"),)), "c"),
        (NoticeQuery(terms=(Term("\\"),)), ""),
        (NoticeQuery(terms=(Term("motion"), Term("kiruna"))), "c"),
        (NoticeQuery(terms=(Term("motion"), Term("sollefteå"))), ""),
        (NoticeQuery(terms=(Term("full", (("kiruna", "KF"), ("norsjo", "KF"))),)), "d"),
        (NoticeQuery(terms=(Term("kiruna", (("norsjo", "AU"),)),)), "edcba"),
    ],
)
def test_notices_are_narrowed_down(
    boards: UnitOfWorkFactory, query: NoticeQuery, expected: str
) -> None:
    """By each value and by all together, the latest posted first; the count agrees."""
    assert "".join(ids(boards, query)) == expected


def test_pages_of_a_list_come_after_each_other(boards: UnitOfWorkFactory) -> None:
    """Limit and offset; past the end there is nothing."""
    with boards() as unit:
        pages = [unit.board.search(EVERY, limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert ["".join(row.notice.id for row in page) for page in pages] == ["ed", "cb", "a", ""]


def test_the_latest_taken_down_come_first(boards: UnitOfWorkFactory) -> None:
    """By the day of the removal; what a board lost was not taken down."""
    with boards() as unit:
        assert [row.notice.id for row in unit.board.taken_down(EVERY, limit=9)] == ["a", "b"]
        assert [row.notice.id for row in unit.board.taken_down(EVERY, limit=1)] == ["a"]
        assert unit.board.taken_down(NoticeQuery(organisation="kiruna"), limit=9) == ()


def test_years_are_counted(boards: UnitOfWorkFactory) -> None:
    """The latest first, of those that are asked for."""
    with boards() as unit:
        assert unit.board.years(EVERY) == ((2025, 3), (2024, 1), (2023, 1))
        assert unit.board.years(NoticeQuery(standing="down")) == ((2025, 1), (2024, 1), (2023, 1))
        assert unit.board.years(NoticeQuery(organisation="nobody")) == ()


def test_one_notice_by_its_id(boards: UnitOfWorkFactory) -> None:
    """As the list has it, up or not."""
    with boards() as unit:
        every = {row.notice.id: row for row in unit.board.search(EVERY, limit=9)}
        assert {key: unit.board.get(key) for key in every} == every
        assert unit.board.get("z") is None


def test_a_document_is_shown_while_a_notice_that_is_up_has_it(store: UnitOfWorkFactory) -> None:
    """Not before, not without a notice, not after its last day, not when it is withdrawn or taken down."""
    minutes, other = document(kind="published_minutes"), document(b"%PDF other")
    with writing(store) as unit:
        unit.documents.add((minutes, other))

    def shown(on: date) -> tuple[bool, bool]:
        with store() as unit:
            return unit.board.shows(minutes.sha256, on), unit.board.shows(other.sha256, on)

    last = date(2025, 3, 10)
    apply(store, notice("a"))
    assert shown(last) == (False, False)
    publish = PublishMinutes(MatterId("n1"), minutes.sha256, "Sara", "Inget maskat", until=last)
    apply(store, publish)
    assert shown(last) == (True, False)
    assert shown(date(2025, 3, 11)) == (False, False)
    apply(store, WithdrawMinutes(MatterId("n1")))
    assert shown(last) == (False, False)
    apply(store, replace(publish, until=None))
    assert shown(date(2025, 3, 20)) == (True, False)
    apply(store, RemoveNotices(MatterId("n1"), date(2025, 3, 21)))
    assert shown(last) == (False, False)
