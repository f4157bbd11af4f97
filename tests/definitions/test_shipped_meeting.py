"""The shipped procedure of meetings, from the plan to the last signature, with what it tells others."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from office import Office, noon
from pypdf import PdfReader
from sittings import ALL_THERE, SEATS, Sitting, said

from workflow.definition.organisation import Entry
from workflow.errors import CommandRefusedError
from workflow.meeting.composing import compose_extract
from workflow.model.commands import (
    CallRoll,
    CorrectItem,
    ElectAdjusters,
    FireEvent,
    ItemDealtWith,
    OrderItems,
    PresentMinutes,
    RecordItems,
    RegisterMatter,
    SignMinutes,
    WithdrawItem,
)
from workflow.model.ids import MatterId
from workflow.model.proceedings import Adjusters, AgendaItem, Guest, Presence, Roll
from workflow.notify.documents.renderer import TemplateRenderer

AU_ON = date(2025, 2, 25)


@pytest.fixture
def matters(office: Office) -> tuple[MatterId, MatterId]:
    """Two matters that wait for AU."""
    found = []
    for number, title in (("KS-25/00234", "Projekt AI"), ("KS-25/00236", "Plaståtervinning")):
        identity = office.register(
            RegisterMatter("norsjo", "project_participation", title, number=number)
        )
        office.give(identity, FireEvent("prepared"))
        found.append(identity)
    return found[0], found[1]


def item(key: str, matter: MatterId, title: str = "Ett ärende") -> AgendaItem:
    return AgendaItem(key, "decision", title, matter=matter, number="KS-25/1")


@pytest.fixture
def sitting(office: Office, matters: tuple[MatterId, MatterId]) -> Sitting:
    """AU's meeting with a formality and both matters, not summoned yet."""
    meeting = Sitting(office, "AU", AU_ON)
    meeting.place(AgendaItem("i1", "formality", "Dagordning"), item("i2", matters[0]))
    meeting.place(item("i3", matters[1]))
    return meeting


