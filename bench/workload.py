"""The work that is measured: matters of a small type, and commands that move them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from workflow.bootstrap import Engine, bootstrap
from workflow.command.clock import SimulatedClock
from workflow.command.definitions import Version, publish
from workflow.config import Settings
from workflow.definition.catalogue import canonical, digest
from workflow.definition.organisation import Body, Organisation
from workflow.definition.schema import EventSpec, MatterType, State, Transition
from workflow.model.commands import Envelope, FireEvent, RegisterMatter
from workflow.model.ids import MatterId, matter_id
from workflow.model.matter import Actor

CLERK = Actor("bench", ("registrar",))
NOW = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
RING = 8

ORGANISATION = Organisation(
    organisation="bench",
    name="Mätningen",
    kind="municipality",
    register_code="KS",
    bodies={"KS": Body(name="Kommunstyrelsen", kind="executive_board", meets=(date(2025, 3, 11),))},
)
TYPE = MatterType(
    name="ring",
    label="Runda",
    initial="s0",
    states={
        **{f"s{place}": State(label=f"Läge {place}", owner="officer") for place in range(RING)},
        "closed": State(label="Avslutat", final=True, phase="end"),
    },
    events={"step": EventSpec(label="Steg"), "ends": EventSpec(label="Slut")},
    transitions=(
        *(
            Transition.model_validate(
                {
                    "event": "step",
                    "from": f"s{place}",
                    "to": f"s{(place + 1) % RING}",
                    "guard": "matter.open_points > 0",
                }
            )
            for place in range(RING)
        ),
        Transition.model_validate({"event": "ends", "from": "s0", "to": "closed"}),
    ),
)


@contextmanager
def office(url: str) -> Iterator[Engine]:
    """An engine on a migrated database with the type and the organisation published; time stands still."""
    engine = bootstrap(Settings(database_url=url), clock=SimulatedClock(NOW))
    try:
        engine.migrate()
        with engine.units() as uow:
            publish(uow, (_version("matter", TYPE), _version("organisation", ORGANISATION)), at=NOW)
            uow.commit()
        yield engine
    finally:
        engine.close()


def _version(kind: str, model: MatterType | Organisation) -> Version:
    name = model.name if isinstance(model, MatterType) else model.organisation
    return Version(kind, name, digest(model), canonical(model))


def register(count: int) -> list[Envelope]:
    """Commands that open ``count`` matters."""
    return [
        Envelope(
            dedupe_key=f"register:{serial}",
            matter=_matter(serial),
            command=RegisterMatter(
                organisation="bench",
                matter_type="ring",
                title=f"Ärende {serial}",
                number=f"KS {serial}/2025",
            ),
            actor=CLERK,
            given_at=NOW,
        )
        for serial in range(1, count + 1)
    ]


def steps(count: int, rounds: int, first: int = 0) -> list[Envelope]:
    """Commands that move each of ``count`` matters ``rounds`` times, round by round."""
    return [
        Envelope(
            dedupe_key=f"step:{nr}:{serial}",
            matter=_matter(serial),
            command=FireEvent(event="step"),
            actor=CLERK,
            given_at=NOW,
        )
        for nr in range(first, first + rounds)
        for serial in range(1, count + 1)
    ]


def _matter(serial: int) -> MatterId:
    return matter_id("bench", f"KS 2025/{serial}")
