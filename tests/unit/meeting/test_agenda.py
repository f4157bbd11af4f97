"""The agenda in the body's customary order, and one that can't be."""

from dataclasses import replace
from datetime import date

import pytest

from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.meeting.agenda import Waiting, check_items, compose, withdrawn
from workflow.model.ids import MatterId
from workflow.model.proceedings import AgendaItem, RouteStop, Section

OPENING = ("Upprop", "Val av justerare")


def _waiting(number: str, matter_type: str = "tariff", since: int = 1, **more: object) -> Waiting:
    base = Waiting(
        MatterId(f"id-{number}"),
        number,
        f"Ärende {number}",
        matter_type,
        "decision",
        date(2025, 2, since),
    )
    return replace(base, **more)  # type: ignore[arg-type]  # any field


def _order(waiting: list[Waiting], order: list[str]) -> list[str | None]:
    return [item.number for item in compose(waiting, order, opening=())]


def test_formalities_come_first_and_last() -> None:
    """Keys are given in the order of the agenda, from the number that is asked for."""
    items = compose(
        [_waiting("KS 1/2025")], [], opening=OPENING, closing=["Avslutning"], first_key=7
    )
    assert [(item.key, item.kind, item.title) for item in items] == [
        ("i7", "formality", "Upprop"),
        ("i8", "formality", "Val av justerare"),
        ("i9", "decision", "Ärende KS 1/2025"),
        ("i10", "formality", "Avslutning"),
    ]


def test_the_order_is_the_bodys_own() -> None:
    """A type goes before its kind, what isn't named comes last, and the first mention counts."""
    waiting = [
        _waiting("KS 1/2025", "motion"),
        _waiting("KS 2/2025", "budget"),
        _waiting("KS 3/2025", "news", kind="information"),
        _waiting("KS 4/2025", "report", kind="information"),
    ]
    assert _order(waiting, ["report", "information", "budget", "report"]) == [
        "KS 4/2025",
        "KS 3/2025",
        "KS 2/2025",
        "KS 1/2025",
    ]
    assert _order(waiting, ["decision", "information"])[:2] == ["KS 1/2025", "KS 2/2025"]


def test_equals_follow_by_waiting_and_number() -> None:
    """Who has waited longest comes first; then the register number, year before serial, as numbers."""
    waiting = [
        _waiting("KS 100/2025"),
        _waiting("okänt"),
        _waiting("KS 20/2025"),
        _waiting("KS 300/2024"),
        _waiting("KS 20/2025:12"),
        _waiting("KS 20/2025:2"),
        _waiting("KS 9/2026", since=2),
    ]
    assert _order(waiting, []) == [
        "KS 300/2024",
        "KS 20/2025",
        "KS 20/2025:2",
        "KS 20/2025:12",
        "KS 100/2025",
        "okänt",
        "KS 9/2026",
    ]
    assert _order(waiting[::-1], []) == _order(waiting, [])


def test_an_item_has_what_the_matter_has() -> None:
    """Everything that the summons and the minutes print of it, and whether it is secret."""
    route = (RouteStop("Kommunstyrelsen", date(2025, 3, 11), "(Handlingsplan)"),)
    sections = (Section("Bakgrund", "Text\noch mer"),)
    given = _waiting(
        "KS 1/2025",
        route=route,
        bodies=("KS", "KF"),
        sections=sections,
        basis=("Taxa, bilaga",),
        urgent=True,
        secret=True,
    )
    assert compose([given], [], opening=()) == (
        AgendaItem(
            "i1",
            "decision",
            "Ärende KS 1/2025",
            MatterId("id-KS 1/2025"),
            "KS 1/2025",
            "tariff",
            urgent=True,
            sections=sections,
            basis=("Taxa, bilaga",),
            route=route,
            bodies=("KS", "KF"),
            secret=True,
        ),
    )


def test_a_huge_agenda_is_refused_with_the_limit() -> None:
    """Five hundred items are the most."""
    items = [AgendaItem(f"i{number}", "formality", "Paus") for number in range(500)]
    check_items(items)
    with pytest.raises(
        CommandRefusedError, match=r"högst 500 punkter, men har 501.*flera sammanträden"
    ):
        check_items([*items, AgendaItem("i500", "formality", "Paus")])


