"""WCAG 2.2 AA by axe-core in a real browser: every kind of page, light and dark, wide and narrow."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.browser import Browser, browser
from tests.contract.samples import document
from tests.reader import KIRUNA, NOON, notice, post, publish_organisations, serving
from workflow.model.effects import NoteDownEarly, PublishMinutes, RemoveNotices
from workflow.model.ids import MatterId
from workflow.testing import FakeClock, MemoryStore

WIDE, NARROW = 1280, 320  # 320 is also what a window of 1280 is at 400 % (WCAG 1.4.10)
LONG = "Arbetsmarknadspolitiska åtgärdsprogrammets genomförandeplan, " * 3

PAGES = {
    "board": "/",
    "board of one": "/?organisation=kiruna",
    "second page": "/?sida=2",
    "notice": "/anslag/n1/1",
    "notice with minutes": "/anslag/n2/1",
    "notice taken down": "/anslag/n3/1",
    "notice lost": "/anslag/n4/1",
    "announcement": "/anslag/n5/1",
    "delegated decision": "/anslag/n6/1",
    "archive": "/arkiv",
    "year of the archive": "/arkiv/2025",
    "empty year": "/arkiv/1999",
    "search": "/sok",
    "search with hits": "/sok?q=33&lage=down",
    "search without hits": "/sok?q=finns+inte",
    "not found": "/finns-inte",
    "bad query": "/?sida=x",
}

# A fault for each rule, of WCAG 2.0 and 2.2 and of best practice.
PLANTED = {
    "color-contrast": "document.querySelector('h1').style.cssText = 'color: #888; background: #777'",
    "label": "document.querySelector('label[for=q]').remove()",
    "target-size": (
        "document.querySelectorAll('header nav a').forEach(a => { a.parentNode.style.margin ="
        " '0 -12px'; a.style.cssText = 'font: 6px serif; padding: 0'; })"
    ),
    "html-has-lang": "document.documentElement.removeAttribute('lang')",
    "region": "document.body.append(Object.assign(document.createElement('p'), {textContent: 'a'}))",
}


def fill(store: MemoryStore) -> None:
    """Notices of every kind and standing, and enough of them for a second page."""
    minutes = document(kind="published_minutes")
    with store() as unit:
        unit.documents.add((minutes,))
        unit.commit()
    post(
        store,
        notice(1, title=LONG),
        notice(2),
        PublishMinutes(MatterId("n2"), minutes.sha256, "Sara Åkesson", "Namn maskade"),
        notice(3),
        RemoveNotices(MatterId("n3"), date(2025, 3, 21)),
        notice(4),
        NoteDownEarly(MatterId("n4"), notice().board, date(2025, 3, 5)),
        notice(
            5,
            kind="announcement",
            organisation="kiruna",
            board=KIRUNA,
            body="KF",
            entries=(LONG, "Val"),
        ),
        notice(6, kind="delegated_decision"),
        *(notice(n, posted_on=date(2025, 1, 8)) for n in range(7, 40)),
    )


@pytest.fixture(scope="module")
def full() -> Iterator[str]:
    """A board with something on it."""
    store = MemoryStore()
    publish_organisations(store)
    fill(store)
    with serving(store, FakeClock(NOON)) as address:
        yield address


@pytest.fixture(scope="module")
def bare() -> Iterator[str]:
    """A board where nothing has been posted, of an office that has published nothing."""
    with serving(MemoryStore(), FakeClock(NOON)) as address:
        yield address


@pytest.fixture(scope="module")
def process() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def opened(process: Browser) -> Browser:
    """The browser of someone who has chosen nothing."""
    process.prefer()
    return process


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reader(opened: Browser, scheme: str) -> Browser:
    """The browser of someone who prefers such pages."""
    opened.prefer(scheme=scheme)
    return opened


def check(reader: Browser, url: str, width: int, scheme: str) -> None:
    """Axe finds nothing, the page keeps within the window, and it is of the scheme that is tested."""
    reader.open(url, width=width)
    assert reader.run("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    dark = reader.run("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")
    assert reader.run("document.documentElement.clientWidth") <= width
    assert reader.run("document.documentElement.scrollWidth") <= width
    assert reader.violations() == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("page", PAGES)
def test_no_page_violates_wcag(
    reader: Browser, scheme: str, full: str, page: str, width: int
) -> None:
    """No violation and nothing undecided of WCAG 2.0 to 2.2 A and AA, nor of best practice; no sideways scroll."""
    check(reader, f"{full}{PAGES[page]}", width, scheme)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("path", ["/", "/arkiv", "/sok", "/sok?q=a"])
def test_no_empty_page_violates_wcag(
    reader: Browser, scheme: str, bare: str, path: str, width: int
) -> None:
    """A board with nothing on it is as readable."""
    check(reader, f"{bare}{path}", width, scheme)


@pytest.mark.parametrize("rule", PLANTED)
def test_what_is_planted_is_found(reader: Browser, full: str, rule: str) -> None:
    """The tests can fail: what WCAG 2.0, 2.2 and best practice forbid is found when it is there."""
    reader.open(f"{full}/sok")
    reader.run(PLANTED[rule])
    assert rule in {line.partition(":")[0] for line in reader.violations()}


def test_the_keyboard_comes_past_the_menu(opened: Browser, full: str) -> None:
    """The first stop is the way to the content, is seen when it is reached, and leads there."""
    opened.open(full)
    assert opened.run("document.querySelector('.skip').getBoundingClientRect().bottom") < 0
    opened.press("Tab")
    assert opened.run("document.activeElement.className") == "skip"
    assert opened.run("document.querySelector('.skip').getBoundingClientRect().top") >= 0
    opened.press("Enter")
    opened.wait("location.hash === '#innehall'")
    opened.press("Tab")
    assert opened.run("document.activeElement.closest('main') !== null")


def test_focus_is_seen_on_everything_that_takes_it(opened: Browser, full: str) -> None:
    """Every link, field and button has a ring of at least two pixels (WCAG 2.4.7, 2.4.13)."""
    opened.open(f"{full}/sok?q=33&lage=down")
    seen = set()
    for _ in range(60):
        opened.press("Tab")
        tag, style, width = opened.run(
            "(style => [document.activeElement.tagName, style.outlineStyle,"
            " parseFloat(style.outlineWidth)])(getComputedStyle(document.activeElement))"
        )
        if tag == "BODY":
            break
        seen.add(tag)
        assert (style, width >= 2) == ("solid", True), tag
    assert seen == {"A", "INPUT", "SELECT", "BUTTON"}


def test_the_form_works_without_a_script(opened: Browser, full: str) -> None:
    """Typed, sent with the return key, and answered: the page's own policy lets the form be sent."""
    opened.open(f"{full}/sok")
    opened.run("document.querySelector('#q').focus()")
    opened.run("document.querySelector('#q').value = '33'")
    opened.press("Enter")
    opened.wait("location.search.startsWith('?q=33&') && document.readyState === 'complete'")
    assert opened.run("location.pathname") == "/sok"
    assert "anslag hittades" in opened.run("document.querySelector('h2').textContent")


