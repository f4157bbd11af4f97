"""Figures of one worker process, in Prometheus' text format."""

from prometheus_client import Counter, Histogram

WORK = Counter("arendegang_worker_work", "Utfört arbete", ["kind"])
FAULTS = Counter("arendegang_worker_faults", "Omgångar som bröts av ett fel", ["kind"])
SECONDS = Histogram("arendegang_worker_seconds", "Tid för en omgång", ["kind"])
