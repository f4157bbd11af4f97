"""The handbook's way from an empty file to a published type: done as it stands there, in ten minutes."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.unit.cli.desk import ROOT, Desk

PAGE = (ROOT / "docs/handbok/definiera-en-arendetyp.md").read_text("utf-8")
LATER = "## Sedan"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NAMED = re.compile(r"`([\w./-]+\.yaml)`")
KEY = re.compile(r" *(?!- )[\w ]+:")
FOLDER = Path("mina-definitioner/matters")

MINUTES = 10
WORDS_A_MINUTE = 200
"""Read slowly: Brysbaert (2019) has 238 for silent reading."""
LETTERS_A_MINUTE = 260
"""Typed: Dhakal et al. (2018) have 52 words of five letters for people who use a keyboard."""
SECONDS_A_COMMAND = 3


@dataclass
class Reader:
    """Somebody who does what the page says. ``told``: what the last command answered."""

    desk: Desk
    patch: pytest.MonkeyPatch
    told: str = ""
    answers: dict[str, list[str]] = field(default_factory=dict)

    def run(self, line: str, *, refused: bool) -> None:
        """A command as it is printed, but for the two numbers that the reader fills in."""
        for word, pattern in (
            ("VERSION", r"^ärendetyp medborgarforslag (\w{12})$"),
            ("PLAN", r"migrate apply (\w+) "),
        ):
            if word in line:
                (found,) = re.findall(pattern, self.told, re.MULTILINE)
                line = line.replace(word, found)
        program, *arguments = shlex.split(line)
        if program == "export":
            name, _, value = arguments[0].partition("=")
            self.patch.setenv(name, value)
        elif program == "arendegang":
            self.told = self.desk(*arguments, status=1 if refused else 0).stdout
            self.answers.setdefault(" ".join(arguments[:2]), []).append(self.told)
        else:
            subprocess.run(shlex.split(line), check=True, timeout=60)

    def write(self, path: Path, block: str) -> None:
        """At the end of the file, or over lines that stand there with the same key."""
        old = path.read_text("utf-8").splitlines() if path.exists() else []
        new = block.splitlines()
        keys = [found[0] if (found := KEY.match(line)) else line for line in old]
        at = -1
        first = KEY.match(new[0])
        if first is None or first[0] not in keys:
            old += new
            new = []
        for line in new:
            (key,) = KEY.findall(line)[:1]
            if key in keys:
                at = keys.index(key)
                old[at] = line
            else:
                at += 1
                old.insert(at, line)
                keys.insert(at, key)
        path.write_text("\n".join([*old, ""]), "utf-8")


def _blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """What is said before each block, its kind, and what is in it."""
    begins = 0
    for block in BLOCK.finditer(page):
        yield page[begins : block.start()], block[1], block[2]
        begins = block.end()


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str, str]]:
    """The page, block by block."""
    return list(_blocks(PAGE))


@pytest.fixture
def reader(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """At a desk with nothing but the shipped definitions."""
    shutil.copytree(ROOT / "definitions", desk.folder / "definitions")
    (desk.folder / "office.db").unlink()
    monkeypatch.chdir(desk.folder)
    monkeypatch.delenv("ARENDEGANG_DATABASE_URL")
    monkeypatch.delenv("ARENDEGANG_DEFINITIONS")
    return Reader(desk, monkeypatch)


def test_the_page_is_true_from_beginning_to_end(
    reader: Reader, steps: list[tuple[str, str, str]]
) -> None:
    """Every file written and every command given as printed, in order; every answer as it is shown."""
    path = Path()
    for number, (said, kind, text) in enumerate(steps):
        if kind == "yaml":
            for name in NAMED.findall(said)[-1:]:
                own = name.startswith("medborgarforslag") or "/" in name
                path = FOLDER / Path(name).name if own else Path(name)
            reader.write(path, text)
        elif kind == "sh":
            follows = steps[number + 1][2] if number + 1 < len(steps) else ""
            *lines, last = text.splitlines()
            for line in lines:
                reader.run(line, refused=False)
            reader.run(last, refused=any(sign in follows for sign in ("fel: ", "Inget scenario")))
        else:
            assert kind == "text"
            assert text in reader.told
    answers = reader.answers
    assert len(answers["definitions check"]) == 3
    assert answers["definitions check"][-1] == "0 fel, 0 varningar.\n"
    whole = "0 inte som väntat; 0 fel i filerna; 1 av 1 ärendetyper gås igenom helt"
    assert [whole in told for told in answers["definitions test"]] == [False, True, True]
    assert "MOTBEVISAT" not in answers["definitions explore"][0]
    assert Path("medborgarforslag.svg").read_text("utf-8").startswith("<svg")
    assert "medborgarforslag: inte publicerad än" in answers["definitions diff"][0]
    assert "Läge: Väckt" in answers["matter explain"][0]
    assert "citizen_proposal är tagen ur bruk." in answers["definitions retire"][0]
    assert "area = annat" in answers["migrate plan"][0]
    assert "1 ärende flyttat." in answers["migrate apply"][0]
    assert "0 fel" not in answers["definitions publish"][0]
    assert "inga fel" in reader.desk("audit", "verify").stdout


def test_it_takes_ten_minutes_at_most() -> None:
    """Reading the page to where the type is published and used, and typing every line of it oneself."""
    page = PAGE.partition(LATER)[0]
    blocks = list(_blocks(page))
    typed = [line for _, kind, text in blocks if kind != "text" for line in text.splitlines()]
    files = [line for _, kind, text in blocks if kind == "yaml" for line in text.splitlines()]
    words = len(BLOCK.sub("", page).split())
    assert len(files) <= 45
    letters = sum(len(line.strip()) + 1 for line in dict.fromkeys(typed))
    waits = sum(line.startswith("arendegang") for line in typed)
    minutes = words / WORDS_A_MINUTE + letters / LETTERS_A_MINUTE + waits * SECONDS_A_COMMAND / 60
    assert minutes <= MINUTES
