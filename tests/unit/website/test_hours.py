"""Opening hours are read where they are plain, and nothing is claimed where they are not."""

from datetime import UTC, datetime

import pytest

from functions.web import hours

LEEDS, NEW_YORK = "+441132345678", "+12125550123"


def opened(text: str, at: str, phone: str = LEEDS) -> tuple[bool, str] | None:
    """State and next change at a time of UTC."""
    state = hours.state(text, phone, datetime.fromisoformat(at).replace(tzinfo=UTC))
    return state and (state.is_open, state.change)


@pytest.mark.parametrize(
    ("text", "at", "wanted"),
    [
        ("Mo-Fr 11:00-19:00; Sa 10:00-18:00", "2026-11-30T12:00", (True, "until 19:00")),
        ("Mo-Fr 11:00-19:00; Sa 10:00-18:00", "2026-11-30T10:00", (False, "opens at 11:00")),
        ("Mo-Fr 11:00-19:00; Sa 10:00-18:00", "2026-12-05T19:00", (False, "opens Monday at 11:00")),
        ("Monday, Tuesday 10:00-18:00", "2026-12-01T17:59", (True, "until 18:00")),
        ("Tuesday – Saturday: 11am – 7pm; Sunday closed", "2026-12-01T11:30", (True, "until 19:00")),
        ("Fri-Sat 20:00-02:00", "2026-12-06T01:00", (True, "until 02:00")),
        ("Sun 22:00-03:00", "2026-12-07T02:00", (True, "until 03:00")),
        ("Mo 9:30 to 12:00, 13:00 to 17:00", "2026-11-30T12:30", (False, "opens at 13:00")),
        ("Mon & Wed 10:00-18:00", "2026-12-01T12:00", (False, "opens Wednesday at 10:00")),
    ],
)
def test_plain_hours_say_open_or_closed(text: str, at: str, wanted: tuple[bool, str]) -> None:
    assert opened(text, at) == wanted


def test_the_time_zone_is_that_of_the_studios_telephone() -> None:
    assert opened("Mo 11:00-19:00", "2026-11-30T17:00", NEW_YORK) == (True, "until 19:00")
    assert opened("Mo 11:00-19:00", "2026-11-30T12:00", NEW_YORK) == (False, "opens at 11:00")


@pytest.mark.parametrize("phone", ["", "0113 234 5678", "+1 500 555 0123", "no number"])
def test_nothing_is_claimed_without_a_time_zone(phone: str) -> None:
    assert opened("Mo 11:00-19:00", "2026-11-30T12:00", phone) is None


@pytest.mark.parametrize(
    "text",
    [
        "", "By appointment", "Mo-Fr", "Mo 25:00-26:00", "Mo 10-6", "Mo 1pm-18:00", "Mo-We-Fr 10:00-18:00",
        "Mo 10:00-18:00; by appointment on Sundays", "Every day 10:00-18:00", "Mo 10:00", "Mo closed",
        "Mo 11:00-19:00 (winter)", "; ;", "Mo 13pm-14pm", "Mo 10:00-6:00",
    ],
)  # fmt: skip
def test_hours_that_are_not_plain_claim_nothing(text: str) -> None:
    assert hours.week(text) is None


def test_a_week_comes_back_by_the_day() -> None:
    known = hours.week("Sa 10:00-18:00; Fr 20:00-02:00")
    assert known is not None
    assert list(hours.spans(known)) == [("Friday", "20:00", "02:00"), ("Saturday", "10:00", "18:00")]
