"""From a meeting to its documents: what is told, what isn't, and in which order."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.meetings import NORSJO, ROLL, background, item, meeting, signed, waiting
from workflow.definition.schema import EventSpec, MatterType
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.meeting.composing import (
    compose_certificate,
    compose_extract,
    compose_minutes,
    compose_summons,
)
from workflow.meeting.document import Signatory, Withdrawn
from workflow.model.ids import MatterId
from workflow.model.outcome import PointOutcome
from workflow.model.proceedings import (
    AgendaItem,
    Ballot,
    Conflict,
    Deliberation,
    FloorMotion,
    Presentation,
    Reservation,
    Resolution,
    RouteStop,
    Statement,
    Vote,
)

SECRET = "Omhändertagande"


def test_the_front_page() -> None:
    """Day, time, place, who decided, who else was there, who adjusts, and the paragraphs."""
    printed = compose_minutes(NORSJO, meeting(item("a", 16), item("b", 17)))
    assert printed.body == "Allmänna utskottet"
    assert printed.day == "tisdag den 25 februari 2025"
    assert (printed.starts_at, printed.ends_at, printed.place) == (
        "08:30", "16:40", "Kommunkontoret",
    )  # fmt: skip
    assert printed.paragraphs_printed == "§§ 16–17"
    assert printed.deciding == (
        "Mikael Lindfors (S), ordförande",
        "Astrid Nerdal (S), vice ordförande",
        "Hans Klingstedt (V)",
        "Lars-Åke Holmgren (KD)",
        "Ida Ström (M), ersättare för Eva Berg (M)",
    )
    assert [one.name for one in printed.others] == ["Olle Sund (S)", "Tina Lundgren"]
    assert printed.adjusters == ("Lars-Åke Holmgren (KD)",)
    assert printed.adjusting_on == date(2025, 2, 27)
    assert printed.signatories == (
        Signatory("Sekreterare", "Ingela Lidström", "§§ 16–17"),
        Signatory("Ordförande", "Mikael Lindfors (S)", "§§ 16–17"),
        Signatory("Justerare", "Lars-Åke Holmgren (KD)", "§§ 16–17"),
    )
    assert not printed.immediate


def test_whoever_presided_signs_for_those_paragraphs() -> None:
    """The chair had a conflict in § 17; the vice chair took the chair, and signs for it alone."""
    without = {"conflicts": (Conflict("Mikael Lindfors", "delägare"),), "taken_up_at": "09:00"}
    printed = compose_minutes(NORSJO, meeting(item("a"), item("b", 17, how=without), item("c", 18)))
    chairs = [one for one in printed.signatories if one.role == "Ordförande"]
    assert chairs == [
        Signatory("Ordförande", "Mikael Lindfors (S)", "§§ 16, 18"),
        Signatory("Ordförande", "Astrid Nerdal (S)", "§ 17"),
    ]


def test_a_vice_chair_who_has_left_does_not_preside() -> None:
    """Astrid Nerdal left at 09.30: of the presidium nobody is there, so the meeting's chair signs."""
    without = {"conflicts": (Conflict("Mikael Lindfors", "delägare"),), "taken_up_at": "09:30"}
    held = meeting(item("a", how=without), fields={"chair": "Hans Klingstedt"})
    printed = compose_minutes(NORSJO, held)
    assert Signatory("Ordförande", "Hans Klingstedt (V)", "§ 16") in printed.signatories


def test_a_chair_that_nothing_tells_is_not_made_up() -> None:
    """Neither the roll nor the meeting says who presided: nobody signs, or is listed, as chair."""
    roll = replace(ROLL, seats=tuple(replace(seat, role="member") for seat in ROLL.seats))
    printed = compose_minutes(NORSJO, meeting(item("a"), roll=roll))
    assert [one.role for one in printed.signatories] == ["Sekreterare", "Justerare"]
    assert not any("Ordförande" in row.notes for row in printed.attendance)


