"""Business days, Monday to Friday; public holidays differ by country and are not counted."""

from datetime import date, timedelta

_SATURDAY = 5


def days_since(asked: date, today: date) -> int:
    """Returns the number of business days after ``asked``, up to and with ``today``."""
    days = (today - asked).days
    if days <= 0:
        return 0
    weeks, rest = divmod(days, 7)
    tail = (today - timedelta(days=number) for number in range(rest))
    return weeks * 5 + sum(day.weekday() < _SATURDAY for day in tail)
