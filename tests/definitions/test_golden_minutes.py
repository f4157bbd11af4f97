"""The shipped examples against the minutes themselves, paragraph by paragraph."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from play import Play

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.definition.sessions import meetings
from workflow.machine.recipients import resolve
from workflow.machine.schedule import month_span
from workflow.model.ids import RegistrationNumber
from workflow.model.matter import Matter
from workflow.workbench.minutes import Minutes, Paragraph

pytestmark = pytest.mark.shared

Record = dict[str, Any]

ORGANISATIONS = {
    "Sollefteå kommun": "solleftea",
    "Norrbottens e-nämnd": "norrbottens_e_namnd",
    "Norsjö kommun": "norsjo",
}
BODIES = {
    "e-nämnden": "NAMND",
    "Kommunstyrelsen": "KS",
    "Kommunstyrelsens allmänna utskott": "AU",
    "Allmänna utskottet": "AU",
}
FORMS = {
    "decides": "decides",
    "notes_information": "notes",
    "hands_over_without_opinion": "hands_over",
    "proposes_to_KS": "proposes",
    "proposes_to_KS_and_KF": "proposes",
}
OTHERS = {"kommunerna"}
"""Whose deadlines are only told about: the municipalities' own award decisions."""


@pytest.fixture(scope="module")
def golden(shared: Path) -> list[Record]:
    """One record a paragraph and a meeting."""
    records: list[Record] = json.loads((shared / "data/golden.json").read_text("utf-8"))["records"]
    return records


@pytest.fixture(scope="module")
def pairs(golden: list[Record], minutes: tuple[Minutes, ...]) -> list[tuple[Record, Paragraph]]:
    """Every printed paragraph with the one that the project carries."""
    ours = {
        (one.organisation, paragraph.paragraph): paragraph
        for one in minutes
        for paragraph in one.paragraphs
    }
    printed = [record for record in golden if record["record"] == "paragraph"]
    assert len(printed) == len(ours) == 46
    return [
        (record, ours[ORGANISATIONS[record["organisation"]], record["paragraph"]])
        for record in printed
    ]


@pytest.fixture(scope="module")
def matters(pairs: list[tuple[Record, Paragraph]]) -> list[tuple[Record, Paragraph]]:
    """Those that are matters."""
    return [(record, paragraph) for record, paragraph in pairs if paragraph.is_matter]


def code_of(record: Record) -> str:
    """The organisation of a record."""
    return ORGANISATIONS[record["organisation"]]


def kind_of(paragraph: Paragraph) -> str:
    """The kind of the item, in the words of the record."""
    if paragraph.formality is not None:
        return "formality"
    return "adjournment" if paragraph.adjournment is not None else paragraph.kind or "decision"


def played(play: Play, record: Record, paragraph: Paragraph) -> Matter:
    """The matter of a paragraph when everything is over."""
    assert paragraph.matter is not None
    return play.matter(code_of(record), paragraph.matter)


def test_meetings_are_as_printed(golden: list[Record], minutes: tuple[Minutes, ...]) -> None:
    """Day of the meeting, adjustment and posting, where the minutes say so."""
    printed = {ORGANISATIONS[r["organisation"]]: r for r in golden if r["record"] == "meeting"}
    for one in minutes:
        record = printed[one.organisation]
        assert one.meeting_on.isoformat() == record["meeting_date"]
        assert one.adjusted_on.isoformat() == (record["adjustment"]["date"] or "2023-06-30")
        if record["notice"]["posted"]:  # the engine posts on the day of the last signature
            assert one.adjusted_on.isoformat() == record["notice"]["posted"]


def test_what_is_no_matter_has_no_number(
    pairs: list[tuple[Record, Paragraph]], minutes: tuple[Minutes, ...]
) -> None:
    """Formalities and adjournments are facts of the meeting, and so is what was withdrawn."""
    for record, paragraph in pairs:
        assert paragraph.is_matter == (record["matter_type"] != "formality")
        assert paragraph.is_matter == (record["dnr"] is not None)
        assert kind_of(paragraph) == record["item_kind"]
    withdrawn = [item.words for one in minutes for item in one.items if item.withdrawn]
    assert withdrawn == [title for record, _ in pairs for title in record.get("withdrawn", [])]


def test_types_and_titles_are_as_printed(matters: list[tuple[Record, Paragraph]]) -> None:
    """Every matter type of the minutes is one that the project defines."""
    for record, paragraph in matters:
        assert paragraph.matter_type == record["matter_type"]
        assert paragraph.title == record["title"]


def test_every_number_in_its_printed_and_its_normal_form(
    matters: list[tuple[Record, Paragraph]], organisations: dict[str, Organisation]
) -> None:
    """The heading's number, and the agenda's where it is another."""
    for record, paragraph in matters:
        register = organisations[code_of(record)].register_code
        agenda = paragraph.agenda_number or (record["dnr_agenda"] and paragraph.matter)
        for printed, ours, normal in (
            (record["dnr"], paragraph.matter, record["dnr_normalised"]),
            (record["dnr_agenda"], agenda, record["dnr_agenda_normalised"]),
        ):
            assert ours == printed
            if printed is None:
                continue
            number = RegistrationNumber.parse(printed, default_register=register)
            assert number.printed == printed
            assert (number.register, number.year, number.serial, number.class_code) == (
                normal["register"],
                normal["year"],
                normal["serial"],
                normal.get("class"),
            )


