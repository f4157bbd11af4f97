"""Simulation files that say what can't be: every fault at its place, and what to do about it."""

from pathlib import Path

import pytest

from tests.unit.workbench.forecast.tiny_town import Town, town
from workflow.definition.catalogue import load_strict
from workflow.errors import DefinitionError, InvalidInputError, UnknownDefinitionError
from workflow.workbench.forecast.plan import Options, planned
from workflow.workbench.forecast.simulating import simulated

BAD = (
    ("types: {plea: {per_year: -3}}", "AG-D005", "Talet -3 kan inte vara negativt"),
    ("types: {plea: {per_month: -0.5}}", "AG-D005", "Talet -0.5 kan inte vara negativt"),
    ("types: {plea: {per_month: 1e300}}", "AG-D005", "Talet 1e+300 är för stort"),
    ("types: {plea: {season: [1,1,1,1,1,1,1,1,1,1,1,1e999]}}", "AG-D005", "Talet inf är för stort"),
    ("types: {plea: {fields: {wanted: P999Y}}}", "AG-D046", "utanför kalendern"),
    ("types: {plea: {per_year: 3, per_month: 1}}", "AG-D005", "Både per_year och per_month"),
    ("types: {plea: {per_year: 3, on: [2026-01-12]}}", "AG-D005", "Både per_year och on"),
    ("types: {plea: {season: [1, 2, 3]}}", "AG-D005", "har 3 vikter"),
    ("types: {plea: {season: [0,0,0,0,0,0,0,0,0,0,0,0]}}", "AG-D005", "vikten noll"),
    ("types: {plea: {season: [1,1,1,1,1,1,1,1,1,1,1,-1]}}", "AG-D005", "Talet -1"),
    ("types: {ples: {}}", "AG-D033", "Menade du ”plea”"),
    ("types: {plea: {fields: {urgnt: true}}}", "AG-D032", "Menade du ”urgent”"),
    ("types: {plea: {fields: {urgent: P3M}}}", "AG-D046", "Brådskande (urgent): ska vara ja eller nej"),
    ("types: {plea: {fields: {wanted: snart}}}", "AG-D046", "Önskas senast (wanted): ska vara en dag"),
    ("types: {plea: {processing: {at_KF: {exactly: P1D}}}}", "AG-D014", "finns inte i ärendetypen"),
    ("processing: {preparatio: {exactly: P1D}}", "AG-D014", "Menade du ”preparation”"),
    ("processing: {at_KS: {exactly: P1D}}", "AG-D005", "Där väntar ärendet på ett sammanträde"),
    ("processing: {decided: {exactly: P1D}}", "AG-D005", "Där väntar ärendet på justeringen"),
    ("processing: {dispatching: {exactly: P1D}}", "AG-D005", "motorn flyttar ärendet själv"),
    ("processing: {closed: {exactly: P1D}}", "AG-D005", "Där är ärendet slut"),
    ("processing: {preparation: {median: P30D, p90: P20D}}", "AG-D005", "kortare än ”median” (P30D)"),
    ("processing: {preparation: {median: P30D}}", "AG-D005", "på ett av tre sätt"),
    ("processing: {preparation: {}}", "AG-D005", "på ett av tre sätt"),
    ("processing: {preparation: {median: P0D, p90: P9D}}", "AG-D005", "Medianen är noll"),
    ("processing: {preparation: {least: P9D, likely: P2D, most: P20D}}", "AG-D005", "kortare än ”least”"),
    ("processing: {preparation: {exactly: snabbt}}", "AG-D005", "ingen tidslängd"),
    ("outcomes: {KS: {grnts: 1}}", "AG-D015", "Menade du ”grants”"),
    ("outcomes: {KS: {grants: -1}}", "AG-D005", "Talet -1"),
    ("outcomes: {KS: {grants: 0}}", "AG-D005", "Inget av utfallen har någon vikt"),
    ("outcomes: {KSS: {grants: 1}}", "AG-D014", "Läget ”KSS” finns inte"),
    ("outcomes: {decided: {minutes_adjusted: 1}}", "AG-D005", "kan inte få några utfall"),
    ("meetings: {AU: {capacity: 3}}", "AG-D029", "Organet ”AU” finns inte i Staden"),
    ("meetings: {KS: {capacity: 0}}", "AG-D005", "Talet 0 är för litet"),
    ("meetings: {KS: {every: tisdagar}}", "AG-D005", "ingen upprepning enligt RFC 5545"),
    ("meetings: {KS: {every: FREQ=WEEKLY, days: [2026-01-12]}}", "AG-D005", "Både every och days"),
    ("meetings: {KS: {agenda_closes: 10}}", "AG-D005", "Här ska stå text"),
    ("capacity: 0", "AG-D005", "Talet 0 är för litet"),
    ("staff: {oficer: 3}", "AG-D030", "Menade du ”officer”"),
    ("staff: {officer: 0}", "AG-D005", "Talet 0 är för litet"),
    ("year: 1999", "AG-D005", "Välj ett år från 2000 till 2060"),
    ("year: 2061", "AG-D005", "Välj ett år från 2000 till 2060"),
    ("years: 0", "AG-D005", "Så få år kan det inte vara"),
    ("warmup: -1", "AG-D005", "Så få år kan det inte vara"),
    ("years: 5", "AG-D005", "6 år tillsammans med inkörningen"),
    ("warmup: 5", "AG-D005", "6 år tillsammans med inkörningen"),
    ("queue: slumpvis", "AG-D005", "går inte att välja"),
    ("seed: ett", "AG-D005", ""),
    ("sed: 1", "AG-D004", "Menade du ”seed”"),
    ("- en lista", "AG-D005", "nycklar med värden"),
    ("", "AG-D002", "tom"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "said"), BAD)