def test_a_matter_stands_on_the_agenda_once() -> None:
    """Twice is refused with both keys, unless one of them was withdrawn."""
    with pytest.raises(CommandRefusedError, match=r"Ärendet KS 1/2025 står .*i1 och i2"):
        compose([_waiting("KS 1/2025"), _waiting("KS 1/2025")], [], opening=())
    one = AgendaItem("i1", "information", "A", MatterId("a"))
    with pytest.raises(CommandRefusedError, match=r"Ärendet A står .*i1 och i2"):
        check_items([one, replace(one, key="i2")])
    check_items([replace(one, status="withdrawn"), replace(one, key="i2")])


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        (
            [AgendaItem("i1", "decision", "Taxa")],
            "i1 ”Taxa” ska avgöras men hör inte till något ärende",
        ),
        (
            [AgendaItem("i1", "formality", "A"), AgendaItem("i1", "formality", "B")],
            "Punkt i1 står mer",
        ),
    ],
)
def test_an_agenda_that_cannot_be_is_refused(items: list[AgendaItem], sentence: str) -> None:
    """A decision needs a matter, and a key is one item's."""
    with pytest.raises(CommandRefusedError, match=sentence):
        check_items(items)


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (AgendaItem("", "formality", "A"), "Punktens nyckel: får inte vara tom"),
        (AgendaItem("k" * 61, "formality", "A"), "Punktens nyckel: får ha högst 60 tecken"),
        (AgendaItem("i1", "formality", " "), "Punkt i1, rubrik: får inte vara tom"),
        (AgendaItem("i1", "formality", "a" * 501), "rubrik: får ha högst 500 tecken, men har 501"),
        (AgendaItem("i1", "formality", "A", number=""), "diarienummer: får inte vara tom"),
        (AgendaItem("i1", "formality", "A", sections=(Section("", ""),)), "avsnittets rubrik"),
        (AgendaItem("i1", "formality", "A", sections=(Section("B", "\0"),)), "avsnitt: innehåller"),
        (
            AgendaItem("i1", "formality", "A", sections=(Section("B", ""),) * 51),
            "avsnitt: får vara",
        ),
        (AgendaItem("i1", "formality", "A", basis=("",)), "beslutsunderlag: får inte vara tom"),
        (
            AgendaItem("i1", "formality", "A", basis=("B",) * 1001),
            "beslutsunderlag: får vara högst",
        ),
        (AgendaItem("i1", "formality", "A", route=(RouteStop(""),)), "beslutsplanering: får inte"),
        (
            AgendaItem("i1", "formality", "A", route=(RouteStop("KS"),) * 1001),
            "planering: får vara",
        ),
        (AgendaItem("i1", "formality", "A", bodies=("",)), "organ: får inte vara tom"),
        (AgendaItem("i1", "formality", "A", bodies=("KS",) * 1001), "organ: får vara högst"),
    ],
)
def test_values_of_the_wrong_form_are_bad_input(item: AgendaItem, sentence: str) -> None:
    """Empty, too long or too many: told with the item and the limit."""
    with pytest.raises(InvalidInputError, match=sentence):
        check_items([item])


ITEMS = (
    AgendaItem("i1", "information", "Musikteatern"),
    AgendaItem("i2", "information", "Ekonomi", status="taken_up", paragraph=17),
)


def test_an_item_is_withdrawn_with_its_reason() -> None:
    """It stays on the agenda as withdrawn, the others are untouched, and once is enough."""
    once = withdrawn(ITEMS, "i1", " Förhinder ")
    assert once == (replace(ITEMS[0], status="withdrawn", reason="Förhinder"), ITEMS[1])
    assert withdrawn(once, "i1", "något annat") == once
    assert withdrawn(ITEMS, "i1", "")[0].reason == ""


@pytest.mark.parametrize(
    ("key", "sentence"),
    [("i9", "Punkt i9 finns inte"), ("i2", r"Punkt i2 är behandlad \(§ 17\) och kan inte utgå")],
)
def test_what_cannot_be_withdrawn(key: str, sentence: str) -> None:
    """An unknown item, and one that was taken up."""
    with pytest.raises(CommandRefusedError, match=sentence):
        withdrawn(ITEMS, key, "")


def test_a_reason_has_a_limit() -> None:
    """A reason is text of bounded length."""
    with pytest.raises(InvalidInputError, match="Skäl: får ha högst"):
        withdrawn(ITEMS, "i1", "a" * 100_001)
