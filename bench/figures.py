"""The table of figures: name, value, aim, and what was measured."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One key of ``results.json``. ``aim`` is in the direction of ``better``."""

    key: str
    value: float
    aim: float | None
    better: str  # "higher" | "lower"
    what: str

    @property
    def reached(self) -> bool | None:
        """Whether the aim was reached; None where there is none."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.better == "higher" else self.value <= self.aim


def show(figures: list[Figure], notes: list[str]) -> None:
    """Print the table and what was learnt."""
    table = Table(title="arendegang bench")
    for column in ("key", "value", "aim", "reached", "what"):
        table.add_column(column, overflow="fold")
    for figure in figures:
        sign = "≥" if figure.better == "higher" else "≤"
        table.add_row(
            figure.key,
            f"{figure.value:,.3f}",
            "" if figure.aim is None else f"{sign} {figure.aim:g}",
            {True: "yes", False: "NO", None: ""}[figure.reached],
            figure.what,
        )
    console = Console(width=120)
    console.print(table)
    for note in notes:
        console.print(f"- {note}")


def write(figures: list[Figure], notes: list[str], path: Path) -> None:
    """Write the figures by key, with their aims and the notes beside them."""
    result: dict[str, object] = {figure.key: round(figure.value, 4) for figure in figures}
    result["details"] = [asdict(figure) for figure in figures]
    result["notes"] = notes
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
