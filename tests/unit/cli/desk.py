"""The command line in this process, as somebody at a desk uses it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import Result
from typer.testing import CliRunner

from workflow.cli.main import app

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Desk:
    """Runs commands; ``folder`` holds the database and whatever files a test writes."""

    folder: Path

    def __call__(
        self, *arguments: str, status: int = 0, given: str | bytes | None = None
    ) -> Result:
        """Run a command and check its exit status; no traceback is ever allowed."""
        answer = CliRunner().invoke(app, arguments, input=given)
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.output
        assert answer.exit_code == status, answer.output
        return answer

    def json(self, *arguments: str, status: int = 0) -> Any:
        """Run a command with ``--json`` and read its answer."""
        return json.loads(self(*arguments, "--json", status=status).stdout)

    def error(self, *arguments: str) -> dict[str, Any]:
        """Run a command that is refused, and read the error object."""
        found: dict[str, Any] = json.loads(self(*arguments, "--json", status=1).stderr)
        return found
