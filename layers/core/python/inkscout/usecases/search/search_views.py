"""Converts index documents to models of the API's responses."""

from collections.abc import Iterable, Mapping

from inkscout.contracts.api.common import ImageView, Point
from inkscout.contracts.api.search import (
    ArtistHit,
    Facets,
    FacetValue,
    Offer,
    PlaceView,
    Reason,
    Relaxed,
    StudioFacets,
    StudioHit,
    StudioRef,
    Understood,
)
from inkscout.domain import public_paths
from inkscout.domain.geo import GeoPoint
from inkscout.domain.reading import Image
from inkscout.ports import JsonMap
from inkscout.search import taxonomy
from inkscout.search.criteria import Attempt
from inkscout.search.explain import explain
from inkscout.search.understand import Vocabulary

OFFERED = 4
"""Number of styles and of cities that are offered where nothing was found."""


def artist_hit(document: JsonMap, attempt: Attempt) -> ArtistHit:
    """Returns one artist of a result page."""
    reasons, highlights = _explained(document, attempt)
    point = _point(document)
    return ArtistHit(
        artist_id=document["artist_id"],
        name=document["name"],
        instagram=document.get("handle", ""),
        role=document.get("role", ""),
        styles=list(document.get("styles", ())),
        style_names=style_names(document.get("styles", ())),
        studio=_studio(document),
        city=document.get("city", ""),
        country=document.get("country", ""),
        country_name=taxonomy.country_name(document.get("country", "")),
        location=point,
        distance_km=_distance(point, attempt),
        rating=document.get("rating"),
        rating_count=document.get("rating_count"),
        has_portfolio=bool(document.get("has_portfolio")),
        portfolio_count=document.get("portfolio_count", 0),
        images=_images(document),
        updated_at=document.get("updated_at", ""),
        highlights=highlights,
        why=reasons,
    )


def studio_hit(document: JsonMap, attempt: Attempt) -> StudioHit:
    """Returns one studio of a result page."""
    reasons, highlights = _explained(document, attempt)
    point = _point(document)
    return StudioHit(
        studio_id=document["studio_id"],
        name=document["name"],
        address=document.get("address", ""),
        city=document.get("city", ""),
        country=document.get("country", ""),
        country_name=taxonomy.country_name(document.get("country", "")),
        location=point,
        distance_km=_distance(point, attempt),
        styles=list(document.get("styles", ())),
        style_names=style_names(document.get("styles", ())),
        website=document.get("website", ""),
        instagram=document.get("instagram", ""),
        rating=document.get("rating"),
        rating_count=document.get("rating_count"),
        updated_at=document.get("updated_at", ""),
        highlights=highlights,
        why=reasons,
    )


def facets(counts: Mapping[str, Mapping[str, int]], vocabulary: Vocabulary) -> Facets:
    """Returns counts of artists by facet, with labels."""
    return Facets(**_facet_values(counts, vocabulary))


def studio_facets(counts: Mapping[str, Mapping[str, int]], vocabulary: Vocabulary) -> StudioFacets:
    """Returns counts of studios by facet, with labels."""
    return StudioFacets(**_facet_values(counts, vocabulary))


def understood(attempt: Attempt) -> Understood:
    """Returns the interpretation of the free text."""
    reading = attempt.reading
    place = None
    if reading.place:
        place = PlaceView(
            name=reading.place.name,
            country=reading.place.country,
            location=as_point(reading.place.location),
        )
    elif reading.country:
        code = reading.country.values[0]
        place = PlaceView(name=taxonomy.country_name(code), country=code)
    spoken = (*(reading.premises.words if reading.premises else ()), *reading.words)
    return Understood.model_validate(
        {
            "styles": list(reading.style_keys),
            "role": reading.role.values[0] if reading.role else None,
            "place": place,
            "near": _near(attempt),
            "words": [word.text for word in spoken],
            "excluded": [
                said for one in reading.excluded for said in one.values or [word.text for word in one.words]
            ],
        }
    )


def _near(attempt: Attempt) -> PlaceView | None:
    """Returns the point of ``near``, with the name and country of the place that was given."""
    criteria = attempt.criteria
    if criteria.center is None:
        return None
    place = criteria.center_place
    return PlaceView(
        name=place.name if place else "",
        country=place.country if place else "",
        location=as_point(criteria.center),
    )


