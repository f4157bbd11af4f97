"""A large office's definitions, checked: types varied on the shipped ones, on their routes.

``python -m bench.checking FOLDER`` checks one directory in a process of its own and prints what it took.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from workflow.definition.catalogue import load

DEFINITIONS = Path(__file__).parents[1] / "definitions"
_SCENARIOS = ".scenarios.yaml"
_FIELDS = re.compile(r"^fields:.*\n", re.MULTILINE)
_DEADLINES = re.compile(r"^deadlines:.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Took:
    """How many types could be used and how many findings there were; seconds of it all.

    ``checking`` is reading, composing and checking; ``process`` also the start of Python and what is
    imported.
    """

    types: int
    findings: int
    checking: float
    process: float = 0.0


def measure(folder: Path, types: int, organisations: int) -> Took:
    """Write so many types and organisations there, and check them in a process of its own."""
    write(folder, types, organisations)
    started = time.perf_counter()
    answer = subprocess.run(
        [sys.executable, "-m", "bench.checking", folder], check=True, capture_output=True, text=True
    )
    return Took(**json.loads(answer.stdout), process=time.perf_counter() - started)


def write(folder: Path, types: int, organisations: int) -> None:
    """The shipped definitions, and variants of their types and organisations up to these numbers."""
    shutil.copytree(
        DEFINITIONS, folder, ignore=shutil.ignore_patterns("examples", "schema", f"*{_SCENARIOS}")
    )
    _more(folder / "matters", "matter_type", types)
    _more(folder / "organisations", "organisation", organisations)


def _more(folder: Path, key: str, wanted: int) -> None:
    models = sorted(folder.glob("*.yaml"))
    for number in range(wanted - len(models)):
        model = models[number % len(models)]
        name = f"{model.stem}_{number}"
        text = model.read_text(encoding="utf-8")
        text = re.sub(rf"(?m)^{key}: *\w+", f"{key}: {name}", text)
        if key == "matter_type":
            text = _varied(text, number)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def _varied(text: str, number: int) -> str:
    """A type with a field, a deadline and a guarded transition of its own."""
    field = f"  own_{number}: {{type: money, label: Eget belopp {number}}}\n"
    deadline = (
        f"  own_{number}:\n    label: Egen frist {number}\n    after: P{number % 11 + 1}M\n"
        f"    counts_from: registered\n    remind: [P7D]\n"
    )
    line = f"  - {{event: own_{number}, from: INITIAL, to: same, guard: fields.own_{number} > {number}}}"
    initial = re.search(r"(?m)^initial: *(\w+)", text)
    text = _section(text, _FIELDS, "fields", field)
    text = _section(text, _DEADLINES, "deadlines", deadline)
    if initial is not None and "\ntransitions:\n" in text and "\nevents:\n" in text:
        event = f"  own_{number}: {{label: Egen händelse {number}}}\n"
        text = text.replace("\nevents:\n", f"\nevents:\n{event}")
        text = text.replace(
            "\ntransitions:\n", f"\ntransitions:\n{line.replace('INITIAL', initial[1])}\n"
        )
    return text


def _section(text: str, heading: re.Pattern[str], key: str, lines: str) -> str:
    """The lines under the heading, which is added where there is none."""
    if heading.search(text):
        return heading.sub(lambda match: match[0] + lines, text, count=1)
    return f"{text.rstrip()}\n{key}:\n{lines}"


def _check(folder: Path) -> Took:
    started = time.perf_counter()
    loaded = load(folder)
    return Took(len(loaded.types), len(loaded.findings), time.perf_counter() - started)


if __name__ == "__main__":
    took = asdict(_check(Path(sys.argv[1])))
    del took["process"]
    print(json.dumps(took))
