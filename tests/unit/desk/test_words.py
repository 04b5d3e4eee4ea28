"""Words of the desk for ages."""

from datetime import UTC, datetime

import pytest

from functions.desk.views import run_words


@pytest.mark.parametrize(
    ("sent", "age"),
    [
        ("2026-03-01T10:00:00+00:00", "less than a minute"),
        ("2026-03-01T09:59:00+00:00", "1 minute"),
        ("2026-03-01T08:30:00+00:00", "1 hour"),
        ("2026-03-01T07:00:00+00:00", "3 hours"),
        ("2026-02-26T09:00:00+00:00", "3 days"),
        ("2026-03-01T10:00:09+00:00", "less than a minute"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(sent: str, age: str) -> None:
    assert run_words.age(sent, datetime(2026, 3, 1, 10, 0, 30, tzinfo=UTC)) == age
