"""Searching the boards and their archive, over a real connection."""

from datetime import date

import pytest

from tests.reader import KIRUNA, Page, get, notice, post
from workflow.model.effects import RemoveNotices
from workflow.model.ids import MatterId
from workflow.testing import MemoryStore


@pytest.fixture
def boards(store: MemoryStore) -> MemoryStore:
    """Three notices: an older one taken down, one of another organisation, one with a title."""
    post(
        store,
        notice(1, posted_on=date(2024, 2, 27), earliest_removal=date(2024, 3, 21)),
        notice(2, organisation="kiruna", board=KIRUNA, body="KF", paragraphs="12"),
        notice(3, kind="delegated_decision", title="Tillstånd för ÖVERVAKNING i Åmsele 100 %"),
        RemoveNotices(MatterId("n1"), date(2024, 3, 21)),
    )
    return store


def found(address: str, query: str) -> list[str | None]:
    """The notices that a search finds, by their addresses, in order."""
    status, text, _ = get(f"{address}/sok?{query}")
    assert status == 200
    links = Page(text).values("a", "href")
    return [str(link).split("/")[2] for link in links if str(link).startswith("/anslag/")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=", ["n3", "n2", "n1"]),
        ("q=33", ["n3", "n1"]),
        ("q=%C2%A7+12", ["n2"]),
        ("q=%C3%B6vervakning", ["n3"]),
        ("q=%C3%85MSELE+tillst%C3%A5nd", ["n3"]),
        ("q=a%CC%8Amsele", ["n3"]),  # the ring on its own, as some keyboards write it
        ("q=kommunfullm%C3%A4ktige", ["n2"]),
        ("q=fullm%C3%A4ktige+kiruna", ["n2"]),
        ("q=norsj%C3%B6+33", ["n3", "n1"]),
        ("q=100+%25", ["n3"]),
        ("q=%25", ["n3"]),
        ("q=_", []),
        ("q=finns+inte", []),
        ("q=&organisation=kiruna", ["n2"]),
        ("q=&organisation=kiruna&organ=KF", ["n2"]),
        ("q=&organisation=kiruna&organ=KS", []),
        ("q=&ar=2024", ["n1"]),
        ("q=&slag=delegated_decision", ["n3"]),
        ("q=&lage=up", ["n3", "n2"]),
        ("q=&lage=down", ["n1"]),
        ("q=&lage=any&ar=2025&slag=adjustment&organisation=", ["n2"]),
    ],
)
@pytest.mark.usefixtures("boards")
def test_notices_are_found(address: str, query: str, expected: list[str]) -> None:
    """By every word, without regard to case, also by names of bodies; narrowed down by each choice."""
    assert found(address, query) == expected


@pytest.mark.usefixtures("boards")
def test_the_form_keeps_what_was_asked(address: str) -> None:
    """The words and the choices stand there again; the bodies are those of the organisation chosen."""
    text = get(f"{address}/sok?q=%22a%22+b&organisation=kiruna&ar=2025&slag=adjustment&lage=up")[1]
    page = Page(text)
    assert page.values("input", "value") == ['"a" b']
    assert [v for v in page.values("option", "value") if v] == [
        *("kiruna", "e_namnd", "norsjo"),
        "KF",
        *("2025", "2024"),
        *("adjustment", "announcement", "delegated_decision"),
        *("any", "up", "down"),
    ]
    assert text.count(" selected>") == 4
    assert "Inget anslag hittades" in page.words


@pytest.mark.usefixtures("boards")
def test_before_a_search_there_is_only_the_form(address: str) -> None:
    """Nothing is listed until something is asked; the form is sent by GET."""
    page = Page(get(f"{address}/sok")[1])
    assert page.values("form", "method") == ["get"]
    assert page.values("form", "action") == ["/sok"]
    assert page.tags.count("h2") == 0
    assert [a for a in page.values("a", "href") if str(a).startswith("/anslag/")] == []


def test_the_pages_of_an_answer_ask_the_same(address: str, store: MemoryStore) -> None:
    """The way to the next page carries every choice."""
    post(store, *(notice(n) for n in range(30)))
    page = Page(get(f"{address}/sok?q=33+AU&organisation=norsjo&lage=up")[1])
    assert "30 anslag hittades" in page.words
    (following,) = [a for a in page.values("a", "href") if "sida=" in str(a)]
    assert following == "/sok?q=33+AU&organisation=norsjo&lage=up&sida=2"
    assert len(found(address, str(following).partition("?")[2])) == 5
