"""Words of the desk for statuses, outcomes, durations and amounts."""

from collections.abc import Mapping
from datetime import UTC, datetime

from inkscout.domain.state_progress import ItemCounts

STATUSES = {
    "starting": "starting",
    "running": "running",
    "succeeded": "succeeded",
    "budget_reached": "ended at its budget",
    "failed": "failed",
    "stopped": "stopped",
}
STATE_STATUSES = {
    "waiting": "not reached",
    "running": "running",
    "done": "done",
    "failed": "failed",
    "stopped": "stopped",
}
MARKS = {"waiting": "·", "running": "▸", "done": "✓", "failed": "✗", "stopped": "■"}

OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    "artists_found": ("Artists found", "good", "The website was read and names artists."),
    "no_artists_named": ("No artists named", "plain", "The website was read and names nobody."),
    "needs_browser": ("Needs a browser", "wait", "Its pages are made by scripts; a worker reads it later."),
    "not_a_studio_site": (
        "Not a studio's site",
        "plain",
        "The website was read and is not a tattoo studio's.",
    ),
    "social_media_only": ("Social media only", "plain", "The studio has a social network and no website."),
    "parked": ("Parked", "plain", "The address is for sale or empty."),
    "no_website": ("No website", "plain", "No source names a website."),
    "closed": ("Closed", "plain", "A source says that the studio has closed for good."),
    "robots_forbidden": ("Robots forbidden", "out", "robots.txt asks us to stay away, so nothing was read."),
    "blocked": ("Blocked", "bad", "The website turned the visit away."),
    "unreachable": ("Unreachable", "bad", "The website did not answer."),
    "browser_unavailable": ("Browser unavailable", "bad", "No browser could be started for it."),
    "too_large": ("Too large", "bad", "Its pages are larger than a visit may read."),
    "unreadable": ("Unreadable", "bad", "What it sends is no page that can be read."),
    "error": ("Error", "bad", "The visit failed here; the reason is with the visit."),
}
"""Label, tone and meaning of each outcome of a visit, in the order of a stacked bar."""

JOBS = {
    "queued": ("Queued", "wait", "A worker has not finished it."),
    "done": ("Done", "good", "A worker has finished it."),
    "failed": ("Failed", "bad", "No worker could finish it; the reason is with the dead letter."),
}
AREAS = {
    "exhausted": "Every cell returned fewer results than the source's limit.",
    "open_cells": "Some cells of the smallest size are full: more studios may exist there.",
    "remaining": "The search goes on in another call.",
    "budget_reached": "The budget ended the search; the next run goes on with the open cells.",
    "provider_paused": "The source paused us; the next run goes on with the open cells.",
}


def outcome(name: str) -> str:
    """Returns the label of a visit's outcome."""
    return OUTCOMES[name][0] if name in OUTCOMES else name.replace("_", " ").capitalize()


def tone(name: str) -> str:
    """Returns the tone of a visit's outcome: ``good``, ``plain``, ``wait``, ``out`` or ``bad``."""
    return OUTCOMES[name][1] if name in OUTCOMES else "plain"


def duration(seconds: float) -> str:
    """Returns a duration for people, such as ``8.4 s``, ``3 min 05 s`` or ``2 h 10 min``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def age(text: str, now: datetime) -> str:
    """Returns the time since a time of ISO 8601 for people, such as ``3 days`` or ``1 hour``."""
    seconds = max(0.0, (now - datetime.fromisoformat(text)).total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            count = int(seconds // length)
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "less than a minute"


def items(counts: ItemCounts) -> str:
    """Returns how many items of a Map have ended, such as ``12 of 40 items``."""
    of = f" of {counts.total:,}" if counts.total is not None else ""
    return f"{counts.succeeded + counts.failed:,}{of} items"


def money(amount: float) -> str:
    """Returns an amount of US dollars; amounts below a cent keep four digits."""
    return f"${amount:,.4f}" if 0 < abs(amount) < 0.01 else f"${amount:,.2f}"


def at(text: str) -> str:
    """Returns a time of ISO 8601 as day and time in UTC; the text itself if it is none."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return text
    moment = parsed.astimezone(UTC) if parsed.tzinfo else parsed
    return f"{moment:%-d %b %Y, %H:%M:%S} UTC"


def percent(share: float) -> str:
    """Returns a share of 0 to 1 in per cent; only all of it is 100 %."""
    value = 100 * share
    if 99.95 <= value < 100:
        return "99.9 %"
    return f"{value:.1f} %" if 0 < value < 100 else f"{value:.0f} %"