def test_what_cannot_be_is_found_at_its_place(
    tmp_path: Path, text: str, rule: str, said: str
) -> None:
    """Every fault has its rule, its line, a sentence and a fix; nothing runs."""
    place = town(tmp_path)
    with pytest.raises(DefinitionError) as caught:
        place.plan(text + "\n")
    (found,) = caught.value.findings
    assert (found.rule, found.severity, found.line) == (rule, "error", 1)
    assert said in f"{found.sentence} {found.fix}"
    assert found.fix


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Three faults in different parts are three findings, in the order of the lines."""
    text = "year: 1999\nstaff: {officer: -1}\ntypes:\n  plea: {per_year: -1}\n"
    with pytest.raises(DefinitionError) as caught:
        town(tmp_path).plan(text)
    assert [one.line for one in caught.value.findings] == [1, 2, 4]


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    """As any other file that can't be read."""
    town(tmp_path)
    with pytest.raises(DefinitionError, match="AG-D001"):
        simulated(tmp_path, tmp_path / "none.yaml", Options(), runs=1, watch=lambda *_: None)


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("organisation: towm\n", Options(), r"simulation.yaml\).*town"),
        ("seed: 1\n", Options(organisation="towm"), "Menade du ”town”"),
        ("seed: 1\n", Options(types=("ples",)), "Menade du ”plea”"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(
    tmp_path: Path, text: str, options: Options, said: str
) -> None:
    """Unknown organisations and types, in the file and among the options."""
    with pytest.raises(UnknownDefinitionError, match=said):
        town(tmp_path).plan(text, options)


@pytest.mark.parametrize(
    "text", ["types: {plea: {per_year: 10001}}", "types: {plea: {per_month: 999999}}"]
)
def test_more_matters_than_are_simulated_are_refused(tmp_path: Path, text: str) -> None:
    """With the year before there would be more than twenty thousand; nothing has been drawn then."""
    with pytest.raises(InvalidInputError, match="högst 20000 körs"):
        town(tmp_path).plan(f"year: 2026\n{text}\n")


def test_many_runs_are_bounded_together(tmp_path: Path) -> None:
    """Ten times three thousand is too much as well."""
    place = town(tmp_path)
    path = place.folder / "many.yaml"
    path.write_text("year: 2026\nwarmup: 0\ntypes: {plea: {per_year: 3000}}\n", "utf-8")
    with pytest.raises(InvalidInputError, match="omkring 30000 ärenden"):
        simulated(place.folder, path, Options(), runs=10, watch=lambda *_: None)


def test_without_anything_to_simulate_it_is_said(tmp_path: Path) -> None:
    """Definitions without an organisation, and without a type."""
    place = Town(tmp_path)
    tmp_path.joinpath("matters").mkdir()
    with pytest.raises(UnknownDefinitionError, match="ingen organisation"):
        planned(load_strict(tmp_path), None, Options())
    town(tmp_path)
    for path in (place.folder / "matters").iterdir():
        path.unlink()
    with pytest.raises(UnknownDefinitionError, match="ingen ärendetyp"):
        planned(load_strict(tmp_path), None, Options())


def test_what_the_options_say_goes_before_the_file(tmp_path: Path) -> None:
    """Year, seed and types; a type that the file doesn't have comes in at the rate that is built in."""
    text = "year: 2026\nseed: 3\ntypes: {plea: {per_year: 5}}\n"
    plan = town(tmp_path).plan(text, Options(types=("request",), year=2027, seed=0))
    assert (plan.span.first.year, plan.given.seed, tuple(plan.incoming)) == (2027, 0, ("request",))
    assert plan.incoming["request"].arrivals.per_year == 12


def test_without_a_file_the_year_is_the_one_with_most_meetings(tmp_path: Path) -> None:
    """And the organisation the one that has planned most; without any plan there is a year all the same."""
    place = town(tmp_path)
    plan = planned(load_strict(tmp_path), None, Options())
    assert (plan.organisation.organisation, plan.span.first.year) == ("town", 2026)
    path = place.folder / "organisations/town.yaml"
    lines = path.read_text("utf-8").splitlines()
    lines = [line.partition(", meets")[0] + ("}" if ", meets" in line else "") for line in lines]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert planned(load_strict(tmp_path), None, Options()).sittings == ()