def test_every_printed_recipient_is_found_or_left_to_a_person(
    pairs: list[tuple[Record, Paragraph]], organisations: dict[str, Organisation]
) -> None:
    """Exactly as printed, misspelt too; only "Övriga berörda" takes a person."""
    left = set()
    for record, paragraph in pairs:
        printed = [recipient["printed"] for recipient in record["recipients"]]
        assert list(paragraph.recipients) == printed
        organisation = organisations[code_of(record)]
        for recipient in record["recipients"]:
            found = resolve(organisation, organisations, recipient["printed"])
            left |= {recipient["printed"] for one in found if one.address is None}
            wanted = recipient.get("normalised")
            if recipient["class"] != "group_expression":
                (one,) = found
                assert one.kind == recipient["class"]
                assert one.name == (wanted or one.name).split(",")[0]
    assert left == {"Övriga berörda"}


def test_the_group_is_the_fourteen_members(organisations: dict[str, Organisation]) -> None:
    """One address for each municipality of Norrbotten."""
    committee = organisations["norrbottens_e_namnd"]
    found = resolve(committee, organisations, "Samtliga ingående kommuner")
    assert len({one.address for one in found}) == 14
    assert {one.name for one in found} == {organisations[code].name for code in committee.members}


def test_every_recipient_got_its_decision(
    play: Play, matters: list[tuple[Record, Paragraph]]
) -> None:
    """Each printed recipient has a receipt or a documented exception when the matter ends."""
    for record, paragraph in matters:
        matter = played(play, record, paragraph)
        items = [item for item in matter.items if item.decision == "d1"]
        assert {item.printed for item in items} >= set(paragraph.recipients)
        assert {item.status for item in items} <= {"delivered", "excepted"}


def test_every_decision_has_the_form_that_is_printed(
    matters: list[tuple[Record, Paragraph]], definitions: dict[str, MatterType]
) -> None:
    """Decided, proposed, handed over or noted."""
    for record, paragraph in matters:
        events = definitions[str(paragraph.matter_type)].events
        forms = {events[outcome.event].form for outcome in paragraph.outcomes}
        assert forms == {FORMS[record["decision_form"]]}, record["id"]


def test_every_route_is_taken(play: Play, matters: list[tuple[Record, Paragraph]]) -> None:
    """The bodies that the minutes name take the matter up in that order; what ended there, ended."""
    for record, paragraph in matters:
        taken = [decision.body for decision in played(play, record, paragraph).decisions]
        planned = [BODIES.get(body, body) for body in record["next_body"]]
        assert taken[: len(planned)] == planned, record["id"]
        if record["terminal"]:
            assert taken == planned, record["id"]
        if record.get("legal_final_body"):
            assert taken[-1] == record["legal_final_body"], record["id"]


def own_deadlines(record: Record) -> Iterator[Record]:
    """What the organisation itself has to do by a day or in a month."""
    for deadline in (*record["deadlines"], *record.get("computed_deadlines", ())):
        real = deadline.get("kind", "computed") in (
            "computed",
            "assignment",
            "external_deadline",
            "follow_up",
            "relative_deadline",
        )
        precise = deadline.get("precision", "day") in ("day", "month")
        if real and precise and deadline.get("who") not in OTHERS:
            yield deadline


def days_kept(play: Play, matter: Matter) -> set[date]:
    """Every day that the engine kept for the matter, in deadlines, assignments and their matters."""
    days = {deadline.final for deadline in matter.deadlines}
    for assignment in matter.assignments:
        days |= {assignment.due} if assignment.due else set()
        if assignment.child is not None:
            days |= days_kept(play, play.office.matter(assignment.child))
    return days


def test_every_real_deadline_is_kept(play: Play, matters: list[tuple[Record, Paragraph]]) -> None:
    """Each day or month that is printed, or that the law gives, is one that the engine watches."""
    seen = 0
    for record, paragraph in matters:
        days = days_kept(play, played(play, record, paragraph))
        for deadline in own_deadlines(record):
            seen += 1
            if deadline.get("precision") == "month":
                first, last = month_span(deadline["date"])
                assert any(first <= day <= last for day in days), record["id"]
            else:
                assert date.fromisoformat(deadline["date"]) in days, record["id"]
    assert seen == 11


def test_every_planned_meeting_is_in_the_schedule(
    matters: list[tuple[Record, Paragraph]], organisations: dict[str, Organisation]
) -> None:
    """The meeting days that are printed are the bodies' own."""
    for record, _ in matters:
        for planned in record["planned_meetings"]:
            meets = meetings(organisations[code_of(record)], BODIES[planned["body"]])
            assert date.fromisoformat(planned["date"]) in meets


def test_no_sentence_of_the_minutes_is_copied(golden: list[Record], root: Path) -> None:
    """The points are carried in the project's own words."""
    shipped = "\n".join(path.read_text("utf-8") for path in root.glob("definitions/**/*.yaml"))
    sentences = {
        point.strip().rstrip(".")
        for record in golden
        for point in record.get("decision_points", ())
    }
    copied = {one for one in sentences if " " in one and one in shipped}
    assert copied == set()
