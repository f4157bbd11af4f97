"""What ``replay`` has to show, in text or JSON; and what it says while it goes on."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from workflow.cli import output
from workflow.workbench.replay.ledger import Ledger
from workflow.workbench.replay.read import Finding
from workflow.workbench.replay.replaying import Keep, Progress, Survey, Tell, Watch
from workflow.workbench.replay.saving import Fate, Keeper
from workflow.workbench.replay.spool import Spool
from workflow.workbench.replay.strictness import Strictness
from workflow.workbench.replay.totals import Totals
from workflow.workbench.replay.verdicts import Played

_EVERY = 25  # histories between two looks at the bar
_LEFT_OUT: Mapping[Fate, str] = {
    "taken": "Diarienumret är upptaget i databasen av ett annat ärende; historiken är inte sparad.",
    "changed": "Ärendet är redan sparat ur en annan historik och lämnas som det är.",
}


@dataclass(frozen=True, slots=True)
class Run:
    """What was played. ``keeper`` is None where nothing was to be saved."""

    ledger: Ledger
    totals: Totals
    strictness: Mapping[str, Strictness] = field(default_factory=dict)
    words: Mapping[str, float] = field(default_factory=dict)  # by type: its share of all outcomes
    keeper: Keeper | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What there is to show. ``run`` is None where the file was only checked."""

    source: Path
    survey: Survey
    findings: Iterable[Finding]
    run: Run | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing of the file was left out, and nothing that was to be saved."""
        keeper = self.run.keeper if self.run else None
        return not self.survey.errors and not (keeper and keeper.left_out)


@contextmanager
def progress_bar() -> Iterator[Watch]:
    """A bar on standard error while this lasts, where that is a terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
    )
    console = Console(stderr=True)
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Läser", total=None)

        def watch(progress: Progress) -> None:
            if progress.done % _EVERY == 0:
                bar.update(
                    task,
                    completed=progress.done,
                    total=progress.of,
                    description=progress.words,
                )

        yield watch


def telling(spool: Spool[Finding], source: Path, *, json_wanted: bool) -> Tell:
    """Says every fault on standard error at once, and remembers it."""

    def tell(finding: Finding) -> None:
        spool.write(finding)
        if json_wanted:
            sys.stderr.write(json.dumps(output.plain(finding), ensure_ascii=False) + "\n")
        else:
            output.warn(f"{SEVERITY[finding.severity]}: {finding.said(str(source))}")

    return tell


SEVERITY: Mapping[str, str] = {"error": "fel", "warning": "varning"}


def keeping(keeper: Keeper, *, json_wanted: bool) -> Keep:
    """Saves every history, and says at once which ones had to be left out."""

    def keep(played: Played) -> None:
        fate = keeper.keep(played)
        message = _LEFT_OUT.get(fate)
        if message is None:
            return
        dnr = played.history.dnr
        if json_wanted:
            said = {"dnr": dnr, "severity": "error", "message": message}
            sys.stderr.write(json.dumps(said, ensure_ascii=False) + "\n")
        else:
            output.warn(f"fel: {dnr}: {message}")

    return keep
