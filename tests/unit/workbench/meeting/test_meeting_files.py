"""A file about a meeting: what contradicts itself is found where it stands, and the rest becomes commands."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from tests.spoiling import as_many, encoded, spoilt
from workflow.errors import DefinitionError
from workflow.model.ids import MatterId
from workflow.model.proceedings import AgendaItem, Proceedings, Seat
from workflow.workbench.meeting import commands
from workflow.workbench.meeting.form import MeetingFile
from workflow.workbench.meeting.reading import read_meeting

TEXT = """\
organisation: norsjo
body: KS
meeting_on: 2025-03-11
present:
  - Anna
  - {name: Bo, until: "10:00"}
  - {name: Frida, for: Bo, since: "10:00"}
  - Gun
adjusters: {names: [Anna], place: Kontoret, on: 2025-03-13}
items:
  - formality: Upprop
  - matter: KS 2025/1
    sections: [{heading: Bakgrund, text: Det var en gång.}]
    basis: [Skrivelse]
    route: [{body: KF, on: 2025-03-31}]
    outcomes: [{event: proposes, points: [1, "2"], proposed: adopts}]
    sentences: [Taxan antas.]
    floor: [{by: Anna, text: Bifall.}]
    vote: {yes_means: bifall, no_means: avslag, yes_by: [Anna, Bo], no_by: [Gun]}
    assignments: [{what: Följ upp, owner: Bo, due: 2025-09, due_body: KS}, {what: Svara, due: 2025-04-01}]
    data: {effective_from: 2025-04-01}
  - adjournment: Ajournering
  - matter: KS 2025/2
    outcomes: [{event: tables}]
    reason: Handlingarna kom sent.
    tabled_to: 2025-04-15
  - {information: Chefen informerar, withdrawn: true, reason: Sjuk}
  - adjournment: Ajournering
"""
SEATS = (Seat("Anna", role="chair"), Seat("Bo"), Seat("Frida", role="substitute"), Seat("Gun", role="substitute"))  # fmt: skip
BASES = {
    number: AgendaItem("", "decision", f"Ärende {number}", matter=MatterId(number), number=number)
    for number in ("KS 2025/1", "KS 2025/2")
}


def reading(folder: Path, text: str) -> MeetingFile:
    """The file that holds the text."""
    path = folder / "motet.yaml"
    path.write_bytes(encoded(text))
    return read_meeting(path)


@pytest.fixture
def whole(tmp_path: Path) -> MeetingFile:
    """The file above."""
    return reading(tmp_path, TEXT)


def test_a_substitute_serves_only_for_somebody(whole: MeetingFile) -> None:
    """The other one is there without serving; seats come from the body where the file names none."""
    roll = commands.roll(whole, SEATS)
    assert roll is not None
    assert roll.seats == SEATS
    assert [(one.name, one.serving) for one in roll.presences] == [
        ("Anna", True), ("Bo", True), ("Frida", True), ("Gun", False),
    ]  # fmt: skip
    assert commands.roll(whole.model_copy(update={"present": ()}), SEATS) is None


def test_every_item_is_placed_once_and_recorded_in_its_order(whole: MeetingFile) -> None:
    """Two adjournments of one name are two; what stands there as it should isn't touched."""
    placed = commands.to_place(whole, Proceedings(), BASES)
    assert [item.key for item in placed] == ["i1", "i2", "i3", "i4", "i5", "i6"]
    assert placed[1].basis == ("Skrivelse",)
    held = Proceedings(items=placed)
    assert commands.to_place(whole, held, BASES) == ()
    assert [one.item for one in commands.to_withdraw(whole, held, BASES)] == ["i5"]
    dealt = commands.to_record(whole, held, BASES).items
    assert [one.item for one in dealt] == ["i1", "i2", "i3", "i4", "i6"]
    vote = dealt[1].deliberation.vote
    assert vote is not None
    assert (vote.yes, vote.no, len(vote.ballots)) == (2, 1, 3)
    resolution = dealt[1].deliberation.resolution
    assert resolution.outcomes[0].points == ("1", "2")
    assert [one.due for one in resolution.assignments] == ["2025-09", "2025-04-01"]
    assert resolution.data == {"effective_from": "2025-04-01"}
    assert dealt[3].deliberation.resolution.data == {
        "reason": "Handlingarna kom sent.",
        "tabled_to": "2025-04-15",
    }


