"""The notice board as people read it, over a real connection."""

import re
from datetime import date
from typing import Self

import pytest

from tests.reader import KIRUNA, Page, get, notice, post, publish_organisations, serving
from workflow.command.ports import UnitOfWorkFactory
from workflow.errors import StoreUnavailableError
from workflow.model.effects import NoteDownEarly, RemoveNotices
from workflow.model.ids import MatterId
from workflow.testing import FakeClock, MemoryStore

DOWN = RemoveNotices(MatterId("n1"), date(2025, 3, 21))


def test_the_board_tells_what_the_law_wants_told(address: str, store: MemoryStore) -> None:
    """Body, days, paragraphs, the last day to appeal, and where the minutes are kept (KL 8:12)."""
    post(store, notice())
    status, text, headers = get(address)
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = Page(text)
    assert "Norsjö kommun" in page.words
    assert "Justerat protokoll: Allmänna utskottet 25 februari 2025" in page.words
    for label, said in (
        ("Anslagstavla", "Norsjö kommuns digitala anslagstavla"),
        ("Sammanträdesdag", "25 februari 2025"),
        ("Paragrafer", "33, 36, 37, 40"),
        ("Protokollet justerat", "27 februari 2025"),
        ("Anslaget uppsatt", "27 februari 2025"),
        ("Sista dag för överklagande", "20 mars 2025"),
        ("Anslaget tas ned tidigast", "21 mars 2025"),
        ("Protokollet förvaras", "Kommunkansliet, Norsjö"),
    ):
        facts = page.words[
            page.words.index("Justerat protokoll: Allmänna utskottet 25 februari 2025") :
        ]
        assert facts[facts.index(label) + 1] == said
    assert set(page.values("time", "datetime")) == {
        "2025-02-25",
        "2025-02-27",
        "2025-03-20",
        "2025-03-21",
    }


def test_a_notice_has_a_page_that_says_how_one_appeals(address: str, store: MemoryStore) -> None:
    """To whom, how, until which day, where the minutes are, and when it comes down."""
    post(store, notice(title="Två beslut om avgifter"))
    (link,) = [
        a for a in Page(get(address)[1]).values("a", "href") if str(a).startswith("/anslag/")
    ]
    assert link == "/anslag/n1/1"
    status, text, _ = get(f"{address}{link}")
    assert status == 200
    words = Page(text).text
    for said in (
        "Två beslut om avgifter",
        "kommit in till förvaltningsrätten senast torsdag 20 mars 2025",
        "varför du anser att det strider mot lagen",
        "Kommunkansliet, Norsjö. Där kan du begära att få läsa det.",
        "Anslaget tas ned tidigast 21 mars 2025.",
    ):
        assert said in words
    assert "noindex" not in text


def test_the_address_of_a_notice_stays(address: str, store: MemoryStore) -> None:
    """Taken down, the page says so, for how long it was up, and that the time to appeal is over."""
    post(store, notice(), DOWN)
    status, text, _ = get(f"{address}/anslag/n1/1")
    assert status == 200
    words = Page(text).text
    assert "Anslaget är nedtaget. Det satt uppe från 27 februari 2025 till 21 mars 2025" in words
    assert "gick ut torsdag 20 mars 2025" in words
    assert "Överklagandet ska" not in words
    assert '<meta name="robots" content="noindex">' in text


def test_a_board_that_lost_a_notice_is_told_of(address: str, store: MemoryStore) -> None:
    """The time to appeal doesn't run out (KL 13:5); the page promises no day."""
    post(store, notice(), NoteDownEarly(MatterId("n1"), notice().board, date(2025, 3, 5)))
    words = Page(get(f"{address}/anslag/n1/1")[1]).text
    assert "försvann från tavlan 5 mars 2025" in words
    assert "senast torsdag" not in words
    assert "Inget är anslaget just nu." in get(address)[1]


def test_what_does_not_exist_is_left_out(address: str, store: MemoryStore) -> None:
    """No day to appeal, no paragraphs: no empty heading, and the page says that there is no day."""
    post(store, notice(last_appeal_day=None, earliest_removal=None, paragraphs=""))
    words = Page(get(address)[1]).words
    for label in ("Sista dag för överklagande", "Anslaget tas ned tidigast", "Paragrafer"):
        assert label not in words
    words = Page(get(f"{address}/anslag/n1/1")[1]).text
    assert "Anslaget anger ingen sista dag för överklagande." in words
    assert "Dagen är inte bestämd." in words


def test_a_meeting_is_announced_with_its_matters(address: str, store: MemoryStore) -> None:
    """The council's meeting has its matters on the page (KL 5:13) and nothing of appeals."""
    post(
        store,
        notice(
            kind="announcement",
            body="KF",
            organisation="kiruna",
            board=KIRUNA,
            title="Stadshuset, klockan 13.00",
            entries=("Årsredovisning 2024", "Motion om fler cykelvägar"),
        ),
    )
    page = Page(get(f"{address}/anslag/n1/1")[1])
    assert "Kungjort sammanträde: Kommunfullmäktige 25 februari 2025" in page.words
    assert page.after("Sammanträdet hålls") == "25 februari 2025"
    assert page.words.index("Årsredovisning 2024") < page.words.index("Motion om fler cykelvägar")
    assert "Så överklagar du" not in page.words
    assert "Protokollet justerat" not in page.words


