"""Calendars as a client subscribes to them, over a real connection."""

import threading
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.engineroom import OFFICE, EngineRoom, of_office
from tests.ical import read
from workflow.command.feeds.calendars import Calendars
from workflow.notify.calendar import write
from workflow.web.app import server

SECRET = "0123456789abcdef" * 2


@pytest.fixture
def room() -> EngineRoom:
    """An office with a motion, and a meeting at a time."""
    room = EngineRoom()
    meets = [{"on": "2024-05-14", "at": "08:30", "until": "12:00", "place": "Sal A, B; C"}]
    room.publish(of_office(bodies={"KS": {**OFFICE["bodies"]["KS"], "meets": meets}}))
    return room


@pytest.fixture(params=[SECRET])
def calendars(room: EngineRoom, request: pytest.FixtureRequest) -> Calendars:
    return Calendars(room.store, room.catalogue, write, request.param)


@pytest.fixture
def address(room: EngineRoom, calendars: Calendars) -> Iterator[str]:
    """Where they are served."""
    running = server(room.store, room.clock, port=0, calendars=calendars)
    started = threading.Event()
    start = running.startup

    async def startup(sockets: Any = None) -> None:
        await start(sockets)
        started.set()

    running.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=running.run)
    thread.start()
    assert started.wait(30)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join()


def get(url: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, content and headers of an answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urlopen(Request(url, method=method, headers=named), timeout=30) as answer:  # noqa: S310
            return answer.status, answer.read(), dict(answer.headers)
    except HTTPError as error:
        with error:
            return error.code, error.read(), dict(error.headers)


def path(calendars: Calendars, whose: Any, name: str) -> str:
    """A calendar's own address."""
    found = calendars.address("norsjo", whose, name)
    return f"{found.path}?nyckel={found.key(SECRET)}"


def test_meetings_are_for_everyone(address: str) -> None:
    """As iCalendar, without any key."""
    status, content, headers = get(f"{address}/kalender/norsjo/KS.ics")
    assert status == 200
    assert headers["content-type"] == "text/calendar; charset=utf-8"
    by_status = {event.value("STATUS"): event for event in read(content).named("VEVENT")}
    assert by_status["CONFIRMED"].text("LOCATION") == "Sal A, B; C"
    assert by_status["CANCELLED"].value("DTSTART") == "20240416"  # left out by the second version


def test_what_has_not_changed_is_not_sent_again(address: str, room: EngineRoom) -> None:
    """The tag is of the content: it stays while nothing changes, and changes with it."""
    url = f"{address}/kalender/norsjo/KS.ics"
    _, content, headers = get(url)
    tag = headers["etag"]
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        status, nothing, again = get(url, if_none_match=known)
        assert (status, nothing, again["etag"]) == (304, b"", tag)
    assert get(url, if_none_match='"other"')[:2] == (200, content)
    room.publish(of_office(bodies={"KS": {**OFFICE["bodies"]["KS"], "meets": ["2024-06-11"]}}))
    room.seconds += 10
    status, changed, headers = get(url, if_none_match=tag)
    assert (status, changed == content, headers["etag"] == tag) == (200, False, False)


def test_head_is_get_without_its_content(address: str, calendars: Calendars) -> None:
    """Also for what needs a key."""
    for place in ("/kalender/norsjo/KS.ics", path(calendars, "role", "officer")):
        _, content, headers = get(address + place)
        status, nothing, alike = get(address + place, method="HEAD")
        assert (status, nothing) == (200, b"")
        assert alike["etag"] == headers["etag"]
        assert alike["content-length"] == headers["content-length"] == str(len(content))


def test_key_opens_the_deadlines(address: str, room: EngineRoom, calendars: Calendars) -> None:
    """Of a role, and of a person whatever the name looks like; they are not to be found by searching."""
    room.register()
    for place in (
        path(calendars, "role", "officer"),
        path(calendars, "owner", "Åsa Berg/Ek, ”å”?"),
    ):
        status, content, headers = get(address + place)
        assert status == 200
        assert "BEGIN:VCALENDAR" in content.decode()
        assert headers["x-robots-tag"] == "noindex"


def test_without_its_key_a_calendar_is_not_there(address: str, calendars: Calendars) -> None:
    """Nobody learns from the answer which calendars there are."""
    officer, secretary = (path(calendars, "role", role) for role in ("officer", "secretary"))
    key = secretary.partition("=")[2]
    bare = officer.partition("?")[0]
    answers = {
        get(address + place)[:2]
        for place in (
            bare,
            f"{bare}?nyckel=",
            f"{bare}?nyckel={key}",
            f"{bare}?nyckel=%00%ff",
            f"{bare}?nyckel={'a' * 5000}",
            "/kalender/norsjo/roll/chef.ics",
            f"/kalender/norsjo/roll/chef.ics?nyckel={key}",
            f"/kalender/norsjo/person/Bo%20Ek.ics?nyckel={key}",
            "/kalender/norsjo/XX.ics",
            "/kalender/nowhere/KS.ics",
            f"/kalender/norsjo/{'K' * 5000}.ics",
            "/kalender/norsjo/KS",
        )
    }
    assert {status for status, _ in answers} == {404}
    assert len(answers) == 1


@pytest.mark.parametrize("calendars", [None], indirect=True)
def test_without_a_secret_there_are_only_meetings(address: str) -> None:
    """What names matters is off until somebody turns it on."""
    assert get(f"{address}/kalender/norsjo/KS.ics")[0] == 200
    assert get(f"{address}/kalender/norsjo/roll/officer.ics?nyckel=")[0] == 404


def test_changed_version_is_an_error_and_no_calendar(address: str, room: EngineRoom) -> None:
    """503: the client keeps what it has and asks again."""
    contents = room.store.state.contents
    for digest, content in list(contents.items()):
        contents[digest] = content.replace("2024-04-16", "2024-04-17")
    assert get(f"{address}/kalender/norsjo/KS.ics")[0] == 503


def test_other_methods_are_refused(address: str) -> None:
    """A calendar is only read."""
    assert get(f"{address}/kalender/norsjo/KS.ics", method="PUT")[0] == 405
