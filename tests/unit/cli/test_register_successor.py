"""``matter register --predecessor``: the matter that is continued is looked up."""

from tests.unit.cli.desk import Desk
from workflow.bootstrap import bootstrap
from workflow.command.loop import drain
from workflow.config import load

BASE = ("matter", "register", "information")


def _register(desk: Desk, title: str, *more: str) -> str:
    answer = desk.json(*BASE, title, "--org", "norsjo", "--on", "2025-01-02", *more)
    return str(answer["number"])


def test_a_predecessor_that_the_register_numbered_is_found(desk: Desk) -> None:
    """Its id doesn't come from its number, and it gets to know its successor all the same."""
    old = _register(desk, "Gammalt")
    new = _register(desk, "Nytt", "--predecessor", old)
    engine = bootstrap(load())
    drain(engine.context, "test")
    engine.close()
    assert desk.json("matter", "show", old)["successor"] == new


def test_a_predecessor_that_is_not_there_is_said(desk: Desk) -> None:
    """Nothing is registered that continues a matter nobody knows."""
    error = desk.error(*BASE, "Nytt", "--org", "norsjo", "--predecessor", "KS 1999/7")
    assert "KS 1999/7 finns inte" in error["message"]
    assert desk.json("matter", "list") == []
