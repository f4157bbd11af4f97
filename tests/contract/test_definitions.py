"""Published definitions behave the same on every store."""

from datetime import timedelta

from tests.contract.samples import NOW, at_once, writing
from workflow.command.ports import UnitOfWorkFactory
from workflow.errors import StaleVersionError


def publish(
    store: UnitOfWorkFactory, digest: str, name: str = "motion", kind: str = "matter"
) -> bool:
    with writing(store) as unit:
        return unit.definitions.publish(
            digest, name, kind, f'{{"label":"{digest} åäö"}}', at=NOW + timedelta(hours=1)
        )


def test_the_last_published_is_current(store: UnitOfWorkFactory) -> None:
    """Old versions stay readable, and can be made current again."""
    assert publish(store, "one")
    assert not publish(store, "one")
    assert publish(store, "two")
    assert publish(store, "three", "motion", "procedure")
    with store() as unit:
        assert unit.definitions.current() == {
            ("matter", "motion"): "two",
            ("procedure", "motion"): "three",
        }
        assert unit.definitions.content("one") == '{"label":"one åäö"}'
        assert unit.definitions.content("four") is None
    assert publish(store, "one")
    with store() as unit:
        assert unit.definitions.current()["matter", "motion"] == "one"


def test_published_at_once(real: UnitOfWorkFactory) -> None:
    """Workers that start together publish the same version once."""
    assert sorted(at_once(4, lambda _: publish(real, "one"))) == [False, False, False, True]


def test_different_versions_at_once(real: UnitOfWorkFactory) -> None:
    """One of them is current afterwards; who lost the race is told so or came later."""

    def attempt(number: int) -> str:
        try:
            publish(real, f"v{number}")
        except StaleVersionError:
            return "stale"
        return "published"

    assert "published" in at_once(4, attempt)
    with real() as unit:
        assert len(unit.definitions.current()) == 1
