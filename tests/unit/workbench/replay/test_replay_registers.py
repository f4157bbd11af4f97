"""When matters were registered, by the order of the register numbers of a whole file."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from deadline_city import history, step
from hypothesis import given
from hypothesis import strategies as st

from workflow.workbench.replay.history import History
from workflow.workbench.replay.registers import ENOUGH, Registers


def one(dnr: str, day: str, **more: object) -> History:
    """A matter that was tabled once."""
    return history(step("KF", day, "tables"), dnr=dnr, **more)


def registers(*histories: History) -> Registers:
    """Of a file with these matters."""
    found = Registers()
    for each in histories:
        found.add(each)
    return found


def years(*names: int, highest: int = 100, register: str = "KS") -> Iterable[History]:
    """Enough numbers of each year for a whole series, and a step in the autumn after the last one."""
    for year in names:
        for place in range(ENOUGH):
            yield one(f"{register} {year}/{highest - place}", f"{year}-12-20")
    yield one(f"{register} {max(names) + 1}/1", f"{max(names) + 1}-09-01")


def test_a_higher_number_bounds_the_lower_ones() -> None:
    """Numbers are given in order: a number was given when a higher one is seen, never the other way."""
    found = registers(one("KS 2024/10", "2024-03-01"), one("KS 2024/20", "2024-02-01"))
    assert found.given_by(one("KS 2024/5", "2024-09-01")) == date(2024, 2, 1)
    assert found.given_by(one("KS 2024/20", "2024-09-01")) == date(2024, 2, 1)
    assert found.given_by(one("KS 2024/21", "2024-09-01")) is None


@pytest.mark.parametrize("dnr", ["KF 2024/5", "KS 2023/5", "KS 2024/5:2", "utan nummer"])
def test_another_series(dnr: str) -> None:
    """Another register or year, a place under a number, and what is no number: neither way."""
    seen, other = one("KS 2024/10", "2024-03-01"), one(dnr, "2024-09-01")
    assert registers(seen).given_by(other) is None
    assert registers(one(dnr.replace("5", "50"), "2024-01-20")).given_by(seen) is None


def test_another_organisation() -> None:
    """Every organisation has its own registers."""
    found = registers(one("KS 2024/10", "2024-03-01", organisation="storstad"))
    assert found.given_by(one("KS 2024/5", "2024-09-01", organisation="lillstad")) is None
    assert found.given_by(one("KS 2024/5", "2024-09-01", organisation="storstad")) is not None


def test_forms_of_a_number() -> None:
    """The same series in any of the forms that numbers are printed in."""
    found = registers(one("KS-24/00010", "2024-03-01"))
    assert found.given_by(one("KS 5/2024", "2024-09-01")) == date(2024, 3, 1)


def test_a_step_under_an_older_number() -> None:
    """A matter that goes on from an older number, or began before its number's year, bounds no other."""
    lower = one("KS 2024/5", "2024-09-01")
    went_on = one("KS 2024/10", "2024-03-01", predecessor_dnr=["KS 2023/7"])
    assert registers(went_on).given_by(lower) is None
    assert registers(one("KS 2024/10", "2023-12-01")).given_by(lower) is None
    assert registers(one("KS 2024/10", "2024-01-01")).given_by(lower) == date(2024, 1, 1)


def test_a_missing_step_bounds_too() -> None:
    """A step that a history only declares shows its number too."""
    missing = {"body": "KS", "date": "2024-02-01", "what": "tabled"}
    found = registers(one("KS 2024/10", "2024-03-01", missing_steps=[missing]))
    assert found.given_by(one("KS 2024/5", "2024-09-01")) == date(2024, 2, 1)


_DAYS = st.integers(0, 365).map(lambda days: date(2024, 1, 1) + timedelta(days=days))
_SEEN = st.lists(st.tuples(st.integers(1, 30), _DAYS), max_size=40)


