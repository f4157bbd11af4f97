"""The simulated office: what it does when the script asks for what isn't there, and when to stop."""

import shutil
from collections.abc import Generator, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from workflow.bootstrap import bootstrap
from workflow.command.clock import SimulatedClock
from workflow.config import load
from workflow.definition.catalogue import load_strict
from workflow.errors import CommandRefusedError, UnknownMatterError
from workflow.meeting.facts import meeting_id
from workflow.model.commands import RegisterMatter
from workflow.workbench.acting import Office
from workflow.workbench.minutes import Act, Paragraph, Reference, Sitting
from workflow.workbench.script import (
    LOCAL,
    Fire,
    Hold,
    Planned,
    Register,
    Settle,
    Sign,
    Step,
    Summon,
)

DEFINITIONS = Path(__file__).parents[3] / "definitions"
NUMBER = "KS 2025/1"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with one matter that waits for the subcommittee."""
    yield from opened(tmp_path, DEFINITIONS)


def opened(directory: Path, definitions: Path) -> Generator[Office, None, None]:
    clock = SimulatedClock(datetime(2025, 1, 2, 8, tzinfo=LOCAL))
    settings = load(
        database_url=f"sqlite:///{directory / 'office.db'}",
        definitions=definitions,
        maildir=directory / "mail",
    )
    engine = bootstrap(settings, clock=clock)
    try:
        engine.migrate()
        engine.publish(load_strict(definitions))
        found = Office(engine.context, clock)
        take(
            found,
            date(2025, 1, 2),
            Register(
                RegisterMatter("norsjo", "information", "Läget", number=NUMBER, enter_at="at_AU")
            ),
        )
        yield found
    finally:
        engine.close()


def take(office: Office, day: date, step: Step) -> None:
    office.take(Planned(datetime(day.year, day.month, day.day, 15, tzinfo=LOCAL), step))


def sitting(**parts: object) -> Sitting:
    item = {"paragraph": 16, "matter": NUMBER, "outcomes": [{"event": "notes"}], **parts}
    return Sitting(
        organisation="norsjo",
        body="AU",
        meeting_on=date(2025, 2, 25),
        adjusted_on=date(2025, 2, 27),
        items=(Paragraph.model_validate(item),),
    )


def decide(office: Office, **parts: object) -> None:
    held = sitting(**parts)
    take(office, date(2025, 2, 18), Summon("norsjo", held))
    take(office, date(2025, 2, 25), Hold("norsjo", held))


def announce(office: Office) -> None:
    take(office, date(2025, 2, 27), Sign(sitting(), None))


def settle(office: Office, **parts: object) -> None:
    act = Act.model_validate({"on": date(2025, 3, 3), "number": NUMBER, **parts})
    take(office, date(2025, 3, 3), Settle("norsjo", act))


def test_matter_that_is_not_there(office: Office) -> None:
    """A number that nobody registered, and children that were never started, stop the script."""
    with pytest.raises(UnknownMatterError, match="finns inte"):
        take(
            office, date(2025, 1, 3), Fire("norsjo", Reference(number="KS 2025/9"), "prepared", {})
        )
    for reference in (
        Reference(child_of=NUMBER, party="kramfors"),
        Reference(child_of=NUMBER, assignment=1),
    ):
        with pytest.raises((UnknownMatterError, CommandRefusedError)):
            take(office, date(2025, 1, 3), Fire("norsjo", reference, "prepared", {}))


def test_things_to_settle_that_are_not_there(office: Office) -> None:
    """An assignment, a recipient or a task that waits for nobody stops the script."""
    decide(office, recipients=("Tina Lundgren",))
    announce(office)
    with pytest.raises(CommandRefusedError, match="inget uppdrag 1"):
        settle(office, settle_assignment=1, owner="Mari Johansson")
    with pytest.raises(CommandRefusedError, match="väntar inte på någon"):
        settle(office, settle_recipient="Tina Lundgren", because="x")
    with pytest.raises(CommandRefusedError, match="ingen öppen uppgift"):
        settle(office, settle_task="deadline", answer="ja")


def test_person_settles_recipient_and_assignment(office: Office) -> None:
    """By a documented exception and by owner and day; then the matter ends by itself."""
    decide(
        office,
        recipients=("Tina Lundgren", "Övriga berörda"),
        assignments=[{"what": "Återkom"}],
    )
    announce(office)
    settle(office, settle_recipient="Övriga berörda", because="Fick det på mötet")
    settle(office, settle_assignment=1, owner="Mari Johansson", due=date(2025, 3, 10))
    with office.context.units() as uow:
        (row,) = uow.matters.find(NUMBER, "norsjo")
        matter = uow.matters.load((row.id,))[row.id]
    assert matter.closed_on == date(2025, 3, 3)
    assert sorted(item.status for item in matter.items) == ["delivered", "excepted"]


def test_office_is_watched_until_nothing_is_open(office: Office) -> None:
    """Time goes on past the last step until the notice is down, and no further."""
    decide(office)
    announce(office)
    ended = office.finish()
    assert ended.astimezone(LOCAL).date() == date(2025, 3, 21)
    with office.context.units() as uow:
        assert uow.matters.list(open_only=True) == ()
        (notice,) = uow.notices.list()
    assert notice.removed_on == date(2025, 3, 21)


def test_minutes_that_nobody_presented_can_t_be_signed(office: Office) -> None:
    """Signed twice, or before the meeting was held: nothing waits to be signed."""
    take(office, date(2025, 2, 18), Summon("norsjo", sitting()))
    with pytest.raises(CommandRefusedError, match="Inget protokoll väntar"):
        announce(office)


def test_matter_that_is_settled_otherwise_stops_the_script(office: Office) -> None:
    """The matter's own type says what can become of it: nothing of the meeting is recorded then."""
    take(office, date(2025, 2, 18), Summon("norsjo", sitting()))
    with pytest.raises(CommandRefusedError, match="”grants” är inget beslut"):
        take(office, date(2025, 2, 25), Hold("norsjo", sitting(outcomes=[{"event": "grants"}])))


