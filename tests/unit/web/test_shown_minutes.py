"""Full minutes on the web: only what a person has let through, only while its notice is up."""

from datetime import UTC, date, datetime

import pytest

from tests.contract.samples import document
from tests.reader import Page, fetch, get, notice, post
from workflow.model.effects import PublishMinutes, RemoveNotices, WithdrawMinutes
from workflow.model.ids import MatterId
from workflow.testing import FakeClock, MemoryStore

MINUTES = document(b"%PDF-1.7 maskat", kind="published_minutes")
SIGNED = document(b"%PDF-1.7 med namn", kind="minutes")
PATH = f"/protokoll/{MINUTES.sha256}.pdf"
PUBLISH = PublishMinutes(
    MatterId("n1"), MINUTES.sha256, "Sara Åkesson", "Två namn maskade", until=date(2025, 3, 20)
)


@pytest.fixture(autouse=True)
def kept(store: MemoryStore) -> None:
    """The signed minutes and the masked ones are kept, and the notice is up."""
    with store() as unit:
        unit.documents.add((MINUTES, SIGNED))
        unit.commit()
    post(store, notice())


def test_by_default_there_is_only_the_notice(address: str) -> None:
    """What nobody has reviewed isn't reached, not even by whoever knows its hash."""
    assert get(f"{address}{PATH}")[0] == 404
    assert get(f"{address}/protokoll/{SIGNED.sha256}.pdf")[0] == 404
    assert "/protokoll/" not in get(f"{address}/anslag/n1/1")[1]


def test_reviewed_minutes_are_shown_beside_the_notice(address: str, store: MemoryStore) -> None:
    """Exactly the bytes that were let through; not for search engines; the reviewer isn't named."""
    post(store, PUBLISH)
    text = get(f"{address}/anslag/n1/1")[1]
    assert PATH in Page(text).values("a", "href")
    assert "Sara" not in text
    status, content, headers = fetch(f"{address}{PATH}")
    assert (status, content, headers["content-type"]) == (200, MINUTES.content, "application/pdf")
    assert headers["x-robots-tag"] == "noindex"
    assert headers["content-security-policy"] == "base-uri 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"].startswith('inline; filename="protokoll-')
    assert fetch(f"{address}{PATH}", "HEAD")[:2] == (200, b"")
    assert get(f"{address}/protokoll/{SIGNED.sha256}.pdf")[0] == 404


def test_minutes_go_with_their_day(address: str, store: MemoryStore, clock: FakeClock) -> None:
    """The day after the last one, in Sweden, they are gone from the page and from their address."""
    post(store, PUBLISH)
    clock.set(datetime(2025, 3, 20, 22, 59, tzinfo=UTC))
    assert get(f"{address}{PATH}", "HEAD")[0] == 200
    clock.set(datetime(2025, 3, 20, 23, 0, tzinfo=UTC))
    assert get(f"{address}{PATH}")[0] == 404
    assert "/protokoll/" not in get(f"{address}/anslag/n1/1")[1]
    assert "/protokoll/" not in get(f"{address}/anslag.json")[1]


@pytest.mark.parametrize(
    "ended", [WithdrawMinutes(MatterId("n1")), RemoveNotices(MatterId("n1"), date(2025, 3, 21))]
)
def test_minutes_go_with_their_notice(
    address: str, store: MemoryStore, ended: WithdrawMinutes | RemoveNotices
) -> None:
    """Withdrawn, or taken down with the notice: the file is kept, and reached by nobody."""
    post(store, PUBLISH, ended)
    status, text, _ = get(f"{address}{PATH}")
    assert (status, "Protokollet visas inte här." in text) == (404, True)
    assert "/protokoll/" not in get(f"{address}/anslag/n1/1")[1]


def test_only_what_was_made_to_be_published_is_served(address: str, store: MemoryStore) -> None:
    """The signed minutes stay inside even if a notice should point to them."""
    post(
        store,
        PublishMinutes(MatterId("n1"), SIGNED.sha256, "Sara Åkesson", "Inget maskat"),
    )
    assert get(f"{address}/protokoll/{SIGNED.sha256}.pdf")[0] == 404
