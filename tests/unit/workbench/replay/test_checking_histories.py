"""What is wrong with histories that have the right form, and what is played of them anyway."""

from datetime import date
from pathlib import Path

import pytest
from written_histories import LATER, STEP, Values, jsonl, matter, played, told

from workflow.definition.catalogue import Loaded, load
from workflow.workbench.replay.checking import Checker, checked_histories
from workflow.workbench.replay.read import Read

_CITY = """\
organisation: city
name: Staden
kind: municipality
register_code: KS
bodies:
  KF: {name: Kommunfullmäktige, kind: council, aliases: [Fullmäktige]}
  KS: {name: Kommunstyrelsen, kind: executive_board, parent: KF}
"""
_TYPE = """\
matter_type: citizen_proposal
label: Förslag
decided_by: [KF]
fields:
  moved_on: {type: date, label: Väckt}
  movers: {type: recipients, label: Förslagsställare}
  amount: {type: money, label: Belopp}
  urgent: {type: boolean, label: Brådskar}
initial: begun
states:
  begun: {label: Påbörjat, owner: officer}
  at_KS: {label: Hos styrelsen, phase: KS, body: KS, owner: officer}
  at_KF: {label: Hos fullmäktige, phase: KF, body: KF, owner: officer}
  closed: {label: Avslutat, final: true}
events:
  sent: {label: Till styrelsen}
  proposes: {label: Föreslås, form: proposes}
  tables: {label: Bordläggs, form: tables}
  grants: {label: Bifalls, form: decides}
transitions:
  - {event: sent, from: begun, to: at_KS}
  - {event: proposes, from: at_KS, to: at_KF}
  - {event: tables, from: [at_KS, at_KF], to: same}
  - {event: grants, from: at_KF, to: closed}
"""
_WORDS = """\
vocabulary: own
label: Ord
organisation: city
matter_types: {förslag: citizen_proposal}
outcomes: {bifaller: grants}
untold: [oklart]
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A city with KS and KF, one matter type and a few words of its own."""
    folder = tmp_path_factory.mktemp("definitions")
    for name, text in {"organisations": _CITY, "matters": _TYPE, "histories": _WORDS}.items():
        (folder / name).mkdir()
        (folder / name / "one.yaml").write_text(text, encoding="utf-8")
    found = load(folder)
    assert not found.errors
    return found


def check(tmp_path: Path, loaded: Loaded, *matters: object) -> list[Read]:
    """The matters, each on its own line, read and checked."""
    path = tmp_path / "file.jsonl"
    path.write_bytes(jsonl(matters))
    return list(checked_histories(path, loaded))


def test_a_history_without_faults_is_played_as_it_is(tmp_path: Path, loaded: Loaded) -> None:
    """Nothing is found; it only learns which organisation it is of."""
    (found,) = check(tmp_path, loaded, matter())
    assert found.findings == ()
    assert played(found).organisation == "city"
    assert (found.numbers, found.lines) == ((1, 2), (1, 1))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"matter_type": "citizen_propsal"}, "”citizen_propsal” är okänd. Menade du ”citizen_prop"),
        ({"matter_type": "förlsag"}, "Menade du ”förslag”? Egna ord läggs i definitions/histories"),
        ({"organisation": "citty"}, "Organisationen ”citty” finns inte. Menade du ”city”?"),
    ],
)
def test_a_matter_of_unknown_names_is_left(
    tmp_path: Path, loaded: Loaded, keys: dict[str, object], said: str
) -> None:
    """The type and the organisation have to be known; the nearest known one is named."""
    found, other = check(tmp_path, loaded, matter(**keys), matter(dnr="KS 2024/2"))
    assert found.history is None
    (sentence,) = told(found)
    assert sentence.startswith("fil:1: ")
    assert said in sentence
    assert played(other).matter_type == "citizen_proposal"


def test_who_says_the_organisation(tmp_path: Path, loaded: Loaded) -> None:
    """The history, else the command, else the vocabulary; somebody has to."""
    (found,) = check(tmp_path, loaded, matter())
    read = Read(1, played(found).model_copy(update={"organisation": None}), (), (1, 2), (1, 1))
    assert told(Checker(loaded, "toon").check(read)) == [
        "fil:1: Organisationen ”toon” finns inte. Välj bland city."
    ]
    assert played(Checker(loaded, "toon").check(found)).organisation == "city"
    unsaid = Loaded(loaded.types, loaded.procedures, loaded.organisations, ())
    assert "vilken organisation det gäller" in told(Checker(unsaid).check(read))[0]


def test_a_number_twice_is_left_the_second_time(tmp_path: Path, loaded: Loaded) -> None:
    """However it is spaced, spelt and written."""
    for again in ("ks  2024/1", "KS-2024-00001", "2024/1"):
        first, second = check(tmp_path, loaded, matter(), matter(dnr=again))
        assert first.history is not None
        assert second.history is None
        shown = " ".join(again.split())
        assert told(second)[0].startswith(f"fil:2: Diarienumret ”{shown}” står redan högre upp")


