"""Rules whose length somebody has set."""

from datetime import date

import pytest

from workflow.errors import InvalidInputError
from workflow.statutory import given
from workflow.statutory.periods import Period


def test_any_statutory_period() -> None:
    """RÅ 1999 not 181: Easter within three weeks isn't deducted; RÅ 2004 not 40: trettondagsafton is open."""
    assert given.apply("1930:173", date(1999, 3, 16), Period(weeks=3)).final == date(1999, 4, 6)
    assert given.apply("1930:173", date(2003, 12, 15), Period(weeks=3)).final == date(2004, 1, 5)
    found = given.apply("1930:173", date(2024, 2, 29), Period(years=1))
    assert found.final == date(2025, 2, 28)
    assert found.explanation == "Det ska vara gjort senast 2025-02-28: 1 år från 2024-02-29."


def test_the_lead_time_of_a_reglemente_is_counted_backwards() -> None:
    """Five days before Tuesday 2025-03-25; a closed day is never rolled forward."""
    found = given.apply("KL-6:23", date(2025, 3, 25), Period(days=5))
    assert (found.final, found.target) == (date(2025, 3, 20), date(2025, 3, 20))
    found = given.apply("KL-6:23", date(2025, 4, 25), Period(days=5))
    assert (found.nominal, found.final) == (date(2025, 4, 20), date(2025, 4, 17))
    assert found.explanation == (
        "Kallelsen ska ha gått ut senast 2025-04-17: 5 dagar före sammanträdet 2025-04-25 är 2025-04-20,"
        " som är påskdagen; närmaste öppna dag före gäller."
    )
    assert "reglementet" in found.source


def test_a_longer_standstill() -> None:
    """The time that the award notice states counts when it is longer (LOU 20 kap. 1 §)."""
    found = given.apply("LOU-20:1-longer", date(2025, 5, 31), Period(days=20))
    assert (found.nominal, found.final) == (date(2025, 6, 20), date(2025, 6, 23))
    assert found.moved_by == "midsommarafton"


def test_a_standstill_is_never_shorter_than_the_laws() -> None:
    """Nine days are refused, ten are the law's own."""
    with pytest.raises(InvalidInputError, match="tio dagar"):
        given.apply("LOU-20:1-longer", date(2025, 3, 3), Period(days=9))
    assert given.apply("LOU-20:1-longer", date(2025, 3, 3), Period(days=10)).final == date(
        2025, 3, 13
    )


def test_an_unknown_rule_is_refused() -> None:
    """With the nearest of those that take a length."""
    with pytest.raises(InvalidInputError, match="Närmast är KL-6:23"):
        given.apply("KL-13:5", date(2025, 3, 3), Period(days=10))
