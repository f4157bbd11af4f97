"""From a meeting's matter to its documents. Pure: the same meeting always gives the same document.

The meeting's matter has the fields ``body`` (a code), ``meeting_on``, ``starts_at``, ``ends_at``, ``place``,
``secretary`` and ``chair`` (where the roll doesn't tell); those that are unknown leave their place empty, except
the body and the day. Texts of items under secrecy are in no document but internal
minutes.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.errors import CommandRefusedError
from workflow.meeting import attendance_list as attending
from workflow.meeting.document import (
    AgendaLine,
    Certificate,
    Extract,
    MinutesDocument,
    ProofOfNotice,
    Signatory,
    SignedLine,
    SummonedItem,
    Summons,
    Withdrawn,
)
from workflow.meeting.printed import HIDDEN_TITLE, day_in_words, paragraphs_printed, with_party
from workflow.meeting.printed_paragraph import Surroundings, paragraph_of, sign_of
from workflow.meeting.record import MeetingRecord, paragraphs_of, read_meeting
from workflow.model.ids import MatterId
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem, ItemKind, Presentation

Types = Mapping[MatterId, MatterType]
_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_KINDS: dict[ItemKind, str] = {
    "decision": "Beslut",
    "information": "Information",
    "formality": "Formalia",
    "adjournment": "Ajournering",
}


def compose_minutes(
    organisation: Organisation,
    meeting: Matter,
    *,
    items: Sequence[str] = (),
    internal: bool = False,
    types: Types = MappingProxyType({}),
    posted_on: date | None = None,
    taken_down_on: date | None = None,
) -> MinutesDocument:
    """The minutes of a meeting, or of the items named: those that are adjusted at once.

    Args:
        organisation: whose meeting it is.
        meeting: its matter.
        items: keys; empty for all that was taken up.
        internal: with the texts under secrecy too, for those who sign; it may not leave the office.
        types: the definitions that the items' matters run on; decisions without a heading are worded by
            them.
        posted_on: when the notice of the adjustment went up on the last board, where it has.
        taken_down_on: when it comes down, or came.

    Raises:
        InvalidInputError: the matter is no meeting, or has no such item.
        CommandRefusedError: nothing was taken up, or an item named wasn't.
    """
    read = read_meeting(organisation, meeting)
    proceedings = read.proceedings
    taken = paragraphs_of(read, items)
    told = [item for item in taken if internal or not item.secret]
    names = with_party(proceedings.roll)
    within = _surroundings(read, types, internal=internal)
    chosen = {item.key for item in taken}
    signed = taken if items else [item for item in taken if item.key not in within.at_once]
    immediate = bool(items) and chosen != {item.key for item in proceedings.paragraphs}
    return MinutesDocument(
        organisation=organisation.name,
        body=read.body,
        meeting_on=read.meeting_on,
        day=day_in_words(read.meeting_on),
        starts_at=read.text("starts_at"),
        ends_at=read.text("ends_at"),
        place=read.text("place"),
        paragraphs_printed=_printed(taken),
        deciding=attending.deciding(proceedings.roll),
        others=attending.others(proceedings.roll),
        adjusters=tuple(names.get(name, name) for name in proceedings.adjusters.names),
        adjusted_at="" if immediate else proceedings.adjusters.place,
        adjusting_on=read.meeting_on if immediate else proceedings.adjusters.on,
        signatories=_signatories(read, signed or taken),
        attendance=attending.attendance_list(
            proceedings.roll,
            told,
            proceedings.adjusters,
            attending.paragraphs_by_chair(proceedings.roll, taken, read.text("chair")),
        ),
        agenda=tuple(_agenda_line(item, internal=internal) for item in taken),
        withdrawn=() if items else tuple(_withdrawn(read, internal=internal)),
        paragraphs=tuple(paragraph_of(item, within) for item in taken),
        notice=_notice(read, taken, posted_on, taken_down_on),
        internal=internal and any(item.secret for item in taken),
        immediate=immediate,
    )


def compose_extract(
    organisation: Organisation,
    meeting: Matter,
    item_key: str,
    *,
    types: Types = MappingProxyType({}),
) -> Extract:
    """One paragraph for those who get the decision; of one under secrecy only its number.

    Raises:
        InvalidInputError: the matter is no meeting, or has no such item.
        CommandRefusedError: the item wasn't taken up, or its paragraph isn't adjusted yet.
    """
    read = read_meeting(organisation, meeting)
    (item,) = paragraphs_of(read, (item_key,))
    if item.adjusted_on is None:
        raise CommandRefusedError(
            f"{sign_of(item)} vid {read.body} {read.meeting_on} är inte justerad.",
            hint="Ett utdrag kan göras när paragrafen är justerad.",
        )
    return Extract(
        organisation=organisation.name,
        body=read.body,
        meeting_on=read.meeting_on,
        day=day_in_words(read.meeting_on),
        place=read.text("place"),
        paragraph=paragraph_of(item, _surroundings(read, types)),
        deciding=attending.deciding(read.proceedings.roll),
        signatories=_signers(read, item) or _signatories(read, (item,)),
        adjusted_on=item.adjusted_on,
    )


def compose_summons(organisation: Organisation, meeting: Matter) -> Summons:
    """The summons with its agenda, in the order of the agenda; what was withdrawn is left out.

    Raises:
        InvalidInputError: the matter is no meeting.
    """
    read = read_meeting(organisation, meeting)
    roll = read.proceedings.roll
    names = with_party(roll)
    chair = attending.chair_of(roll) or read.text("chair")
    waiting = [item for item in read.proceedings.items if item.status != "withdrawn"]
    return Summons(
        organisation=organisation.name,
        body=read.body,
        meeting_on=read.meeting_on,
        day=day_in_words(read.meeting_on),
        starts_at=read.text("starts_at"),
        place=read.text("place"),
        matters=tuple(
            SummonedItem(
                place=place,
                number="" if item.secret else item.number or "",
                title=HIDDEN_TITLE if item.secret else item.title,
                kind=_KINDS[item.kind],
                urgent=item.urgent,
                secret=item.secret,
            )
            for place, item in enumerate(waiting, start=1)
        ),
        summoned=tuple(names[seat.name] for seat in roll.seats),
        chair=names.get(chair, chair),
        secretary=read.text("secretary"),
        announcement=organisation.bodies[read.body_code].kind == "council",
    )


def compose_certificate(
    organisation: Organisation, meeting: Matter, presentation: Presentation
) -> Certificate:
    """Who has signed what was presented: names, local times, and the hash of exactly those bytes.

    Raises:
        InvalidInputError: the matter is no meeting.
        CommandRefusedError: what was presented is void, or nobody has signed.
    """
    read = read_meeting(organisation, meeting)
    if presentation.void is not None or not presentation.signatures:
        why = presentation.void or "ingen har signerat"
        raise CommandRefusedError(
            f"Det finns inget signeringsbevis för {read.body} {read.meeting_on}: {why}.",
            hint="Lägg fram protokollet för justering och signera det.",
        )
    taken = [item for item in read.proceedings.paragraphs if item.key in presentation.items]
    return Certificate(
        organisation=organisation.name,
        body=read.body,
        meeting_on=read.meeting_on,
        paragraphs_printed=_printed(taken),
        sha256=presentation.sha256.upper(),
        signatures=tuple(
            SignedLine(one.name, one.role, _local(one.signed_at), one.sha256.upper())
            for one in presentation.signatures
        ),
        adjusted_on=presentation.adjusted_on,
    )


def _surroundings(read: MeetingRecord, types: Types, *, internal: bool = False) -> Surroundings:
    return Surroundings(
        body=read.body,
        bodies={code: body.name for code, body in read.organisation.bodies.items()},
        names=with_party(read.proceedings.roll),
        types=types,
        internal=internal,
        style=read.organisation.decision_heading,
        meeting_on=read.meeting_on,
        at_once=_at_once(read),
    )


def _at_once(read: MeetingRecord) -> frozenset[str]:
    """Keys of the items that were adjusted at once (KL 5:69, 6:35)."""
    return frozenset(
        key
        for presentation in read.proceedings.presentations
        if presentation.immediate and presentation.adjusted_on is not None
        for key in presentation.items
    )


def _printed(items: Sequence[AgendaItem]) -> str:
    return paragraphs_printed(item.paragraph for item in items if item.paragraph is not None)


def _signatories(read: MeetingRecord, items: Sequence[AgendaItem]) -> tuple[Signatory, ...]:
    """The secretary, whoever presided and the adjusters, each with the paragraphs to sign for."""
    roll = read.proceedings.roll
    names = with_party(roll)
    chairs = attending.paragraphs_by_chair(roll, items, read.text("chair"))
    whole = _printed(items)
    secretary = read.text("secretary")
    return (
        *((Signatory("Sekreterare", secretary, whole),) if secretary else ()),
        *(
            Signatory("Ordförande", names.get(name, name), paragraphs_printed(numbers))
            for name, numbers in chairs.items()
        ),
        *(
            Signatory("Justerare", names.get(name, name), whole)
            for name in read.proceedings.adjusters.names
        ),
    )


def _signers(read: MeetingRecord, item: AgendaItem) -> tuple[Signatory, ...]:
    """Those whose signatures adjusted the item; nobody where they were not given here."""
    names = with_party(read.proceedings.roll)
    return tuple(
        Signatory(one.role, names.get(one.name, one.name), sign_of(item))
        for presentation in read.proceedings.presentations
        if presentation.adjusted_on is not None and item.key in presentation.items
        for one in presentation.signatures
    )


def _agenda_line(item: AgendaItem, *, internal: bool) -> AgendaLine:
    hidden = item.secret and not internal
    return AgendaLine(
        key=item.key,
        paragraph=sign_of(item),
        number="" if hidden else item.number or "",
        title=HIDDEN_TITLE if hidden else item.title,
    )


def _withdrawn(read: MeetingRecord, *, internal: bool) -> list[Withdrawn]:
    return [
        Withdrawn("", HIDDEN_TITLE, "")
        if item.secret and not internal
        else Withdrawn(item.number or "", item.title, item.reason)
        for item in read.proceedings.items
        if item.status == "withdrawn"
    ]


def _notice(
    read: MeetingRecord,
    items: Sequence[AgendaItem],
    posted_on: date | None,
    taken_down_on: date | None,
) -> ProofOfNotice | None:
    """What the proof says; None where the body's minutes aren't announced."""
    organisation = read.organisation
    if organisation.notice_for and read.body_code not in organisation.notice_for:
        return None
    adjusted = [item.adjusted_on for item in items]
    last = max((day for day in adjusted if day), default=None) if None not in adjusted else None
    kept = [board.where_kept for board in organisation.boards]
    own = organisation.bodies[read.body_code].minutes_kept
    return ProofOfNotice(
        boards=tuple(board.name for board in organisation.boards),
        where_kept=own or next(iter(kept), ""),
        adjusted_on=last,
        posted_on=posted_on,
        taken_down_on=taken_down_on,
    )


def _local(at: datetime) -> str:
    return at.astimezone(_STOCKHOLM).strftime("%Y-%m-%d %H:%M")
