"""Notice boards behave the same on every store."""

from dataclasses import replace
from datetime import date

import pytest

from tests.contract.samples import (
    adjusted,
    decided,
    document,
    notice,
    registered,
    writing,
)
from workflow.command.ports import NoticeRow, Unannounced, UnitOfWorkFactory
from workflow.errors import InvalidInputError
from workflow.model.effects import (
    NoteDownEarly,
    NoticeEffect,
    PublishMinutes,
    RemoveNotices,
    SetAppealDays,
    WithdrawMinutes,
)
from workflow.model.ids import MatterId

DOWN = RemoveNotices(MatterId("n1"), date(2025, 3, 21))


def apply(store: UnitOfWorkFactory, *effects: NoticeEffect) -> None:
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
        assert unit.notices.list(up_only=True) == (NoticeRow(other),)
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


OTHER_KINDS = (
    replace(
        notice("meeting", date(2025, 3, 3), "k1"),
        kind="announcement",
        adjusted_on=None,
        body="KF",
        paragraphs="",
        title="Kommunfullmäktige sammanträder",
        entries=("Årsredovisning", "Motion om Ängsvägen 100%"),
        last_appeal_day=None,
        earliest_removal=date(2025, 3, 25),
    ),
    replace(
        notice("delegated", date(2024, 12, 30), "k2"),
        kind="delegated_decision",
        adjusted_on=None,
        title="Serveringstillstånd",
    ),
)


def test_every_kind_is_kept_as_it_is(store: UnitOfWorkFactory) -> None:
    """An announcement with its matters, a delegated decision: what is written is what is read."""
    apply(store, *OTHER_KINDS)
    with store() as unit:
        assert unit.notices.list() == tuple(NoticeRow(each) for each in OTHER_KINDS)
        assert unit.notices.list(kind="delegated_decision") == (NoticeRow(OTHER_KINDS[1]),)


def test_an_adjustment_says_when(store: UnitOfWorkFactory) -> None:
    """The announcement of an adjustment without its day is refused."""
    with pytest.raises(InvalidInputError):
        apply(store, replace(notice("a"), adjusted_on=None))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ängsvägen", ["meeting"]),
        ("ÅRSREDO", ["meeting"]),
        ("100%", ["meeting"]),
        ("100_", []),
        ("serverings", ["delegated"]),
        ("12-43", ["a", "delegated"]),
        ("digitala", ["meeting", "a", "delegated"]),
        ("kf", ["meeting"]),
    ],
)
def test_search(store: UnitOfWorkFactory, words: str, found: list[str]) -> None:
    """In title, entries, paragraphs, body and board; ``Å`` as ``å``; nothing is a wildcard."""
    apply(store, notice("a"), *OTHER_KINDS)
    with store() as unit:
        assert [row.notice.id for row in unit.notices.list(text=words)] == found


def test_the_archive(store: UnitOfWorkFactory) -> None:
    """What is down, by year of posting, by body, by procedure, a page at a time."""
    apply(store, notice("a"), *OTHER_KINDS, RemoveNotices(MatterId("n1"), date(2025, 3, 21)))
    with store() as unit:

        def ids(**wanted: object) -> list[str]:
            return [row.notice.id for row in unit.notices.list(**wanted)]  # type: ignore[arg-type]

        assert ids(down_only=True) == ["a"]
        assert ids(up_only=True) == ["meeting", "delegated"]
        assert ids(year=2024) == ["delegated"]
        assert ids(body="KF") == ["meeting"]
        assert ids(matter=MatterId("k2")) == ["delegated"]
        assert ids(limit=1, offset=1) == ["a"]


def test_the_last_board_counts_for_all(store: UnitOfWorkFactory) -> None:
    """The days of every board that is up become those of the last one; never earlier ones (KL 13:5)."""
    later = SetAppealDays(MatterId("n1"), date(2025, 3, 27), date(2025, 3, 28))
    apply(store, replace(notice("a"), last_appeal_day=None), notice("x", matter="n2"), later)
    with store() as unit:
        (row,) = unit.notices.list(matter=MatterId("n1"))
        assert (row.notice.last_appeal_day, row.notice.earliest_removal) == (
            date(2025, 3, 27),
            date(2025, 3, 28),
        )
        assert unit.notices.list(matter=MatterId("n2")) == (NoticeRow(notice("x", matter="n2")),)
    apply(store, SetAppealDays(MatterId("n1"), date(2025, 3, 20), date(2025, 3, 21)))
    with pytest.raises(InvalidInputError):
        apply(store, RemoveNotices(MatterId("n1"), date(2025, 3, 27)))
    apply(store, RemoveNotices(MatterId("n1"), date(2025, 3, 28)))


