"""Business days since a request was made."""

from datetime import date, timedelta

import pytest

from inkscout.domain.business_days import days_since

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("asked", "today", "days"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, MONDAY + timedelta(days=4), 4),
        (MONDAY, MONDAY + timedelta(days=5), 4),
        (MONDAY, MONDAY + timedelta(days=7), 5),
        (MONDAY - timedelta(days=2), MONDAY, 1),
        (MONDAY + timedelta(days=3), MONDAY, 0),
    ],
)
def test_weekends_do_not_count(asked: date, today: date, days: int) -> None:
    assert days_since(asked, today) == days


def test_it_is_the_count_of_the_weekdays_between() -> None:
    for start in range(7):
        for length in range(60):
            asked = MONDAY + timedelta(days=start)
            between = [asked + timedelta(days=number + 1) for number in range(length)]
            wanted = sum(day.weekday() < 5 for day in between)
            assert days_since(asked, asked + timedelta(days=length)) == wanted