def test_a_delegated_decision_is_a_decision(address: str, store: MemoryStore) -> None:
    """What isn't reported to its body can be appealed from here (KL 8:10 p 3)."""
    post(store, notice(kind="delegated_decision", title="Avgift för trygghetslarm"))
    page = Page(get(f"{address}/anslag/n1/1")[1])
    assert page.after("Beslutet fattat") == "25 februari 2025"
    assert "Så överklagar du" in page.words
    assert "Så läser du beslutet" in page.words


def test_notices_are_up_or_in_the_archive(address: str, store: MemoryStore) -> None:
    """What was taken down moves from the board to the archive of its year, with the day."""
    post(store, notice(1), notice(2, paragraphs="99"), DOWN)
    board = get(address)[1]
    assert ("33, 36, 37, 40" in board, "99" in board) == (False, True)
    archive = Page(get(f"{address}/arkiv")[1])
    assert "/arkiv/2025" in archive.values("a", "href")
    assert archive.after("2025") == "1 anslag"
    year = get(f"{address}/arkiv/2025")[1]
    assert ("33, 36, 37, 40" in year, "99" in year) == (True, False)
    assert Page(year).after("Anslaget nedtaget") == "21 mars 2025"
    assert "Inget anslag från 2024 har tagits ned." in get(f"{address}/arkiv/2024")[1]


def test_empty_boards_say_so(address: str) -> None:
    """Nothing up is a statement, not an empty page."""
    assert "Inget är anslaget just nu." in get(address)[1]
    assert "Inget anslag har tagits ned." in get(f"{address}/arkiv")[1]


def test_one_organisation_at_a_time(address: str, store: MemoryStore) -> None:
    """An organisation has its notices, and what a joint committee has put on its board (KL 9:32)."""
    post(
        store,
        notice(1),
        notice(2, organisation="kiruna", board=KIRUNA, body="KF"),
        notice(3, organisation="e_namnd", board=KIRUNA, body="NAMND"),
    )

    def shown(organisation: str) -> set[str | None]:
        page = Page(get(f"{address}/?organisation={organisation}")[1])
        return {a for a in page.values("a", "href") if str(a).startswith("/anslag/")}

    assert shown("norsjo") == {"/anslag/n1/1"}
    assert shown("kiruna") == {"/anslag/n2/1", "/anslag/n3/1"}
    assert shown("e_namnd") == {"/anslag/n3/1"}
    assert shown("") == {"/anslag/n1/1", "/anslag/n2/1", "/anslag/n3/1"}
    assert shown("okand") == set()


def test_a_code_that_nobody_has_any_more_is_shown_as_it_is(
    address: str, store: MemoryStore
) -> None:
    """A notice outlives the organisation and the body that it names."""
    post(store, notice(organisation="gammal", body="OLD"))
    words = Page(get(address)[1]).text
    assert "Justerat protokoll: OLD 25 februari 2025" in words
    assert "gammal" in words


def test_long_lists_are_turned_page_by_page(address: str, store: MemoryStore) -> None:
    """25 a page, the latest first; each notice is on one page; past the last one there is nothing."""
    post(store, *(notice(n, posted_on=date(2025, 1, 1 + n % 28)) for n in range(60)))
    found: list[str | None] = []
    link: str | None = "/"
    pages = 0
    while link:
        text = get(f"{address}{link}")[1]
        page = Page(text)
        pages += 1
        assert f"Sida {pages} av 3" in page.words
        found += [a for a in page.values("a", "href") if str(a).startswith("/anslag/")]
        following = re.search(r'href="([^"]*)" rel="next"', text)
        link = following and following.group(1)
    assert pages == 3
    assert len(found) == len(set(found)) == 60
    status, text, _ = get(f"{address}/?sida=4")
    assert (status, "den sista är 3" in text) == (404, True)
    assert 'href="/" rel="prev"' in get(f"{address}/?sida=2")[1]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("organisation=%00", "Organisationens kod kan inte se ut så."),
        ("organisation=" + "x" * 61, "Organisationens kod kan inte se ut så."),
        ("organ=a%20b", "Organets kod kan inte se ut så."),
        ("ar=25", "Året skrivs med fyra siffror."),
        ("slag=annat", "Det slaget av anslag finns inte."),
        ("lage=borta", "Anslag kan sitta uppe eller vara nedtagna."),
        ("sida=0", "Sidans nummer är ett tal från 1."),
        ("sida=-1", "Sidans nummer är ett tal från 1."),
        ("sida=9999999", "Sidans nummer är ett tal från 1."),
        ("q=" + "x" * 101, "Sökorden får vara högst 100 tecken."),
        ("q=a%00b", "Sökorden har tecken som inte syns."),
    ],
)
@pytest.mark.parametrize(
    "path", ["/", "/arkiv", "/arkiv/2025", "/sok", "/anslag.json", "/anslag.atom"]
)
def test_what_cannot_be_meant_is_refused_in_words(
    address: str, path: str, query: str, said: str
) -> None:
    """A page that says what is wrong with the address, with status 422, on every way in."""
    status, text, _ = get(f"{address}{path}?{query}")
    assert (status, said in text) == (422, True)