def test_down_too_early(store: UnitOfWorkFactory) -> None:
    """The row of that board says so and isn't up; it isn't removed, and stays as it is after that."""
    lost = NoteDownEarly(MatterId("n1"), "Annan tavla", date(2025, 3, 5))
    apply(store, notice("a"), replace(notice("b"), board="Annan tavla"), lost, lost)
    with store() as unit:
        (down,) = unit.notices.list(down_only=True)
        assert (down.notice.id, down.down_early_on, down.removed_on) == ("b", lost.down_on, None)
        assert [row.notice.id for row in unit.notices.list(up_only=True)] == ["a"]
    apply(store, RemoveNotices(MatterId("n1"), date(2025, 3, 21)))
    with store() as unit:
        assert unit.notices.list(down_only=True)[1] == down
    apply(store, notice("c"))
    with pytest.raises(InvalidInputError):  # then it wasn't too early
        apply(store, NoteDownEarly(MatterId("n1"), notice("c").board, date(2025, 3, 21)))


def test_down_too_early_is_found_out_afterwards(store: UnitOfWorkFactory) -> None:
    """A row that the engine has removed in good faith says so too; one posted anew is another row."""
    lost = NoteDownEarly(MatterId("n1"), notice("a").board, date(2025, 3, 19))
    apply(store, notice("a"), DOWN, lost, notice("b", date(2025, 4, 1)))
    with store() as unit:
        anew, old = unit.notices.list()
        assert (old.removed_on, old.down_early_on, old.up) == (DOWN.removed_on, lost.down_on, False)
        assert anew == NoticeRow(notice("b", date(2025, 4, 1)))


def test_full_minutes_beside_the_notice(store: UnitOfWorkFactory) -> None:
    """Shown on every board of the procedure until withdrawn or removed; only a document that is kept."""
    minutes = document(kind="published_minutes")
    show = PublishMinutes(
        MatterId("n1"), minutes.sha256, "Eva", "Kan visas", ("§ 4",), date(2025, 3, 10)
    )
    apply(store, notice("a"))
    with pytest.raises(InvalidInputError):
        apply(store, show)
    with writing(store) as unit:
        unit.documents.add([minutes])
    apply(store, show)
    with store() as unit:
        (row,) = unit.notices.list()
        assert (row.document, row.document_until) == (minutes.sha256, date(2025, 3, 10))
    apply(store, WithdrawMinutes(MatterId("n1")))
    with store() as unit:
        assert unit.notices.list() == (NoticeRow(notice("a")),)
    apply(store, show, DOWN)
    with store() as unit:
        assert unit.notices.list() == (NoticeRow(notice("a"), DOWN.removed_on),)


def test_what_nobody_announced(store: UnitOfWorkFactory) -> None:
    """A meeting whose adjusted decisions no notice of that day names, once; not what was read in."""
    day, done = date(2025, 3, 11), date(2025, 3, 18)
    first, other, old = registered(1), registered(2), registered(3)
    with writing(store) as unit:
        for new in (first, other):
            taken = decided(new.after, "KS", day)
            unit.matters.save([new, taken, adjusted(taken.after, done)])
        waiting = decided(old.after, "KF", day)
        unit.matters.save([old, waiting, adjusted(waiting.after, done)], read_in=True)
        assert unit.notices.unannounced() == (Unannounced("norsjo", "KS", day, done),)
        assert len(unit.matters.with_decision_at("norsjo", "KF", day)) == 1
    apply(store, replace(notice("a"), body="KS", meeting_on=day, adjusted_on=date(2025, 3, 17)))
    with store() as unit:
        assert len(unit.notices.unannounced()) == 1
    apply(store, replace(notice("b"), body="KS", meeting_on=day, adjusted_on=done))
    with store() as unit:
        assert unit.notices.unannounced() == ()
