"""A meeting of Norsjö's board at the desk, step by step."""

from tests.unit.cli.desk import Desk
from workflow.bootstrap import bootstrap
from workflow.command.loop import drain
from workflow.config import load

KS = ("KS", "2025-03-11")
SIGNERS = ("Ingela Lidström", "Karin Exempel", "Siri Exempel")


def work() -> None:
    """Let the engine do what waits in the queue."""
    engine = bootstrap(load())
    try:
        drain(engine.context, "test")
    finally:
        engine.close()


def tariff(desk: Desk, number: str) -> str:
    """A tariff that waits for the board."""
    desk(
        "matter", "register", "tariff", f"Taxa {number}", "--org", "norsjo", "--number", number,
        "--enter-at", "at_KS", "--on", "2025-01-02", "--field", "effective_from=2025-04-01",
    )  # fmt: skip
    return number


def planned(desk: Desk) -> None:
    """Two tariffs and the meeting that they wait for."""
    tariff(desk, "KS 2025/500")
    tariff(desk, "KS 2025/501")
    desk("meeting", "plan", *KS, "--org", "norsjo", "--at", "13:00", "--place", "Sessionssalen")


def summoned(desk: Desk) -> None:
    """The same, with its agenda: three formalities (i1-i3), and the tariffs as i4 and i5."""
    planned(desk)
    desk("meeting", "agenda", *KS, "--place")
    desk("meeting", "summon", *KS)


def opened(desk: Desk) -> None:
    """In session, with everybody there, and the formalities done."""
    summoned(desk)
    desk("meeting", "roll", *KS, "--all")
    desk("meeting", "open", *KS)
    for key in ("i1", "i2", "i3"):
        desk("meeting", "record", *KS, key)


def held(desk: Desk) -> None:
    """Over: one tariff adopted, the other one proposed to the council; Siri Exempel adjusts."""
    opened(desk)
    desk(
        "meeting", "record", *KS, "KS-25/00500", "proposes=adopts", "--sentence", "Taxan antas.",
        "--recipient", "Tina Lundgren",
    )  # fmt: skip
    desk("meeting", "record", *KS, "i5", "refers_back", "--reason", "Beräkningen saknas.")
    desk(
        "meeting",
        "adjusters",
        *KS,
        "Siri Exempel",
        "--place",
        "Kommunkontoret",
        "--on",
        "2025-03-13",
    )
    desk("meeting", "close", *KS, "--at", "15:30")
    work()
