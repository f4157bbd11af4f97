"""The policy for new tries: waits grow, stay within bounds and end."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.command.retry import RetryPolicy
from workflow.errors import InvalidInputError

DRAWS = st.floats(min_value=0, max_value=1, exclude_max=True)
POLICIES = st.builds(
    RetryPolicy,
    first=st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(hours=1)),
    longest=st.timedeltas(min_value=timedelta(hours=1), max_value=timedelta(days=30)),
    factor=st.floats(min_value=1, max_value=10),
    tries=st.integers(min_value=1, max_value=10_000),
)


@given(policy=POLICIES, attempt=st.integers(min_value=1, max_value=20_000), draw=DRAWS)
def test_waits_are_bounded_and_end(policy: RetryPolicy, attempt: int, draw: float) -> None:
    """Every wait lies between half the first and the longest; after the last try there is none."""
    wait = policy.next_try(attempt, random=lambda: draw)
    assert (wait is None) == (attempt >= policy.tries)
    if wait is not None:
        assert policy.first / 2 <= wait <= policy.longest


@given(policy=POLICIES, attempt=st.integers(min_value=1, max_value=200), draw=DRAWS)
def test_waits_grow(policy: RetryPolicy, attempt: int, draw: float) -> None:
    """With the same draw, no wait is shorter than the one before it."""
    before = policy.next_try(attempt, random=lambda: draw)
    after = policy.next_try(attempt + 1, random=lambda: draw)
    if before is not None and after is not None:
        assert before <= after


def test_waits_are_spread() -> None:
    """Workers that fail together don't come back together: the wait follows the draw."""
    draws = iter(range(100))
    waits = {RetryPolicy().next_try(5, random=lambda: next(draws) / 100) for _ in range(100)}
    assert len(waits) == 100


@pytest.mark.parametrize(("draw", "hours"), [(0.0, 29), (0.9999, 58)])
def test_standard_policy_takes_about_two_days(draw: float, hours: int) -> None:
    """Twenty tries; the last between 29 and 58 hours after the first."""
    policy = RetryPolicy()
    waits = [policy.next_try(attempt, random=lambda: draw) for attempt in range(1, 20)]
    total = sum((wait for wait in waits if wait), timedelta())
    assert round(total / timedelta(hours=1)) == hours
    assert policy.next_try(20, random=lambda: draw) is None


@pytest.mark.parametrize(
    ("first", "longest", "factor", "tries"),
    [(0, 60, 2, 3), (61, 60, 2, 3), (1, 60, 0.5, 3), (1, 60, 2, 0)],
)
def test_senseless_policies_are_refused(
    first: int, longest: int, factor: float, tries: int
) -> None:
    """Waits that are nothing or shrink, and no try at all, are no policy."""
    with pytest.raises(InvalidInputError):
        RetryPolicy(timedelta(minutes=first), timedelta(minutes=longest), factor, tries)
