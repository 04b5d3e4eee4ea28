"""Merges readings of a site and of a profile into an artist's record, including moves between studios.

Each function gives the same artist for the same facts in whatever order they arrive, and the identical record
if a source repeats itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from inkscout.domain import naming
from inkscout.domain.artist import Artist, Residency
from inkscout.domain.facts import with_fact
from inkscout.domain.reading import Evidence, FoundArtist, Image, ProfileReading
from inkscout.domain.studio import Provenance, Studio

PROFILE = "profile"
"""Origin of facts from an artist's own profile; other origins are studio ids."""

_BLANK: Mapping[str, Any] = {"socials": (), "followers": None, "confidence": 0.0, "portfolio": ()}
"""Empty values of the fields that are no texts."""

MAX_ALIASES, MAX_IMAGES, MAX_EVIDENCE, MAX_STYLES = 20, 60, 12, 20
"""Limits that keep an artist's item far below DynamoDB's 400 KB."""

OF_STUDIO = ("name", "aliases", "city", "country", "location", "rating", "rating_count")
"""Fields of a studio that are copied to its artists."""

_OF_STUDIO = ("studio_name", "studio_aliases", "city", "country", "location", "rating", "rating_count")


def after_site(
    artist: Artist | None, artist_id: str, found: FoundArtist, studio: Studio, now: datetime
) -> Artist:
    """Returns the artist updated with the reading of a studio's site, or a new artist."""
    known = artist or Artist(artist_id=artist_id, name="")
    ref = found.page_url or (found.evidence[0].url if found.evidence else studio.website)
    offered = Provenance(
        source="site", ref=ref, seen_at=now.isoformat(timespec="seconds"), origin=studio.studio_id
    )
    stays = seen(known.residencies, known.artist_id, found, studio.studio_id, now.date())
    left = {stay.studio_id for stay in stays if not stay.active}
    names = (known.name, *known.aliases, found.name, *found.aliases)
    for name in ("name", "instagram", "role", "bio", "email", "booking_url", "page_url", "website"):
        known = with_fact(known, name, getattr(found, name), offered, left)
    known = with_fact(known, "confidence", found.confidence or None, offered, left)
    known = with_fact(known, "socials", found.socials, offered, left)
    known = replace(
        known,
        aliases=_aliases(names, known.name),
        residencies=stays,
        styles_by=_said(known.styles_by, studio.studio_id, found.styles),
        portfolio=_images(known.portfolio, studio.studio_id, found.portfolio),
        evidence=_evidence(known.evidence, found.evidence),
    )
    return at_home(known, {studio.studio_id: studio})


def after_profile(artist: Artist, reading: ProfileReading, now: datetime) -> Artist:
    """Returns the artist updated with their own profile.

    A profile ranks below the studio's site, and above other sources.
    """
    ref = reading.evidence[0].url if reading.evidence else ""
    offered = Provenance(source=PROFILE, ref=ref, seen_at=now.isoformat(timespec="seconds"))
    known = artist
    for name in ("instagram", "bio", "email", "booking_url", "followers", "prices", "availability"):
        known = with_fact(known, name, getattr(reading, name), offered)
    known = replace(
        known,
        aliases=_aliases((known.name, *known.aliases, reading.name), known.name),
        styles_by=_said(known.styles_by, PROFILE, reading.styles),
        portfolio=_images(known.portfolio, PROFILE, reading.portfolio),
        evidence=_evidence(known.evidence, reading.evidence),
    )
    return at_home(known, {})


def after_leaving(artist: Artist, studio_id: str, last_seen: str) -> Artist:
    """Returns the artist after their residency at a studio ended; another studio becomes home, or none."""
    stays = tuple(
        replace(stay, active=False, last_seen=last_seen)
        if stay.studio_id == studio_id and stay.active
        else stay
        for stay in artist.residencies
    )
    return at_home(replace(artist, residencies=stays), {})


def without_handle(artist: Artist) -> Artist:
    """The artist without a handle that is not theirs, and without what the profile behind it said."""
    gone = [name for name, fact in artist.facts.items() if fact.source == PROFILE or name == "instagram"]
    blank: dict[str, Any] = {name: _BLANK.get(name, "") for name in gone}
    kept = replace(
        artist,
        **{"instagram": "", **blank},
        facts={name: fact for name, fact in artist.facts.items() if name not in gone},
        styles_by={origin: styles for origin, styles in artist.styles_by.items() if origin != PROFILE},
        portfolio=tuple(image for image in artist.portfolio if image.origin != PROFILE),
        evidence=tuple(entry for entry in artist.evidence if not entry.finder.startswith(PROFILE)),
    )
    return at_home(kept, {})