def test_the_attendance_list() -> None:
    """Members before substitutes; who served for whom, who reserved, who had a conflict, until when."""
    how = {
        "reservations": (Reservation(("Ida Ström",)),),
        "conflicts": (Conflict("Hans Klingstedt", "styrelseledamot"),),
    }
    rows = compose_minutes(NORSJO, meeting(item("a", how=how), item("b", 17))).attendance
    by_name = {row.name: row for row in rows}
    assert [row.role for row in rows] == ["member"] * 5 + ["substitute"] * 2
    assert by_name["Mikael Lindfors (S)"].notes == "Ordförande §§ 16–17"
    assert by_name["Astrid Nerdal (S)"].notes == "T.o.m. kl. 09:30"
    assert by_name["Lars-Åke Holmgren (KD)"].notes == "Justerare"
    assert by_name["Hans Klingstedt (V)"].conflicts == "§ 16"
    assert not by_name["Eva Berg (M)"].present
    served = by_name["Ida Ström (M)"]
    assert (served.serving, served.instead_of, served.reservations) == (
        True,
        "Eva Berg (M)",
        "§ 16",
    )
    assert (by_name["Olle Sund (S)"].present, by_name["Olle Sund (S)"].serving) == (True, False)


def test_a_paragraph_has_all_that_was_said() -> None:
    """Stacked headings, sentences, floor, vote by person, reservation, statement, basis, plan, recipients."""
    how = {
        "floor": (FloorMotion(("Mikael Lindfors", "Ida Ström", "Olle Sund"), "Bifall."),),
        "putting_the_question": "Ordföranden ställer frågan.",
        "vote": Vote("bifall", "avslag", 2, 1, 0, (Ballot("Ida Ström", "no"),), casting=True),
        "reservations": (Reservation(("Ida Ström",), "För dyrt."),),
        "statements": (Statement(("Hans Klingstedt",), "Följ upp."),),
        "conflicts": (Conflict("Astrid Nerdal", "granne."),),
    }
    told = item(
        "a", 39, title="Remiss", heading="Utskottets förslag\nStyrelsens förslag",
        sentences=("att svara",), recipients=("Länsstyrelsen",), basis=("Remissen",),
        route=(RouteStop("Kommunstyrelsen", date(2024, 9, 3), "Handlingsplan"),),
        sections=(background("Bakgrund."),), how=how,
    )  # fmt: skip
    (paragraph,) = compose_minutes(NORSJO, meeting(told)).paragraphs
    assert paragraph.paragraph == "§ 39"
    assert paragraph.headings == ("Utskottets förslag", "Styrelsens förslag")
    assert paragraph.sentences == ("att svara",)
    assert paragraph.floor[0].by == "Mikael Lindfors (S), Ida Ström (M) och Olle Sund (S)"
    assert paragraph.vote is not None
    assert paragraph.vote.ballots == (("Ida Ström (M)", "Nej"),)
    assert "ordförandens röst avgör" in paragraph.vote.remarks[0]
    assert paragraph.route == ("Kommunstyrelsen 2024-09-03 (Handlingsplan)",)
    assert paragraph.recipients == ("Länsstyrelsen",)
    assert paragraph.conflicts == (
        "Astrid Nerdal (S) anmäler jäv och deltar inte i handläggningen: granne.",
    )


def test_a_vote_that_a_minority_won_says_why() -> None:
    """Fewer yes than no, and yet put off: the section stands beside the numbers (KL 5:50), only then."""
    why = "För detta räcker det att en tredjedel av de närvarande begär det (5 kap. 50 § kommunallagen)."
    won = Vote("återremiss", "avgöra nu", 2, 3, minority=True)
    for vote, remarks in ((won, (why,)), (replace(won, minority=False), ())):
        (paragraph,) = compose_minutes(NORSJO, meeting(item("a", how={"vote": vote}))).paragraphs
        assert paragraph.vote is not None
        assert (paragraph.vote.yes, paragraph.vote.no) == (2, 3)
        assert paragraph.vote.remarks == remarks


def _kind() -> MatterType:
    """A type whose bodies propose, decide and hand over."""
    forms = {"proposes": "proposes", "approve": "decides", "hands_over": "hands_over"}
    return MatterType.model_construct(
        events={name: EventSpec(label=name, form=form) for name, form in forms.items()}
    )


@pytest.mark.parametrize(
    ("outcome", "bodies", "headings"),
    [
        (PointOutcome("approve"), (), ("Allmänna utskottets beslut",)),
        (
            PointOutcome("proposes", proposed="approve"),
            ("KS",),
            ("Allmänna utskottets förslag till kommunstyrelsen",),
        ),
    ],
)
def test_a_decision_without_heading_is_worded(
    outcome: PointOutcome, bodies: tuple[str, ...], headings: tuple[str, ...]
) -> None:
    """By what the body did, as Norsjö prints it; neither decision nor proposal where that isn't known."""
    matter = MatterId("m1")
    how = Deliberation(Resolution(outcomes=(outcome,), sentences=("x",)))
    held = meeting(item("a", matter=matter, bodies=bodies, deliberation=how))
    for printed in (
        compose_minutes(NORSJO, held, types={matter: _kind()}).paragraphs[0],
        compose_extract(NORSJO, held, "a", types={matter: _kind()}).paragraph,
    ):
        assert printed.headings == headings
    assert compose_minutes(NORSJO, held).paragraphs[0].headings == ("Beslut",)


