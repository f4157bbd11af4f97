"""The pages of the rules, as the tests and the index read them."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "rules"

_BLOCK = re.compile(r"^```([a-z0-9 -]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"(?:#|\{#) (\S+)")
_MARK = re.compile(r"[ ]+(?:# )?<- här$")


@dataclass(frozen=True)
class Example:
    """The files of one section; ``marked`` is the place that the page points at, if it does."""

    files: dict[str, bytes]
    marked: tuple[str, int] | None

    def write(self, folder: Path) -> None:
        """Write them as the only ones of a directory of definitions."""
        for path, content in self.files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


@dataclass(frozen=True)
class Page:
    """One page: its heading and what it is made of, by heading."""

    rule: str
    title: str
    text: str
    sections: dict[str, Example]


def page(path: Path) -> Page:
    """Read one page."""
    heading, _, rest = path.read_text(encoding="utf-8").partition("\n")
    rule, _, title = heading.removeprefix("# ").partition(" ")
    text, *parts = re.split(r"^## ", rest, flags=re.MULTILINE)
    sections = (part.partition("\n") for part in parts)
    return Page(rule, title, text.strip(), {name: _example(body) for name, _, body in sections})


def pages() -> list[Page]:
    """Every page of a rule, in order."""
    return [page(path) for path in sorted(FOLDER.glob("AG-*.md"))]


def _example(body: str) -> Example:
    files: dict[str, bytes] = {}
    marked = None
    for info, text in _BLOCK.findall(body):
        found = _PATH.match(text)
        assert found is not None, text
        lines = text.splitlines()
        for number, line in enumerate(lines, 1):
            if _MARK.search(line):
                marked = (found[1], number)
        written = "\n".join(_MARK.sub("", line) for line in lines) + "\n"
        encoding = "utf-16" if "utf-16" in info else "utf-8"
        files[found[1]] = written.encode(encoding)
    return Example(files, marked)
