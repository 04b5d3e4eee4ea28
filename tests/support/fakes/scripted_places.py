"""Sources of places that answer from a list, for tests of discovery."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from inkscout.discovery.regions import box_region
from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Place, Region, SearchPage
from inkscout.ports import Meter, PlaceSource
from tests.support.fakes.discovery import PlannedArea, areas_of

BOX = Box(53.70, -1.80, 53.95, -1.30)
TYPES = ("point_of_interest", "store", "establishment")


def area(box: Box = BOX, budget_usd: float | None = None) -> PlannedArea:
    return replace(areas_of(box_region("Leeds", box))[0], budget_usd=budget_usd)


def studio(number: int, **more: object) -> Place:
    at = GeoPoint(53.75 + number * 0.001, -1.6 + number * 0.002)
    values = {
        "source": "google",
        "source_id": f"g{number}",
        "name": f"Heron {number} Tattoo",
        "location": at,
        "types": TYPES,
    }
    return Place(**{**values, **more})  # type: ignore[arg-type] - the fields of a place


@dataclass
class ScriptedSource:
    """A source that answers from a list, and fails when its script says so."""

    places: Sequence[Place]
    meter: Meter
    name: str = "google"
    cap: int = 60
    by_words: bool = True
    ids_only: bool = False
    max_radius_m: float = 1_000_000.0
    keep_days: int = 30
    sku: str = "legacy_nearby_search"
    gone: frozenset[str] = frozenset()
    fail: Callable[[int], Exception | None] = lambda _number: None
    searched: list[tuple[str, Box]] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        self.searched.append((query, box))
        inside = [p for p in self.places if p.location is None or box.contains(p.location)]
        found = inside[: self.cap or None]
        for start in range(0, max(1, len(found)), 20):
            self.meter.charge(self.sku)
            if error := self.fail(len(self.searched)):
                raise error
            yield SearchPage(places=tuple(found[start : start + 20]), first=not start)

    def describe(
        self, places: Sequence[Place], query: str, box: Box, language: str, results: int
    ) -> Iterator[Place]:
        yield from (place for place in places if place.source_id not in self.gone)

    def price(self, results: int, wanted: int) -> float:
        return 0.0

    def complete(self, place: Place) -> Place | None:
        self.completed.append(place.source_id)
        return None if place.source_id in self.gone else place


class Scripted:
    """Opens one scripted source for each call and keeps the last, so that a test can look at it."""

    def __init__(self, *places: Place, **options: object) -> None:
        self.places, self.options = places, options
        self.last: ScriptedSource | None = None

    def __call__(self, meter: Meter) -> Sequence[PlaceSource]:
        self.last = ScriptedSource(self.places, meter, **self.options)  # type: ignore[arg-type] - its own fields
        return [self.last]


def osm(*places: Place) -> Callable[[Meter], PlaceSource]:
    moved = [replace(place, source="osm", source_id=f"node/{n}") for n, place in enumerate(places)]
    return lambda meter: ScriptedSource(
        moved, meter, name="osm", cap=0, by_words=False, keep_days=0, sku="overpass"
    )


@dataclass
class Names:
    """A geocoder that knows a few regions."""

    regions: dict[str, Region]

    def resolve(self, name: str) -> Region:
        return self.regions[name]