@pytest.mark.parametrize(
    "path",
    ["/finns-inte", "/anslag/n9/1", "/anslag/", "/arkiv/abc", "/arkiv/99999", "/protokoll/x.pdf"],
)
def test_what_is_not_there_is_a_page_too(address: str, path: str) -> None:
    """404 in Swedish, with a way on."""
    status, text, _ = get(f"{address}{path}")
    page = Page(text)
    assert status == 404
    assert "Det gick inte" in page.words
    assert {"/", "/sok"} <= set(page.values("a", "href"))


@pytest.mark.parametrize("path", ["/", "/arkiv", "/arkiv/2025", "/sok?q=a", "/anslag/n1/1", "/nej"])
def test_pages_load_nothing_foreign(address: str, store: MemoryStore, path: str) -> None:
    """Swedish, one main heading, a way past the menu, well-formed; no script, no cookie."""
    post(store, notice(), notice(2), DOWN)
    _, text, headers = get(f"{address}{path}")
    page = Page(text)
    assert page.open == []
    assert page.values("html", "lang") == ["sv"]
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
    assert "#innehall" in page.values("a", "href")
    assert not {"script", "img", "iframe", "object", "style"} & set(page.tags)
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name == "style"]
    loaded = [value for _, name, value in page.attributes if name in ("src", "href", "action")]
    assert all(str(value).startswith(("/", "#")) for value in loaded)
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


def test_what_is_shown_is_escaped(address: str, store: MemoryStore) -> None:
    """Nothing of a notice, nor of the address, can become markup."""
    evil = '"><script>alert(1)</script>'
    post(store, notice(title=evil, entries=(evil,), paragraphs=evil, kind="announcement"))
    for path in ("/", "/anslag/n1/1", "/sok?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"):
        text = get(f"{address}{path}")[1]
        assert "<script" not in text
        assert "&lt;script&gt;" in text


def test_only_reading_is_allowed(address: str) -> None:
    """HEAD is answered as GET without the page; every other method is refused in words."""
    for path in (
        "/",
        "/arkiv",
        "/sok",
        "/anslag.json",
        "/anslag.atom",
        "/stil.css",
        "/robots.txt",
        "/halsa",
        "/metrics",
    ):
        assert get(f"{address}{path}", "HEAD")[:2] == (200, "")
    for method in ("POST", "PUT", "DELETE"):
        status, text, headers = get(address, method)
        assert (status, "Sidan kan bara läsas." in text) == (405, True)
        assert "GET" in headers["allow"]


def test_style_and_robots(address: str) -> None:
    """The style sheet imports nothing; searches needn't be indexed."""
    status, text, headers = get(f"{address}/stil.css")
    assert (status, headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "@import" not in text
    assert "url(" not in text
    assert get(f"{address}/robots.txt")[1] == "User-agent: *\nDisallow: /sok\n"


def test_a_database_that_is_down_is_said(clock: FakeClock) -> None:
    """503 in words, with the time after which to try again."""

    def down() -> UnitOfWorkFactory:
        raise StoreUnavailableError("Databasen svarar inte.")

    with serving(down, clock) as address:  # type: ignore[arg-type]
        status, text, headers = get(address)
    assert (status, "svarar inte just nu" in text) == (503, True)
    assert headers["retry-after"] == "60"
    assert headers["content-security-policy"].startswith("default-src 'none'")


def test_the_board_asks_for_nothing_but_notices(clock: FakeClock) -> None:
    """No matter, message, log or command is within reach of a page: only boards, names and documents."""

    class Fenced:
        """A unit of work that has three ports."""

        def __init__(self, store: MemoryStore) -> None:
            self._unit = store()

        def __enter__(self) -> Self:
            unit = self._unit.__enter__()
            self.board, self.documents = unit.board, unit.documents
            self.definitions = unit.definitions
            return self

        def __exit__(self, *error: object) -> None:
            self._unit.__exit__(None, None, None)

    store = MemoryStore()
    publish_organisations(store)
    post(store, notice(), notice(2), DOWN)
    with serving(lambda: Fenced(store), clock) as address:  # type: ignore[arg-type, return-value]
        for path in ("/", "/arkiv", "/arkiv/2025", "/sok?q=33", "/anslag/n1/1", "/anslag.json"):
            assert get(f"{address}{path}")[0] == 200
        assert get(f"{address}/anslag.atom")[0] == 200


def test_what_nobody_foresaw_is_a_page_too(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 in words, with the headers of every page and nothing of what went wrong inside."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("hemligt")

    monkeypatch.setattr("workflow.testing.noticeboard.MemoryNoticeBoard.count", broken)
    status, text, headers = get(address)
    assert (status, "Uppgiften går inte att visa." in text) == (500, True)
    assert "hemligt" not in text
    assert headers["content-security-policy"].startswith("default-src 'none'")
