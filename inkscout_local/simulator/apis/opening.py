"""States of lifts and rides by the clock: opening times, holds and waiting times, without stored state."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from inkscout_local.simulator.apis.replies import chance

STEP = timedelta(minutes=10)
"""Length of a step; a state never changes within one, so two requests in a step give equal answers."""

_HOLD = timedelta(minutes=30)
_BEFORE = timedelta(hours=2)
_LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class State:
    """State of a lift or ride.

    Attributes:
        word: ``open``, ``closed``, ``expected`` (opens within two hours), ``wind``, ``fault`` or ``season``.
        since: Time at which it began, at most a day ago, in the local zone.
        wait: Waiting time in minutes; None while it is not open, and for one without a measurement.
    """

    word: str
    since: datetime
    wait: int | None


def state_at(key: str, now: datetime, zone: str, opens: str, closes: str) -> State:
    """Returns the state of a lift or ride at a time.

    Args:
        key: Name that sets the times of its holds.
        now: The time, with a zone.
        zone: Name of the local zone, for opening times.
        opens: Local opening time, ``HH:MM``.
        closes: Local closing time, ``HH:MM``.
    """
    local = _step_of(now.astimezone(ZoneInfo(zone)))
    word, since = _word(key, local, opens, closes), local
    while local - since < _LONGEST and _word(key, since - STEP, opens, closes) == word:
        since -= STEP
    return State(word, since, _wait(key, local) if word == "open" else None)


def _step_of(local: datetime) -> datetime:
    minute = local.minute - local.minute % int(STEP.total_seconds() // 60)
    return local.replace(minute=minute, second=0, microsecond=0)


def _word(key: str, local: datetime, opens: str, closes: str) -> str:
    start, end = (
        local.replace(hour=int(text[:2]), minute=int(text[3:]), second=0) for text in (opens, closes)
    )
    if not start - _BEFORE <= local < end:
        return "closed"
    if local < start:
        return "expected"
    hold = chance(key, local.date(), (local - start) // _HOLD) % 23
    return {0: "wind", 1: "fault"}.get(hold, "open")


def _wait(key: str, local: datetime) -> int | None:
    """Returns a waiting time that is longest at eleven; None for every third key, which measures none."""
    if chance(key) % 3 == 0:
        return None
    busy = max(0, 240 - abs(local.hour * 60 + local.minute - 660)) // 12
    return (
        busy * (chance(key, "crowd") % 100) // 100 + chance(key, local.date(), local.hour, local.minute) % 4
    )