def test_a_recorded_form_words_the_heading() -> None:
    """No definition is needed for it."""
    how = Deliberation(
        Resolution(outcomes=(PointOutcome("x"),), forms=("proposes",), sentences=("att så sker",))
    )
    held = meeting(item("a", bodies=("KS", "KF"), deliberation=how))
    assert compose_minutes(NORSJO, held).paragraphs[0].headings == (
        "Allmänna utskottets förslag till kommunstyrelsen",
        "Kommunfullmäktiges beslut",
    )


def test_the_heading_is_in_the_manner_of_the_house() -> None:
    """As Sollefteå prints it: who decides, or proposes to whom, begins the sentence."""
    house = NORSJO.model_copy(update={"decision_heading": "clause"})
    for form, heading in (
        ("decides", "Allmänna utskottet beslutar"),
        ("proposes", "Allmänna utskottet föreslår kommunstyrelsen besluta"),
    ):
        how = Deliberation(
            Resolution(outcomes=(PointOutcome("x"),), forms=(form,), sentences=("att så sker",))
        )
        held = meeting(item("a", bodies=("KS",), deliberation=how))
        assert compose_minutes(house, held).paragraphs[0].headings == (heading,)


@pytest.mark.parametrize(
    ("forms", "left"),
    [
        (("decides",), ("AU 2025-02-25", "KS 2025-09-09 (Återrapport)")),
        (("notes", "decides"), ("AU 2025-02-25", "KS 2025-09-09 (Återrapport)")),
        (("proposes",), ("AU 2025-02-25", "KS 2025-03-11", "KF", "KS 2025-09-09 (Återrapport)")),
        (
            ("decides", "hands_over"),
            ("AU 2025-02-25", "KS 2025-03-11", "KF", "KS 2025-09-09 (Återrapport)"),
        ),
        (("tables",), ("AU 2025-02-25", "KS 2025-03-11", "KF", "KS 2025-09-09 (Återrapport)")),
    ],
)
def test_the_plan_ends_where_the_matter_was_settled(
    forms: tuple[str, ...], left: tuple[str, ...]
) -> None:
    """What was decided here passes no other body; a day with a note of its own is kept."""
    route = (
        RouteStop("AU", date(2025, 2, 25)),
        RouteStop("KS", date(2025, 3, 11)),
        RouteStop("KF"),
        RouteStop("KS", date(2025, 9, 9), "Återrapport"),
    )
    outcomes = tuple(PointOutcome(f"x{place}") for place in range(len(forms)))
    how = Deliberation(Resolution(outcomes=outcomes, forms=forms, sentences=("att så sker",)))
    (printed,) = compose_minutes(
        NORSJO, meeting(item("a", route=route, deliberation=how))
    ).paragraphs
    assert printed.route == left


def test_sentences_that_follow_from_the_form_need_not_be_written() -> None:
    """Handed over without an opinion."""
    matter = MatterId("m1")
    how = Deliberation(Resolution(outcomes=(PointOutcome("hands_over"),)))
    held = meeting(item("a", matter=matter, bodies=("KS",), deliberation=how))
    (paragraph,) = compose_minutes(NORSJO, held, types={matter: _kind()}).paragraphs
    assert paragraph.sentences == ("Ärendet överlämnas till kommunstyrelsen utan eget yttrande.",)


def test_the_agenda_tells_what_was_withdrawn() -> None:
    """An item that was withdrawn has no paragraph, and is named with its reason."""
    gone = waiting(
        "w",
        "Information från musikföreningen",
        status="withdrawn",
        number="KS-25/00199",
        reason="sjuk",
    )
    printed = compose_minutes(NORSJO, meeting(item("a"), gone, waiting("x", "Hann inte tas upp")))
    assert printed.withdrawn == (
        Withdrawn("KS-25/00199", "Information från musikföreningen", "sjuk"),
    )
    assert [line.paragraph for line in printed.agenda] == ["§ 16"]


