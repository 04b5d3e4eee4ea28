"""Builds documents of the search index from artists and studios."""

from collections.abc import Iterable
from typing import Any

from anyascii import anyascii

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.geo import GeoPoint
from inkscout.domain.reading import Image
from inkscout.domain.studio import Studio

Document = dict[str, Any]

IMAGES_SHOWN = 6
"""Number of images in an artist's document, so that a result list needs no second request."""


def artist_document(artist: Artist) -> Document | None:
    """Returns the document of an artist; None if searchers must not see the artist.

    This is the case if the artist left every known studio, is withheld, or has no name.
    """
    if not artist.is_shown:
        return None
    words = naming.handle_words(artist.instagram)
    variants = _variants((artist.name, *artist.aliases))
    styles = _style_words(artist.styles)
    document: Document = {
        "artist_id": artist.artist_id,
        "name": artist.name,
        "name_key": naming.key(artist.name),
        "name_variants": variants,
        "aliases": list(artist.aliases),
        "handle": artist.instagram,
        "handle_key": naming.handle_key(artist.instagram),
        "handle_words": list(words),
        "studio_id": artist.studio_id,
        "studio_name": artist.studio_name,
        "studio_key": naming.key(artist.studio_name),
        "city": artist.city,
        "city_key": naming.key(artist.city),
        "country": artist.country,
        "location": _point(artist.location),
        "styles": list(artist.styles),
        "role": artist.role,
        "bio": artist.bio,
        "has_portfolio": bool(artist.portfolio),
        "portfolio_count": len(artist.portfolio),
        "images": [_image(image) for image in artist.portfolio[:IMAGES_SHOWN]],
        "rating": artist.rating,
        "rating_count": artist.rating_count,
        "completeness": artist_completeness(artist),
        "confidence": round(artist.confidence, 4),
        "sources": sorted({provenance.source for provenance in artist.facts.values()}),
        "updated_at": artist.updated_at,
        "version": artist.version,
        "all_text": _joined(
            artist.name,
            *variants,
            *words,
            artist.studio_name,
            *artist.studio_aliases,
            artist.city,
            *_pieced(artist.studio_name, *artist.studio_aliases, artist.city),
            *styles,
        ),
    }
    return _without_empty(document)


def studio_document(studio: Studio) -> Document | None:
    """Returns the document of a studio; None if it closed for good or has no name."""
    if not studio.is_shown:
        return None
    words = naming.handle_words(studio.instagram)
    variants = _variants((studio.name, *studio.aliases))
    styles = _style_words(studio.styles)
    document: Document = {
        "studio_id": studio.studio_id,
        "name": studio.name,
        "name_key": naming.key(studio.name),
        "name_variants": variants,
        "city": studio.city,
        "city_key": naming.key(studio.city),
        "country": studio.country,
        "address": studio.address,
        "location": _point(studio.location),
        "styles": list(studio.styles),
        "website": studio.website,
        "instagram": studio.instagram,
        "handle_words": list(words),
        "phone": studio.phone,
        "rating": studio.rating,
        "rating_count": studio.rating_count,
        "outcome": studio.outcome.value if studio.outcome else None,
        "sources": sorted({source.partition(":")[0] for source in studio.sources}),
        "completeness": studio_completeness(studio),
        "updated_at": studio.updated_at,
        "version": studio.version,
        "all_text": _joined(
            studio.name, *studio.aliases, *variants, *words, studio.city, *_pieced(studio.city), *styles
        ),
    }
    return _without_empty(document)


def artist_completeness(artist: Artist) -> float:
    """Returns the filled share of a profile, 0 to 1, which ranks a full profile above a bare name."""
    return _share(
        artist.instagram,
        artist.styles,
        artist.portfolio,
        artist.bio,
        artist.role,
        artist.studio_id,
        artist.location,
        artist.booking_url or artist.email,
    )


def studio_completeness(studio: Studio) -> float:
    """Returns the filled share of a studio's record, 0 to 1."""
    return _share(
        studio.website,
        studio.location,
        studio.address,
        studio.phone or studio.email,
        studio.instagram,
        studio.styles,
        studio.rating is not None,
        studio.opening_hours,
    )


def _image(image: Image) -> Document:
    """Returns a picture as it is stored in the document, which the index does not analyse; size if known."""
    size = {"width": image.width, "height": image.height} if image.width and image.height else {}
    kind = {"kind": image.kind} if image.kind else {}
    return {"url": image.url, "alt": image.alt, **kind, **size}


def _share(*values: object) -> float:
    return round(sum(1 for value in values if value) / len(values), 3)


def _variants(names: Iterable[str]) -> list[str]:
    """Returns other spellings of names, made here because the analyzers of the servers differ."""
    spellings: list[str] = []
    for name in names:
        spellings += naming.keys(name)
        spellings.append(naming.key(anyascii(name)))
        spellings += naming.piecings(name)
    return list(naming.unique(spellings))


def _pieced(*names: str) -> list[str]:
    """Names of studios and places as people join and split their pieces."""
    return [spelling for name in names for spelling in naming.piecings(name)]


def _style_words(styles: Iterable[str]) -> list[str]:
    return [style.replace("_", " ").replace("-", " ") for style in styles]


def _point(point: GeoPoint | None) -> Document | None:
    return {"lat": point.lat, "lon": point.lng} if point else None


def _joined(*parts: str) -> str:
    return " ".join(naming.unique(parts))


def _without_empty(document: Document) -> Document:
    """Drops empty fields, since ``exists`` and facets must treat absent and empty fields alike."""
    return {name: value for name, value in document.items() if value not in (None, "", [], ())}
