"""Merges a place record of a source into a studio of the directory."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from inkscout.discovery.identity import instagram_handle, social_network
from inkscout.domain import naming
from inkscout.domain.facts import with_fact, with_former_name, with_other_name, without_expired
from inkscout.domain.naming import unique
from inkscout.domain.place import Place, Region
from inkscout.domain.studio import Provenance, Studio
from inkscout.vocabulary.addresses import meant_address
from inkscout.vocabulary.countries import country_code

_TRACKING = ("utm_", "fbclid", "gclid", "igsh", "y_source")


def absorb(
    studio: Studio | None,
    studio_id: str,
    place: Place,
    region: Region,
    *,
    now: datetime,
    keep_days: int,
    review: str,
) -> Studio:
    """Returns the studio with the facts of a place record added; pure, so that a write can be retried.

    Facts that may be kept for ``keep_days`` days get an expiry time (0: none); expired facts are dropped.
    """
    base = without_expired(studio, now) if studio else Studio(studio_id=studio_id, name="")
    offered = Provenance(
        source=place.source,
        ref=place.source_id,
        seen_at=now.isoformat(timespec="seconds"),
        expires_at=_expiry(now, keep_days),
    )
    for name, value in _facts(place, region).items():
        base = with_fact(base, name, value, offered)
    if place.name and naming.key(place.name) != naming.key(base.name):
        base = with_other_name(base, place.name, offered)
    elif studio is not None:
        base = with_former_name(base, studio)
    sources = tuple(sorted({*base.sources, f"{place.source}:{place.source_id}"}))
    # An entry without a name could not be found, so the old name remains until another is known.
    return replace(base, sources=sources, name=base.name or place.name, review=_review(studio, review))


def without_source(studio: Studio, source: str, source_id: str) -> Studio:
    """Returns the studio after a source dropped its record; facts that only this record gave are removed."""
    gone = [name for name, fact in studio.facts.items() if (fact.source, fact.ref) == (source, source_id)]
    expired = {
        name: replace(studio.facts[name], expires_at="1970-01-01T00:00:00+00:00")
        for name in gone
        if name != "name"
    }
    bare = without_expired(
        replace(studio, facts={**studio.facts, **expired}),
        datetime.fromisoformat("1970-01-02T00:00:00+00:00"),
    )
    return replace(bare, sources=tuple(entry for entry in bare.sources if entry != f"{source}:{source_id}"))


def clean_website(website: str) -> str:
    """Returns the URL without tracking parameters and fragment; empty if it is not that of a website.

    A redirector's link is the address that it leads to.
    """
    text = meant_address(website)
    if not text:
        return ""
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host or "." not in host:
        return ""
    kept = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not pair[0].lower().startswith(_TRACKING)
    ]
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", urlencode(kept), ""))


def _facts(place: Place, region: Region) -> Mapping[str, Any]:
    website = clean_website(place.website)
    network = social_network(website)
    return {
        "name": place.name,
        "address": place.address,
        "city": place.city or region.city,
        "country": country_code(place.country) or region.country,
        "location": place.location,
        "phone": place.phone,
        "website": "" if network else website,
        "socials": unique([website]) if network else (),
        "instagram": instagram_handle(website),
        "rating": place.rating,
        "rating_count": place.rating_count,
        "business_status": place.business_status,
    }


def _expiry(now: datetime, keep_days: int) -> str:
    """Returns the midnight before the retention time ends; runs of one day thus write the same value."""
    if not keep_days:
        return ""
    last = now + timedelta(days=keep_days)
    return last.replace(hour=0, minute=0, second=0, microsecond=0).isoformat(timespec="seconds")


def _review(studio: Studio | None, review: str) -> str:
    """Returns the reason for review; empty if any source has made clear that this is a studio."""
    return review if studio is None or studio.review else ""
