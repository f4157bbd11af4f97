"""Meetings put together by hand, and from the facts of real minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from workflow.definition.organisation import Board, Body, Organisation
from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.matter import Matter
from workflow.model.outcome import PointOutcome
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Deliberation,
    Guest,
    ItemKind,
    Presence,
    Presentation,
    Proceedings,
    Resolution,
    Roll,
    RouteStop,
    Seat,
    SeatRole,
    Section,
    Signature,
)

MEETING = MatterId("meeting-au-2025-02-25")
NORSJO = Organisation(
    organisation="norsjo",
    name="Norsjö kommun",
    kind="municipality",
    register_code="KS",
    bodies={
        "AU": Body(name="Allmänna utskottet", kind="subcommittee", parent="KS"),
        "KS": Body(name="Kommunstyrelsen", kind="executive_board"),
        "KF": Body(name="Kommunfullmäktige", kind="council"),
    },
    boards=(Board(name="Kommunens digitala anslagstavla", where_kept="kommunkansliet, Norsjö"),),
)
ROLL = Roll(
    seats=(
        Seat("Mikael Lindfors", "S", "chair"),
        Seat("Astrid Nerdal", "S", "vice_chair"),
        Seat("Hans Klingstedt", "V"),
        Seat("Lars-Åke Holmgren", "KD"),
        Seat("Eva Berg", "M"),
        Seat("Ida Ström", "M", "substitute"),
        Seat("Olle Sund", "S", "substitute"),
    ),
    presences=(
        Presence("Mikael Lindfors"),
        Presence("Astrid Nerdal", until="09:30"),
        Presence("Hans Klingstedt"),
        Presence("Lars-Åke Holmgren"),
        Presence("Ida Ström", instead_of="Eva Berg"),
        Presence("Olle Sund", serving=False),
    ),
    guests=(Guest("Tina Lundgren", "ekonomichef", "§§ 21–25"),),
)


def item(key: str, paragraph: int | None = 16, **parts: Any) -> AgendaItem:
    """An item that was taken up and adjusted; keywords replace its parts, or the decision's.

    ``sentences``, ``heading`` and ``recipients`` go to the resolution; ``how`` to the deliberation.
    """
    resolution = Resolution(
        outcomes=(PointOutcome("approve"),),
        sentences=parts.pop("sentences", ("Informationen noteras.",)),
        heading=parts.pop("heading", ""),
        recipients=parts.pop("recipients", ()),
    )
    how: Mapping[str, Any] = parts.pop("how", {})
    standing: dict[str, Any] = {
        "kind": "decision",
        "title": "Informationsärenden",
        "number": "KS-25/00244",
        "status": "taken_up",
        "deliberation": Deliberation(resolution, **how),
        "adjusted_on": date(2025, 2, 27),
        **parts,
    }
    return AgendaItem(key=key, paragraph=paragraph, **standing)


def waiting(key: str, title: str, kind: ItemKind = "decision", **parts: Any) -> AgendaItem:
    """An item that has not been taken up."""
    return AgendaItem(key=key, kind=kind, title=title, **parts)


def meeting(
    *items: AgendaItem,
    roll: Roll = ROLL,
    fields: Mapping[str, object] | None = None,
    presentations: Sequence[Presentation] = (),
) -> Matter:
    """The matter of a meeting of Norsjö's subcommittee on 25 February 2025."""
    return Matter(
        id=MEETING,
        number=RegistrationNumber("KS-25/00300", "KS", 2025, 300),
        organisation="norsjo",
        matter_type="meeting",
        definition="d" * 64,
        title="Allmänna utskottet 2025-02-25",
        state="adjusted",
        version=9,
        opened_on=date(2025, 2, 3),
        fields={
            "body": "AU",
            "meeting_on": "2025-02-25",
            "starts_at": "08:30",
            "ends_at": "16:40",
            "place": "Kommunkontoret",
            "secretary": "Ingela Lidström",
            **(fields or {}),
        },
        proceedings=Proceedings(
            roll=roll,
            items=items,
            adjusters=Adjusters(("Lars-Åke Holmgren",), "Kommunkontoret", date(2025, 2, 27)),
            presentations=tuple(presentations),
        ),
    )


