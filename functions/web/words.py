"""Texts for people: dates, counts, roles and sources, in English."""

import html
from collections.abc import Iterable
from datetime import UTC, datetime

from markupsafe import Markup, escape

from inkscout.contracts.api.search import Reason
from inkscout.vocabulary.styles import STYLE_NAMES

ROLES = {
    "artist": "Artist",
    "owner": "Owner",
    "guest": "Guest",
    "apprentice": "Apprentice",
    "piercer": "Piercer",
    "manager": "Manager",
}
SORTS = {
    "relevance": "Best match",
    "distance": "Distance",
    "rating": "Studio rating",
    "updated": "Newest first",
}
SOURCES = {
    "site": "the studio's website",
    "profile": "the artist's own page",
    "google": "Google Maps",
    "osm": "OpenStreetMap",
    "import": "the operator's list",
}
FIELDS = {
    "availability": "Availability",
    "bio": "About",
    "booking_url": "Booking page",
    "email": "E-mail",
    "followers": "Followers",
    "instagram": "Instagram",
    "name": "Name",
    "page_url": "Page at the studio",
    "prices": "Prices",
    "role": "Role",
    "website": "Website",
    "address": "Address",
    "opening_hours": "Opening hours",
    "booking_policy": "Booking policy",
    "location": "Position",
    "phone": "Telephone",
    "rating": "Rating",
    "rating_count": "Number of ratings",
    "business_status": "Whether it is open",
    "city": "City",
    "country": "Country",
    "socials": "Other profiles",
}
OUTCOMES = {
    "artists_found": "Its website was read and names its artists.",
    "no_artists_named": "Its website was read, but names nobody.",
    "no_website": "It has no website that we know of.",
    "social_media_only": "It has only a social media page.",
    "robots_forbidden": "Its website asks robots to stay away, so it was not read.",
    "unreachable": "Its website did not answer.",
    "parked": "Its website's address is empty or for sale.",
    "blocked": "Its website turned our visit away, so it was not read.",
}
PROPER = frozenset({"American", "Celtic", "Chicano", "Japanese", "Polynesian", "Thai", "UV"})
"""First words of styles that keep their capital inside a sentence."""

MATCHED = {
    "name": "name",
    "aliases": "other name",
    "handle": "handle",
    "styles": "style",
    "studio_name": "studio",
    "studio_names": "studio",
    "artist_names": "artist",
    "bio": "text about them",
}
_HOW = {"typo": ", spelled otherwise", "prefix": ", its beginning"}
_DAY = 86_400
_HALF = 0.5


def count(number: int, one: str, many: str) -> str:
    """Returns a number with its noun, such as ``1 artist`` or ``1,204 artists``."""
    return f"{number:,} {one if number == 1 else many}"


def listed(parts: list[str]) -> str:
    """Returns an English list: ``a``, ``a and b``, ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def sentence(text: str) -> str:
    """Returns a text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def inside(style: str) -> str:
    """Returns a style's name as it stands inside a sentence: ``fine line``, but ``Japanese``."""
    return style if style.split(" ", maxsplit=1)[0] in PROPER else style[:1].lower() + style[1:]


def role(key: str) -> str:
    """Returns a role for display."""
    return ROLES.get(key, sentence(key.replace("-", " ")))


def source(key: str) -> str:
    """Returns the name of a source of facts."""
    return SOURCES.get(key, key)


def field(key: str) -> str:
    """Returns the name of a field for display."""
    return FIELDS.get(key, sentence(key.replace("_", " ")))


def outcome(key: str) -> str:
    """Returns a sentence about how the last visit of a studio's website ended; empty for an unknown key."""
    return OUTCOMES.get(key, "")


def why(reasons: Iterable[Reason]) -> list[str]:
    """Returns the reasons of a match in words, such as ``name: Dagny, spelled otherwise``, each once."""
    told: dict[str, str] = {}
    for reason in reasons:
        text = style_of(reason.text) if reason.kind == "style" else reason.text
        label = MATCHED.get(reason.field, reason.field.replace("_", " "))
        told.setdefault(f"{label}: {text}", _HOW.get(reason.kind, ""))
    return [f"{what}{how}" for what, how in told.items()]


def style_of(key: str) -> str:
    """Returns a style's name for display."""
    return STYLE_NAMES.get(key, sentence(key.replace("-", " ")))


def day(iso: str) -> str:
    """Returns an ISO 8601 date or time as a day, such as ``3 December 2026``; empty if it is no date."""
    try:
        found = datetime.fromisoformat(iso)
    except ValueError:
        return ""
    return f"{found.day} {found:%B %Y}"


def seen(iso: str, now: datetime | None = None) -> str:
    """Returns the days since a time in words, such as ``Seen 3 days ago``; empty if it is no time."""
    try:
        then = datetime.fromisoformat(iso)
    except ValueError:
        return ""
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    days = int(((now or datetime.now(UTC)) - then).total_seconds() // _DAY)
    if days <= 0:
        return "Seen today"
    return (
        "Seen yesterday" if days == 1 else f"Seen {days} days ago" if days < 60 else f"Last seen {day(iso)}"
    )


def distance(kilometres: float) -> str:
    """Returns a distance, such as ``350 m`` or ``1.4 km``."""
    return f"{round(kilometres * 1000, -1):.0f} m" if kilometres < _HALF else f"{kilometres:.1f} km"


def confidence(value: float) -> str:
    """Returns a confidence from 0 to 1 in words."""
    return "High" if value >= 0.8 else "Good" if value >= 0.6 else "Moderate" if value >= 0.4 else "Low"


def initials(name: str) -> str:
    """Returns the initials of the first and the last word of a name, for a plate without pictures."""
    parts = [part for part in name.split() if part[0].isalnum()]
    return "".join(part[0].upper() for part in (parts[:1] + parts[1:][-1:])) or "?"


def marked(text: str, highlight: str) -> Markup:
    """Returns a text with its matches marked.

    ``highlight`` is the same text as HTML with ``<em>`` around matches; all else in it is escaped anew.
    """
    if not highlight:
        return escape(text)
    parts = [part.partition("</em>") for part in highlight.split("<em>")]
    made = escape(html.unescape(parts[0][0]))
    for inside, _, after in parts[1:]:
        made += Markup("<mark>{}</mark>{}").format(html.unescape(inside), html.unescape(after))
    return made


def shown_address(url: str) -> str:
    """Returns an address for display: without scheme, ``www.`` and closing slash."""
    bare = url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
    return bare if len(bare) <= 48 else bare[:47] + "…"


def is_web_address(url: str) -> bool:
    """Whether an address may be linked to: only http and https."""
    return url.lower().startswith(("http://", "https://"))