def parted(
    artist: Artist, artist_id: str, names: Sequence[str], studio_ids: Collection[str], hosts: Collection[str]
) -> Artist:
    """The part of a record that one of several people in it is: of their studios, under their names.

    Args:
        artist: The record that holds several people.
        artist_id: The id of the part.
        names: The person's names, as the sites show them.
        studio_ids: Studios whose sites show the person.
        hosts: Hosts of these sites.
    """
    stays = tuple(
        replace(stay, artist_id=artist_id) for stay in artist.residencies if stay.studio_id in studio_ids
    )
    facts = {name: fact for name, fact in artist.facts.items() if fact.origin in studio_ids}
    blank: dict[str, Any] = {name: _BLANK.get(name, "") for name in artist.facts if name not in facts}
    name = artist.name if artist.name in names else names[0]
    whole = replace(
        artist,
        **{**blank, "name": name, "instagram": ""},
        artist_id=artist_id,
        aliases=_aliases(names, name),
        residencies=stays,
        facts={key: fact for key, fact in facts.items() if key != "instagram"},
        styles_by={origin: styles for origin, styles in artist.styles_by.items() if origin in studio_ids},
        portfolio=tuple(image for image in artist.portfolio if image.origin in studio_ids),
        evidence=tuple(entry for entry in artist.evidence if urlsplit(entry.url).netloc in hosts),
        studio_id="",
        version=artist.version if artist_id == artist.artist_id else 0,
        fingerprint="",
    )
    return at_home(whole, {})


def absorbed(keep: Artist, other: Artist) -> Artist:
    """Merges two records of one person; facts of ``keep`` win over facts from an equally ranked source."""
    merged = keep
    for name, provenance in sorted(other.facts.items()):
        merged = with_fact(merged, name, getattr(other, name), provenance)
    stays = {stay.studio_id: replace(stay, artist_id=keep.artist_id) for stay in other.residencies}
    for stay in keep.residencies:
        stays[stay.studio_id] = _joined(stay, stays.get(stay.studio_id))
    names = (merged.name, keep.name, *keep.aliases, other.name, *other.aliases)
    images = {
        origin: [i for i in other.portfolio if i.origin == origin] for origin in _origins(other.portfolio)
    }
    portfolio = keep.portfolio
    for origin, shown in images.items():
        if origin not in _origins(keep.portfolio):
            portfolio = _images(portfolio, origin, shown)
    merged = replace(
        merged,
        aliases=_aliases(names, merged.name),
        residencies=_in_order(stays.values()),
        styles_by={**other.styles_by, **keep.styles_by},
        portfolio=portfolio,
        evidence=_evidence(other.evidence, keep.evidence),
    )
    place = {name: getattr(other, name) for name in (*_OF_STUDIO, "studio_id")}
    home = home_of(merged.residencies)
    if home and home.studio_id == other.studio_id != keep.studio_id:
        merged = replace(merged, **place)
    return at_home(merged, {})


def at_home(artist: Artist, studios: Mapping[str, Studio]) -> Artist:
    """Returns the artist with the facts of their home studio, if it is among ``studios``.

    ``studio_id`` is set to the home studio even if it is not: the caller looks the studio up and calls this
    again.
    """
    home = home_of(artist.residencies)
    styles = _union(artist.styles_by, home.studio_id if home else "")
    artist = replace(artist, active=bool(home and home.active), styles=styles)
    if home is None:
        return artist
    studio = studios.get(home.studio_id)
    if studio is None:
        return replace(artist, studio_id=home.studio_id)
    return replace(
        artist,
        studio_id=studio.studio_id,
        studio_name=studio.name,
        studio_aliases=studio.aliases,
        city=studio.city,
        country=studio.country,
        location=studio.location,
        rating=studio.rating,
        rating_count=studio.rating_count,
    )


def with_threshold(artist: Artist, least: float) -> Artist:
    """Returns the artist withheld from searchers if its confidence is below ``least``, else shown to them."""
    withheld = 0.0 < artist.confidence < least
    stays = tuple(replace(stay, withheld=withheld) for stay in artist.residencies)
    return replace(artist, withheld=withheld, residencies=stays)