def of_record(record: Mapping[str, Any]) -> AgendaItem:
    """One paragraph of ``golden.json`` as an item, with the facts that the record has."""
    intro = record.get("decision_intro")
    return item(
        str(record["paragraph"]),
        record["paragraph"],
        number=record["dnr"],
        title=record["title"],
        heading="\n".join(record.get("decision_headings") or ()),
        sentences=(*((intro,) if intro else ()), *(record.get("decision_points") or ())),
        recipients=tuple(each["printed"] for each in record.get("recipients") or ()),
        basis=tuple(record.get("attachments") or ()),
        route=tuple(
            RouteStop(each["body"], date.fromisoformat(each["date"]))
            for each in record.get("planned_meetings") or ()
        ),
    )


def of_golden(records: Sequence[Mapping[str, Any]], prefix: str) -> tuple[Organisation, Matter]:
    """A real meeting from the facts of ``golden.json``: ``000``, ``003`` or ``004``."""
    ours = [each for each in records if each["id"].startswith(prefix)]
    front = next(each for each in ours if each["record"] == "meeting")
    paragraphs = [of_record(each) for each in ours if each["record"] == "paragraph"]
    notice = front["notice"]
    board = Board(
        name=notice.get("board") or "Anslagstavlan",
        where_kept=notice.get("storage_place") or "kansliet",
    )
    organisation = Organisation(
        organisation="real",
        name=front["organisation"],
        kind="municipality",
        register_code="KS",
        bodies={"AU": Body(name=front["body"], kind="subcommittee")},
        boards=(board,),
    )
    chair = front["chair"].partition(" (")[0]
    adjusters = tuple(name.partition(" (")[0] for name in front["adjusters"])
    made = meeting(*sorted(paragraphs, key=lambda each: each.paragraph or 0), roll=_roll(front))
    assert made.proceedings is not None
    adjusted = front["adjustment"]["date"]
    return organisation, replace(
        made,
        fields={
            "body": "AU",
            "meeting_on": front["meeting_date"],
            "starts_at": front["time_from"],
            "ends_at": front["time_to"],
            "place": front["place"],
            "secretary": front["secretary"].partition(" (")[0],
            "chair": chair,
        },
        proceedings=replace(
            made.proceedings,
            adjusters=Adjusters(
                adjusters,
                front["adjustment"].get("place") or "",
                date.fromisoformat(adjusted) if adjusted else None,
            ),
        ),
    )


def _roll(front: Mapping[str, Any]) -> Roll:
    people = front["attendance"]
    roles: dict[str, SeatRole] = {"ersättare": "substitute", "ordförande": "chair"}
    seats = tuple(
        Seat(each["name"], each["party"], roles.get(each["role"], "member"))
        for each in people["members"]
    )
    return Roll(
        seats=seats,
        presences=tuple(
            Presence(
                each["name"],
                until=each.get("until"),
                serving=each["role"] != "ersättare" or bool(each.get("substitutes_for")),
                instead_of=each.get("substitutes_for"),
            )
            for each in people["members"]
            if each["present"]
        ),
        guests=tuple(
            Guest(each["name"], each["title"], each["paragraphs"] or "")
            for each in people["others"]
        ),
    )


def background(text: str, heading: str = "Ärendebeskrivning") -> Section:
    """A part of an item's text."""
    return Section(heading, text)


def signed(*names: str, sha256: str = "5A" * 32) -> Presentation:
    """Minutes that these have signed, a minute apart."""
    return Presentation(
        key="p1",
        sha256=sha256,
        items=("a",),
        signers=tuple((name, "Justerare") for name in names),
        presented_on=date(2025, 2, 26),
        signatures=tuple(
            Signature(name, "Justerare", datetime(2025, 2, 27, 14, place, tzinfo=UTC), sha256)
            for place, name in enumerate(names)
        ),
        adjusted_on=date(2025, 2, 27),
    )
