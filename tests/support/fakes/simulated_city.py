"""A city of made-up studios, and a source that answers searches over it with Google's caps and paging."""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from inkscout.discovery.cells import radius_m
from inkscout.discovery.spend import prices
from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Place, SearchPage
from inkscout.ports import Meter

PAGE = 20
PAGE_USD, SINGLE_USD = prices().of("text_search_enterprise"), prices().of("details_enterprise")
_METRES_PER_DEG = 111_195.0


@dataclass(frozen=True, slots=True)
class SimulatedStudio:
    """A studio that answers some of the queries; ``prominence`` is its rank among all, 0 first."""

    place: Place
    prominence: float
    queries: frozenset[str]


class SimulatedCity:
    """Studios sorted by latitude, so that a search touches only its own band."""

    def __init__(self, studios: Sequence[SimulatedStudio]) -> None:
        self.studios = sorted(studios, key=lambda one: _point(one).lat)
        self._latitudes = [_point(one).lat for one in self.studios]
        self.by_id = {one.place.source_id: one for one in self.studios}

    def within(self, box: Box, query: str, circle_m: float = 0.0) -> list[SimulatedStudio]:
        """Studios that answer a query in a box, or in the circle around it, the most prominent first."""
        reach = circle_m / _METRES_PER_DEG * 1.001
        middle = box.center
        south, north = (middle.lat - reach, middle.lat + reach) if circle_m else (box.south, box.north)
        band = self.studios[bisect_left(self._latitudes, south) : bisect_right(self._latitudes, north)]
        found = [
            one
            for one in band
            if query in one.queries
            and (middle.distance_m(_point(one)) <= circle_m if circle_m else box.contains(_point(one)))
        ]
        return sorted(found, key=lambda one: one.prominence)


class SimulatedSource:
    """``ports.PlaceSource`` over a city: ``ids`` as Places (New), else as legacy nearby search."""

    name = "google"
    by_words = True
    keep_days = 30

    def __init__(self, city: SimulatedCity, meter: Meter, *, ids: bool = True, cap: int = 60) -> None:
        self._city = city
        self._meter = meter
        self._ids = self.ids_only = ids
        self.cap = cap
        self.max_radius_m = 1_000_000.0 if ids else 50_000.0
        self.searches = 0

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        """Pages of 20 up to the cap; with ``ids``, places have no more than an id."""
        self.searches += 1
        sku = "text_search_ids" if self._ids else "legacy_nearby_search"
        found = self._city.within(box, query, 0.0 if self._ids else radius_m(box))[: self.cap]
        for start in range(0, max(len(found), 1), PAGE):
            self._meter.charge(sku)
            places = [one.place for one in found[start : start + PAGE]]
            if self._ids:
                places = [Place(source=place.source, source_id=place.source_id, name="") for place in places]
            yield SearchPage(places=tuple(places), first=not start)

    def describe(
        self, places: Sequence[Place], query: str, box: Box, language: str, results: int
    ) -> Iterator[Place]:
        """Pages of 20 with all fields while they cost less than single records, as the New API's adapter."""
        wanted = {place.source_id for place in places}
        found = self._city.within(box, query)[: self.cap]
        left = results
        while len(wanted) * SINGLE_USD > max(0, -(-left // PAGE)) * PAGE_USD > 0.0:
            self._meter.charge("text_search_enterprise")
            for one in found[results - left :][:PAGE]:
                if one.place.source_id in wanted:
                    wanted.discard(one.place.source_id)
                    yield one.place
            left -= PAGE
        for source_id in sorted(wanted):
            self._meter.charge("details_enterprise")
            yield self._city.by_id[source_id].place

    def price(self, results: int, wanted: int) -> float:
        """The most that ``describe`` charges."""
        if wanted < results:
            return min(-(-results // PAGE) * PAGE_USD, wanted * SINGLE_USD)
        pages, rest = divmod(results, PAGE)
        return min(pages * PAGE_USD + min(PAGE_USD, rest * SINGLE_USD), wanted * SINGLE_USD)

    def complete(self, place: Place) -> Place | None:
        """The place as it is; website and phone are none of a simulation's business."""
        return place


def make_city(
    count: int,
    box: Box,
    *,
    clustered: float,
    queries: Sequence[str],
    seed: int,
    spread_m: float = 600.0,
    single: float = 0.1,
) -> SimulatedCity:
    """A city of ``count`` studios in a box, a share of them ``clustered`` around five centres.

    A studio answers every query, but for a share that answers a ``single`` one, the first or the second.
    """
    chance = random.Random(seed)
    centres = [_anywhere(box, chance) for _ in range(5)]
    studios = []
    for number in range(count):
        near = chance.random() < clustered
        point = _around(chance.choice(centres), spread_m, box, chance) if near else _anywhere(box, chance)
        answers = queries if chance.random() < 1 - single else [chance.choice(list(queries)[:2])]
        studios.append(_studio(number, point, answers, chance))
    return SimulatedCity(studios)


def city_at(points: Sequence[GeoPoint], *, queries: Sequence[str], seed: int) -> SimulatedCity:
    """A city with a studio at each point, every one of which answers every query."""
    chance = random.Random(seed)
    return SimulatedCity([_studio(number, point, queries, chance) for number, point in enumerate(points)])


def along_a_line(count: int, start: GeoPoint, end: GeoPoint, seed: int) -> list[GeoPoint]:
    """Points on a crooked line, such as a coast, within a few hundred metres of it."""
    chance = random.Random(seed)
    points = []
    for _ in range(count):
        share = chance.random()
        lat = start.lat + share * (end.lat - start.lat) + 0.02 * sin(9 * share) + chance.gauss(0, 0.002)
        lng = start.lng + share * (end.lng - start.lng) + chance.gauss(0, 0.003)
        points.append(GeoPoint(lat, (lng + 180.0) % 360.0 - 180.0))
    return points


def _studio(number: int, point: GeoPoint, answers: Sequence[str], chance: random.Random) -> SimulatedStudio:
    place = Place(
        source="google",
        source_id=f"sim-{number:05}",
        name=f"{_NAMES[number % len(_NAMES)]} {number} Tattoo",
        location=point,
        types=("point_of_interest", "store", "establishment"),
    )
    return SimulatedStudio(place, chance.random(), frozenset(answers))


_NAMES = ("Anchor", "Briar", "Cobalt", "Dagger", "Ember", "Falcon", "Gallows", "Heron", "Iris", "Juniper")


def _point(studio: SimulatedStudio) -> GeoPoint:
    assert studio.place.location is not None
    return studio.place.location


def _anywhere(box: Box, chance: random.Random) -> GeoPoint:
    lng = box.west + chance.random() * box.width_deg
    return GeoPoint(box.south + chance.random() * (box.north - box.south), (lng + 180.0) % 360.0 - 180.0)


def _around(centre: GeoPoint, spread_m: float, box: Box, chance: random.Random) -> GeoPoint:
    """A point near a centre; one that falls outside the box is drawn again."""
    while True:
        lat = centre.lat + chance.gauss(0, spread_m) / _METRES_PER_DEG
        lng = centre.lng + chance.gauss(0, spread_m) / (_METRES_PER_DEG * cos(radians(centre.lat)))
        point = GeoPoint(lat, (lng + 180.0) % 360.0 - 180.0)
        if box.contains(point):
            return point