@pytest.mark.parametrize(
    ("style", "numbers"), [("running", [808, 809, 811]), ("yearly", [808, 809, 1])]
)
def test_paragraphs_run_on_over_the_new_year_or_begin_anew(
    tmp_path: Path, style: str, numbers: list[int]
) -> None:
    """``style: running, first: 808``: § 809 and 810 follow, and § 811 the year after."""
    definitions = tmp_path / "definitions"
    shutil.copytree(DEFINITIONS, definitions)
    place = definitions / "organisations" / "norsjo.yaml"
    before = "paragraphs: {first: 16}"
    text = place.read_text("utf-8")
    assert before in text
    text = text.replace(before, f"paragraphs: {{style: {style}, first: 808}}")
    place.write_text(text, "utf-8")
    offices = opened(tmp_path, definitions)
    office = next(offices)
    found = []
    for on, titles in (
        (date(2025, 10, 28), ("Upprop",)),
        (date(2025, 11, 25), ("Upprop", "Val")),
        (date(2026, 1, 27), ("Upprop",)),
    ):
        held = Sitting(
            organisation="norsjo",
            body="AU",
            meeting_on=on,
            adjusted_on=on,
            items=tuple(Paragraph(paragraph=1, formality=title) for title in titles),
        )
        take(office, on - timedelta(days=7), Summon("norsjo", held))
        take(office, on, Hold("norsjo", held))
        with office.context.units() as uow:
            identity = meeting_id("norsjo", "AU", on)
            proceedings = uow.matters.load((identity,))[identity].proceedings
        assert proceedings is not None
        found.append(proceedings.paragraphs[0].paragraph)
    offices.close()
    assert found == numbers


def test_one_who_is_not_to_sign_can_t(office: Office) -> None:
    """By name: the secretary, the chair and the adjusters, and nobody else."""
    decide(office)
    with pytest.raises(CommandRefusedError, match="Astrid Okänd"):
        take(office, date(2025, 2, 27), Sign(sitting(), "Astrid Okänd"))


def test_office_that_nothing_ends_is_not_watched_for_ever(office: Office) -> None:
    """A matter that nobody takes up stays open; the engine stops looking when nothing comes due."""
    ended = office.finish()
    assert ended < datetime(2026, 3, 1, tzinfo=LOCAL)
    with office.context.units() as uow:
        assert len(uow.matters.list(open_only=True)) == 1
