"""Files of other kinds and files without bounds: a finding each, soon, and little memory."""

import os
import resource
import time
from pathlib import Path

import pytest
from written_office import SMALL, Office

from workflow.definition.catalogue import load
from workflow.definition.findings import MOST, Findings, Place, Rule

HEAD = "matter_type: big\nlabel: Stor\ninitial: a\n"
LINES = 50_000


def rules(office: Office, content: bytes | str) -> list[str]:
    """The rules that find something in a file with this content, within bounds."""
    data = content.encode() if isinstance(content, str) else content
    path = office.directory / "matters" / "big.yaml"
    path.write_bytes(data)
    begun, grown = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    loaded = office.load()
    assert time.process_time() - begun < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - grown < 300_000  # KiB
    assert list(loaded.types) == ["small"]
    found = [each for each in loaded.findings if each.path == path.as_posix()]
    assert len(found) <= 2 * (MOST + 1)
    assert all(each.sentence and each.fix for each in found)
    return [each.rule for each in found]


@pytest.mark.parametrize(
    ("begins", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"PK\x03\x04\x14\x00", "Office"),
        (b"SQLite format 3\x00", "databas"),
    ],
)
def test_a_file_of_another_kind_is_named(office: Office, begins: bytes, words: str) -> None:
    """The finding says what it is instead."""
    assert rules(office, begins + b"x" * 2_000_000) == ["AG-D001"]
    (finding,) = office.load().findings
    assert words in finding.sentence


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (HEAD + "".join(f"k{n}: 1\n" for n in range(LINES - 10)), "AG-D004"),
        (HEAD + "states:\n" + "".join(f"  s{n}: {{label: S}}\n" for n in range(16_000)), "AG-D008"),
        (HEAD + "states:\n" + "".join(f"  s{n}: 5\n" for n in range(LINES - 10)), "AG-D008"),
        (HEAD + "fields:\n" + "".join(f"  f{n}: no\n" for n in range(LINES // 2)), "AG-D007"),
        (HEAD + "# tillåt AG-D024: bara ett skäl\n" * 25_000, "AG-D019"),
        (HEAD + "# tillåt AG-D017: bara ett skäl\n" * 25_000, "AG-D078"),
        (HEAD + "states:\n  a: {label: '" + "y" * 990_000 + "'}\n", "AG-D005"),
        (HEAD + "# " + "#" * 990_000 + "\n", "AG-D019"),
        (HEAD + "states: " + "[" * 100_000, "AG-D008"),
        (HEAD.encode("utf-16"), "AG-D001"),
        (HEAD + "states:\n\ta: {label: A}\n", "AG-D002"),
    ],
    ids=["keys", "states", "values", "surprises", "comments", "refused", "scalar", "hashes", "deep", "utf-16", "tab"],
)  # fmt: skip
def test_any_number_of_lines_is_answered_soon(
    office: Office, content: bytes | str, rule: str
) -> None:
    """Fifty thousand lines, a megabyte in one value: some findings, not one a line."""
    assert rule in rules(office, content)


TRANSITIONS = HEAD + (
    "states:\n  a: {label: A, owner: o}\n  z: {label: Z, final: true}\n"
    "events: {e: {label: E}}\ntransitions:\n"
)
EVENTS, STATES = (", ".join(f"{letter}{n}" for n in range(20_000)) for letter in "es")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TRANSITIONS + "  - {event: e, from: a, to: z}\n" * 12_000, "transitions"),
        (
            f"{TRANSITIONS}  - {{event: [{EVENTS}], from: [{STATES}], to: z}}\n",
            "par av händelse och läge",
        ),
    ],
    ids=["lines", "pairs"],
)
def test_a_type_declares_no_more_than_can_be_checked(
    office: Office, content: str, words: str
) -> None:
    """What every check would follow is counted before any of them begins."""
    assert rules(office, content) == ["AG-D008"]
    (finding,) = office.load().findings
    assert words in finding.sentence