def relaxed(attempt: Attempt) -> list[Relaxed]:
    """Returns the relaxed conditions in the order they were relaxed."""
    return [Relaxed.model_validate({"what": step.what, "detail": step.detail}) for step in attempt.relaxed]


def offers(attempt: Attempt, vocabulary: Vocabulary) -> list[Offer]:
    """Returns searches that find somebody, for a search that found nobody.

    First styles related to those that were asked for, then the most frequent ones; then the largest cities.
    """
    counts = vocabulary.style_counts
    asked = (*attempt.criteria.styles, *attempt.reading.style_keys)
    out = {value for one in attempt.reading.excluded for value in one.values}
    near = [style for one in asked for style in (one, *vocabulary.styles.related.get(one, ()))]
    frequent = sorted(counts, key=lambda style: (-counts[style], style))
    styles = [style for style in dict.fromkeys((*near, *frequent)) if counts.get(style) and style not in out]
    cities = sorted(vocabulary.places.places.values(), key=lambda city: (-city.count, city.key))
    return [
        *(
            Offer(kind="style", value=style, label=style_names([style])[0], count=counts[style])
            for style in styles[:OFFERED]
        ),
        *(
            Offer(kind="city", value=city.name, label=city.name, count=city.count)
            for city in cities[:OFFERED]
            if city.key not in out
        ),
    ]


def labelled(
    counts: Mapping[str, int], names: Mapping[str, str], *, value_is_name: bool = False
) -> list[FacetValue]:
    """Returns counts as facet values, labelled with names if they are known.

    ``value_is_name`` uses the name as the value too, for parameters that take a name.
    """
    return [
        FacetValue(
            value=names.get(key, key) if value_is_name else key, label=names.get(key, key), count=count
        )
        for key, count in counts.items()
    ]


def _facet_values(
    counts: Mapping[str, Mapping[str, int]], vocabulary: Vocabulary
) -> dict[str, list[FacetValue]]:
    values: dict[str, list[FacetValue]] = {}
    for name, found in counts.items():
        if name == "city":
            names = {key: vocabulary.places.name(key) for key in found}
            values[name] = labelled(found, names, value_is_name=True)
        elif name == "country":
            values[name] = labelled(found, {code: taxonomy.country_name(code) for code in found})
        else:
            values[name] = labelled(found, vocabulary.styles.names if name == "style" else {})
    return values


def _explained(document: JsonMap, attempt: Attempt) -> tuple[list[Reason], dict[str, str]]:
    found, highlights = explain(document, attempt)
    reasons = [
        Reason.model_validate({"field": one.field, "kind": one.kind, "text": one.text}) for one in found
    ]
    return reasons, highlights


def _studio(document: JsonMap) -> StudioRef | None:
    studio_id = document.get("studio_id")
    return StudioRef(studio_id=studio_id, name=document.get("studio_name", "")) if studio_id else None


def _images(document: JsonMap) -> list[ImageView]:
    return [
        image_view(
            document["artist_id"],
            Image(
                url=image["url"],
                alt=image.get("alt", ""),
                kind=image.get("kind", ""),
                width=image.get("width", 0),
                height=image.get("height", 0),
            ),
        )
        for image in document.get("images", ())
    ]


def image_view(artist_id: str, image: Image) -> ImageView:
    """Returns a picture of an artist's portfolio with its path on this website."""
    return ImageView(
        url=image.url,
        alt=image.alt,
        kind=image.kind,
        page_url=image.page_url,
        path=public_paths.picture_path(artist_id, image.url),
        width=image.width or None,
        height=image.height or None,
    )


def style_names(styles: Iterable[str]) -> list[str]:
    """Returns the names of styles for display; a key that is no longer in the taxonomy is its own name."""
    names = taxonomy.styles().names
    return [names.get(style, style) for style in styles]


def _point(document: JsonMap) -> Point | None:
    location = document.get("location")
    return Point(lat=location["lat"], lng=location["lon"]) if location else None


def as_point(location: GeoPoint | None) -> Point | None:
    """Returns a position as a model of the API; None if there is none."""
    return Point(lat=location.lat, lng=location.lng) if location else None


def _distance(point: Point | None, attempt: Attempt) -> float | None:
    center = attempt.criteria.center
    if center is None or point is None:
        return None
    return round(center.distance_m(GeoPoint(point.lat, point.lng)) / 1000, 3)
