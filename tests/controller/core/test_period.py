"""Periods that a head asks about, and what they are compared with."""

from datetime import date

import pytest

from controller.core.period import Period, Span, period

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("span", "since", "until"),
    [
        (Span.TODAY, date(2026, 11, 22), SUNDAY),
        (Span.YESTERDAY, date(2026, 11, 21), date(2026, 11, 21)),
        (Span.WEEK, date(2026, 11, 16), SUNDAY),
        (Span.MONTH, date(2026, 11, 1), SUNDAY),
        (Span.QUARTER, date(2026, 10, 1), SUNDAY),
        (Span.CUSTOM, SUNDAY, SUNDAY),
    ],
)
def test_what_runs_ends_today(span, since, until):
    assert period(span, SUNDAY) == Period(span, since, until)


def test_a_custom_period_may_be_given_the_wrong_way_round_or_as_one_day():
    first, last = date(2026, 2, 3), date(2026, 3, 1)
    assert period(Span.CUSTOM, SUNDAY, last, first) == Period(Span.CUSTOM, first, last)
    assert (
        period(Span.CUSTOM, SUNDAY, first)
        == period(Span.CUSTOM, SUNDAY, None, first)
        == Period(Span.CUSTOM, first, first)
    )


@pytest.mark.parametrize(
    ("asked", "since", "until"),
    [
        (period(Span.TODAY, SUNDAY), date(2026, 11, 15), date(2026, 11, 15)),
        (period(Span.WEEK, date(2026, 11, 18)), date(2026, 11, 9), date(2026, 11, 11)),
        (period(Span.MONTH, date(2026, 3, 31)), date(2026, 2, 1), date(2026, 2, 28)),
        (period(Span.QUARTER, date(2026, 5, 10)), date(2026, 1, 1), date(2026, 2, 9)),
        (period(Span.QUARTER, date(2026, 1, 2)), date(2025, 10, 1), date(2025, 10, 2)),
        (Period(Span.CUSTOM, date(2026, 1, 1), date(2026, 1, 10)), date(2025, 12, 22), date(2025, 12, 31)),
        (Period(Span.CUSTOM, date.min, date.min), date.min, date.min),
        (Period(Span.CUSTOM, date(1, 1, 3), SUNDAY), date.min, date(1, 1, 2)),
        (Period(Span.CUSTOM, date.min, date.max), date.min, date.min),
    ],
)
def test_it_is_compared_with_a_stretch_as_long_before_it(asked, since, until):
    assert (asked.before().since, asked.before().until) == (since, until)