def test_what_the_file_says_nothing_of_waits(tmp_path: Path) -> None:
    """And so do the formalities after it; what is told later is recorded all the same."""
    text = TEXT.replace("    outcomes: [{event: tables}]\n    reason: Handlingarna kom sent.\n    tabled_to: 2025-04-15\n", "")  # fmt: skip
    given = reading(tmp_path, text)
    held = Proceedings(items=commands.to_place(given, Proceedings(), BASES))
    assert [one.item for one in commands.to_record(given, held, BASES).items] == ["i1", "i2", "i3"]


def test_only_what_differs_is_corrected(whole: MeetingFile) -> None:
    """The forms that the engine added are no difference; other words, texts and bases are."""
    placed = commands.to_place(whole, Proceedings(), BASES)
    said = {one.item: one.deliberation for one in commands.to_record(whole, Proceedings(items=placed), BASES).items}  # fmt: skip
    taken = tuple(
        replace(item, status="taken_up", deliberation=said[item.key]) if item.key in said else item
        for item in placed
    )
    assert commands.to_correct(whole, Proceedings(items=taken), BASES, "x") == ()
    other = replace(taken[1], basis=("Annat",))
    held = Proceedings(items=(taken[0], other, *taken[2:]))
    (wrong,) = commands.to_correct(whole, held, BASES, "x")
    assert (wrong.item, wrong.basis, wrong.reason) == ("i2", ("Skrivelse",), "x")


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("- formality: Upprop", "- title: Upprop", "title: Upprop", "inte vad punkten är"),
        ("- formality: Upprop", "- {formality: U, information: V}", "information: V", "på en gång"),
        ("KS 2025/2", "KS 2025/1", "matter: KS 2025/1", "står 2 gånger"),
        ("- formality: Upprop", "- {formality: U, outcomes: [{event: x}]}", "outcomes: [{event: x", "i ett ärende"),
        ("- formality: Upprop", "- {formality: U, kind: decision}", "kind: decision", "bara om ett ärende"),
        ("reason: Sjuk", "sentences: [Ja]", "sentences: [Ja]", "utgick"),
        ("no_by: [Gun]", "no_by: [Gun], no: 2", "no_by: [Gun]", "KL 5:67"),
        ("no_by: [Gun]", "no: 1", "no: 1", "saknar namn"),
        ("yes_by: [Anna, Bo], no_by: [Gun]", "yes: 2", "yes_means", "hur många"),
        ("present:", "närvarande:", "närvarande:", "finns inte här"),
        ('until: "10:00"', "until: kväll", "kväll", "inget klockslag"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_found_where_it_stands(
    tmp_path: Path, old: str, new: str, at: str, said: str
) -> None:
    """With line and column, and what to do."""
    text = TEXT.replace(old, new, 1)
    with pytest.raises(DefinitionError) as refused:
        reading(tmp_path, text)
    (found,) = [one for one in refused.value.findings if said in one.sentence]
    assert found.fix
    before = text[: text.rindex(at)]
    assert found.line == before.count("\n") + 1
    assert found.column == len(before) - before.rfind("\n")


@as_many(0.5)
@given(text=spoilt(TEXT, ("KS 2025/1", "Anna", "proposes", "matter", "withdrawn", "vote")))
def test_any_file_is_answered(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """It becomes commands, or what is wrong is told; never another error."""
    try:
        given = reading(tmp_path_factory.mktemp("any"), text)
    except DefinitionError as refused:
        told = refused.findings
    else:
        told = ()
        _made(given)
    for one in told:
        assert one.sentence
        assert one.fix


def _made(given: MeetingFile) -> None:
    bases = {
        item.matter: AgendaItem("", "decision", "X", matter=MatterId(item.matter))
        for item in given.items
        if item.matter is not None
    }
    held = Proceedings(items=commands.to_place(given, Proceedings(), bases))
    keys = [one.item for one in commands.to_record(given, held, bases).items]
    assert len(set(keys)) == len(keys)
    commands.roll(given, SEATS)
    assert commands.to_correct(given, held, bases, "x") == ()


def test_days_are_days(whole: MeetingFile) -> None:
    """Not text."""
    adjusters = commands.adjusters(whole)
    assert adjusters is not None
    assert adjusters.on == date(2025, 3, 13)