def test_spacing_of_text_may_be_widened(opened: Browser, full: str) -> None:
    """Nothing is cut or scrolls sideways with the spacing that WCAG 1.4.12 gives."""
    opened.open(f"{full}/", width=NARROW)
    opened.run(
        "document.querySelectorAll('body, body *').forEach(it => { it.style.cssText ="
        " 'line-height: 1.5; letter-spacing: 0.12em; word-spacing: 0.16em'; })"
    )
    assert opened.run("document.documentElement.scrollWidth") <= NARROW


def test_on_paper_there_is_only_the_notice(opened: Browser, full: str) -> None:
    """Printed, the menu, the forms and the foot are left out, and the text is black on white."""
    opened.prefer(media="print", scheme="dark")
    opened.open(f"{full}/?organisation=kiruna")
    for gone in ("header nav", "form", "footer", ".skip"):
        assert opened.run(f"getComputedStyle(document.querySelector('{gone}')).display") == "none"
    assert opened.run("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert opened.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_forced_colours_are_let_be(opened: Browser, full: str) -> None:
    """In high contrast the reader's own colours count, and buttons keep an edge."""
    opened.prefer(forced="active")
    opened.open(f"{full}/sok")
    assert opened.run("matchMedia('(forced-colors: active)').matches")
    assert opened.run("getComputedStyle(document.querySelector('button')).borderStyle") == "solid"
    assert opened.violations() == []
