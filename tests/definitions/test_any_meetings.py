"""Whatever the meetings of two bodies do, in whatever order: numbers, decisions and notices stay true."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from office import Office
from sittings import ALL_THERE, SEATS

from workflow.command.numbering import opens, provisionally
from workflow.command.ports import Change
from workflow.definition.catalogue import load
from workflow.definition.organisation import Organisation, Paragraphs
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine.build import Machine, build
from workflow.machine.convening import series_year
from workflow.machine.possible import possible
from workflow.meeting.decided import decision_of
from workflow.meeting.facts import body_of, day_of, meeting_id, reference
from workflow.model.commands import (
    CallRoll,
    Command,
    CorrectItem,
    ElectAdjusters,
    Envelope,
    FireEvent,
    ItemDealtWith,
    OrderItems,
    PlaceItems,
    PresentMinutes,
    RecordItems,
    RegisterMatter,
    SettleAssignment,
    SettleRecipient,
    SignMinutes,
    WithdrawItem,
)
from workflow.model.effects import FixParagraphs
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, Matter, RecordedDecision
from workflow.model.outcome import AssignmentGiven, PointOutcome
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Deliberation,
    Proceedings,
    Resolution,
    Roll,
)
from workflow.testing.paragraphs import MemoryParagraphs
from workflow.testing.state import State

OFFICE = Actor("sekreteraren", ("secretary", "officer", "registrar"))
BODIES = ("AU", "KS")
FIRST = {"AU": 1, "KS": 808}
"""The number of each body's first paragraph."""
BEGINS = date(2025, 2, 3)
FIRST_DAYS = {"AU": date(2025, 2, 4), "KS": date(2025, 2, 6)}
TYPES = ("project_participation", "referral_response", "policy_document")
GIVES = {"reason": "Mer underlag behövs"}
TRIED = (RecordItems, CorrectItem, OrderItems)
"""What is tried with the matters that it is about, before it is carried out (``command.recording``)."""


@cache
def _shipped() -> tuple[dict[str, Machine], dict[str, Organisation]]:
    """Everything that is shipped; the paragraphs of one body begin anew each year, of the other run on."""
    loaded = load(Path(__file__).parents[2] / "definitions")
    machines = {
        name: build(name, entry.definition)
        for name, entry in {**loaded.types, **loaded.procedures}.items()
    }
    organisations = {code: entry.organisation for code, entry in loaded.organisations.items()}
    norsjo = organisations["norsjo"]
    series = {"AU": Paragraphs(), "KS": Paragraphs(style="running", first=FIRST["KS"])}
    numbered = {
        code: norsjo.bodies[code].model_copy(update={"paragraphs": how})
        for code, how in series.items()
    }
    organisations["norsjo"] = norsjo.model_copy(update={"bodies": {**norsjo.bodies, **numbered}})
    return machines, organisations


