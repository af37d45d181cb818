"""Laws of intervals: what is claimed of sums, differences, scaling and meeting holds for all numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from validate.interval import Interval, exactly, quantum, rounded, total, truncated, wholes

numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=60)
values = st.decimals(min_value=0, max_value=1000, places=2) | st.decimals(min_value=0, max_value=1000, places=0)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Intervals of all sorts: points, open and closed ends, without bound on either side."""
    low, high = sorted((draw(numbers), draw(numbers)))
    if low == high:
        return Interval(low, high)
    bounds = draw(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()))
    has_low, has_high, low_open, high_open = bounds
    return Interval(low if has_low else None, high if has_high else None, has_low and low_open, has_high and high_open)


@st.composite
def intervals_and_members(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval of any sort with one of its numbers."""
    member, below, above = draw(numbers), draw(numbers.map(abs)), draw(numbers.map(abs))
    has_low, has_high, low_open, high_open = draw(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()))
    interval = Interval(
        member - below if has_low else None,
        member + above if has_high else None,
        has_low and low_open and below > 0,
        has_high and high_open and above > 0,
    )
    return interval, member


@given(intervals_and_members(), intervals_and_members())
def test_sum_and_difference_contain_those_of_their_members(
    first: tuple[Interval, Fraction], second: tuple[Interval, Fraction]
) -> None:
    (one, member), (other, other_member) = first, second
    assert member in one
    assert member + other_member in one + other
    assert member - other_member in one - other


@given(intervals(), numbers, numbers)
def test_scaling_contains_the_scaled_members_and_no_others(interval: Interval, member: Fraction, by: Fraction) -> None:
    assume(by != 0)
    assert (member * by in interval.scaled(by)) == (member in interval)


@given(intervals())
def test_scaling_by_zero_is_zero(interval: Interval) -> None:
    assert interval.scaled(Fraction(0)) == exactly(Fraction(0))


@given(intervals(), intervals())
def test_meets_is_symmetric(first: Interval, second: Interval) -> None:
    assert first.meets(second) == second.meets(first)


@given(intervals_and_members(), intervals_and_members())
def test_a_common_member_makes_them_meet(first: tuple[Interval, Fraction], second: tuple[Interval, Fraction]) -> None:
    (one, member), (other, other_member) = first, second
    moved = other + exactly(member - other_member)
    assert member in moved
    assert one.meets(moved)


@given(intervals(), intervals())
def test_those_that_meet_have_zero_in_their_difference(first: Interval, second: Interval) -> None:
    assert first.meets(second) == (Fraction(0) in first - second)


@given(intervals(), intervals(), intervals())
def test_addition_is_commutative_and_associative(first: Interval, second: Interval, third: Interval) -> None:
    assert first + second == second + first
    assert (first + second) + third == first + (second + third)
    assert total([first, second, third]) == first + second + third


@given(intervals())
def test_negation_undoes_itself(interval: Interval) -> None:
    negated = -interval
    assert -negated == interval


@given(values)
def test_rounded_is_closed_and_one_unit_wide(value: Decimal) -> None:
    interval = rounded(value)
    assert interval.low is not None
    assert interval.high is not None
    assert interval.high - interval.low == quantum(value)
    assert interval.low in interval
    assert interval.high in interval
    assert Fraction(value) in interval


@given(values)
def test_truncated_begins_at_its_value_and_leaves_out_the_next(value: Decimal) -> None:
    interval = truncated(value)
    assert Fraction(value) in interval
    assert Fraction(value) + quantum(value) not in interval


@given(values)
def test_truncated_cuts_towards_zero(value: Decimal) -> None:
    assume(value != 0)
    assert truncated(-value) == -truncated(value)


@given(intervals(), st.integers(min_value=1, max_value=300))
def test_wholes_are_those_whose_quotient_lies_within(interval: Interval, base: int) -> None:
    quotient = interval.scaled(Fraction(1, 500))
    assume(quotient.high is not None)
    assert quotient.high is not None
    beyond = max(0, int(quotient.high * base) + 2)
    assert list(wholes(quotient, base)) == [n for n in range(beyond) if Fraction(n, base) in quotient]


@given(st.integers(min_value=1, max_value=300))
def test_wholes_without_upper_bound_end_at_the_base(base: int) -> None:
    assert wholes(Interval(Fraction(0), None, low_open=True), base) == range(1, base + 1)


@pytest.mark.parametrize(
    ("low", "high", "low_open", "high_open"),
    [(2, 1, False, False), (1, 1, True, False), (1, 1, False, True), (None, 1, True, False), (1, None, False, True)],
)
def test_an_interval_without_numbers_is_refused(
    low: int | None, high: int | None, low_open: bool, high_open: bool
) -> None:
    with pytest.raises(ValueError, match=r"no number|without bound"):
        Interval(None if low is None else Fraction(low), None if high is None else Fraction(high), low_open, high_open)
