"""The file that says how matters get to a new version: read with places, checked against both sides."""

from pathlib import Path
from typing import Any

import pytest

from workflow.definition.findings import Findings
from workflow.definition.map_checks import check_map
from workflow.definition.migration_map import MigrationMap, load_map, read_map
from workflow.definition.schema import MatterType
from workflow.errors import DefinitionError, Finding

FIELDS: dict[str, Any] = {
    "reason": {"type": "text", "label": "Skäl"},
    "cost": {"type": "integer", "label": "Kostnad"},
    "kind": {"type": "choice", "label": "Slag", "choices": ["small", "large"]},
    "asked_on": {"type": "date", "label": "Begärt"},
    "movers": {"type": "recipients", "label": "Motionärer"},
}
STATES: dict[str, Any] = {
    "waiting": {"label": "Väntar", "owner": "officer"},
    "at_AU": {"label": "Hos AU", "body": "AU"},
    "closed": {"label": "Slut", "phase": "end", "final": True},
}


def type_of(fields: dict[str, Any], states: dict[str, Any], *deadlines: str) -> MatterType:
    return MatterType.model_validate(
        {
            "name": "motion",
            "label": "Motion",
            "fields": fields,
            "initial": next(iter(states)),
            "states": states,
            "events": {"ends": {"label": "Slut"}},
            "transitions": [{"event": "ends", "from": next(iter(states)), "to": "closed"}],
            "deadlines": {
                name: {"label": name, "after": "P1Y", "counts_from": "registered"}
                for name in deadlines
            },
        }
    )


OLD = type_of(FIELDS, STATES, "year", "answer")
NEW = type_of(
    {
        "ground": FIELDS["reason"],
        "cost": FIELDS["cost"],
        "size": {"type": "choice", "label": "Storlek", "choices": ["liten", "stor"]},
        "sent_on": FIELDS["asked_on"],
        "also_to": {"type": "list", "label": "Även till"},
    },
    {
        "preparation": STATES["waiting"],
        "at_KS": {"label": "Hos KS", "body": "KS"},
        "closed": STATES["closed"],
    },
    "year",
    "quarter",
)
WHOLE = """\
matter_type: motion
states: {waiting: preparation, at_AU: at_KS}
fields:
  ground: reason
  size: {from: kind, values: {small: liten, large: stor}, value: liten}
  sent_on: {value: 2025-03-01}
  also_to: {from: movers, value: [Skolan]}
dropped: asked_on
deadlines: {year: keep, answer: drop, quarter: recompute}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def found(folder: Path, text: str) -> list[Finding]:
    findings = Findings()
    file = read_map(written(folder, text), findings)
    if file is not None:
        check_map(file.root, [OLD], NEW, findings)
    return list(findings.sorted())


def test_all_that_can_be_said(tmp_path: Path) -> None:
    """Single words, sources, values as JSON has them, and nothing to complain of."""
    assert found(tmp_path, WHOLE) == []
    read = load_map(written(tmp_path, WHOLE), [OLD], NEW)
    assert read.states == {"waiting": "preparation", "at_AU": "at_KS"}
    assert read.fields["ground"].from_ == "reason"
    assert read.fields["size"].values == {"small": "liten", "large": "stor"}
    assert read.fields["sent_on"].value == "2025-03-01"
    assert read.fields["also_to"].value == ["Skolan"]
    assert read.dropped == ("asked_on",)
    assert read.deadlines == {"year": "keep", "answer": "drop", "quarter": "recompute"}
    assert MigrationMap.model_validate(read.model_dump(by_alias=True)) == read


@pytest.mark.parametrize(
    ("line", "rule", "place", "words"),
    [
        ("states: {wating: preparation}", "AG-M002", 10, "Menade du ”waiting”?"),
        ("states: {waiting: preparatoin}", "AG-M003", 19, "Menade du ”preparation”?"),
        ("states: {waiting: closed}", "AG-M004", 19, "inte slut på samma sätt"),
        ("states: {closed: at_KS}", "AG-M004", 18, "inte slut på samma sätt"),
        ("fields: {grund: reason}", "AG-M005", 10, "Menade du ”ground”?"),
        ("fields: {ground: reson}", "AG-M006", 10, "Menade du ”reason”?"),
        ("fields: {size: {from: sort}}", "AG-M006", 17, "Välj bland reason, cost"),
        ("fields: {ground: cost}", "AG-M007", 10, "”cost” har typen integer och ”ground” har text"),
        ("fields: {size: {value: medium}}", "AG-M007", 24, "något av liten, stor"),
        ("fields: {size: {from: kind, values: {small: 3}}}", "AG-M007", 45, "en text"),
        ("fields: {cost: {value: mycket}}", "AG-M007", 24, "ett heltal"),
        ("deadlines: {yer: drop}", "AG-M008", 13, "Menade du ”year”?"),
        ("deadlines: {yer: keep}", "AG-M008", 13, "Menade du ”year”?"),
        ("deadlines: {answer: keep}", "AG-M008", 13, "Skriv drop"),
        ("dropped: [raeson]", "AG-M006", 11, "Menade du ”reason”?"),
    ],
)
def test_every_word_is_looked_up(
    tmp_path: Path, line: str, rule: str, place: int, words: str
) -> None:
    """What isn't there on its side is found where it stands, with the nearest that is."""
    errors = [
        each
        for each in found(tmp_path, f"matter_type: motion\n{line}\n")
        if each.severity == "error"
    ]
    assert [(each.rule, each.line, each.column) for each in errors] == [(rule, 2, place)]
    assert words in str(errors[0])


def test_a_field_is_not_both_kept_and_dropped(tmp_path: Path) -> None:
    """Both lines can't be meant."""
    text = "matter_type: motion\nfields: {ground: reason, size: {from: kind, values: {small: liten}}}\n"
    errors = [
        each
        for each in found(tmp_path, text + "dropped: [reason, kind]\n")
        if each.severity == "error"
    ]
    assert [each.rule for each in errors] == ["AG-M010", "AG-M010"]


def test_a_map_for_another_type(tmp_path: Path) -> None:
    """Nothing else is said about it."""
    rules = [each.rule for each in found(tmp_path, "matter_type: notion\nstates: {a: b}\n")]
    assert rules == ["AG-M001"]


def test_what_nobody_mapped_is_a_warning(tmp_path: Path) -> None:
    """Perhaps no running matter has it: the plan shows."""
    findings = found(tmp_path, "matter_type: motion\nstates: {waiting: preparation}\n")
    assert {(each.rule, each.severity) for each in findings} == {("AG-M009", "warning")}
    said = " ".join(each.sentence for each in findings)
    assert all(name in said for name in ("at_AU", "reason", "kind", "asked_on", "movers"))
    assert "waiting" not in said
    load_map(written(tmp_path, "matter_type: motion\n"), [OLD], NEW)


@pytest.mark.parametrize(
    "text",
    ["matter_type: motion\ndeadlines: {year: kep}\n", "matter_type: [", "", "states: {a: b}\n"],
)
def test_a_file_of_the_wrong_form(tmp_path: Path, text: str) -> None:
    """The reader's findings, all of them, and no map."""
    with pytest.raises(DefinitionError) as refused:
        load_map(written(tmp_path, text), [OLD], NEW)
    assert refused.value.findings


def test_a_file_that_does_not_fit(tmp_path: Path) -> None:
    """A map that names what isn't there can't be used."""
    with pytest.raises(DefinitionError, match="AG-M008"):
        load_map(written(tmp_path, "matter_type: motion\ndeadlines: {yer: keep}\n"), [OLD], NEW)
