"""``replay --json``: one object, written piece by piece, so that long lists are never held."""

import json
import sys
from collections.abc import Iterator

from workflow.cli.output import plain
from workflow.cli.replay_answer import Answer, Run
from workflow.workbench.replay.totals import TypeTotals


def write(answer: Answer) -> None:
    """On standard output. It ends with ``matters``, ``steps``, ``accepted``, ``refused``, ``types``."""
    out = sys.stdout
    for place, (key, value) in enumerate(_parts(answer)):
        out.write(f"{', ' if place else '{'}{json.dumps(key)}: ")
        if isinstance(value, Iterator):
            _write_list(value)
        else:
            out.write(_text(value))
    out.write("}\n")


def _write_list(items: Iterator[object]) -> None:
    out = sys.stdout
    out.write("[")
    for place, item in enumerate(items):
        out.write(f"{', ' if place else ''}{_text(item)}")
    out.write("]")


def _text(value: object) -> str:
    return json.dumps(plain(value), ensure_ascii=False)


def _parts(answer: Answer) -> Iterator[tuple[str, object]]:
    survey = answer.survey
    yield "file", answer.source
    yield "errors", survey.errors
    yield "warnings", survey.warnings
    yield "findings", iter(answer.findings)
    if answer.run is None:
        yield "matters", survey.matters.total()
        yield "steps", survey.steps
    else:
        yield from _parts_of(answer.run)


def _parts_of(run: Run) -> Iterator[tuple[str, object]]:
    counts = run.totals.counts
    if run.keeper is not None:
        yield "saved", dict(run.keeper.fates) | {"written": run.keeper.matters}
    yield "supplied", run.ledger.supplied()
    yield "deadlines", run.totals.deadlines
    yield "missed", run.ledger.missed()
    yield "whole", counts.whole
    yield "unregistered", counts.unregistered
    yield "causes", counts.refused
    yield "matters", counts.matters
    yield "steps", counts.steps
    yield "accepted", counts.accepted
    yield "refused", run.ledger.refusals()
    yield "types", {one.matter_type: _type(one, run) for one in run.totals.types}


def _type(one: TypeTotals, run: Run) -> dict[str, object]:
    found: dict[str, object] = {"label": one.label}
    found |= plain(one.counts)
    found |= plain(one.use)
    words = run.words.get(one.matter_type)
    return found | {"words": words, "strictness": run.strictness.get(one.matter_type)}
