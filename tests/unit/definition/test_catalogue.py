"""The catalogue: what can be used, by name and address; what can't doesn't hide it."""

import gc
import time
from pathlib import Path

import pytest
from written_office import SMALL, TOWN, Office

from workflow.definition.catalogue import (
    canonical,
    digest,
    load,
    load_strict,
    parse_matter_type,
    parse_organisation,
)
from workflow.errors import DefinitionError

NOTICE = SMALL.replace("matter_type: small", "procedure: notice")


def test_everything_is_loaded_with_address_and_source(office: Office) -> None:
    """Types, procedures and organisations by name, each with digest and file."""
    office.write("procedures/notice.yaml", NOTICE)
    loaded = load_strict(office.directory)
    address, definition, source = loaded.types["small"]
    assert (definition.name, definition.kind) == ("small", "matter")
    assert definition.states[definition.initial].label == "Påbörjat"
    assert address == digest(definition)
    assert len(address) == 64
    assert source == (office.directory / "matters/small.yaml").as_posix()
    assert loaded.procedures["notice"].definition.kind == "procedure"
    assert loaded.organisations["town"].organisation.name == "Staden"
    assert loaded.organisations["town"].digest == digest(loaded.organisations["town"].organisation)
    assert loaded.errors == ()


def test_what_is_published_can_be_read_back(office: Office) -> None:
    """The canonical JSON gives the same definition, the same JSON and so the same address."""
    loaded = office.load()
    definition = loaded.types["small"].definition
    organisation = loaded.organisations["town"].organisation
    assert parse_matter_type(canonical(definition)) == definition
    assert canonical(parse_matter_type(canonical(definition))) == canonical(definition)
    assert parse_organisation(canonical(organisation)) == organisation
    assert canonical(parse_organisation(canonical(organisation))) == canonical(organisation)


def test_the_order_of_states_is_part_of_what_is_published(office: Office) -> None:
    """Which state has the longest way to go depends on the order, so it survives and counts."""
    first = office.load().types["small"]
    assert list(parse_matter_type(canonical(first.definition)).states) == list(
        first.definition.states
    )
    begun = "  begun: {label: Påbörjat, owner: officer}\n"
    closed = "  closed: {label: Avslutat, final: true}\n"
    assert office.small((begun, ""), (closed, closed + begun)) == ()
    assert office.load().types["small"].digest != first.digest


def test_the_address_depends_on_what_is_said_and_not_on_how(office: Office) -> None:
    """Comments, quotes and flow style don't change the address; a label does."""
    address = office.load().types["small"].digest
    office.small(("label: Litet", 'label: "Litet"  # med kommentar'))
    assert office.load().types["small"].digest == address
    office.small(("label: Litet", "label: Liten"))
    assert office.load().types["small"].digest != address


def test_errors_in_one_file_dont_hide_the_others(office: Office) -> None:
    """Broken files are told about, whole ones are loaded."""
    office.write("matters/broken.yaml", "matter_type: [")
    office.write("matters/wrong.yaml", SMALL.replace("small", "wrong").replace("begun", "Begun", 1))
    office.write("organisations/nowhere.yaml", "organisation: nowhere\n")
    office.write("procedures/empty.yaml", "")
    loaded = office.load()
    assert list(loaded.types) == ["small"]
    assert list(loaded.organisations) == ["town"]
    assert {Path(each.path).name for each in loaded.errors} == {
        "broken.yaml",
        "wrong.yaml",
        "nowhere.yaml",
        "empty.yaml",
    }
    assert list(loaded.errors) == sorted(
        loaded.errors, key=lambda each: (each.path, each.line, each.column)
    )


def test_load_strict_carries_every_error(office: Office) -> None:
    """All of them in one exception, not only the first."""
    office.write("matters/one.yaml", "matter_type: [")
    office.write("matters/two.yaml", "")
    with pytest.raises(DefinitionError) as caught:
        load_strict(office.directory)
    assert len(caught.value.findings) == 2
    assert "AG-D002" in str(caught.value)


