"""Opening hours as studios print them: read strictly, and open or closed in the studio's time zone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import timezone

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_NUMBER = {day[:length].lower(): number for number, day in enumerate(DAYS) for length in (2, 3, None)}
_NUMBER |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_TIMES = re.compile(r"\d|closed$", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_BETWEEN = re.compile(" ?[-–] ?| to ", re.IGNORECASE)
_AND = re.compile(r" ?(?:,|&|\band\b) ?", re.IGNORECASE)
_MINUTES = 24 * 60
_LONGEST = 16 * 60
"""Longest day in minutes: ``10:00-6:00`` leaves open which half of the day is meant."""


Week = tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a studio is open, and the next change as text; ``""`` where it never changes."""

    is_open: bool
    change: str


def lines(text: str) -> list[str]:
    """Returns printed hours in their parts, each a line."""
    return [line for part in text.split(";") if (line := " ".join(part.split()))]


def week(text: str) -> Week | None:
    """Returns opening and closing minutes of the seven days from Monday; None if any part is not plain."""
    days: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for line in lines(text):
        match = _TIMES.search(line)
        numbers = _days(line[: match.start()].rstrip(" :")) if match else None
        spans = _spans(line[match.start() :]) if match else None
        if numbers is None or spans is None:
            return None
        for number in numbers:
            days[number].extend(spans)
    return tuple(tuple(sorted(spans)) for spans in days) if any(days) else None


def state(text: str, phone: str, now: datetime) -> OpenState | None:
    """Returns whether a studio is open; None if its hours or its time zone are not known for sure.

    Args:
        text: The hours as printed.
        phone: The studio's telephone number in international form, which tells the time zone.
        now: The time, with its zone.
    """
    known = week(text)
    zone = _zone(phone, now) if known else None
    if known is None or zone is None:
        return None
    local = now.astimezone(zone)
    at = local.weekday() * _MINUTES + local.hour * 60 + local.minute
    week_spans = [
        (day * _MINUTES + opens, day * _MINUTES + closes) for day in range(7) for opens, closes in known[day]
    ]
    for opens, closes in week_spans:
        for shifted in (at, at + 7 * _MINUTES):
            if opens <= shifted < closes:
                return OpenState(is_open=True, change=f"until {_clock(closes)}")
    ahead = min((opens - at) % (7 * _MINUTES) for opens, _ in week_spans)
    opens_at = local + timedelta(minutes=ahead)
    day = "" if opens_at.date() == local.date() else f"{opens_at:%A} "
    return OpenState(is_open=False, change=f"opens {day}at {opens_at:%H:%M}")


def _days(text: str) -> list[int] | None:
    found: list[int] = []
    for part in _AND.split(text.strip()):
        ends = [_NUMBER.get(end.strip().rstrip(".").lower()) for end in _BETWEEN.split(part)]
        if None in ends or len(ends) > 2:
            return None
        first, last = ends[0], ends[-1]
        if first is None or last is None:
            return None
        found += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return found


def _spans(text: str) -> list[tuple[int, int]] | None:
    if text.lower() == "closed":
        return []
    found = []
    for part in _AND.split(text):
        ends = _BETWEEN.split(part)
        times = [_TIME.fullmatch(end.strip()) for end in ends]
        if len(times) != 2 or times[0] is None or times[1] is None:
            return None
        half = times[1][3]
        opens, closes = _minutes(times[0], times[0][3] or ""), _minutes(times[1], half or "")
        if opens is None or closes is None or (bool(times[0][3]) != bool(half)):
            return None
        closes += 0 if closes > opens else _MINUTES
        if closes - opens > _LONGEST:
            return None
        found.append((opens, closes))
    return found


def _minutes(time: re.Match[str], half: str) -> int | None:
    hour, minute = int(time[1]), int(time[2] or 0)
    if (half and not 1 <= hour <= 12) or not (half or time[2]):
        return None
    if half:
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    return hour * 60 + minute if hour <= 24 and minute < 60 else None


def _zone(phone: str, now: datetime) -> ZoneInfo | None:
    """Returns the time zone of a telephone number; None if its zones differ in their time of now."""
    try:
        number = phonenumbers.parse(phone, None)
        zones = [ZoneInfo(name) for name in timezone.time_zones_for_number(number)]
    except (phonenumbers.NumberParseException, ZoneInfoNotFoundError, ValueError):
        return None
    offsets = {now.astimezone(zone).utcoffset() for zone in zones}
    return zones[0] if len(offsets) == 1 else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def spans(known: Week) -> Iterator[tuple[str, str, str]]:
    """Yields day, opening and closing time of a week, for structured data."""
    for day, times in zip(DAYS, known, strict=True):
        for opens, closes in times:
            yield day, _clock(opens), _clock(closes)