def shows_studio(artist: Artist, studio: Studio) -> bool:
    """Whether an artist whose home is the studio carries its current facts."""
    return at_home(artist, {studio.studio_id: studio}) == artist


def home_of(stays: Iterable[Residency]) -> Residency | None:
    """Returns the residency at the home studio: active before ended, resident before guest, the latest first.

    None if there is no residency.
    """
    ranked = sorted(
        stays, key=lambda stay: (stay.active, stay.kind != "guest", stay.first_seen, stay.studio_id)
    )
    return ranked[-1] if ranked else None


def seen(
    stays: tuple[Residency, ...], artist_id: str, found: FoundArtist, studio_id: str, today: date
) -> tuple[Residency, ...]:
    """Returns the residencies after a site showed the artist; a guest spot that is over counts as ended."""
    day = today.isoformat()
    over = found.residency == "guest" and "" < found.guest_to < day
    old = next((stay for stay in stays if stay.studio_id == studio_id), None)
    stay = old or Residency(
        studio_id=studio_id, artist_id=artist_id, name=found.name, first_seen=day, last_seen=day
    )
    stay = replace(stay, name=found.name, role=found.role or stay.role, kind=found.residency)
    if stay.active == over:
        stay = replace(stay, active=not over, last_seen=found.guest_to if over else day)
    return _in_order([*(kept for kept in stays if kept.studio_id != studio_id), stay])


def moves(artist: Artist) -> tuple[tuple[str, str, str], ...]:
    """Returns the artist's moves: the studio left, the new studio, and the first day there (ISO 8601)."""
    stays = [stay for stay in artist.residencies if stay.kind != "guest"]
    return tuple(
        (before.studio_id, after.studio_id, after.first_seen)
        for before, after in pairwise(stays)
        if not before.active
    )


def _joined(stay: Residency, other: Residency | None) -> Residency:
    if other is None:
        return stay
    return replace(
        stay,
        first_seen=min(stay.first_seen, other.first_seen),
        last_seen=max(stay.last_seen, other.last_seen),
        active=stay.active or other.active,
    )


def _in_order(stays: Iterable[Residency]) -> tuple[Residency, ...]:
    return tuple(sorted(stays, key=lambda stay: (stay.first_seen, stay.studio_id)))


def _aliases(names: Iterable[str], name: str) -> tuple[str, ...]:
    """Returns other names, one spelling each, in an order that does not depend on the order of readings."""
    known = {naming.key(other): other for other in sorted(names, reverse=True) if other}
    known.pop(naming.key(name), None)
    return tuple(sorted(known.values()))[:MAX_ALIASES]


def _said(
    styles_by: Mapping[str, tuple[str, ...]], origin: str, styles: tuple[str, ...]
) -> Mapping[str, tuple[str, ...]]:
    return {**styles_by, origin: naming.unique(styles)} if styles else styles_by


def _union(styles_by: Mapping[str, tuple[str, ...]], home: str) -> tuple[str, ...]:
    origins = sorted(styles_by, key=lambda origin: (origin != home, origin == PROFILE, origin))
    return naming.unique(style for origin in origins for style in styles_by[origin])[:MAX_STYLES]


def _origins(images: Iterable[Image]) -> tuple[str, ...]:
    return naming.unique(image.origin for image in images)


def _images(images: tuple[Image, ...], origin: str, shown: Iterable[Image]) -> tuple[Image, ...]:
    """Returns the portfolio with one origin's images replaced.

    Sites come before the profile, no image twice.
    """
    said = [replace(image, origin=origin) for image in shown]
    if not said:
        return images
    together = [*(image for image in images if image.origin != origin), *said]
    together.sort(key=lambda image: (image.origin == PROFILE, image.origin))
    unique = {image.hash or image.url: image for image in reversed(together)}
    return tuple(image for image in together if unique[image.hash or image.url] is image)[:MAX_IMAGES]


def _evidence(kept: Iterable[Evidence], said: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Merges evidence: a reading replaces the evidence of an earlier reading of the same kind and host.

    A visit of the studio's website and the reading of an artist's page on it share the host; each keeps its
    own evidence, or they would overwrite each other in every run.
    """
    readings = {_reading(entry) for entry in said}
    together = [*(entry for entry in kept if _reading(entry) not in readings), *said]
    return tuple(sorted(together, key=_reading))[:MAX_EVIDENCE]


def _reading(entry: Evidence) -> tuple[str, bool]:
    return urlsplit(entry.url).netloc, entry.finder.startswith(PROFILE)