class AnyMeetings(RuleBasedStateMachine):
    """An office with matters, and meetings of AU and KS."""

    @initialize(types=st.lists(st.sampled_from(TYPES), min_size=3, max_size=3))
    def begin(self, types: list[str]) -> None:
        """Three matters wait for AU, and a meeting of each body is planned."""
        machines, organisations = _shipped()
        self.office = Office(machines, organisations, BEGINS)
        self.paragraphs = MemoryParagraphs(State())
        self.meetings: dict[str, list[MatterId]] = {body: [] for body in BODIES}
        self.matters: list[MatterId] = []
        self.keys = 0
        self.looked_at = 0  # of what was carried out
        self.fixed_items: dict[tuple[MatterId, str], AgendaItem] = {}
        self.fixed_decisions: dict[tuple[MatterId, str], RecordedDecision] = {}
        for place, name in enumerate(types, start=1):
            self._register(name, place)
        for body, day in FIRST_DAYS.items():
            self._plan(body, day)
        self._open(self.office.matter(self.meetings["AU"][0]))

    def _register(self, name: str, place: int) -> None:
        fields = {"sender": ["Länsstyrelsen"]} if name == "referral_response" else {}
        command = RegisterMatter(
            "norsjo", name, f"Ärende {place}", number=f"KS 2025/{place}", fields=fields
        )
        identity = self.office.register(command)
        self.office.give(identity, FireEvent("prepared"))
        self.matters.append(identity)

    def _plan(self, body: str, day: date) -> None:
        identity = meeting_id("norsjo", body, day)
        command = RegisterMatter(
            organisation="norsjo",
            matter_type="meeting",
            title=f"{body} {day}",
            number=f"SAMMANTRADE 2025/{BODIES.index(body)}{day:%m%d}",
            fields={
                "body": body,
                "meeting_on": day.isoformat(),
                "secretary": "Ingela Lidström",
            },
        )
        assert self._do(identity, command)
        self.meetings[body].append(identity)

    def _items(self, matters: Sequence[MatterId]) -> tuple[AgendaItem, ...]:
        found = []
        for matter in matters:
            self.keys += 1
            title = self.office.matter(matter).title
            found.append(AgendaItem(f"i{self.keys}", "decision", title, matter=matter))
        return tuple(found)

    def _do(self, matter: MatterId, command: Command) -> bool:
        """Carried out with everything that follows, or refused; never half."""
        world = self.office.world.copy()
        known, asked = len(world.incidents), len(world.asked)
        self.keys += 1
        try:
            world.give(Envelope(f"any:{self.keys}", matter, command, OFFICE, world.now))
        except (CommandRefusedError, InvalidInputError):
            return False
        refused = [one for one in world.incidents[known:] if one.kind == "command"]
        if refused and isinstance(command, TRIED):
            return False
        assert refused == []
        assert world.undelivered == []
        self.office.world = world
        ended = [one for step in world.asked[asked:] for one in step]
        self.paragraphs.end([one for one in ended if isinstance(one, FixParagraphs)])
        return True

    def _meeting(self, data: st.DataObject, *states: str) -> Matter | None:
        found = [one for one in self._every() if not states or one.state in states]
        return data.draw(st.sampled_from(found)) if found else None

    @rule(body=st.sampled_from(BODIES), later=st.integers(1, 20))
    def plan(self, body: str, later: int) -> None:
        """One more meeting, at most three of a body."""
        day = day_of(self.office.matter(self.meetings[body][-1])) + timedelta(days=later)
        if len(self.meetings[body]) < 3:
            self._plan(body, day)

    @rule(data=st.data())
    def place(self, data: st.DataObject) -> None:
        """A matter comes on the agenda, whether it waits for the body or not."""
        meeting = self._meeting(data, "planned", "summoned", "in_session")
        if meeting is not None:
            (item,) = self._items([data.draw(st.sampled_from(self.matters))])
            if data.draw(st.booleans()):
                item = replace(item, kind="formality", matter=None)
            self._do(meeting.id, PlaceItems((item,)))

    @rule(data=st.data())
    def order(self, data: st.DataObject) -> None:
        """The items come in another order."""
        meeting = self._meeting(data)
        if meeting is not None:
            keys = [item.key for item in _held(meeting).items]
            self._do(meeting.id, OrderItems(tuple(data.draw(st.permutations(keys)))))

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """An item goes off the agenda."""
        meeting = self._meeting(data)
        if meeting is not None and _held(meeting).items:
            item = data.draw(st.sampled_from(_held(meeting).items))
            self._do(meeting.id, WithdrawItem(item.key, "Utgår."))

    @rule(data=st.data(), there=st.sets(st.sampled_from(SEATS[:5]), min_size=2))
    def roll(self, data: st.DataObject, there: set[object]) -> None:
        """Somebody wasn't there after all."""
        meeting = self._meeting(data)
        if meeting is not None:
            names = {seat.name for seat in SEATS if seat in there}
            presences = tuple(one for one in ALL_THERE.presences if one.name in names)
            self._do(meeting.id, CallRoll(Roll(SEATS, presences)))

    @precondition(lambda self: self._any("planned", "summoned"))
    @rule(data=st.data())
    def open(self, data: st.DataObject) -> None:
        """A meeting is summoned to and opened on its day, where the one before it has ended."""
        meeting = self._meeting(data, "planned", "summoned")
        assert meeting is not None
        self._open(meeting)

    def _open(self, meeting: Matter) -> None:
        code = body_of(meeting)
        known = {item.matter for item in _held(meeting).items}
        waits = [one for one in self.matters if self.office.matter(one).state == f"at_{code}"]
        for item in self._items([one for one in waits if one not in known]):
            self._do(meeting.id, PlaceItems((item,)))
        if meeting.state == "planned" and not self._do(meeting.id, FireEvent("summons")):
            return
        if day_of(meeting) > self._today():
            self.office.go_to(day_of(meeting))
        self._do(meeting.id, CallRoll(ALL_THERE))
        command = FireEvent("opens")
        assert opens(self.office.matter(meeting.id), command)
        world = self.office.world
        if not self._do(meeting.id, provisionally(command)):
            return
        self.office.world = world
        body = world.organisations["norsjo"].bodies[code]
        year, start = series_year(body, day_of(meeting)), body.paragraphs.first
        try:
            first = self.paragraphs.begin("norsjo", code, year, meeting.id, first=start)
        except CommandRefusedError:
            return
        assert self._do(meeting.id, FireEvent("opens", data={"first_paragraph": first}))

    @precondition(lambda self: self._any("in_session"))
    @rule(data=st.data())
    def record(self, data: st.DataObject) -> None:
        """Some or all of what waits is dealt with, in any order."""
        meeting = self._meeting(data, "in_session")
        if meeting is None:
            return
        waiting = [one for one in _held(meeting).items if one.status == "waiting"]
        if waiting:
            chosen = data.draw(st.permutations(waiting))[: data.draw(st.integers(1, 4))]
            dealt = tuple(ItemDealtWith(one.key, self._said(data, one)) for one in chosen)
            self._do(meeting.id, RecordItems(dealt))

    @precondition(lambda self: self._recorded())
    @rule(data=st.data(), strike=st.booleans())
    def correct(self, data: st.DataObject, *, strike: bool) -> None:
        """What was recorded is put right: another outcome, or it was never taken up."""
        meeting = self._meeting(data, "in_session", "held", "adjusted")
        if meeting is not None and _held(meeting).paragraphs:
            item = data.draw(st.sampled_from(_held(meeting).paragraphs))
            instead = None if strike else self._said(data, item)
            self._do(meeting.id, CorrectItem(item.key, instead, "Blev fel."))

    def _said(self, data: st.DataObject, item: AgendaItem) -> Deliberation:
        """How an item was dealt with: by something that its matter's type knows."""
        if item.matter is None:
            return Deliberation(Resolution(sentences=("att fastställa den",)))
        matter = self.office.matter(item.matter)
        machine = self.office.machines[matter.matter_type]
        states = [state for state in machine.definition.states if state in ("at_AU", "at_KS")]
        state = matter.state if matter.state in states else data.draw(st.sampled_from(states))
        rules = {
            event: machine.rules(event, state)
            for event, spec in machine.definition.events.items()
            if spec.form is not None and machine.rules(event, state)
        }
        event = data.draw(st.sampled_from(sorted(rules)))
        asks = {name for one in rules[event] for name in one.requires}
        form = machine.definition.events[event].form or ""
        decides = form == "decides" and data.draw(st.booleans())
        owner = data.draw(st.sampled_from([None, "Kansliet"]))
        resolution = Resolution(
            outcomes=(PointOutcome(event),),
            forms=(form,),
            sentences=("att så sker",),
            recipients=("Receptionen",) if decides else (),
            assignments=(AssignmentGiven("Återkom", owner, "2025-09"),) if decides else (),
            data={name: value for name, value in GIVES.items() if name in asks},
        )
        return Deliberation(resolution, by_all=True)

    @precondition(lambda self: self._any("in_session"))
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        """What wasn't taken up is withdrawn, and the meeting ends."""
        meeting = self._meeting(data, "in_session")
        if meeting is not None and _held(meeting).paragraphs:
            self._close(meeting)

    def _close(self, meeting: Matter) -> None:
        for item in _held(meeting).items:
            if item.status == "waiting":
                assert self._do(meeting.id, WithdrawItem(item.key, "Hanns inte med."))
        assert self._do(meeting.id, FireEvent("closes"))

    @rule(data=st.data(), ends=st.booleans(), body=st.sampled_from(BODIES))
    def hold(self, data: st.DataObject, *, ends: bool, body: str) -> None:
        """A whole meeting of the body: what waits for it is dealt with one by one, whatever was left."""
        going_on = [one for one in self.meetings[body] if self._state(one) == "in_session"]
        planned = [one for one in self.meetings[body] if self._state(one) == "planned"]
        for identity in (going_on or planned)[:1]:
            if not going_on:
                self._open(self.office.matter(identity))
            for item in _held(self.office.matter(identity)).items:
                if item.status == "waiting":
                    dealt = ItemDealtWith(item.key, self._said(data, item))
                    self._do(identity, RecordItems((dealt,)))
            meeting = self.office.matter(identity)
            if ends and meeting.state == "in_session" and _held(meeting).paragraphs:
                self._close(meeting)

    def _state(self, identity: MatterId) -> str:
        return self.office.matter(identity).state

    @precondition(lambda self: self._any("planned", "summoned"))
    @rule(data=st.data(), body=st.sampled_from(BODIES))
    def cancel(self, data: st.DataObject, body: str) -> None:
        """A meeting isn't held; the first of a body is."""
        identity = data.draw(st.sampled_from(self.meetings[body]))
        if identity != self.meetings[body][0] or self.office.matter(identity).state == "held":
            self._do(identity, FireEvent("cancels", data={"reason": "För få ärenden."}))

    @precondition(lambda self: self._recorded())
    @rule(data=st.data(), at_once=st.booleans(), sign=st.booleans())
    def present(self, data: st.DataObject, *, at_once: bool, sign: bool) -> None:
        """The minutes are put before those who sign: all of them, or single paragraphs at once."""
        meeting = self._meeting(data, "in_session", "held")
        if meeting is None or not _held(meeting).paragraphs:
            return
        if not _held(meeting).adjusters.names:
            self._do(meeting.id, ElectAdjusters(Adjusters(("Lars-Åke Holmgren",))))
        keys: tuple[str, ...] = ()
        if at_once or meeting.state == "in_session":
            every = [item.key for item in _held(meeting).paragraphs]
            keys = tuple(data.draw(st.lists(st.sampled_from(every), unique=True, min_size=1)))
        self.keys += 1
        content = sha256(str(self.keys).encode()).hexdigest()
        if self._do(meeting.id, PresentMinutes(content, keys)) and sign:
            self._sign(self.office.matter(meeting.id), -1, 3)

    @precondition(lambda self: self._recorded())
    @rule(data=st.data(), which=st.integers(0, 3), by=st.integers(1, 3))
    def sign(self, data: st.DataObject, which: int, by: int) -> None:
        """The next one signs, or all do; also what is void or adjusted already."""
        meeting = self._meeting(data, "in_session", "held", "adjusted")
        if meeting is not None:
            self._sign(meeting, which, by)

    def _sign(self, meeting: Matter, which: int, by: int) -> None:
        for one in _held(meeting).presentations[which:][:1]:
            done = {signature.name for signature in one.signatures}
            missing = [name for name, _ in one.signers if name not in done]
            for name in missing[:by]:
                self._do(meeting.id, SignMinutes(one.key, name, one.sha256))

    @rule(data=st.data())
    def handle(self, data: st.DataObject) -> None:
        """Somebody does what is possible with a matter."""
        matter = self.office.matter(data.draw(st.sampled_from(self.matters)))
        machine = self.office.machines[matter.matter_type]
        world = self.office.world
        found = [
            one
            for one in possible(machine, world.organisations, matter, world.now, OFFICE)
            if one.form is None and set(one.requires) <= GIVES.keys()
        ]
        if found:
            one = data.draw(st.sampled_from(found))
            given = {name: GIVES[name] for name in one.requires}
            self._do(matter.id, FireEvent(one.event, one.points, given))

    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        """Somebody gives what was ordered its owner and its day, or sees to a recipient."""
        matter = self.office.matter(data.draw(st.sampled_from(self.matters)))
        for given in matter.assignments:
            self._do(matter.id, SettleAssignment(given.key, "Mari Johansson", date(2025, 9, 1)))
        for item in matter.items:
            self._do(matter.id, SettleRecipient(item.key, because="Lämnat över disk"))

    @rule(days=st.integers(1, 25))
    def wait(self, days: int) -> None:
        """Time passes."""
        self.office.go_to(self._today() + timedelta(days=days))

    def _today(self) -> date:
        return self.office.now.date()

    def _any(self, *states: str) -> bool:
        return any(one.state in states for one in self._every())

    def _recorded(self) -> bool:
        return any(_held(one).paragraphs for one in self._every())

    def _every(self) -> Iterator[Matter]:
        return (self.office.matter(one) for body in BODIES for one in self.meetings[body])

    @invariant()
    def numbers_are_gapless_and_unique(self) -> None:
        """In the series of each body, over all its meetings."""
        given = defaultdict(list)
        for meeting in self._every():
            for item in _held(meeting).paragraphs:
                assert item.paragraph is not None
                given[body_of(meeting)].append(item.paragraph)
            assert all(
                item.paragraph is None for item in _held(meeting).items if item.status != "taken_up"
            )
        for body, numbers in given.items():
            first = FIRST[body]
            assert sorted(numbers) == list(range(first, first + len(numbers)))

    @invariant()
    def nothing_changes_after_adjustment(self) -> None:
        """Neither in the meeting nor in the matter."""
        for meeting in self._every():
            for item in _held(meeting).paragraphs:
                if item.adjusted_on is not None:
                    known = self.fixed_items.setdefault((meeting.id, item.key), item)
                    assert known == item
        for (identity, key), known in self.fixed_items.items():
            meeting = self.office.matter(identity)
            assert _held(meeting).item(key) == known
        for matter in map(self.office.matter, self.matters):
            for made in matter.decisions:
                if made.adjusted_on is not None:
                    assert self.fixed_decisions.setdefault((matter.id, made.key), made) == made
        for (identity, key), made in self.fixed_decisions.items():
            assert made in self.office.matter(identity).decisions, key

    @invariant()
    def matters_say_what_meetings_say(self) -> None:
        """Every decision as it was recorded, and no other one; each known by a key of its own."""
        said = {
            reference(meeting, item.key): (item, decision_of(meeting, item))
            for meeting in self._every()
            for item in _held(meeting).paragraphs
        }
        found = set()
        for matter in map(self.office.matter, self.matters):
            keys = [made.key for made in matter.decisions]
            assert len(set(keys)) == len(keys)
            for made in matter.decisions:
                item, wanted = said[made.item or ""]
                assert wanted is not None
                assert item.matter == matter.id
                found.add(made.item)
                assert (made.paragraph, made.recipients) == (wanted.paragraph, wanted.recipients)
                events = [outcome.event for outcome in wanted.outcomes]
                assert [outcome.event for outcome in made.outcomes] == events
                assert made.adjusted_on == item.adjusted_on
                ordered = [one.what for one in matter.assignments if one.decision == made.key]
                assert ordered == [one.what for one in wanted.assignments]
        assert found == {name for name, (_, wanted) in said.items() if wanted is not None}

    @invariant()
    def no_notice_comes_down_early(self) -> None:
        """Each is up until the day when it may be taken down."""
        world = self.office.world
        for notice in world.notices:
            down = world.taken_down.get(notice.matter)
            if down is not None and notice.earliest_removal is not None:
                assert down >= notice.earliest_removal

    @invariant()
    def what_is_signed_is_what_was_presented(self) -> None:
        """Nothing waits to be signed that has changed since it was presented."""
        carried_out = self.office.world.carried_out
        for _, change in carried_out[self.looked_at :]:
            if change.after.proceedings is not None:
                _check_presented(change)
        self.looked_at = len(carried_out)


def _check_presented(change: Change) -> None:
    """What an open presentation holds changes only by being adjusted."""
    before = change.before.proceedings if change.before else None
    after = change.after.proceedings
    assert after is not None
    for one in before.presentations if before else ():
        now = next(each for each in after.presentations if each.key == one.key)
        if not one.open or now.void is not None:
            continue
        assert before is not None
        for key in one.items:
            was, is_now = before.item(key), after.item(key)
            assert was is not None
            assert is_now == replace(was, adjusted_on=now.adjusted_on)


def _held(meeting: Matter) -> Proceedings:
    assert meeting.proceedings is not None
    return meeting.proceedings


TestAnyMeetings = AnyMeetings.TestCase
TestAnyMeetings.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
