"""Files that somebody half edited: words replaced, dropped and doubled; for tests of what reads them."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

COMMON = (
    "true", "null", "[]", "{}", "P1D", "P9999Y", "2025-02-30", "2025-01-06", "1", "-1", "0", "1e300",
    ".inf", "”å”", "none", "name", "$x", "*a", "&a", "!t", "\t", ": ", "99999999999999999999",
)  # fmt: skip
"""Words that readers stumble over."""


def as_many(share: float) -> settings:
    """A share of the examples that the profile asks for: slow tests take fewer, also under ``make fuzz``."""
    return settings(
        max_examples=max(1, round(settings().max_examples * share)),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


@st.composite
def spoilt(draw: st.DrawFn, text: str, words: tuple[str, ...] = ()) -> str:
    """The text with one to four of its words spoilt; ``words`` are known to whoever reads it."""
    parts = text.replace("{", " { ").replace("}", " } ").split(" ")
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(parts) - 1))
        word = draw(st.one_of(st.sampled_from([*COMMON, *words]), st.text(max_size=6)))
        ends = parts[place][len(parts[place].rstrip(",:\n]")) :]
        parts[place] = draw(st.sampled_from([word + ends, parts[place] * 2, ""]))
    return " ".join(parts)


def encoded(text: str) -> bytes:
    """As a file holds it, lone surrogates and all."""
    return text.encode("utf-8", "surrogatepass")