@given(seen=_SEEN, serial=st.integers(1, 31))
def test_the_bound_is_the_least_of_the_days_above(
    seen: list[tuple[int, date]], serial: int
) -> None:
    """What is kept of the numbers gives the same as all of them."""
    found = registers(*(one(f"KS 2024/{number}", day.isoformat()) for number, day in seen))
    bound = min((day for number, day in seen if number >= serial), default=None)
    assert found.given_by(one(f"KS 2024/{serial}", "2024-12-31")) == bound


@given(seen=_SEEN.filter(len))
def test_no_bound_after_its_own_first_step(seen: list[tuple[int, date]]) -> None:
    """A matter of the file is bounded by itself at least."""
    histories = [one(f"KS 2024/{number}", day.isoformat()) for number, day in seen]
    found = registers(*histories)
    for each in histories:
        bound = found.given_by(each)
        assert bound is not None
        assert bound <= each.steps[0].date


@given(seen=_SEEN, more=_SEEN, serial=st.integers(1, 30))
def test_more_histories_never_loosen_a_bound(
    seen: list[tuple[int, date]], more: list[tuple[int, date]], serial: int
) -> None:
    """A bound only gets earlier when more of the file is read."""
    found, asked = Registers(), one(f"KS 2024/{serial}", "2024-12-31")
    bounds = [found.given_by(asked)]
    for number, day in (*seen, *more):
        found.add(one(f"KS 2024/{number}", day.isoformat()))
        bounds.append(found.given_by(asked))
    known = [bound for bound in bounds if bound is not None]
    assert bounds[len(bounds) - len(known) :] == known
    assert known == sorted(known, reverse=True)


def test_about_when() -> None:
    """As far into the year as the number is among the year's numbers."""
    found = registers(*years(2023))
    for serial, about in ((1, "2023-01-01"), (51, "2023-07-02"), (100, "2023-12-28")):
        asked = one(f"KS 2023/{serial}", "2023-12-31")
        assert found.given_about(asked) == date.fromisoformat(about)


def test_a_year_that_the_file_breaks_off_in() -> None:
    """It had as many numbers as the whole years at the median, or as many as were seen."""
    whole = [*years(2022, highest=80), *years(2023, highest=100)]
    few = one("KS 2024/51", "2024-05-01")
    assert registers(*whole).given_about(few) == date(2024, 1, 1) + timedelta(days=366 * 50 // 90)
    many = registers(*whole, one("KS 2024/200", "2024-08-01"))
    assert many.given_about(few) == date(2024, 1, 1) + timedelta(days=366 * 50 // 200)
    assert registers(*whole).given_about(one("KS 2024/91", "2024-05-01")) is None


def test_a_year_before_the_file() -> None:
    """A year that had ended when the file begins isn't whole, however high its numbers."""
    found = registers(*years(2023), one("KS 2020/50", "2023-12-20"))
    assert found.given_about(one("KS 2020/51", "2023-12-20")) == date(2020, 7, 2)


def test_too_little_for_an_estimate() -> None:
    """Too few numbers, or a file that ends with the year, don't show how many numbers it had."""
    asked = one("KS 2023/50", "2023-12-20")
    whole = list(years(2023))
    assert registers(*whole).given_about(asked) is not None
    assert registers(*whole[1:]).given_about(asked) is None
    assert registers(*whole[:-1], one("KS 2024/1", "2024-03-29")).given_about(asked) is None
    assert registers(*whole[:-1], one("KS 2024/1", "2024-03-30")).given_about(asked) is not None
    assert Registers().given_about(asked) is None


def test_no_estimate() -> None:
    """None for a place under a number, for what is no number, nor for what goes on from an older one."""
    found = registers(*years(2023))
    for dnr in ("KS 2023/50:2", "utan nummer", "KF 2023/50"):
        assert found.given_about(one(dnr, "2023-12-20")) is None
    went_on = one("KS 2023/50", "2023-12-20", predecessor_dnr=["KS 2022/7"])
    assert found.given_about(went_on) is None