def test_a_name_belongs_to_the_first_file_that_declares_it(office: Office) -> None:
    """The second file is told whose name it takes, and isn't loaded instead."""
    office.write("matters/tiny.yaml", SMALL.replace("label: Litet", "label: Pyttelitet"))
    office.write("organisations/village.yaml", TOWN)
    loaded = office.load()
    assert [each.rule for each in loaded.findings] == ["AG-D012", "AG-D012"]
    assert loaded.types["small"].definition.label == "Litet"
    assert loaded.findings[0].path.endswith("tiny.yaml")


def test_a_broken_file_keeps_its_name(office: Office) -> None:
    """Two files that can't be read and are called alike in two folders don't collide."""
    office.write("matters/same.yaml", "")
    office.write("procedures/same.yaml", "")
    assert {each.rule for each in office.load().findings} == {"AG-D002"}


def test_a_file_without_a_name_takes_nobodys(office: Office) -> None:
    """A file that can't be read goes by its file name, also where another type is called that."""
    office.write("matters/a.yaml", SMALL.replace("matter_type: small", "matter_type: zebra"))
    office.write("matters/zebra.yaml", "")
    loaded = office.load()
    assert [each.rule for each in loaded.findings] == ["AG-D002"]
    assert list(loaded.types) == ["zebra", "small"]


def test_scenarios_and_other_files_are_no_definitions(office: Office) -> None:
    """Files beside the definitions are left alone."""
    office.write("matters/small.scenarios.yaml", "no: definition")
    office.write("matters/README.md", "text")
    assert office.load().findings == ()


def test_a_directory_that_isnt_there_is_a_finding(tmp_path: Path) -> None:
    """No definitions at all is an error and not an empty catalogue."""
    loaded = load(tmp_path / "none")
    assert [each.rule for each in loaded.findings] == ["AG-D001"]
    assert loaded.types == {}


def test_an_empty_directory_is_an_empty_catalogue(tmp_path: Path) -> None:
    """Nothing there, nothing wrong."""
    assert load(tmp_path).findings == ()


def test_paths_are_told_as_they_were_given(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative directory stays relative, and the working directory is left alone."""
    monkeypatch.chdir(office.directory.parent)
    office.write("matters/small.yaml", "")
    (finding,) = load(Path(office.directory.name)).findings
    assert finding.path == f"{office.directory.name}/matters/small.yaml"
    assert Path.cwd() == office.directory.parent


def test_a_link_that_leads_nowhere_is_a_finding(office: Office) -> None:
    """What can't be opened is named and doesn't stop the rest."""
    (office.directory / "matters/lost.yaml").symlink_to(office.directory / "gone.yaml")
    loaded = office.load()
    assert [each.rule for each in loaded.findings] == ["AG-D001"]
    assert list(loaded.types) == ["small"]


def test_the_time_grows_with_the_number_of_definitions(office: Office) -> None:
    """Four times as many types on the shipped routes take about four times as long, not sixteen."""
    shipped = Path(__file__).parents[3] / "definitions"
    for folder in ("routes", "organisations", "matters"):
        for path in (shipped / folder).glob("*.yaml"):
            office.write(f"{folder}/{path.name}", path.read_text(encoding="utf-8"))
    children = (shipped / "matters/collaboration_agreement.yaml").read_text(encoding="utf-8")

    def seconds(count: int) -> float:
        for number in range(count):
            text = children.replace("matter_type: collab", f"matter_type: n{number}_collab", 1)
            office.write(f"matters/n{number}.yaml", text)
        begin = time.process_time()
        loaded = office.load()
        assert loaded.errors == ()
        assert len(loaded.types) > count
        return time.process_time() - begin

    seconds(10)  # whatever is worked out once
    few = seconds(50)
    assert seconds(200) < 10 * few


def test_reading_leaves_the_search_for_garbage_as_it_was(office: Office) -> None:
    """It pauses while definitions are read; whoever had turned it off finds it off."""
    gc.disable()
    try:
        office.load()
        assert not gc.isenabled()
    finally:
        gc.enable()
    office.load()
    assert gc.isenabled()
