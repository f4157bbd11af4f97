"""The headings and standing sentences of decisions, as minutes print them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from workflow.definition.schema import Form
from workflow.meeting.wording import Act, genitive, heading, sentences, within
from workflow.model.proceedings import AgendaItem, Deliberation, Resolution

AU = "Kommunstyrelsens allmänna utskott"
KS, KF, CB = "Kommunstyrelsen", "Kommunfullmäktige", "Kommunstyrelsens arbetsutskott"
ITEM = AgendaItem("i1", "decision", "Taxa")
ADOPTS, PROPOSES = Act("decides"), Act("proposes")


def _with(**data: object) -> AgendaItem:
    return replace(ITEM, deliberation=Deliberation(Resolution(data=data)))


@pytest.mark.parametrize(
    ("acts", "onward", "clause", "title"),
    [
        ([], [], f"{AU} beslutar", f"{AU}s beslut"),
        ([ADOPTS, ADOPTS], [KS], f"{AU} beslutar", f"{AU}s beslut"),
        ([Act("notes")], [], f"{AU} beslutar", f"{AU}s beslut"),
        ([Act("hands_over")], [KS], f"{AU} beslutar", f"{AU}s beslut"),
        ([PROPOSES], [], f"{AU} föreslår", f"{AU}s förslag till beslut"),
        (
            [PROPOSES],
            [KS],
            f"{AU} föreslår kommunstyrelsen besluta",
            f"{AU}s förslag till kommunstyrelsen",
        ),
        (
            [PROPOSES],
            [KS, KF],
            f"{AU} föreslår kommunstyrelsen föreslå kommunfullmäktige besluta",
            f"{AU}s förslag till kommunstyrelsen\nKommunfullmäktiges beslut",
        ),
        (
            [PROPOSES],
            [CB, KS, KF],
            (
                f"{AU} föreslår kommunstyrelsens arbetsutskott föreslå kommunstyrelsen föreslå "
                "kommunfullmäktige besluta"
            ),
            (
                f"{AU}s förslag till kommunstyrelsens arbetsutskott\n"
                "Kommunstyrelsens arbetsutskotts förslag till kommunstyrelsen\n"
                "Kommunfullmäktiges beslut"
            ),
        ),
        (
            [ADOPTS, PROPOSES],
            [KS],
            f"{AU} beslutar\n{AU} föreslår kommunstyrelsen besluta",
            f"{AU}s beslut\n{AU}s förslag till kommunstyrelsen",
        ),
    ],
)
def test_the_heading_says_whether_it_is_a_decision(
    acts: list[Act], onward: list[str], clause: str, title: str
) -> None:
    """A proposal names every body that it passes, in both manners; anything else is a decision."""
    assert heading(AU, ITEM, acts, onward) == clause
    assert heading(AU, ITEM, acts, onward, style="title") == title


def test_what_was_withdrawn_is_no_decision() -> None:
    """It has a heading and a sentence of its own, whatever the manner."""
    gone = replace(ITEM, status="withdrawn")
    assert heading(AU, gone, []) == heading(AU, gone, [ADOPTS], style="title") == "Ärendet utgår"
    assert sentences(gone, []) == ("Ärendet utgår.",)
    assert sentences(replace(gone, reason="Förhinder"), []) == ("Ärendet utgår. Skäl: Förhinder.",)


@pytest.mark.parametrize(
    ("item", "act", "sentence"),
    [
        (ITEM, ADOPTS, None),
        (ITEM, PROPOSES, None),
        (ITEM, Act("proposes", "decides"), None),
        (ITEM, Act("proposes", "notes"), "Informationen noteras."),
        (ITEM, Act("notes"), "Informationen noteras."),
        (ITEM, Act("hands_over"), "Ärendet överlämnas till kommunstyrelsen utan eget yttrande."),
        (ITEM, Act("tables"), "Ärendet bordläggs till nästa sammanträde."),
        (
            _with(tabled_to="2025-03-11", reason="Handlingar saknas."),
            Act("tables", by_minority=True),
            (
                "Ärendet bordläggs på begäran av en minoritet till sammanträdet 2025-03-11. "
                "Skäl: Handlingar saknas."
            ),
        ),
        (ITEM, Act("refers_back"), "Ärendet återremitteras."),
        (
            _with(referred_to=KS, reason="Vad kostar det?", tabled_to=None),
            Act("refers_back"),
            "Ärendet återremitteras till kommunstyrelsen. Skäl: Vad kostar det?",
        ),
        (
            _with(reason="Kostnaden saknas"),
            Act("refers_back", by_minority=True),
            "Ärendet återremitteras på begäran av en minoritet. Skäl: Kostnaden saknas.",
        ),
        (_with(reason="Återtaget"), Act("withdraws"), "Ärendet utgår. Skäl: Återtaget."),
    ],
)
def test_some_sentences_follow_from_the_form(
    item: AgendaItem, act: Act, sentence: str | None
) -> None:
    """To whom, until when and why are in them; what is decided on the matter itself the body words."""
    assert sentences(item, [act, act], [KS, KF]) == (() if sentence is None else (sentence,))


def test_handed_over_to_nobody_known() -> None:
    """Where the next body isn't known the sentence does without."""
    assert sentences(ITEM, [Act("hands_over")]) == ("Ärendet överlämnas utan eget yttrande.",)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        (KS, "kommunstyrelsen"),
        (AU, "kommunstyrelsens allmänna utskott"),
        ("Allmänna utskottet", "allmänna utskottet"),
        ("Miljö- och byggnämnden", "miljö- och byggnämnden"),
        ("Byggnadsnämnden", "byggnadsnämnden"),
        ("Norrbottens e-nämnd", "Norrbottens e-nämnd"),
        ("Region Västerbotten", "Region Västerbotten"),
        ("KS", "KS"),
    ],
)
def test_common_nouns_are_small_within_a_sentence(name: str, inside: str) -> None:
    """Names of bodies that are common nouns; proper names keep their capital."""
    assert within(name) == inside


def test_an_owner_gets_an_s_unless_it_ends_with_one() -> None:
    """As Swedish has it."""
    assert genitive("Allmänna utskottet") == "Allmänna utskottets"
    assert genitive("Utskott Väst AB Bas") == "Utskott Väst AB Bas"


NAMES = {"AU": "Allmänna utskottet", "KS": KS, "KF": KF, "e-nämnden": "E-nämnden"}
FORMS: dict[str, Form] = {
    "decides": "decides",
    "adjourns": "decides",
    "notes_information": "notes",
    "hands_over_without_opinion": "hands_over",
    "proposes_to_KS": "proposes",
    "proposes_to_KS_and_KF": "proposes",
}


@pytest.mark.shared
def test_every_heading_of_real_minutes_can_be_worded(shared: Path) -> None:
    """The headings that Norsjö and the joint committee print, and what is always worded the same."""
    records = json.loads((shared / "data/golden.json").read_text(encoding="utf-8"))["records"]
    seen = 0
    for record in records:
        if record["record"] != "paragraph" or record["decision_headings"] in ([], ["Beslut"]):
            continue
        body, *onward = (NAMES[code] for code in record["next_body"])
        act = Act(FORMS[record["decision_form"]])
        printed = "\n".join(record["decision_headings"])
        assert heading(body, ITEM, [act], onward, style="title") == printed
        if act.form in ("notes", "hands_over") and body == NAMES["AU"]:
            assert sentences(ITEM, [act], onward)[0] == record["decision_points"][0]
        seen += 1
    assert seen > 30
