"""How text is measured, broken and cut."""

from hypothesis import given
from hypothesis import strategies as st

from workflow.workbench.diagram.lettering import clean, held, listed, shorten, width, wrap


def test_widths_are_those_of_the_widest_font() -> None:
    """Bold is wider; marks over letters take no room; pictures take more than letters."""
    assert width("i", 10) == 2.8
    assert width("i", 10, bold=True) == 3.6
    assert width("e\u0301", 10) == width("e", 10)
    assert width("漢", 10) == width("🚲", 10) == 14
    assert width("Ж", 10) == 11


@given(text=st.text(max_size=80), room=st.floats(40, 300), most=st.integers(1, 4))
def test_wrapped_text_fits(text: str, room: float, most: int) -> None:
    """No line is wider than the room, there are no more than asked for, and nothing is lost unseen."""
    lines = wrap(text, room, 12, most=most)
    assert len(lines) <= most
    assert all(width(line, 12) <= room for line in lines)
    if not lines or not lines[-1].endswith("…"):
        assert _bare(" ".join(lines)) == _bare(text)


@given(
    words=st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=8),
    room=st.floats(90, 300),
)
def test_listed_words_fit_or_are_counted(words: list[str], room: float) -> None:
    """What is left out is counted, and the tail follows."""
    found = listed(words, room, 12, most=2, tail=" [7]")
    assert len(found.lines) <= 2
    assert all(width(line, 12) <= room for line in found.lines)
    if not found.whole:
        assert found.lines[-1].endswith("\u00a0[7]")
    else:
        together = ", ".join(clean(word) or "…" for word in words)
        assert _bare(" ".join(found.lines)) == _bare(together)


def _bare(text: str) -> str:
    return "".join(clean(text).split())


def test_what_is_left_out_is_counted() -> None:
    """As many whole words as there is room for; the first is cut rather than left out."""
    words = ["Godkänns", "Antas", "Bifalls", "Avslås"]
    assert listed(words, 300, 12, most=1).lines == ("Godkänns, Antas, Bifalls, Avslås",)
    assert listed(words, 150, 12, most=1, tail=" [1]").lines == ("Godkänns, +3\u00a0[1]",)
    cut = listed(["W" * 50, "b"], 100, 12, most=1, tail=" [2]").lines[0]
    assert cut.endswith("…, +1\u00a0[2]")


def test_long_words_are_broken() -> None:
    """A word that is wider than the room goes on in the next line; spaces never begin one."""
    assert wrap("a" * 30, 70, 12, most=9) == ("a" * 9, "a" * 9, "a" * 9, "a" * 3)
    assert wrap("aaaa bbbb", width("aaaa", 12), 12, most=9) == ("aaaa", "bbbb")
    assert wrap("", 70, 12, most=2) == ()


def test_what_is_held_together_stays_on_one_line() -> None:
    """Short words only: long ones would have to be broken anyhow."""
    assert wrap(f"Svar {held('(KL 5:35)')}", 80, 12, most=2) == ("Svar", "(KL\u00a05:35)")
    assert held("ett ord i en lång rad som inte ryms") == "ett ord i en lång rad som inte ryms"


def test_cut_text_ends_with_an_ellipsis() -> None:
    """Nothing is cut that fits."""
    assert shorten("kort", 100, 12) == "kort"
    assert shorten("ett, två, tre", 39, 12) == "ett…"


def test_only_text_is_kept() -> None:
    """Line breaks are spaces; what XML forbids or turns text around is left out."""
    assert clean(" a\n\tb\u2028c ") == "a b c"
    assert clean("a\x00\u202eb\ufffe\ud800\U0001fffe🚲") == "ab🚲"
