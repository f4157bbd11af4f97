"""The board for programs: JSON and Atom, over a real connection."""

import json
import re
from datetime import date, datetime
from xml.etree import ElementTree as ET

from tests.reader import KIRUNA, get, notice, post
from workflow.model.effects import RemoveNotices
from workflow.model.ids import MatterId
from workflow.testing import MemoryStore

DOWN = RemoveNotices(MatterId("n1"), date(2025, 3, 21))
ATOM = "{http://www.w3.org/2005/Atom}"


def test_notices_as_json(address: str, store: MemoryStore) -> None:
    """What is up: days in ISO 8601, what is unknown as null, and nothing more than the notice has."""
    post(store, notice(1), notice(2, last_appeal_day=None), DOWN)
    status, text, headers = get(f"{address}/anslag.json")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(text) == {
        "notices": [
            {
                "id": "n2/1",
                "url": "/anslag/n2/1",
                "kind": "adjustment",
                "organisation": "norsjo",
                "organisation_name": "Norsjö kommun",
                "board": "Norsjö kommuns digitala anslagstavla",
                "body": "AU",
                "body_name": "Allmänna utskottet",
                "title": "",
                "entries": [],
                "meeting_on": "2025-02-25",
                "paragraphs": "33, 36, 37, 40",
                "adjusted_on": "2025-02-27",
                "posted_on": "2025-02-27",
                "last_appeal_day": None,
                "earliest_removal": "2025-03-21",
                "where_kept": "Kommunkansliet, Norsjö",
                "removed_on": None,
                "down_early_on": None,
                "document": None,
            }
        ],
        "count": 1,
        "page": 1,
        "pages": 1,
        "previous": None,
        "next": None,
    }


def test_json_is_asked_as_the_pages_are(address: str, store: MemoryStore) -> None:
    """The same parameters; taken down ones on request; 100 a page, with the way to the next."""
    post(store, *(notice(n) for n in range(150)), DOWN)
    whole = json.loads(get(f"{address}/anslag.json?lage=any&q=33")[1])
    assert (whole["count"], whole["pages"], len(whole["notices"])) == (150, 2, 100)
    rest = json.loads(get(f"{address}{whole['next']}")[1])
    assert (rest["page"], len(rest["notices"]), rest["next"]) == (2, 50, None)
    assert rest["previous"] == "/anslag.json?q=33&lage=any"
    ids = {each["id"] for each in whole["notices"] + rest["notices"]}
    assert len(ids) == 150
    (down,) = json.loads(get(f"{address}/anslag.json?lage=down")[1])["notices"]
    assert (down["id"], down["removed_on"]) == ("n1/1", "2025-03-21")
    assert json.loads(get(f"{address}/anslag.json?organisation=kiruna")[1])["count"] == 0


def feed(text: str) -> ET.Element:
    """An Atom feed that RFC 4287 allows, or the test fails."""
    root = ET.fromstring(text)  # noqa: S314 - our own answer
    assert root.tag == f"{ATOM}feed"
    for parent in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (element,) = parent.findall(ATOM + name)
            assert element.text
        assert datetime.fromisoformat(parent.findtext(f"{ATOM}updated", "")).tzinfo is not None
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", parent.findtext(f"{ATOM}id", ""))
        assert parent.findtext(f"{ATOM}author/{ATOM}name")
        relations = [link.get("rel") for link in parent.findall(f"{ATOM}link")]
        assert len(relations) == len(set(relations))
        assert "alternate" in relations
        assert all(link.get("href", "").startswith("http") for link in parent.iter(f"{ATOM}link"))
    (own,) = [each.get("href") for each in root.findall(f"{ATOM}link") if each.get("rel") == "self"]
    assert own
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    return root


def test_an_atom_feed_of_what_went_up_and_came_down(address: str, store: MemoryStore) -> None:
    """An entry for each, the latest first, with the notice's own page, summary and kind."""
    post(store, notice(1), notice(2, kind="announcement", posted_on=date(2025, 3, 3)), DOWN)
    status, text, headers = get(f"{address}/anslag.atom")
    assert (status, headers["content-type"]) == (200, "application/atom+xml; charset=utf-8")
    root = feed(text)
    entries = root.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == [
        "Justerat protokoll: Allmänna utskottet 25 februari 2025 (nedtaget)",
        "Kungjort sammanträde: Allmänna utskottet 25 februari 2025 (uppsatt)",
        "Justerat protokoll: Allmänna utskottet 25 februari 2025 (uppsatt)",
    ]
    assert [each.findtext(f"{ATOM}updated") for each in entries] == [
        "2025-03-21T00:00:00+01:00",
        "2025-03-03T00:00:00+01:00",
        "2025-02-27T00:00:00+01:00",
    ]
    assert root.findtext(f"{ATOM}updated") == "2025-03-21T00:00:00+01:00"
    first = entries[0]
    assert first.find(f"{ATOM}link").get("href") == f"{address}/anslag/n1/1"  # type: ignore[union-attr]
    assert "Sista dag för överklagande: 20 mars 2025." in first.findtext(f"{ATOM}summary", "")
    assert "Anslaget togs ned 21 mars 2025." in first.findtext(f"{ATOM}summary", "")


def test_entries_keep_their_ids(address: str, store: MemoryStore) -> None:
    """Also when the notice has come down since, so that no reader sees it as new."""
    post(store, notice(1))
    before = {element.text for element in feed(get(f"{address}/anslag.atom")[1]).iter(f"{ATOM}id")}
    post(store, DOWN)
    after = {element.text for element in feed(get(f"{address}/anslag.atom")[1]).iter(f"{ATOM}id")}
    assert before < after


def test_a_feed_for_one_organisation(address: str, store: MemoryStore) -> None:
    """It has its own id and name, and what others have put on the organisation's board."""
    post(store, notice(1), notice(2, organisation="e_namnd", board=KIRUNA, body="NAMND"))
    every, one = (
        feed(get(f"{address}/anslag.atom{query}")[1]) for query in ("", "?organisation=kiruna")
    )
    assert one.findtext(f"{ATOM}title") == "Anslag: Kiruna kommun"
    assert one.findtext(f"{ATOM}id") != every.findtext(f"{ATOM}id")
    assert [each.findtext(f"{ATOM}author/{ATOM}name") for each in one.findall(f"{ATOM}entry")] == [
        "Norrbottens e-nämnd"
    ]


def test_an_empty_feed_is_a_feed(address: str) -> None:
    """It has been updated at no particular time."""
    assert feed(get(f"{address}/anslag.atom")[1]).findall(f"{ATOM}entry") == []


def test_text_that_xml_cannot_carry_is_escaped(address: str, store: MemoryStore) -> None:
    """What looks like markup stays text."""
    post(store, notice(title="<b>&amp;]]>"))
    root = feed(get(f"{address}/anslag.atom")[1])
    assert "<b>&amp;]]>." in root.findtext(f"{ATOM}entry/{ATOM}summary", "")