def test_a_number_that_is_none_leaves_the_matter_out(tmp_path: Path, loaded: Loaded) -> None:
    """It is said by line before anything is played; as a predecessor it is only passed over."""
    wrong, good = check(
        tmp_path, loaded, matter(dnr="sju"), matter(predecessor_dnr=["sju", "KS 2023/9"])
    )
    assert wrong.history is None
    (said,) = told(wrong)
    assert said.startswith("fil:1: ”sju” är inget diarienummer. Skriv till exempel KS 9/2024, ")
    assert played(good).predecessor_dnr == ("KS 2023/9",)
    assert [finding.severity for finding in good.findings] == ["warning"]
    assert told(good)[0].startswith("fil:2: Föregångaren ”sju” är inget diarienummer.")


def test_a_matter_isnt_its_own_predecessor(tmp_path: Path, loaded: Loaded) -> None:
    """That one is left out with a warning; others are kept."""
    (found,) = check(tmp_path, loaded, matter(predecessor_dnr=["KS 2023/9", "KS 2024/1"]))
    assert played(found).predecessor_dnr == ("KS 2023/9",)
    assert [finding.severity for finding in found.findings] == ["warning"]
    assert "sin egen föregångare" in told(found)[0]


def test_fields_are_those_of_the_type(tmp_path: Path, loaded: Loaded) -> None:
    """Text is read as what the field holds; what it can't hold, and unknown ones, are told and left out."""
    good = {"movers": "A; B", "amount": "1 200 000", "urgent": "Ja", "moved_on": "2024-01-02"}
    (found,) = check(tmp_path, loaded, matter(fields=good))
    assert found.findings == ()
    assert played(found).fields == {
        "movers": ["A", "B"],
        "amount": 1_200_000,
        "urgent": True,
        "moved_on": "2024-01-02",
    }
    bad = {"movers": 3, "amount": "mycket", "urgent": "snart", "moved_no": "x", "moved_on": 1}
    (found,) = check(tmp_path, loaded, matter(fields=bad))
    assert played(found).fields == {}
    assert [finding.severity for finding in found.findings] == ["warning"] * 5
    assert any("moved_no: är inget fält. Menade du moved_on?" in each for each in told(found))


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({**STEP, "body": "AU"}, "Organet ”AU” finns inte i Staden. Välj bland KF, KS."),
        ({**STEP, "body": "fullmäktige"}, "”fullmäktige” finns inte i Staden. Skriv koden KF."),
        ({**STEP, "body": "ks"}, "Skriv koden KS."),
        ({**STEP, "outcomes": ["tables", "tabels"]}, "Utfallet ”tabels” är okänt. Menade du ”tab"),
        ({**STEP, "outcomes": ["decides:bifalller"]}, "är okänt. Menade du ”bifaller”? Egna ord"),
        ({**STEP, "date": "2024-03-01"}, "från 2024-03-01, men steg 1 före det är från 2024-03-12"),
        ({**STEP, "date": "2024-03-12"}, "KS har redan steg 1 den 2024-03-12, utan en annan"),
    ],
)
def test_a_step_that_cant_be_is_set_aside(
    tmp_path: Path, loaded: Loaded, step: Values, said: str
) -> None:
    """An unknown body or word, out of order, or twice on a day: told by step, and the rest is played."""
    first = {**STEP, "date": "2024-03-12", "outcomes": ["tables"]}
    (found,) = check(tmp_path, loaded, matter(first, step, LATER))
    assert found.numbers == (1, 3)
    (sentence,) = told(found)
    assert sentence.startswith("fil:1: steg 2: ")
    assert said in sentence
    assert found.errors == 1


def test_every_step_out_of_order_is_told_against_the_last_that_wasnt(
    tmp_path: Path, loaded: Loaded
) -> None:
    """The later-listed ones are set aside, not those that they come after."""
    days = ("2024-03-20", "2024-03-13", "2024-03-14", "2024-03-21")
    (found,) = check(tmp_path, loaded, matter(*({**STEP, "date": day} for day in days)))
    assert found.numbers == (1, 4)
    assert [finding.step for finding in found.findings] == [2, 3]
    assert all("steg 1 före det" in sentence for sentence in told(found))


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("1", "2", (1, 2)),
        ("1", "1", (1,)),
        ("1", None, (1,)),
        (None, "2", (1,)),
        (None, None, (1,)),
    ],
)
def test_two_steps_on_one_day_need_different_paragraphs(
    tmp_path: Path, loaded: Loaded, first: str | None, second: str | None, kept: tuple[int, ...]
) -> None:
    """A body may take a matter up twice at one meeting; else it is one step written twice."""
    steps = ({**STEP, "paragraph": first}, {**STEP, "paragraph": second})
    (found,) = check(tmp_path, loaded, matter(*steps))
    assert found.numbers == kept
    assert len(found.findings) == 2 - len(kept)


def test_two_bodies_may_meet_on_one_day(tmp_path: Path, loaded: Loaded) -> None:
    """KS in the morning and KF in the evening is no fault."""
    (found,) = check(tmp_path, loaded, matter(STEP, {**LATER, "date": STEP["date"]}))
    assert found.findings == ()


