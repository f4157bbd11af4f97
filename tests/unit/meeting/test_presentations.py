"""Minutes before those who sign them: which items, who, which bytes, and when they are adjusted."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.meeting.presentations import adjusted, overtaken, present, sign, void
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Conflict,
    Deliberation,
    Presence,
    Presentation,
    Proceedings,
    Resolution,
    Roll,
    Seat,
)

SHA = "52EE803F6FDE7528A9CC8F8F4B8EB0578B60791B841BCFC24B3031AA02E19E9C"
OTHER = "0" * 64
DAY = date(2024, 4, 25)
SIGNERS = (("Siv", "Sekreterare"), ("Birgitta", "Ordförande"), ("John", "Justerare"))
DONE = Deliberation(Resolution())
ITEMS = (
    AgendaItem("i1", "decision", "A", status="taken_up", deliberation=DONE, paragraph=11),
    AgendaItem("i2", "decision", "B"),
    AgendaItem(
        "i3",
        "decision",
        "C",
        status="taken_up",
        deliberation=replace(DONE, taken_up_at="10:00"),
        paragraph=12,
    ),
)
HELD = Proceedings(
    Roll(
        (Seat("Birgitta", role="chair"), Seat("John"), Seat("Peter"), Seat("Eva")),
        (Presence("Birgitta"), Presence("John"), Presence("Peter", until="09:30")),
    ),
    ITEMS,
    Adjusters(("John",)),
)


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 4, 25, hour, minute, tzinfo=UTC)


PRESENTED = present(HELD, SHA, (), SIGNERS, DAY)


def test_all_that_is_not_adjusted_is_presented() -> None:
    """What was taken up, in order; the hash is told in upper case as the minutes print it."""
    assert present(HELD, SHA.lower(), (), SIGNERS, DAY) == Presentation(
        "p1", SHA, ("i1", "i3"), SIGNERS, DAY
    )


def test_single_items_are_adjusted_at_once() -> None:
    """Named items are presented alone; the rest comes with the minutes afterwards."""
    at_once = present(HELD, SHA, ["i3"], SIGNERS, DAY)
    assert (at_once.items, at_once.immediate) == (("i3",), True)
    rest = present(replace(HELD, presentations=(at_once,)), SHA, (), SIGNERS, DAY)
    assert (rest.key, rest.items, rest.immediate) == ("p2", ("i1",), False)


def test_what_is_void_is_presented_anew() -> None:
    """A presentation that a correction made void holds nothing back."""
    gone = void(PRESENTED, "§ 11 rättades.")
    assert present(replace(HELD, presentations=(gone,)), OTHER, (), SIGNERS, DAY).key == "p2"


@pytest.mark.parametrize(
    ("held", "items", "signers", "sentence"),
    [
        (replace(HELD, items=ITEMS[1:2]), (), SIGNERS, r"inget att justera \(KL 5:69, 6:35\)"),
        (replace(HELD, presentations=(PRESENTED,)), (), SIGNERS, "återstår är redan framlagt"),
        (
            replace(HELD, presentations=(PRESENTED,)),
            ["i1"],
            SIGNERS,
            r"§ 11 är redan framlagd .*\(p1\)",
        ),
        (HELD, ["i2"], SIGNERS, r"Punkt i2 är inte behandlad .*KL 5:69, 6:35"),
        (HELD, ["i9"], SIGNERS, "Punkt i9 finns inte"),
        (
            replace(HELD, items=(replace(ITEMS[0], adjusted_on=DAY),)),
            ["i1"],
            SIGNERS,
            "§ 11 är redan justerad, 2024-04-25 .*KL 5:69, 6:35",
        ),
        (HELD, (), SIGNERS[:1] + SIGNERS[2:], r"Ingen undertecknar som ordförande \(KL 5:65"),
        (HELD, (), SIGNERS[:2], r"Justeraren John finns inte bland dem .*KL 5:69"),
        (HELD, (), (*SIGNERS, SIGNERS[0]), "Siv kan inte underteckna två gånger"),
        (replace(HELD, adjusters=Adjusters()), (), SIGNERS, r"Ingen justerare är utsedd \(KL 5:69"),
        (
            replace(HELD, adjusters=Adjusters(("Eva",))),
            (),
            (*SIGNERS, ("Eva", "Justerare")),
            "Eva deltog inte i något .*KL 5:69, 6:35",
        ),
        (
            replace(HELD, adjusters=Adjusters(("Peter",))),
            ["i3"],
            (*SIGNERS, ("Peter", "Justerare")),
            "Peter deltog inte i något",
        ),
        (
            replace(
                HELD,
                items=(
                    replace(
                        ITEMS[0], deliberation=replace(DONE, conflicts=(Conflict("John", "släkt"),))
                    ),
                ),
            ),
            (),
            SIGNERS,
            "John deltog inte i något",
        ),
    ],
)
def test_minutes_that_cannot_be_presented(
    held: Proceedings, items: list[str], signers: tuple[tuple[str, str], ...], sentence: str
) -> None:
    """Each reason is told with the paragraph, the person and the section."""
    with pytest.raises(CommandRefusedError, match=sentence):
        present(held, SHA, items, signers, DAY)


@pytest.mark.parametrize(
    ("sha256", "signers", "sentence"),
    [
        (SHA[:-1], SIGNERS, "är ingen SHA-256"),
        (SHA + "\n", SIGNERS, "är ingen SHA-256"),
        ("G" * 64, SIGNERS, "är ingen SHA-256"),
        (SHA, (("", "Ordförande"),), "Undertecknare: får inte vara tom"),
        (SHA, (("Siv", "a\nb"),), "Roll: ska stå på en rad"),
        (SHA, SIGNERS * 7, "Undertecknare: får vara högst 20, men är 21"),
    ],
)
def test_values_of_the_wrong_form_are_bad_input(
    sha256: str, signers: tuple[tuple[str, str], ...], sentence: str
) -> None:
    """What is no hash, no name and no role."""
    with pytest.raises(InvalidInputError, match=sentence):
        present(HELD, sha256, (), signers, DAY)


def test_the_last_signature_adjusts() -> None:
    """On its own day in Stockholm, whatever the order in which they signed."""
    first = sign(PRESENTED, "John", SHA, datetime(2024, 4, 25, 22, 13, tzinfo=UTC))
    second = sign(first, "Siv", SHA.lower(), _at(13, 57))
    assert first.open
    assert second.open
    done = sign(second, "Birgitta", SHA, _at(13, 56))
    assert done.adjusted_on == date(2024, 4, 26)
    assert not done.open
    assert [(one.name, one.role, one.sha256) for one in done.signatures] == [
        ("John", "Justerare", SHA),
        ("Siv", "Sekreterare", SHA),
        ("Birgitta", "Ordförande", SHA),
    ]
    assert sign(done, "John", SHA, _at(23)) is done


def test_repeating_a_signature_changes_nothing() -> None:
    """The first time stands."""
    once = sign(PRESENTED, "John", SHA, _at(8))
    assert sign(once, "John", SHA, _at(9)) is once


def test_other_bytes_are_not_signed() -> None:
    """Both hashes are told, short, so that they can be compared."""
    with pytest.raises(CommandRefusedError, match=r"\(000000000000…\) .*\(52EE803F6FDE…\)"):
        sign(PRESENTED, "John", OTHER, _at(8))
    with pytest.raises(InvalidInputError, match="är ingen SHA-256"):
        sign(PRESENTED, "John", "abc", _at(8))


def test_only_those_named_sign() -> None:
    """Somebody else is told who they are."""
    with pytest.raises(CommandRefusedError, match=r"Peter .*KL 5:69.*Siv, Birgitta, John"):
        sign(PRESENTED, "Peter", SHA, _at(8))


def test_nothing_is_signed_after_a_correction() -> None:
    """What is void stays so, with the first reason."""
    gone = void(sign(PRESENTED, "John", SHA, _at(8)), "§ 11 rättades.")
    assert not gone.open
    with pytest.raises(CommandRefusedError, match="gäller inte längre: § 11 rättades"):
        sign(gone, "Siv", SHA, _at(9))
    assert void(gone, "§ 12 rättades.") is gone


def test_what_is_adjusted_is_never_void() -> None:
    """After the last signature only a new decision helps (KL 5:69)."""
    done = PRESENTED
    for name, _ in SIGNERS:
        done = sign(done, name, SHA, _at(8))
    with pytest.raises(
        CommandRefusedError, match=r"justerades 2024-04-25 .*KL 5:69, 6:35.*nytt beslut"
    ):
        void(done, "fel")
    with pytest.raises(InvalidInputError, match="Skäl: får inte vara tom"):
        void(done, "")
    assert [item.adjusted_on for item in adjusted(ITEMS, done)] == [DAY, None, DAY]


def test_what_changes_makes_void_what_holds_it() -> None:
    """A change of an item, its number or its being there; not of others, nor of what is void or adjusted."""
    first = present(HELD, SHA, ["i1"], SIGNERS, DAY)
    third = replace(present(HELD, SHA, ["i3"], SIGNERS, DAY), key="p2")
    both = (first, third)
    assert overtaken(both, ITEMS, ITEMS, "rättat") == both
    moved = (*ITEMS[:2], replace(ITEMS[2], paragraph=13))
    assert [one.void for one in overtaken(both, ITEMS, moved, "rättat")] == [None, "rättat"]
    assert [one.void for one in overtaken(both, ITEMS, ITEMS[1:], "rättat")] == ["rättat", None]
    gone = (void(first, "tidigare"), replace(third, adjusted_on=DAY))
    assert overtaken(gone, ITEMS, (), "rättat") == gone