def test_immediate_adjustment_prints_only_its_paragraphs() -> None:
    """Signed for alone, and without what was withdrawn."""
    held = meeting(item("a"), item("b", 17), waiting("w", "Utgår", status="withdrawn"))
    printed = compose_minutes(NORSJO, held, items=("b",))
    assert printed.immediate
    assert printed.paragraphs_printed == "§ 17"
    assert [one.key for one in printed.paragraphs] == ["b"]
    assert {one.paragraphs for one in printed.signatories} == {"§ 17"}
    assert printed.withdrawn == ()
    assert (printed.adjusted_at, printed.adjusting_on) == ("", date(2025, 2, 25))  # at the meeting


def test_whole_minutes_say_what_was_adjusted_at_once() -> None:
    """It is in them with its day, and the rest is signed for without it."""
    presented = Presentation(
        "p1", "0" * 64, ("b",), (("Mikael Lindfors", "Ordförande"),), date(2025, 2, 25),
        immediate=True, adjusted_on=date(2025, 2, 25),
    )  # fmt: skip
    items = (item("a"), item("b", 17, adjusted_on=date(2025, 2, 25)), item("c", 18))
    printed = compose_minutes(NORSJO, meeting(*items, presentations=(presented,)))
    assert printed.paragraphs_printed == "§§ 16–18"
    assert {one.paragraphs for one in printed.signatories} == {"§§ 16, 18"}
    assert [one.at_once for one in printed.paragraphs] == [None, date(2025, 2, 25), None]
    (alone,) = compose_minutes(
        NORSJO, meeting(*items, presentations=(presented,)), items=("b",)
    ).signatories[:1]
    assert alone.paragraphs == "§ 17"


def test_the_proof_of_notice_has_the_days_that_are_known() -> None:
    """Where the minutes are kept and, once it is up, the days (KL 8:12); empty before that."""
    before = compose_minutes(NORSJO, meeting(item("a", adjusted_on=None), item("b", 17))).notice
    assert before is not None
    assert (before.adjusted_on, before.posted_on) == (None, None)
    assert before.where_kept == "kommunkansliet, Norsjö"
    bodies = {"AU": NORSJO.bodies["AU"].model_copy(update={"minutes_kept": "arkivet"})}
    own = NORSJO.model_copy(update={"bodies": bodies})
    kept = compose_minutes(own, meeting(item("a"))).notice
    assert kept is not None
    assert kept.where_kept == "arkivet"
    days = {"posted_on": date(2025, 2, 27), "taken_down_on": date(2025, 3, 21)}
    after = compose_minutes(NORSJO, meeting(item("a")), **days).notice
    assert after is not None
    assert (after.adjusted_on, after.posted_on, after.taken_down_on) == (
        date(2025, 2, 27), date(2025, 2, 27), date(2025, 3, 21),
    )  # fmt: skip


def test_a_body_that_is_not_announced_has_no_proof_of_notice() -> None:
    """Where only the board's minutes are announced, the subcommittee's have none."""
    quiet = NORSJO.model_copy(update={"notice_for": ("KS",)})
    assert compose_minutes(quiet, meeting(item("a"))).notice is None


def test_an_extract_is_one_paragraph_with_those_who_signed() -> None:
    """Signed by those whose signatures adjusted it, not by those who were meant to."""
    held = meeting(item("a"), item("b", 17), presentations=(signed("Hans Klingstedt"),))
    extract = compose_extract(NORSJO, held, "a")
    assert extract.paragraph.paragraph == "§ 16"
    assert extract.signatories == (Signatory("Justerare", "Hans Klingstedt (V)", "§ 16"),)
    assert extract.adjusted_on == date(2025, 2, 27)
    assert compose_extract(NORSJO, held, "b").signatories[0].role == "Sekreterare"


def test_no_extract_of_what_is_not_adjusted() -> None:
    """Before that the paragraph may still change (KL 5:69)."""
    with pytest.raises(CommandRefusedError, match="§ 16 vid Allmänna utskottet 2025-02-25"):
        compose_extract(NORSJO, meeting(item("a", adjusted_on=None)), "a")


def test_a_summons_lists_what_waits() -> None:
    """In the agenda's order, without what was withdrawn; the council's is announced too (KL 5:13)."""
    items = (
        waiting("a", "Val", "formality"),
        waiting("w", "Borta", status="withdrawn"),
        waiting("b", "Remiss", number="KS-25/1", urgent=True),
    )
    summons = compose_summons(NORSJO, meeting(*items))
    assert [(one.place, one.title, one.kind, one.urgent) for one in summons.matters] == [
        (1, "Val", "Formalia", False),
        (2, "Remiss", "Beslut", True),
    ]
    assert summons.chair == "Mikael Lindfors (S)"
    assert len(summons.summoned) == len(ROLL.seats)
    assert not summons.announcement
    assert compose_summons(NORSJO, meeting(*items, fields={"body": "KF"})).announcement


