"""A file about a meeting: read, its form checked, and what contradicts itself told with its place."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from workflow.definition.findings import Findings, Rule
from workflow.definition.reader import read as read_tree
from workflow.definition.tree import Loc, Node, locate
from workflow.definition.validation import accepted
from workflow.errors import DefinitionError
from workflow.workbench.meeting.form import Counted, Item, MeetingFile

_WHAT = ("matter", "formality", "information", "adjournment")
_SAID = ("sentences", "outcomes", "heading", "vote", "floor", "reservations", "statements")


def read_meeting(path: Path) -> MeetingFile:
    """Read a file about a meeting.

    Raises:
        DefinitionError: it can't be read, has another form or contradicts itself; every finding with its
            line and column.
    """
    findings = Findings()
    tree = read_tree(path, path.as_posix(), findings).root
    root = None if tree is None else accepted(MeetingFile, tree, findings)
    if root is not None and not findings.errors:
        given = MeetingFile.model_validate(root.plain(), strict=True)
        _check(given, root, findings)
        if not findings.errors:
            return given
    raise DefinitionError(findings.sorted())


def _check(given: MeetingFile, root: Node, findings: Findings) -> None:
    for loc, sentence, fix in _faults(given):
        findings.add(Rule.WRONG_VALUE, locate(root, loc).start, sentence, fix)


def _faults(given: MeetingFile) -> Iterator[tuple[Loc, str, str]]:
    """Where, what and what to do."""
    for place, item in enumerate(given.items):
        for loc, sentence, fix in _faults_of(item):
            yield ("items", place, *loc), sentence, fix
    numbers = [item.matter for item in given.items]
    for number, times in Counter(numbers).items():
        if number is not None and times > 1:
            last = len(numbers) - 1 - numbers[::-1].index(number)
            yield (
                ("items", last, "matter"),
                f"Ärendet {number[:60]} står {times} gånger.",
                "Behandla ett ärende under en punkt.",
            )


def _faults_of(item: Item) -> Iterator[tuple[Loc, str, str]]:
    said = [key for key in _WHAT if getattr(item, key) is not None]
    if len(said) != 1:
        yield (
            (said[-1],) if said else (),
            f"Punkten är {' och '.join(said)} på en gång." if said else "Det framgår inte vad punkten är.",
            f"Skriv en av nycklarna {', '.join(_WHAT)}.",
        )  # fmt: skip
    if item.matter is None and item.outcomes:
        yield (
            ("outcomes",),
            "Ett utfall avgör något i ett ärende, och punkten hör inte till något.",
            "Skriv matter: och diarienumret, eller bara beslutssatser.",
        )
    if item.matter is None and item.kind is not None:
        yield ("kind",), "Slaget sägs bara om ett ärende.", "Ta bort raden."
    if item.withdrawn:
        for key in _SAID:
            if getattr(item, key):
                yield (
                    (key,),
                    "Punkten utgick, men det står vad som beslutades.",
                    "Ta bort withdrawn, eller det som beslutades.",
                )
    if item.vote is not None:
        for key, sentence, fix in _faults_of_vote(item.vote):
            yield ("vote", key), sentence, fix


def _faults_of_vote(vote: Counted) -> Iterator[tuple[str, str, str]]:
    sides = (
        ("yes", vote.yes, vote.yes_by),
        ("no", vote.no, vote.no_by),
        ("abstained", vote.abstained, vote.abstained_by),
    )
    for key, number, names in sides:
        if number is not None and names and number != len(names):
            yield (
                f"{key}_by",
                f"Rösterna går inte ihop: {key} är {number}, men {len(names)} nämns vid namn (KL 5:67).",
                "Rätta antalet eller namnen.",
            )
    if any(names for *_, names in sides):
        for key, number, names in sides:
            if number and not names:
                yield (
                    key,
                    f"{number} röster saknar namn, fast andra nämns vid namn (KL 5:67).",
                    f"Skriv {key}_by, eller bara antal.",
                )
    elif vote.yes is None or vote.no is None:
        yield (
            "yes_means",
            "Det framgår inte hur många som röstade ja och nej (KL 5:67).",
            "Skriv yes och no, eller yes_by och no_by.",
        )
