"""Whatever is done with a notice in whatever order: it is nowhere taken down early."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.casework import noon
from workflow.command.documents import StoredDocument
from workflow.command.ports import NoticeRow
from workflow.definition.catalogue import load
from workflow.definition.organisation import Board, Organisation
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine.build import Machine, build
from workflow.model.commands import Envelope, FireEvent, RegisterMatter
from workflow.model.effects import NoticeEffect
from workflow.model.ids import matter_id
from workflow.model.matter import ENGINE, Actor
from workflow.testing import MemoryStore
from workflow.testing.world import World

DEFINITIONS = Path(__file__).parents[3] / "definitions"
REGISTRAR = Actor("Registrator", ("registrar", "secretary"))
BOARDS = ("Egen", "Grannens", "Nästas")
FIRST = date(2025, 3, 3)
NOTICE = matter_id("norsjo", "ANSLAG 2025/1")
EVENTS = (
    "confirms_board",
    "taken_down_early",
    "found_down_early",
    "posts_again",
    "publishes_minutes",
    "hides_minutes",
    "takes_down",
)
MINUTES = StoredDocument.of(
    b"granskat",
    media_type="text/plain",
    name="protokoll.txt",
    matter=NOTICE,
    kind="published_minutes",
    created_at=noon(FIRST),
)


@cache
def _shipped() -> tuple[Machine, Organisation]:
    loaded = load(DEFINITIONS)
    entry = loaded.procedures["notice"]
    return build(entry.digest, entry.definition), loaded.organisations["norsjo"].organisation


def _office(days: int | None) -> Organisation:
    boards = tuple(
        Board(name=name, where_kept="Kansliet", run_by="others" if place else "engine")
        for place, name in enumerate(BOARDS)
    )
    return _shipped()[1].model_copy(update={"boards": boards, "unappealable_days": days})


class NeverEarly(RuleBasedStateMachine):
    """One notice on three boards, of which others run two, and people who do anything at all."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World({"notice": _shipped()[0]}, {}, noon(FIRST))
        self.store = MemoryStore()
        self.written = 0
        self.key = 0
        self.appealable = True
        self.custom: int | None = None

    @initialize(
        appealable=st.booleans(),
        custom=st.sampled_from([None, 5]),
        everywhere=st.booleans(),
        before=st.integers(0, 2),
    )
    def register(
        self, *, appealable: bool, custom: int | None, everywhere: bool, before: int
    ) -> None:
        """The minutes were adjusted and announced."""
        with self.store() as unit:
            unit.documents.add([MINUTES])
            unit.commit()
        self.appealable, self.custom = appealable, custom
        self.world.organisations = {"norsjo": _office(custom)}
        posted = (FIRST - timedelta(days=before)).isoformat()
        fields: Mapping[str, object] = {
            "body": "KS",
            "meeting_on": "2025-02-25",
            "adjusted_on": (FIRST - timedelta(days=2)).isoformat(),
            "posted_on": posted,
            "appealable": appealable,
            "all_boards": everywhere,
        }
        command = RegisterMatter(
            "norsjo", "notice", "Anslag", number="ANSLAG 2025/1", fields=fields
        )
        self._give(command, REGISTRAR)
        self._write()

    @rule(board=st.sampled_from(BOARDS), back=st.integers(0, 3))
    def confirm(self, *, board: str, back: int) -> None:
        """Somebody has seen it on a board."""
        self._try("confirms_board", board=board, board_posted_on=self._ago(back))

    @rule(
        event=st.sampled_from(["taken_down_early", "taken_down_early", "found_down_early"]),
        board=st.sampled_from(BOARDS),
        back=st.integers(0, 8),
    )
    def lose(self, *, event: str, board: str, back: int) -> None:
        """A board is found without it."""
        self._try(event, board=board, down_on=self._ago(back))

    @rule()
    def post_again(self) -> None:
        """It goes up anew where it was lost."""
        self._try("posts_again")

    @rule(until=st.none() | st.integers(0, 40))
    def show(self, *, until: int | None) -> None:
        """A person lets the full minutes through."""
        more = {} if until is None else {"minutes_until": self._ago(-until)}
        self._try(
            "publishes_minutes",
            minutes_document=MINUTES.sha256,
            review_outcome="Kan visas",
            **more,
        )

    @rule(
        event=st.sampled_from(EVENTS),
        data=st.sampled_from(
            [
                {},
                {"posted_on": "2024-01-02"},
                {"appealable": False},
                {"up_until": "2024-01-02"},
                {"adjusted_on": "2024-01-02"},
            ]
        ),
        actor=st.sampled_from([REGISTRAR, ENGINE]),
    )
    def meddle(self, *, event: str, data: dict[str, object], actor: Actor) -> None:
        """Any event by anybody, with days that aren't its own."""
        own: dict[str, object] = {
            "confirms_board": {"board": BOARDS[1], "board_posted_on": self._ago(0)},
            "taken_down_early": {"board": BOARDS[0], "down_on": self._ago(0)},
            "publishes_minutes": {
                "minutes_document": MINUTES.sha256,
                "review_outcome": "Kan visas",
            },
        }.get(event, {})
        self._try(event, actor, **{**own, **data})

    @rule(days=st.integers(1, 15))
    def wait(self, days: int) -> None:
        """Time passes, and the engine does what comes due."""
        self.world.go_to(self.world.now + timedelta(days=days))
        self._write()

    @invariant()
    def never_early(self) -> None:
        """Every board has carried it for three whole weeks after the last one began (KL 9:32, 13:5)."""
        rows = self._rows()
        down = [row for row in rows if row.removed_on is not None]
        if self.custom is not None and not self.appealable:
            assert all(row.removed_on > row.notice.posted_on + timedelta(days=5) for row in down)  # type: ignore[operator]
            return
        for row in down:
            with_it = [
                other.notice.posted_on
                for other in rows
                if (other is row or other.down_early_on is None)
                and other.notice.posted_on <= row.removed_on  # type: ignore[operator]
            ]
            assert row.removed_on is not None
            assert row.removed_on >= max(with_it) + timedelta(days=22)

    @invariant()
    def nothing_was_refused(self) -> None:
        """What the engine does by itself is never refused: the store agrees with the machine."""
        assert not [one for one in self.world.incidents if one.kind == "command"]

    @invariant()
    def minutes_only_where_the_notice_is(self) -> None:
        """Full minutes are beside a notice that is up, or nowhere."""
        assert all(row.up for row in self._rows() if row.document is not None)

    def _rows(self) -> tuple[NoticeRow, ...]:
        with self.store() as unit:
            return unit.notices.list()

    def _ago(self, days: int) -> str:
        return (self.world.now.date() - timedelta(days=days)).isoformat()

    def _try(self, event: str, actor: Actor = REGISTRAR, **data: object) -> None:
        with suppress(CommandRefusedError, InvalidInputError):
            self._give(FireEvent(event, data=data), actor)
        self._write()

    def _give(self, command: Any, actor: Actor) -> None:
        self.key += 1
        self.world.give(Envelope(f"k{self.key}", NOTICE, command, actor, self.world.now))

    def _write(self) -> None:
        """What the transactions of the steps would have written; refused where a removal is early."""
        for asked in self.world.asked[self.written :]:
            with self.store() as unit:
                unit.notices.apply([one for one in asked if isinstance(one, NoticeEffect)])
                unit.commit()
        self.written = len(self.world.asked)


TestNeverEarly = NeverEarly.TestCase
TestNeverEarly.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