def test_the_groups_of_a_register_have_bounds(office: Office) -> None:
    """So many members of so many groups are asked whether they lead back to them."""
    members = f"[{', '.join(['Utredare'] * 3000)}]"
    town = (office.directory / "organisations" / "town.yaml").read_text(encoding="utf-8")
    groups = f"groups:\n  - {{name: A, members: {members}}}\n  - {{name: B, members: {members}}}\n"
    office.write("organisations/town.yaml", town + groups)
    (finding,) = (each for each in office.load().findings if each.path.endswith("town.yaml"))
    assert (finding.rule, "medlemmar" in finding.sentence) == ("AG-D008", True)


def test_a_type_with_all_its_routes_has_bounds_too(office: Office) -> None:
    """Routes that are small enough each may be too much together."""
    for name in ("one", "two"):
        states = "".join(f"  {name}{n}: {{label: S, owner: o, entry: true}}\n" for n in range(100))
        office.write(f"routes/{name}.yaml", f"route: {name}\nlabel: V\nstates:\n{states}")
    office.write(
        "matters/big.yaml", "matter_type: big\nlabel: B\ninitial: one1\nuses: [one, two]\n"
    )
    loaded = office.load()
    (finding,) = (each for each in loaded.findings if each.rule == "AG-D008")
    assert (finding.path.endswith("big.yaml"), finding.line) == (True, 4)
    assert "big" not in loaded.types


def test_errors_after_many_warnings_still_count() -> None:
    """What is cut off is cut off per severity, so that an error is never hidden by warnings."""
    findings = Findings()
    for line in range(1, MOST + 50):
        findings.add(Rule.UNATTENDED, Place("a.yaml", line), "Väntar.", "-", severity="warning")
    assert (len(findings.sorted()), findings.errors) == (MOST + 1, 0)
    findings.add(Rule.TRAP, Place("a.yaml", 1), "Stannar.", "-")
    assert (len(findings.sorted()), findings.errors) == (MOST + 2, 1)


def test_what_is_no_file_is_not_waited_for(office: Office) -> None:
    """A pipe, a directory, a link in a circle and one to nowhere: a finding each."""
    folder = office.directory / "matters"
    os.mkfifo(folder / "a_pipe.yaml")
    (folder / "b_folder.yaml").mkdir()
    (folder / "c_circle.yaml").symlink_to("c_circle.yaml")
    (folder / "d_nowhere.yaml").symlink_to("nowhere")
    (folder / "e_zero.yaml").symlink_to("/dev/zero")
    findings = office.load().findings
    assert [(Path(each.path).stem[0], each.rule) for each in findings] == [
        (letter, "AG-D001") for letter in "abcde"
    ]


def test_a_folder_that_is_none_is_found(office: Office) -> None:
    """Where the files should be there is a file, or a link in a circle."""
    (office.directory / "routes").write_text("x", encoding="utf-8")
    (office.directory / "histories").symlink_to("histories")
    findings = office.load().findings
    assert [Path(each.path).name for each in findings] == ["histories", "routes"]
    assert all("Katalogen går inte att läsa" in each.sentence for each in findings)


def test_a_file_that_is_nearly_a_definition_is_named(office: Office) -> None:
    """What nobody reads because of its ending is a warning; hidden files and others are left alone."""
    for name in ("a.yml", "b.YAML", "c.yaml.txt", ".d.yaml", "e.yaml~", "notes.md", "f.pdf"):
        office.write(f"matters/{name}", SMALL.replace("small", "another"))
    loaded = office.load()
    assert [Path(each.path).name for each in loaded.findings] == [
        "a.yml",
        "b.YAML",
        "c.yaml.txt",
        "f.pdf",
    ]
    assert loaded.errors == ()
    assert list(loaded.types) == ["small"]


def test_a_name_that_cant_be_printed_is_shown_by_its_codes(office: Office) -> None:
    """Bytes that are no UTF-8, and letters that a terminal would obey."""
    (Path(os.fsdecode(os.fsencode(office.directory / "matters") + b"/\xff\x1b[31m.yaml"))).touch()
    (finding,) = office.load().findings
    assert finding.path.endswith("matters/\\udcff\\x1b[31m.yaml")
    assert finding.path.isprintable()


def test_a_directory_that_isnt_there_is_a_finding(tmp_path: Path) -> None:
    """Nothing is raised for it either."""
    loaded = load(tmp_path / "none")
    assert [each.rule for each in loaded.findings] == ["AG-D001"]
