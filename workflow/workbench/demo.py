"""The demo: real minutes from before the meeting to every matter's end, on a fresh embedded database."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from workflow.bootstrap import bootstrap
from workflow.command.clock import SimulatedClock
from workflow.config import Settings, load
from workflow.definition.catalogue import load_strict
from workflow.errors import InvalidInputError
from workflow.workbench import papers
from workflow.workbench.acting import Office
from workflow.workbench.minutes import Minutes, read_minutes
from workflow.workbench.script import Planned, plan
from workflow.workbench.summary import Summary, summarise

_MARK = ".arendegang-demo"
_DATABASE = "demo.db"
_MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the demo has come. ``now`` is the simulated time."""

    done: int
    of: int
    now: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it. ``paragraphs`` are those of the real minutes, formalities too.

    ``longest_meeting`` is as the command line names one, ``verified_events`` are those that the audit went through, ``broken`` what it found, in words.
    """

    summary: Summary
    paragraphs: int
    longest_meeting: str
    verified_events: int
    broken: tuple[str, ...]
    begun: datetime
    ended: datetime
    database: Path
    mail: Path
    minutes: Path
    board: Path
    calendars: Path


Watch = Callable[[Progress], None]


def run(directory: Path, definitions: Path, watch: Watch) -> Result:
    """Empty the directory, run every matter of the example minutes to its end, and count.

    Args:
        directory: where the database, the mails and the papers are put; emptied if an earlier demo made it.
        definitions: the folder of definitions, which holds the examples.
        watch: told of every step.

    Raises:
        InvalidInputError: the directory holds something else, or an example is not of the form.
        DefinitionError: the definitions can't be used.
    """
    files = read_minutes(definitions / "examples" / "minutes")
    steps = plan(files)
    settings = _prepare(directory, definitions)
    clock = SimulatedClock(steps[0].at - timedelta(days=1))
    engine = bootstrap(settings, clock=clock)
    try:
        engine.migrate()
        engine.publish(load_strict(definitions))
        office = Office(engine.context, clock)
        _work(office, steps, watch)
        ended = office.finish()
        of = len(steps) + 1  # the papers are the last step
        watch(Progress(of, of, ended, "Protokoll och kalendrar skrivs ut"))
        papers.write(engine.context, engine.calendars(), directory)
        report = engine.verify()
        return Result(
            summary=summarise(engine.context),
            paragraphs=sum(len(one.paragraphs) for one in files),
            longest_meeting=_longest(files),
            verified_events=report.events,
            broken=tuple(finding.what for finding in report.findings),
            begun=steps[0].at,
            ended=ended,
            database=directory / _DATABASE,
            mail=settings.maildir,
            minutes=directory / papers.MINUTES,
            board=directory / papers.BOARD,
            calendars=directory / papers.CALENDARS,
        )
    finally:
        engine.close()


def _longest(files: Sequence[Minutes]) -> str:
    one = max(files, key=lambda minutes: len(minutes.paragraphs))
    return f"{one.body} {one.meeting_on} --org {one.organisation}"


def _work(office: Office, steps: tuple[Planned, ...], watch: Watch) -> None:
    of = len(steps) + 1
    for done, planned in enumerate(steps):
        watch(Progress(done, of, planned.at, planned.step.words))
        office.take(planned)
    watch(Progress(len(steps), of, office.clock.now(), "Frister och anslag löper ut"))


def _prepare(directory: Path, definitions: Path) -> Settings:
    """A directory that is the demo's own, emptied of an earlier one."""
    mark = directory / _MARK
    if directory.exists() and not mark.exists() and any(directory.iterdir()):
        raise InvalidInputError(
            f"{directory} innehåller annat än en demo och töms därför inte.",
            hint="Ange en tom katalog med --dir.",
        )
    directory.mkdir(parents=True, exist_ok=True)
    mark.touch()
    for folder in (_MAIL, papers.MINUTES, papers.CALENDARS):
        shutil.rmtree(directory / folder, ignore_errors=True)
    (directory / papers.BOARD).unlink(missing_ok=True)
    for part in ("", "-wal", "-shm"):
        (directory / f"{_DATABASE}{part}").unlink(missing_ok=True)
    return load(
        database_url=f"sqlite:///{directory / _DATABASE}",
        maildir=directory / _MAIL,
        definitions=definitions,
        redis_url=None,
        smtp_host=None,
        production=False,
    )
