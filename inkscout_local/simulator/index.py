"""Index that finds places by text and area, in the order in which Google would return them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from inkscout.domain.geo import GeoPoint
from inkscout_local.simulator.areas import Area, BoxArea, CircleArea, around
from inkscout_local.simulator.google.matching import PlaceTraits, parse_query, traits, words
from inkscout_local.simulator.model import World, WorldPlace

RESULT_CAP = 60
"""Maximum number of results of a legacy or text search, over all pages."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that matches a query; ``order`` is its sort key, by score and prominence."""

    place: WorldPlace
    traits: PlaceTraits
    point: GeoPoint
    order: tuple[int, int, float, str]


class PlaceIndex:
    """Index of the places of a world that Google knows."""

    def __init__(self, world: World) -> None:
        self._regions = world.regions
        self._overflow = world.google.bias_overflow
        self._by_id = {place.place_id: place for place in world.places if place.on_google}
        self._rows = [
            (place, traits(place), place.point) for place in self._by_id.values() if place.point is not None
        ]
        self._matching = lru_cache(maxsize=256)(self._match)

    def get(self, place_id: str) -> WorldPlace | None:
        """Returns the place with this id; None if there is none."""
        return self._by_id.get(place_id)

    def tattoo_strength(self, place: WorldPlace) -> int:
        """Returns 2 if tattooing is the place's trade, 1 for a related trade, else 0."""
        return traits(place).tattoo

    def search(
        self,
        text: str,
        *,
        within: Area | None = None,
        bias: Area | None = None,
        keep: Callable[[WorldPlace], bool] = lambda _place: True,
        by_distance: bool = False,
        cap: int = RESULT_CAP,
    ) -> list[WorldPlace]:
        """Returns the places that match a text, best first.

        Args:
            text: The query; without words every place matches.
            within: Area that the results are restricted to; None for a region named in the text, if any.
            bias: Area whose places come first, followed by some nearby ones.
            keep: Filter of places.
            by_distance: Whether to sort by distance instead of score and prominence.
            cap: Maximum number of results.
        """
        parsed = parse_query(text, self._regions)
        hits = self._matching(text)
        if within is None and parsed.region is not None:
            within = BoxArea(parsed.region.viewport.box)
        if within is not None:
            found = [hit for hit in _inside(hits, within) if keep(hit.place)]
            found.sort(key=_distance_from((bias or within).center) if by_distance else _order)
        elif bias is not None:
            found = self._biased(hits, bias, keep, by_distance)
        else:
            found = sorted((hit for hit in hits if keep(hit.place)), key=_order)
        return [hit.place for hit in found[:cap]]

    def _biased(
        self, hits: "_Hits", bias: Area, keep: Callable[[WorldPlace], bool], by_distance: bool
    ) -> list[Hit]:
        """Returns the places inside the bias area, then the nearest outside, as a bias is no restriction."""
        inside = [hit for hit in _inside(hits, bias) if keep(hit.place)]
        distance = _distance_from(bias.center)
        inside.sort(key=distance if by_distance else _order)
        if not self._overflow:
            return inside
        known = {hit.place.place_id for hit in inside}
        wide: CircleArea = around(bias).widened(3.0)
        outside = [hit for hit in _inside(hits, wide) if hit.place.place_id not in known and keep(hit.place)]
        return inside + sorted(outside, key=distance)[: self._overflow]

    def _match(self, text: str) -> "_Hits":
        if not words(text):
            scored: Iterable[tuple[int, tuple[WorldPlace, PlaceTraits, GeoPoint]]] = (
                (1, row) for row in self._rows
            )
        else:
            query = parse_query(text, self._regions)
            scored = ((query.score(row[1]), row) for row in self._rows)
        hits = [
            Hit(place, trait, point, _rank(score, place)) for score, (place, trait, point) in scored if score
        ]
        hits.sort(key=lambda hit: hit.point.lat)
        return _Hits(hits, [hit.point.lat for hit in hits])


class _Hits:
    """Hits sorted by latitude, so that searching an area looks only at its own band."""

    def __init__(self, hits: list[Hit], latitudes: list[float]) -> None:
        self._hits = hits
        self._latitudes = latitudes

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._hits)

    def band(self, south: float, north: float) -> list[Hit]:
        """Returns the hits between two latitudes, in degrees."""
        return self._hits[bisect_left(self._latitudes, south) : bisect_right(self._latitudes, north)]


def _inside(hits: _Hits, area: Area) -> list[Hit]:
    return [hit for hit in hits.band(*area.latitudes) if area.contains(hit.point)]


def _rank(score: int, place: WorldPlace) -> tuple[int, int, float, str]:
    raw = place.raw
    return (
        -score,
        -int(raw.get("user_ratings_total", 0)),
        -float(raw.get("rating", 0.0)),
        place.place_id,
    )


def _order(hit: Hit) -> tuple[int, int, float, str]:
    return hit.order


def _distance_from(center: GeoPoint) -> Callable[[Hit], tuple[float, str]]:
    return lambda hit: (center.distance_m(hit.point), hit.place.place_id)
