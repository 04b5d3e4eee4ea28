"""Times of a definition: schedules of EventBridge Scheduler, durations, zones and quiet hours."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_RATE = re.compile(r"rate\(([1-9][0-9]{0,4}) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
_CRON_PART = re.compile(r"[0-9A-Za-z*/,?#-]{1,60}")
_DURATION = re.compile(r"([0-9]{1,6})(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_UNITS = {"minute": 60, "hour": 3_600, "day": 86_400}


def checked(text: str) -> str:
    """Returns the schedule.

    Raises:
        ValueError: it is neither ``rate(N minutes)`` nor ``cron(...)`` with six parts.
    """
    if _RATE.fullmatch(text):
        return text
    cron = _CRON.fullmatch(text)
    if cron is None or not all(_CRON_PART.fullmatch(part) for part in cron.groups()):
        raise ValueError(
            "a schedule is rate(5 minutes), rate(1 hour) or cron(minute hour day month weekday year)"
        )
    return text


def period(text: str) -> int | None:
    """Returns the seconds between two runs of a rate; None for a cron schedule."""
    rate = _RATE.fullmatch(text)
    return int(rate[1]) * _UNITS[rate[2]] if rate else None


def seconds(text: str) -> int:
    """Returns the seconds of a duration such as ``20s``, ``5m``, ``2h`` or ``1d``.

    Raises:
        ValueError: it is none.
    """
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError("a duration is a number and s, m, h or d, such as 20s or 2h")
    return int(found[1]) * _SECONDS[found[2]]


def zone_name(text: str) -> str:
    """Returns the name of a time zone.

    Raises:
        ValueError: the time zone database has none of that name.
    """
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{text[:40]!r} is no time zone such as Europe/London") from None
    return text


def is_quiet(now: datetime, *, zone: str, hours: str, months: tuple[int, ...]) -> bool:
    """Whether a time is in the quiet months, or in quiet hours such as ``20-06``, which may pass midnight."""
    local = now.astimezone(ZoneInfo(zone))
    if local.month in months:
        return True
    if not hours:
        return False
    first, last = (int(part) for part in hours.split("-"))
    return first <= local.hour < last if first <= last else local.hour >= first or local.hour < last