def test_a_meeting_is_held_and_its_decisions_reach_matters_and_recipients(
    office: Office, sitting: Sitting, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: recorded decisions move their matters at once; adjusted minutes send them and go up on the board."""
    sitting.open(first=16)
    sitting.record("i1")
    sitting.record("i2", "i3", outcome="approves")
    assert [sitting.number(key) for key in ("i1", "i2", "i3")] == [16, 17, 18]
    assert {office.matter(one).state for one in matters} == {"decided"}
    assert [made.paragraph for made in office.matter(matters[1]).decisions] == ["18"]
    sitting.give(FireEvent("closes"))
    sitting.adjust()
    assert sitting.matter.state == "adjusted"
    assert sitting.matter.closed_on == AU_ON
    assert {made.adjusted_on for one in matters for made in office.matter(one).decisions} == {AU_ON}
    (notice,) = office.notices
    assert notice.paragraphs == "§§ 16–18"
    assert notice.last_appeal_day == date(2025, 3, 18)


def test_information_that_settles_nothing_leaves_its_matter_alone(
    office: Office, sitting: Sitting, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: a matter that was only informed of has no decision, neither when it is recorded nor when it is adjusted."""
    sitting.place(AgendaItem("i2", "information", "Lägesrapport", matter=matters[0]))
    before = office.matter(matters[0])
    sitting.open()
    sitting.record("i1", "i2")
    sitting.record("i3", outcome="approves")
    sitting.give(FireEvent("closes"))
    sitting.adjust()
    assert sitting.number("i2") == 2
    assert office.matter(matters[0]) == before
    assert [made.adjusted_on for made in office.matter(matters[1]).decisions] == [AU_ON]


def test_what_was_recorded_wrongly_is_put_right_until_it_is_adjusted(
    office: Office, sitting: Sitting, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: a correction takes the matter back and on again, voids signatures, and comes too late afterwards."""
    sitting.open()
    sitting.record("i1")
    sitting.record("i2", "i3", outcome="approves")
    before = office.matter(matters[0])
    sitting.give(CorrectItem("i2", said("tables", "tables"), "Det bordlades."))
    tabled = office.matter(matters[0])
    assert (before.state, tabled.state) == ("decided", "at_AU")
    assert [one.outcomes[0].event for one in tabled.decisions] == ["tables"]
    assert tabled.points[0].tabled == 1
    sitting.give(FireEvent("closes"))
    sitting.give(CorrectItem("i2", said("approves"), "Nej, det godkändes."))
    assert office.matter(matters[0]).state == "decided"
    sitting.adjust()
    with pytest.raises(CommandRefusedError, match="avslutades"):
        sitting.give(CorrectItem("i2", said("rejects"), "För sent."))


def test_corrections_make_signatures_void(office: Office, sitting: Sitting) -> None:
    """Claim: nobody's signature holds for minutes that were changed after it."""
    sitting.open()
    sitting.record("i1")
    sitting.record("i2", "i3", outcome="approves")
    sitting.give(FireEvent("closes"))
    with pytest.raises(CommandRefusedError, match="justerare"):
        sitting.give(PresentMinutes("a" * 64))


def test_an_item_that_was_never_taken_up_gives_its_number_back(
    office: Office, sitting: Sitting, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: striking moves later paragraphs up, and their matters are told; after the meeting nothing is struck."""
    sitting.open(first=16)
    sitting.record("i1")
    sitting.record("i2", "i3", outcome="approves")
    sitting.give(CorrectItem("i2", None, "Togs inte upp."))
    assert office.matter(matters[0]).state == "at_AU"
    assert office.matter(matters[0]).decisions == ()
    assert sitting.number("i2") is None
    assert [made.paragraph for made in office.matter(matters[1]).decisions] == ["17"]
    sitting.give(WithdrawItem("i2", "Utgår."))
    sitting.give(FireEvent("closes"))
    with pytest.raises(CommandRefusedError, match="kan inte tas bort"):
        sitting.give(CorrectItem("i3", None, "Togs inte upp."))


def test_the_order_of_paragraphs_can_change_until_they_are_adjusted(
    office: Office, sitting: Sitting, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: numbers follow the order, matters are told, and an adjusted number stays."""
    sitting.open(first=16)
    sitting.record("i1")
    sitting.record("i2", "i3", outcome="approves")
    sitting.give(OrderItems(("i1", "i3", "i2")))
    assert [made.paragraph for one in matters for made in office.matter(one).decisions] == [
        "18",
        "17",
    ]
    sitting.adjust(["i3"])
    assert office.matter(matters[1]).decisions[0].adjusted_on == AU_ON
    assert office.matter(matters[0]).decisions[0].adjusted_on is None
    with pytest.raises(CommandRefusedError):
        sitting.give(OrderItems(("i1", "i2", "i3")))
    sitting.give(FireEvent("closes"))
    sitting.adjust(content="b" * 64)
    assert [notice.paragraphs for notice in office.notices] == ["§ 17", "§§ 16, 18"]


def test_only_the_bytes_that_were_presented_are_signed(office: Office, sitting: Sitting) -> None:
    """Claim: a signature on other bytes is refused, and repeating one changes nothing."""
    sitting.open()
    sitting.record("i1")
    sitting.record("i2", "i3", outcome="approves")
    sitting.give(FireEvent("closes"))
    sitting.give(ElectAdjusters(Adjusters(("Lars-Åke Holmgren",))))
    sitting.give(PresentMinutes("c" * 64))
    with pytest.raises(CommandRefusedError, match="framlagt"):
        sitting.give(SignMinutes("p1", "Lars-Åke Holmgren", "d" * 64))
    for _ in range(2):
        sitting.give(SignMinutes("p1", "Mikael Lindfors", "c" * 64))
    sitting.sign()
    (presented,) = sitting.held.presentations
    assert {one.name for one in presented.signatures} == {name for name, _ in presented.signers}


def test_what_is_adjusted_during_the_meeting_never_takes_the_whole_notice(
    office: Office, sitting: Sitting
) -> None:
    """Claim: every paragraph is announced, also when all that was taken up so far was adjusted at once."""
    sitting.open(first=16)
    sitting.record("i1")
    sitting.record("i2", outcome="approves")
    sitting.adjust(["i1", "i2"])
    sitting.record("i3", outcome="approves")
    sitting.adjust(["i3"], content="b" * 64)
    sitting.give(FireEvent("closes"))
    assert sitting.matter.state == "adjusted"
    assert [notice.paragraphs for notice in office.notices] == ["§§ 16–17", "§ 18"]


def test_whose_meeting_it_is_and_its_first_number_are_settled(sitting: Sitting) -> None:
    """Claim: no event on the way changes body, day or the first paragraph."""
    sitting.open(first=16)
    sitting.record("i1")
    sitting.record("i2", "i3", outcome="approves")
    for data in ({"first_paragraph": 1}, {"body": "KS"}, {"meeting_on": "2024-02-25"}):
        with pytest.raises(CommandRefusedError, match="ändras inte för ett planerat"):
            sitting.give(FireEvent("closes", data=data))


def test_everybody_who_was_in_the_chair_signs(sitting: Sitting) -> None:
    """Claim: the vice chair who took over signs too."""
    left = (Presence("Mikael Lindfors", until="10:00"), *ALL_THERE.presences[1:])
    sitting.open(Roll(SEATS, left))
    for key, at in (("i1", "08:40"), ("i2", "09:00"), ("i3", "10:30")):
        outcome = None if key == "i1" else "approves"
        sitting.give(RecordItems((ItemDealtWith(key, said(outcome, taken_up_at=at)),)))
    sitting.give(FireEvent("closes"))
    sitting.adjust()
    signers = sitting.held.presentations[-1].signers
    assert [name for name, role in signers if role == "Ordförande"] == [
        "Mikael Lindfors",
        "Astrid Nerdal",
    ]


def test_whole_minutes_show_what_is_adjusted_at_once(sitting: Sitting) -> None:
    """Claim: whole minutes are void too when a paragraph is corrected that they show and others sign apart."""
    sitting.open()
    sitting.record("i1")
    sitting.record("i2", "i3", outcome="approves")
    sitting.give(ElectAdjusters(Adjusters(("Lars-Åke Holmgren",))))
    sitting.give(PresentMinutes("a" * 64, ("i3",)))
    sitting.give(FireEvent("closes"))
    sitting.give(PresentMinutes("b" * 64))
    sitting.give(CorrectItem("i3", said("rejects"), "Fel utfall."))
    assert [one.open for one in sitting.held.presentations] == [False, False]


def test_a_correction_does_not_take_back_what_the_office_has_done_since(
    office: Office, sitting: Sitting, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: once the matter has been taken on, its outcome isn't put back behind that."""
    sitting.open()
    sitting.record("i1")
    back = said("refers_back", "refers_back")
    back = replace(back, resolution=replace(back.resolution, data={"reason": "Underlag saknas."}))
    sitting.give(RecordItems((ItemDealtWith("i2", back),)))
    office.give(matters[0], FireEvent("prepared"))
    assert office.matter(matters[0]).state == "at_AU"
    with pytest.raises(AssertionError):  # what follows from it is refused, and a person is told
        sitting.give(CorrectItem("i2", said("approves"), "Det godkändes."))
    assert office.matter(matters[0]).state == "at_AU"
    assert "har gått vidare" in office.incidents[-1].detail


def test_the_quorum_is_that_of_the_hour_when_it_opens(sitting: Sitting) -> None:
    """Claim: who comes before the meeting opens counts, also where others were there earlier."""
    late = tuple(Presence(seat.name, since="13:10") for seat in SEATS[1:3])
    sitting.give(FireEvent("summons"))
    sitting.office.go_to(sitting.on)
    sitting.give(CallRoll(Roll(SEATS, (Presence(SEATS[0].name, since="13:00"), *late))))
    for at, state in (("13:05", "summoned"), ("13:15", "in_session")):
        opens = FireEvent("opens", data={"first_paragraph": 1, "starts_at": at})
        if state == "summoned":
            with pytest.raises(CommandRefusedError, match="Inte beslutsfört"):
                sitting.give(opens)
        else:
            sitting.give(opens)
        assert sitting.matter.state == state


def test_nothing_is_tabled_to_a_day_that_has_been(sitting: Sitting) -> None:
    """Claim: a matter is tabled to a day after the meeting (KL 5:51)."""
    sitting.open()
    sitting.record("i1")
    tabled = said("tables", "tables")
    wrong = replace(tabled, resolution=replace(tabled.resolution, data={"tabled_to": "2025-02-25"}))
    with pytest.raises(CommandRefusedError, match="KL 5:51"):
        sitting.give(RecordItems((ItemDealtWith("i2", wrong),)))


def test_a_signature_is_noted_afterwards_with_its_day(office: Office, sitting: Sitting) -> None:
    """Claim: minutes are adjusted on the day of the last signature, whenever it is noted; never before the meeting or in time to come."""
    sitting.open()
    sitting.record("i1")
    sitting.record("i2", "i3", outcome="approves")
    sitting.give(FireEvent("closes"))
    sitting.give(ElectAdjusters(Adjusters(("Lars-Åke Holmgren",))))
    sitting.give(PresentMinutes("c" * 64))
    office.go_to(date(2025, 3, 3))
    for day in (date(2025, 2, 24), date(2025, 3, 4)):
        with pytest.raises(CommandRefusedError, match="kan inte ha undertecknat"):
            sitting.give(SignMinutes("p1", "Mikael Lindfors", "c" * 64, noon(day)))
    for number, (name, _) in enumerate(sitting.held.presentations[-1].signers):
        sitting.give(SignMinutes("p1", name, "c" * 64, noon(date(2025, 2, 28 - number))))
    assert sitting.held.presentations[-1].adjusted_on == date(2025, 2, 28)
    (notice,) = office.notices
    assert (notice.adjusted_on, notice.posted_on) == (date(2025, 2, 28), date(2025, 3, 3))


def test_a_matter_that_is_not_on_the_agenda_is_not_decided(sitting: Sitting) -> None:
    """Claim: what isn't on the agenda can't be recorded (KL 5:52)."""
    sitting.open()
    with pytest.raises(CommandRefusedError, match="KL 5:52"):
        sitting.give(RecordItems((ItemDealtWith("i9", said("approves")),)))


def test_too_few_cannot_open_a_meeting(sitting: Sitting) -> None:
    """Claim: without more than half of the members there is no meeting (KL 6:27)."""
    with pytest.raises(CommandRefusedError, match="Inte beslutsfört"):
        sitting.open(Roll(SEATS, (Presence("Mikael Lindfors"), Presence("Astrid Nerdal"))))
    assert sitting.matter.state == "summoned"


def test_the_councils_meeting_is_announced_and_called_off(
    office: Office, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: the announcement lists the matters, and comes down when the meeting isn't held; that is told."""
    meeting = Sitting(office, "KF", date(2025, 2, 17))
    meeting.place(item("i1", matters[0], "Projekt AI"))
    meeting.give(FireEvent("summons"))
    (notice,) = office.notices
    assert (notice.kind, notice.entries) == ("announcement", ("Projekt AI",))
    meeting.give(FireEvent("cancels", data={"reason": "Sjukdom."}))
    assert meeting.matter.closed_on is not None
    assert [mail.template for mail in office.mails] == ["summons", "called_off"]
    assert {mail.to_address for mail in office.mails} == {"kommunfullmaktige@norsjo.example"}
    assert office.world.taken_down


def test_what_is_urgent_is_announced_the_weekday_before(
    office: Office, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: a council's meeting is announced a week before; a supplement announces only what is urgent (KL 5:13-14)."""
    meeting = Sitting(office, "KF", date(2025, 2, 17))
    meeting.place(item("i1", matters[0], "Projekt AI"))
    office.go_to(date(2025, 2, 10))
    meeting.give(FireEvent("summons"))
    office.go_to(date(2025, 2, 14))
    meeting.place(replace(item("i2", matters[1], "Borgen"), urgent=True))
    meeting.place(AgendaItem("i3", "information", "Sent"))
    meeting.give(FireEvent("supplements"))
    assert [one.announced for one in meeting.held.items] == [True, True, False]
    assert [notice.entries for notice in office.notices] == [
        ("Projekt AI",),
        ("Projekt AI", "Borgen", "Sent"),
    ]


def test_a_summons_that_goes_too_late_announces_nothing(
    office: Office, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: six days before isn't a week; under secrecy not even the board says what it is."""
    meeting = Sitting(office, "KF", date(2025, 2, 17))
    meeting.place(replace(item("i1", matters[0], "Projekt AI"), secret=True))
    office.go_to(date(2025, 2, 11))
    meeting.give(FireEvent("summons"))
    assert [one.announced for one in meeting.held.items] == [False]
    (notice,) = office.notices
    assert notice.entries == ("Ärende som omfattas av sekretess",)


def test_what_came_late_to_the_council_takes_everybody(
    office: Office, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: a matter that wasn't announced is decided only if all agree (KL 5:52)."""
    meeting = Sitting(office, "KF", date(2025, 2, 17))
    meeting.place(AgendaItem("i1", "formality", "Upprop"))
    meeting.give(FireEvent("summons"))
    meeting.place(item("i2", matters[0]))
    office.go_to(date(2025, 2, 17))
    meeting.open_only()
    late = said("approves")
    with pytest.raises(CommandRefusedError, match="KL 5:52"):
        meeting.give(RecordItems((ItemDealtWith("i2", late),)))


def test_the_mail_of_a_decision_has_the_extract_of_its_paragraph(
    office: Office, sitting: Sitting, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: it names the meeting and the item, and the extract is that paragraph, signed by those who signed."""
    sitting.open(first=16)
    sitting.record("i1")
    said_it = said("approves")
    told = replace(said_it.resolution, recipients=("Beatrice Bergqvist",))
    sitting.give(RecordItems((ItemDealtWith("i2", replace(said_it, resolution=told)),)))
    sitting.record("i3", outcome="approves")
    sitting.give(FireEvent("closes"))
    assert {mail.template for mail in office.mails} == {"summons"}
    sitting.adjust()
    (mail,) = [mail for mail in office.mails if mail.template == "decision"]
    assert mail.attachment is not None
    assert mail.attachment.meeting == sitting.id
    assert mail.attachment.name == "Protokollsutdrag Allmänna utskottet 2025-02-25 § 17.pdf"
    organisation = office.world.organisations["norsjo"]
    extract = compose_extract(organisation, sitting.matter, mail.attachment.item)
    assert extract.paragraph.paragraph == "§ 17"
    assert extract.paragraph.headings == ("Allmänna utskottets beslut",)
    assert [(one.role, one.name) for one in extract.signatories] == [
        ("Sekreterare", "Ingela Lidström"),
        ("Ordförande", "Mikael Lindfors (S)"),
        ("Justerare", "Lars-Åke Holmgren (KD)"),
    ]
    assert read(TemplateRenderer().pdf(extract)).count("Beatrice Bergqvist") == 1


def read(pdf: bytes) -> str:
    """The text of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_striking_one_after_the_other_reaches_every_matter(
    office: Office, sitting: Sitting, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: a correction right after another one is a command of its own, and no matter keeps what was struck."""
    sitting.open(first=16)
    sitting.record("i2", "i3", outcome="approves")
    sitting.give(CorrectItem("i2", None, "Togs inte upp."))
    sitting.give(CorrectItem("i3", None, "Inte den heller."))
    assert [office.matter(one).decisions for one in matters] == [(), ()]
    assert {office.matter(one).state for one in matters} == {"at_AU"}


def test_what_took_an_announced_items_place_was_not_announced(
    sitting: Sitting, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: only what the summons named is announced: the same matter, or a formality of the same title."""
    sitting.give(FireEvent("summons"))
    sitting.give(WithdrawItem("i3"))
    sitting.place(AgendaItem("i1", "formality", "Dagordning"), item("i2", matters[1]))
    assert [one.announced for one in sitting.held.items] == [True, False, True]
    sitting.place(AgendaItem("i1", "formality", "Något annat"))
    assert [one.announced for one in sitting.held.items] == [False, False, True]


def test_a_meeting_of_a_body_that_there_is_not_is_not_announced(office: Office) -> None:
    """Claim: refused with the bodies that there are."""
    fields = {"body": "XY", "meeting_on": "2025-02-17", "matters": ["Taxa"]}
    with pytest.raises(CommandRefusedError, match="inget organ"):
        office.register(
            RegisterMatter("norsjo", "announcement", "K", number="KUNG 2025/1", fields=fields)
        )


def test_an_organisation_whose_boards_others_run_announces_no_meeting(office: Office) -> None:
    """Claim: the engine can put an announcement only on a board that it runs; else it is refused."""
    fields = {"body": "NAMND", "meeting_on": "2025-02-17", "matters": ["Taxa"]}
    with pytest.raises(CommandRefusedError, match="ingen anslagstavla"):
        office.register(
            RegisterMatter(
                "norrbottens_e_namnd", "announcement", "K", number="KUNG 2025/1", fields=fields
            )
        )
    assert office.notices == []


def test_an_agenda_that_nothing_waits_on_any_more_is_not_supplemented(
    office: Office, sitting: Sitting
) -> None:
    """Claim: with everything withdrawn no second summons goes out; the meeting is called off instead."""
    sitting.give(FireEvent("summons"))
    sent = len(office.mails)
    for key in ("i1", "i2", "i3"):
        sitting.give(WithdrawItem(key))
    with pytest.raises(CommandRefusedError, match="Inget har kommit till") as refusal:
        sitting.give(FireEvent("supplements"))
    assert refusal.value.hint.startswith("Ska inget behandlas, ställ in sammanträdet.")
    assert len(office.mails) == sent


def test_a_body_whose_members_all_have_addresses_is_not_written_to_itself(
    office: Office, sitting: Sitting
) -> None:
    """Claim: the summons goes to each member's own address, and then to no other."""
    names = [seat.name for seat in sitting.held.roll.seats]
    organisation = office.world.organisations["norsjo"]
    own = tuple(
        Entry(name=name, kind="person", email=f"ledamot{place}@norsjo.example")
        for place, name in enumerate(names)
    )
    changed = organisation.model_copy(update={"entries": (*organisation.entries, *own)})
    office.world.organisations = {**office.world.organisations, "norsjo": changed}
    sitting.give(FireEvent("summons"))
    assert [mail.to_address for mail in office.mails] == [one.email for one in own]


def test_the_roll_is_put_right_beside_what_is_adjusted(office: Office, sitting: Sitting) -> None:
    """Claim: who else was there is noted although a paragraph is adjusted, if the same took part in that."""
    sitting.open()
    sitting.record("i1")
    sitting.record("i2", outcome="approves")
    sitting.adjust(["i2"])
    guests = replace(ALL_THERE, guests=(Guest("Tina Lundgren", "ekonomichef", ""),))
    sitting.give(CallRoll(guests))
    assert sitting.held.roll == guests
    adjusted = sitting.held.item("i2")
    assert adjusted is not None
    assert adjusted.adjusted_on == AU_ON
    fewer = replace(guests, presences=guests.presences[:4])
    with pytest.raises(CommandRefusedError, match="deltog i den ändras inte"):
        sitting.give(CallRoll(fewer))


def test_minutes_of_a_body_that_is_left_out_are_adjusted_without_a_notice(
    office: Office, sitting: Sitting, matters: tuple[MatterId, MatterId]
) -> None:
    """Claim: where the organisation announces only other bodies' minutes, no notice goes up; the matters are told."""
    organisation = office.world.organisations["norsjo"]
    changed = organisation.model_copy(update={"notice_for": ("KS", "KF")})
    office.world.organisations = {**office.world.organisations, "norsjo": changed}
    sitting.open()
    sitting.record("i1")
    sitting.record("i2", "i3", outcome="approves")
    sitting.give(FireEvent("closes"))
    sitting.adjust()
    assert office.notices == []
    assert sitting.matter.state == "adjusted"
    assert {made.adjusted_on for one in matters for made in office.matter(one).decisions} == {AU_ON}