def test_the_certificate_names_the_bytes() -> None:
    """Names, local times and the hash, as Sollefteå's minutes end."""
    presentation = signed("Ingela Lidström", "Lars-Åke Holmgren", sha256="ab" * 32)
    certificate = compose_certificate(NORSJO, meeting(item("a")), presentation)
    assert certificate.sha256 == "AB" * 32
    assert [(one.name, one.signed_at, one.sha256) for one in certificate.signatures] == [
        ("Ingela Lidström", "2025-02-27 15:00", "AB" * 32),
        ("Lars-Åke Holmgren", "2025-02-27 15:01", "AB" * 32),
    ]
    assert certificate.paragraphs_printed == "§ 16"


def test_no_certificate_of_what_is_void_or_unsigned() -> None:
    """What was corrected afterwards was never signed as it is now."""
    held = meeting(item("a"))
    for presentation in (signed(), replace(signed("Ingela Lidström"), void="§ 16 rättad")):
        with pytest.raises(CommandRefusedError, match="inget signeringsbevis"):
            compose_certificate(NORSJO, held, presentation)


def test_what_is_no_meeting_is_refused() -> None:
    """Said with its number, or with the bodies that there are."""
    plain = replace(meeting(item("a")), proceedings=None)
    with pytest.raises(InvalidInputError, match="KS-25/00300 är inget sammanträde"):
        compose_minutes(NORSJO, plain)
    with pytest.raises(InvalidInputError, match="inget organ XX"):
        compose_minutes(NORSJO, meeting(item("a"), fields={"body": "XX"}))
    with pytest.raises(CommandRefusedError, match="Inget är behandlat"):
        compose_minutes(NORSJO, meeting(waiting("a", "Remiss")))
    with pytest.raises(InvalidInputError, match="ingen punkt zz"):
        compose_minutes(NORSJO, meeting(item("a")), items=("zz",))
    with pytest.raises(CommandRefusedError, match="inte tagits upp"):
        compose_extract(NORSJO, meeting(item("b"), waiting("a", "Remiss")), "a")


def _secret(text: str) -> AgendaItem:
    """An item whose every text is the same."""
    return item(
        "s", 17, secret=True, title=text, number=text, heading=text, sentences=(text,),
        recipients=(text,), basis=(text,), route=(RouteStop(text, None, text),),
        sections=(background(text, text),),
        how={
            "floor": (FloorMotion(("Ida Ström",), text),),
            "putting_the_question": text,
            "reservations": (Reservation(("Ida Ström",), text),),
            "statements": (Statement(("Ida Ström",), text),),
            "conflicts": (Conflict("Hans Klingstedt", text),),
            "vote": Vote(text, text, 1, 0),
        },
    )  # fmt: skip


@given(st.text("abcdefgh", min_size=6, max_size=20).map(lambda text: f"Ω{text}"))
def test_nothing_under_secrecy_is_in_any_document(text: str) -> None:
    """Of such an item the number is told and that it is secret; not who reserved or had a conflict."""
    gone = replace(_secret(text), key="w", status="withdrawn", reason=text, deliberation=None)
    held = meeting(item("a"), _secret(text), gone)
    documents = (
        compose_minutes(NORSJO, held),
        compose_minutes(NORSJO, held, items=("s",)),
        compose_extract(NORSJO, held, "s"),
        compose_summons(NORSJO, held),
    )
    for document in documents:
        assert text not in repr(document)
    rows = compose_minutes(NORSJO, held).attendance
    assert not any(row.reservations or row.conflicts for row in rows)
    assert "§ 17" in repr(documents[0])


def test_internal_minutes_have_what_is_secret_and_say_so() -> None:
    """Those who sign must see what they sign; the document is marked."""
    held = meeting(item("a"), _secret(SECRET))
    assert SECRET in repr(compose_minutes(NORSJO, held, internal=True))
    assert compose_minutes(NORSJO, held, internal=True).internal
    assert not compose_minutes(NORSJO, meeting(item("a")), internal=True).internal
    assert not compose_minutes(NORSJO, held).internal


def test_composing_is_pure() -> None:
    """The same meeting gives the same document."""
    held = meeting(item("a"), item("b", 17))
    assert compose_minutes(NORSJO, held) == compose_minutes(NORSJO, held)