def test_an_outcome_that_the_type_lacks_is_no_fault_of_the_file(
    tmp_path: Path, loaded: Loaded
) -> None:
    """Any event, any word of the vocabulary, and words that say nothing: playing tells what they lead to."""
    words = ["decides:sent", "Bifaller", "decides:oklart"]
    (found,) = check(tmp_path, loaded, matter({**STEP, "outcomes": words}))
    assert found.findings == ()


def test_a_matter_whose_steps_all_fall_is_left(tmp_path: Path, loaded: Loaded) -> None:
    """Each step is told, and that nothing is left."""
    (found,) = check(tmp_path, loaded, matter({**STEP, "body": "AU"}))
    assert found.history is None
    assert [finding.step for finding in found.findings] == [1, None]
    assert "Inget av ärendets steg går att använda" in told(found)[-1]


def test_what_can_be_left_out_of_a_step_is_a_warning(tmp_path: Path, loaded: Loaded) -> None:
    """Days before the meeting, unknown proposals, an assignment's day and body: the step is played without."""
    given = [
        {"what": "Utred", "due": "snarast", "due_body": "AU"},
        {"what": "Bygg", "due": "2024-09", "due_body": "KS"},
        {"what": "Riv", "due": "2024-09-30"},
    ]
    step = {
        **STEP,
        "tabled_to": "2024-03-12",
        "adjusted_on": "2024-03-12",
        "proposed": ["grants", "gransts"],
        "assignments": given,
    }
    (found,) = check(tmp_path, loaded, matter(step))
    (kept,) = played(found).steps
    assert (kept.tabled_to, kept.adjusted_on, kept.proposed) == (None, None, ("grants",))
    assert [(one.due, one.due_body) for one in kept.assignments] == [
        (None, None),
        ("2024-09", "KS"),
        ("2024-09-30", None),
    ]
    assert [(finding.step, finding.severity) for finding in found.findings] == [(1, "warning")] * 5
    words = ("gransts", "snarast", "”AU”", "”tabled_to” är 2024-03-12, före", "”adjusted_on”")
    assert all(any(word in sentence for sentence in told(found)) for word in words)


def test_days_that_can_be_are_kept(tmp_path: Path, loaded: Loaded) -> None:
    """Tabled to a later day, or to the same one; adjusted on the spot."""
    days = {"tabled_to": "2024-03-27", "adjusted_on": STEP["date"]}
    (found,) = check(tmp_path, loaded, matter({**STEP, **days}))
    assert found.findings == ()
    assert played(found).steps[0].tabled_to == date(2024, 3, 27)


def test_a_missing_step_of_an_unknown_body_is_set_aside(tmp_path: Path, loaded: Loaded) -> None:
    """Told, and the others are kept."""
    gone = [
        {"body": body, "date": "before 2024-03-01", "what": "tabled"}
        for body in ("KS", "Fullmäktige")
    ]
    (found,) = check(tmp_path, loaded, matter(missing_steps=gone))
    assert [step.body for step in played(found).missing_steps] == ["KS"]
    (sentence,) = told(found)
    assert "Saknat steg: organet ”Fullmäktige” finns inte. Skriv koden KF." in sentence


def test_nothing_has_happened_after_today(tmp_path: Path, loaded: Loaded) -> None:
    """A step, or a missing one, of a day that hasn't been is set aside; today's is played."""
    gone = [{"body": "KS", "date": day, "what": "tabled"} for day in ("2024-03-13", "2024-03-14")]
    path = tmp_path / "file.jsonl"
    path.write_bytes(jsonl([matter(missing_steps=gone)]))
    (found,) = checked_histories(path, loaded, today=date(2024, 3, 13))
    assert found.numbers == (1,)
    assert [step.day for step in played(found).missing_steps] == [date(2024, 3, 13)]
    assert [finding.step for finding in found.findings] == [2, None]
    assert "Saknat steg: 2024-03-14 har inte varit än" in told(found)[1]
    assert "Steget är från 2024-04-25, som inte har varit än" in told(found)[0]


def test_what_reading_found_stays(tmp_path: Path, loaded: Loaded) -> None:
    """Findings of both kinds stand together in order of step; what can't be read isn't checked."""
    steps = ({**STEP, "x": 1}, {**STEP, "body": "AU"}, {**STEP, "date": None}, LATER)
    found, unread = check(tmp_path, loaded, matter(*steps), [])
    assert [finding.step for finding in found.findings] == [1, 2, 3]
    assert found.numbers == (1, 4)
    assert len(unread.findings) == 1


@pytest.mark.shared
def test_the_histories_of_a_large_city_have_no_faults(shared: Path) -> None:
    """560 matters, 1,342 steps: every body, word, day and order holds, with the words that are shipped."""
    definitions = load(Path(__file__).parents[4] / "definitions")
    path = shared / "data" / "goteborg_chains.jsonl"
    found = list(checked_histories(path, definitions))
    assert [sentence for each in found for sentence in told(each)] == []
    histories = [played(each) for each in found]
    assert len(histories) == 560
    assert sum(len(history.steps) for history in histories) == 1_342
    assert {history.organisation for history in histories} == {"storstad"}
