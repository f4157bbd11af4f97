"""Figures for Prometheus, read from the database at the moment somebody asks."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from workflow.command.catalogue import StoredCatalogue
from workflow.command.ports import Clock, UnitOfWork, UnitOfWorkFactory
from workflow.command.upkeep import missing
from workflow.web.board import down_too_early, up_too_long

_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_MANY = 10_000


class Figures(Collector):
    """What tells an operator that work is left lying. Everything is 0 when all is well."""

    def __init__(self, uow_factory: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow_factory = uow_factory
        self._clock = clock
        self._catalogue = StoredCatalogue(uow_factory)

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing beforehand: registering must not ask the database."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Read every figure in one transaction."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            lacking = missing(uow, self._catalogue, self._clock)
            families = [*_work(uow, now), *_notices(uow, now, len(lacking)), _incidents(uow)]
        yield from families


def exposition(uow_factory: UnitOfWorkFactory, clock: Clock) -> bytes:
    """The figures in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Figures(uow_factory, clock))
    return generate_latest(registry)


def _work(uow: UnitOfWork, now: datetime) -> Iterator[GaugeMetricFamily]:
    yield GaugeMetricFamily(
        "arendegang_commands_waiting",
        "Kommandon som väntar eller är under arbete.",
        uow.commands.waiting(),
    )
    yield GaugeMetricFamily(
        "arendegang_timers_overdue_seconds",
        "Hur länge den äldsta förfallna väckningen har väntat.",
        _seconds_late(uow.timers.next_due(), now),
    )
    yield GaugeMetricFamily(
        "arendegang_mail_overdue_seconds",
        "Hur länge det äldsta meddelandet som får skickas har väntat.",
        _seconds_late(uow.outbox.next_due(), now),
    )


def _notices(uow: UnitOfWork, now: datetime, lacking: int) -> Iterator[GaugeMetricFamily]:
    today = now.astimezone(_STOCKHOLM).date()
    rows = uow.notices.list(limit=_MANY)
    yield GaugeMetricFamily(
        "arendegang_notices_up", "Anslag som sitter uppe.", sum(row.up for row in rows)
    )
    yield GaugeMetricFamily(
        "arendegang_notices_up_too_long",
        "Anslag som skulle ha tagits ned.",
        up_too_long(rows, today),
    )
    yield GaugeMetricFamily(
        "arendegang_notices_down_too_early",
        "Anslag som skulle ha suttit uppe.",
        down_too_early(rows, today),
    )
    yield GaugeMetricFamily(
        "arendegang_notices_missing",
        "Justeringar som skulle ha varit anslagna, och tavlor som inte har burit anslaget i tid.",
        lacking,
    )


def _incidents(uow: UnitOfWork) -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "arendegang_incidents_open", "Avvikelser som väntar på en person.", labels=("kind",)
    )
    kinds = Counter(incident.kind for incident in uow.incidents.list(limit=_MANY))
    for kind, count in sorted(kinds.items()):
        family.add_metric((kind,), count)
    return family


def _seconds_late(due: datetime | None, now: datetime) -> float:
    return max(0.0, (now - due).total_seconds()) if due else 0.0
