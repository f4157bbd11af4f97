"""Whatever simulation files, words of histories and maps of migrations hold: findings or an answer, never an error."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spoiling import as_many, encoded, spoilt
from tests.unit.workbench.forecast.tiny_town import run, town
from workflow.definition.catalogue import Loaded, load, load_strict
from workflow.definition.findings import Findings
from workflow.definition.map_checks import check_map
from workflow.definition.migration_map import read_map
from workflow.definition.vocabulary import Vocabulary
from workflow.errors import DefinitionError, InvalidInputError, UnknownDefinitionError
from workflow.workbench.forecast.plan import Options, planned
from workflow.workbench.forecast.read import read

_MOST_RUN = 40.0  # matters; a plan with more is only made

_SIMULATION = """\
label: Ett år
organisation: town
year: 2026
years: 1
warmup: 0
seed: 1
queue: nearest_deadline
capacity: 5
agenda_closes: P7D
adjusted_after: P10D
staff: {officer: 3}
meetings:
  KF: {every: FREQ=MONTHLY;BYDAY=2TU, capacity: 2}
  KS: {days: [2026-02-03, 2026-03-03], agenda_closes: P7D, adjusted_after: P10D}
processing:
  preparation: {median: P20D, p90: P40D, by_others: false}
outcomes:
  KS: {grants: 5, tables: 1}
types:
  plea:
    per_year: 3
    season: [1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1]
    fields: {urgent: true, wanted: P3M}
  request:
    on: [2026-01-12]
    processing: {preparation: {least: P1D, likely: P5D, most: P10D}}
"""
_WORDS_OF_HISTORIES = """\
vocabulary: own
label: Våra ord
organisation: town
matter_types:
  begäran: plea
  begäran/brådskande: request
outcomes:
  bifaller: grants
  bordlägger: tables
in:
  plea: {bifaller: refers_back}
untold: [annat]
"""
_MAP = """\
matter_type: plea
states: {preparation: at_KS, at_KS: preparation}
fields:
  wanted: {from: wanted, value: 2026-03-01}
dropped: urgent
deadlines: {answer: keep, wanted: recompute}
"""
_KNOWN = (
    "plea", "request", "town", "KS", "KF", "grants", "tables", "at_KS", "preparation", "closed",
    "urgent", "wanted", "answer", "officer", "engine", "keep", "drop", "first_come", "FREQ=DAILY",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The definitions of a small town."""
    return town(tmp_path_factory.mktemp("town")).folder


@pytest.fixture(scope="module")
def loaded(folder: Path) -> Loaded:
    """The same, read."""
    return load_strict(folder)


def test_the_files_are_right_before_they_are_spoilt(folder: Path, loaded: Loaded) -> None:
    """Else the tests below would only see the first thing that is wrong."""
    assert _simulated(folder, loaded, _SIMULATION)
    assert _words(folder, _WORDS_OF_HISTORIES).outcomes["bifaller"] == "grants"
    assert not _mapped(folder, loaded, _MAP).errors


@as_many(0.5)
@given(text=spoilt(_SIMULATION, _KNOWN))
def test_any_simulation_file_is_answered(folder: Path, loaded: Loaded, text: str) -> None:
    """It runs, or what is wrong is told; a year that is run has figures that add up."""
    _simulated(folder, loaded, text)


@as_many(1)
@given(text=spoilt(_WORDS_OF_HISTORIES, _KNOWN))
def test_any_words_of_histories_are_answered(folder: Path, text: str) -> None:
    """They can be used or have a finding; types and organisations beside them are read as before."""
    _words(folder, text)


@as_many(1)
@given(text=spoilt(_MAP, _KNOWN))
def test_any_map_of_a_migration_is_answered(folder: Path, loaded: Loaded, text: str) -> None:
    """It has a form and findings about its words, or findings about its form; each is whole."""
    for one in _mapped(folder, loaded, text).sorted():
        assert one.sentence
        assert one.fix
        assert one.line >= 1


@as_many(1)
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(encoded)))
def test_any_bytes_are_answered(folder: Path, loaded: Loaded, content: bytes) -> None:
    """By each of the readers."""
    path = folder / "any.yaml"
    path.write_bytes(content)
    with pytest.raises(DefinitionError):
        read(path)
    findings = Findings()
    assert read_map(path, findings) is None
    assert findings.errors


def _simulated(folder: Path, loaded: Loaded, text: str) -> bool:
    path = folder / "simulation.yaml"
    path.write_bytes(encoded(text))
    try:
        plan = planned(loaded, read(path), Options())
    except (DefinitionError, InvalidInputError, UnknownDefinitionError):
        return False
    if plan.expected <= _MOST_RUN:
        record, report = run(plan)
        assert len(record.trails) >= report.came_in
        assert report.open_at_end <= len(record.trails)
    return True


def _words(folder: Path, text: str) -> Vocabulary:
    path = folder / "histories/own.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(encoded(text))
    loaded = load(folder)
    path.unlink()
    assert loaded.types.keys() == {"plea", "request"}
    assert all(one.sentence and one.fix for one in loaded.findings)
    return loaded.vocabulary


def _mapped(folder: Path, loaded: Loaded, text: str) -> Findings:
    path = folder / "map.yaml"
    path.write_bytes(encoded(text))
    definition = loaded.types["plea"].definition
    findings = Findings()
    file = read_map(path, findings)
    if file is not None:
        check_map(file.root, [definition], definition, findings)
    return findings
