"""A meeting is planned, summoned, opened, closed or called off: what that leads to beyond its state."""

from dataclasses import replace
from datetime import date

from workflow.definition.organisation import Body
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine import announcing, summoning
from workflow.machine.meetings import FIRST_PARAGRAPH, first_paragraph
from workflow.machine.work import Work
from workflow.meeting import roll
from workflow.meeting.facts import body_of, day_of, meeting_id
from workflow.meeting.numbering import last_number
from workflow.meeting.presence import is_clock, moments
from workflow.model.effects import FixParagraphs
from workflow.model.events import AgendaChanged, RollCalled
from workflow.model.ids import MatterId
from workflow.model.proceedings import AgendaItem, Proceedings, Roll, Seat
from workflow.statutory import rules

OPENS = "opens"
"""The event by which a meeting begins; the number of its first paragraph comes with it."""

RUNNING = 0
"""What stands for the year of paragraphs that are numbered on from year to year."""

_ANNOUNCED = "KL-5:13"
_ANNOUNCED_URGENT = "KL-5:14"


def is_meeting(work: Work) -> bool:
    """Whether the procedure is one of meetings."""
    return any(state.allows for state in work.definition.states.values())


def begin(work: Work, identity: MatterId) -> None:
    """A meeting was registered: whose, and who belongs to the body.

    Raises:
        CommandRefusedError: the organisation has no such body, the meeting has several decision points,
            so that it could be in two states, or it was called otherwise than by its body and day, so
            that there could be two at one time.
    """
    matter = work.matter
    code, on = body_of(matter), day_of(matter)
    body = work.organisation.bodies.get(code)
    if body is None:
        raise CommandRefusedError(
            f"{work.organisation.name} har inget organ ”{code}”.",
            hint=f"Organ: {', '.join(work.organisation.bodies)}.",
        )
    if len(matter.points) > 1:
        raise CommandRefusedError(
            "Ett sammanträde har inga beslutspunkter av sina egna.",
            hint="Sätt upp det som ska behandlas på dagordningen.",
        )
    if identity != meeting_id(matter.organisation, code, on):
        raise CommandRefusedError(
            f"Ett sammanträde med {body.name} {on} planeras med sitt organ och sin dag, så att det"
            " aldrig blir två samtidigt.",
            hint=f"arendegang meeting plan {code} {on} --org {matter.organisation}",
        )
    seats = tuple(Seat(one.name, one.party, one.role) for one in body.members)
    work.record(RollCalled(Roll(seats=seats)))


def check_settled(work: Work, event: str) -> None:
    """Whose meeting it is, when, and where its numbers begin stays as it was.

    Raises:
        CommandRefusedError: the event came with one of them.
    """
    settled = {"body", "meeting_on"} | ({FIRST_PARAGRAPH} if event != OPENS else set())
    for name in sorted(settled & work.data.keys()):
        raise CommandRefusedError(
            f"”{work.definition.fields[name].label}” ({name}) ändras inte för ett planerat sammanträde.",
            hint="Ställ in det och planera ett annat.",
        )


def summon(work: Work) -> None:
    """Send the summons; announce the council's meeting on the board (KL 5:13, 5:15, 6:23).

    What is on the agenda now is announced, if it is in time for a council; what comes later is not, before
    the agenda is supplemented (KL 5:52).

    Raises:
        CommandRefusedError: there is nothing on the agenda.
    """
    waiting = _announced(work)
    if not waiting:
        raise CommandRefusedError(
            "Dagordningen är tom.", hint="Sätt upp de ärenden som ska behandlas först."
        )
    work.record(AgendaChanged("placed", waiting))
    summoning.send_summons(work)
    if _is_council(work):
        announcing.announce_meeting(work)


def supplement(work: Work) -> None:
    """Send the summons again with what has come to the agenda since; the board shows the whole of it.

    Raises:
        CommandRefusedError: there is nothing on the agenda.
    """
    held = work.matter.proceedings or Proceedings()
    if all(item.announced for item in held.items if item.status == "waiting"):
        raise CommandRefusedError(
            "Inget har kommit till på dagordningen sedan kallelsen.",
            hint="Ska inget behandlas, ställ in sammanträdet.",
        )
    waiting = _announced(work)
    work.record(AgendaChanged("placed", waiting))
    summoning.send_summons(work)
    if _is_council(work):
        announcing.supplement_announcement(work)


def _announced(work: Work) -> tuple[AgendaItem, ...]:
    """What waits, announced where that is in time (KL 5:13-14).

    A council's matters are at least a week before, what is urgent on the weekday before at the latest;
    other bodies' whenever they are summoned to.
    """
    held = work.matter.proceedings or Proceedings()
    on, today = day_of(work.matter), work.today
    in_time = not _is_council(work) or today <= rules.apply(_ANNOUNCED, on).nominal
    urgent_in_time = in_time or today <= rules.apply(_ANNOUNCED_URGENT, on).final
    return tuple(
        replace(item, announced=item.announced or in_time or (item.urgent and urgent_in_time))
        for item in held.items
        if item.status == "waiting"
    )


def _is_council(work: Work) -> bool:
    return _body(work).kind == "council"


def open_meeting(work: Work) -> None:
    """Begin: only with a quorum, and with a first number for its paragraphs (KL 5:45, 6:27).

    Raises:
        CommandRefusedError: too few are there, or the meeting is to come.
        InvalidInputError: the number is none.
    """
    if day_of(work.matter) > work.today:
        raise CommandRefusedError(f"Sammanträdet är först {day_of(work.matter)}.")
    held = work.matter.proceedings or Proceedings()
    given = str(work.matter.fields.get("starts_at") or "")
    beginning = given if is_clock(given) else moments(held.roll)[0]
    roll.check_quorum(held.roll, beginning, (), council=_is_council(work))
    number = work.matter.fields.get(FIRST_PARAGRAPH)
    if not isinstance(number, int) or number < 1:
        raise InvalidInputError("Första paragrafens nummer ska vara minst 1.")


def close_meeting(work: Work) -> None:
    """End: how many paragraphs there are is fixed, so that the body's next meeting can go on after them."""
    matter = work.matter
    held = matter.proceedings or Proceedings()
    body = body_of(matter)
    work.ask(
        FixParagraphs(
            organisation=matter.organisation,
            body=body,
            meeting=matter.id,
            last=last_number(held.items, first_paragraph(work)),
        )
    )


def call_off(work: Work) -> None:
    """The meeting isn't held: those who were summoned are told, and the announcement comes down."""
    summoning.send_called_off(work)
    if _is_council(work):
        announcing.withdraw_announcement(work)


def series_year(body: Body, meeting_on: date) -> int:
    """Which series the paragraphs are numbered in: the meeting's year, or the one that runs on."""
    return RUNNING if body.paragraphs.style == "running" else meeting_on.year


def _body(work: Work) -> Body:
    return work.organisation.bodies[body_of(work.matter)]
