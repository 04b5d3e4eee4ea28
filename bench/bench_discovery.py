"""Benchmark of discovery: requests needed to find every studio of a city, compared with uniform grids.

All methods send the same queries to the same source, stop a cell's queries by the same rule, and fetch the
record of every studio once. Two grids are run:

- *grid*: cells of 1 km, as is usual, halved until the grid finds as many studios as Inkscout. An operator who
  does not know the city can do this. Inkscout must need at most half its requests.
- *hindsight*: the coarsest grid that finds as many, which cannot be known beforehand.

*Floor* is the minimum for any method with these queries: the pages of 20 with their results, and the records.
In a city without clusters the hindsight grid is near the floor, so that half its requests would be below it.

*USD* is the spend at list prices, and what it is over the floor in dollars: with Places (New), where ids are
free, full pages of 20 records; with the legacy services the floor's requests.

A second table has studios in other shapes, all of which answer the first query; a third the same number
of studios in areas of different size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from time import perf_counter

from inkscout.discovery.cells import sides_m
from inkscout.discovery.queries import DRY_QUERIES, queries_for
from inkscout.discovery.regions import box_region
from inkscout.discovery.spend import prices
from inkscout.domain.geo import Box, GeoPoint
from tests.support.fakes.discovery import DiscoveryBench, PlannedArea, areas_of
from tests.support.fakes.simulated_city import (
    PAGE,
    SimulatedCity,
    SimulatedSource,
    along_a_line,
    city_at,
    make_city,
)

BOX = Box(51.30, -0.40, 51.66, 0.178)
"""Area of the simulated city: 40 × 40 km, the size of Greater London."""
GRID_M = 1_000.0
CITIES = [(count, share) for count in (50, 500, 5_000) for share in (0.0, 0.9)]


class CountingMeter:
    """Meter that counts requests and ignores prices."""

    def __init__(self) -> None:
        self.requests = 0

    def charge(self, sku: str) -> None:
        """Counts one request."""
        self.requests += 1


@dataclass(frozen=True, slots=True)
class Row:
    """Results for one city: studios found, requests of each method, and the grids' cells along a side."""

    found: int
    requests: int
    seconds: float
    grid_cells: int
    grid_requests: int
    best_cells: int
    best_requests: int
    floor: int
    usd: float
    floor_usd: float

    @property
    def ratio(self) -> float:
        """Inkscout's requests divided by the grid's."""
        return self.requests / self.grid_requests


@dataclass(frozen=True, slots=True)
class Discovered:
    """Studios found, requests sent and US dollars spent by Inkscout's discovery."""

    studios: int
    requests: int
    usd: float


def adaptive(city: SimulatedCity, areas: Sequence[PlannedArea], *, ids: bool) -> Discovered:
    """Returns what Inkscout's discovery of a city finds and takes."""
    bench = DiscoveryBench(lambda meter: [SimulatedSource(city, meter, ids=ids)])
    for area in areas:
        result = bench.discover(area)
        assert result.exhausted, result
    summary = bench.summary()
    return Discovered(summary["studios"], summary["requests"], summary["spend_usd"])


def grid(city: SimulatedCity, box: Box, cells: int, *, ids: bool) -> tuple[int, int]:
    """Returns the numbers of studios found and of requests sent by a grid of ``cells`` × ``cells``."""
    meter = CountingMeter()
    source = SimulatedSource(city, meter, ids=ids)
    found: set[str] = set()
    high, wide = (box.north - box.south) / cells, box.width_deg / cells
    for row in range(cells):
        for column in range(cells):
            south, west = box.south + row * high, box.west + column * wide
            cell = Box(south, west, south + high, west + wide)
            dry, known = 0, set[str]()
            for text, language in queries_for(["en"]):
                pages = source.search(text, cell, language)
                places = {place.source_id: place for page in pages for place in page.places}
                unknown = [place for key, place in places.items() if key not in found | known]
                if ids and unknown:
                    results = len(places)
                    bought = list(source.describe(unknown, text, cell, language, results))
                    assert len(bought) == len(unknown)
                dry = 0 if places.keys() - known else dry + 1
                known |= places.keys()
                if dry >= DRY_QUERIES:
                    break
            found |= known
    return len(found), meter.requests


def measure(count: int, clustered: float, *, ids: bool, seed: int = 1) -> Row:
    """Returns one row of the first table; ``clustered`` is the share of studios in clusters."""
    texts = [text for text, _ in queries_for(["en"])]
    city = make_city(count, BOX, clustered=clustered, queries=texts, seed=seed)
    areas = areas_of(box_region("City", BOX))
    start = perf_counter()
    ours = adaptive(city, areas, ids=ids)
    seconds = perf_counter() - start
    best_cells, best_requests = _first_that_finds(ours.studios, city, 1, 1.2, ids=ids)
    usual = ceil(max(sides_m(BOX)) / GRID_M)
    grid_cells, grid_requests = _first_that_finds(ours.studios, city, usual, 2.0, ids=ids)
    floor = _floor(city, texts, ids=ids)
    return Row(
        ours.studios, ours.requests, seconds, grid_cells, grid_requests, best_cells, best_requests, floor,
        ours.usd, floor_usd(city, floor, ids=ids),
    )  # fmt: skip


def floor_usd(city: SimulatedCity, floor: int, *, ids: bool) -> float:
    """Returns the price of the fewest pages that hold all records, or of the legacy services' answers."""
    if ids:
        return ceil(len(city.studios) / PAGE) * prices().of("text_search_enterprise")
    return floor * prices().of("legacy_nearby_search")


def _floor(city: SimulatedCity, texts: Sequence[str], *, ids: bool) -> int:
    """Returns the minimum number of requests for all results of these queries and all records."""
    answers = [sum(text in studio.queries for studio in city.studios) for text in texts]
    return sum(ceil(count / PAGE) for count in answers) + (ceil(len(city.studios) / PAGE) if ids else 0)


def _first_that_finds(
    wanted: int, city: SimulatedCity, cells: int, factor: float, *, ids: bool
) -> tuple[int, int]:
    """Returns side and requests of the first grid that finds ``wanted`` studios, growing from ``cells``."""
    while True:
        found, requests = grid(city, BOX, cells, ids=ids)
        if found >= wanted:
            return cells, requests
        cells = max(cells + 1, round(cells * factor))


def growth(count: int, sides_km: tuple[float, ...]) -> list[int]:
    """Returns the requests needed for ``count`` studios in squares of growing size."""
    texts = [text for text, _ in queries_for(["en"])]
    needed = []
    for side in sides_km:
        high = side / 111.195
        box = Box(51.0, 0.0, 51.0 + high, high / 0.629)
        city = make_city(count, box, clustered=0.5, queries=texts, seed=2, spread_m=side * 20)
        ours = adaptive(city, areas_of(box_region("City", box)), ids=True)
        assert ours.studios == count
        needed.append(ours.requests)
    return needed


def shapes() -> Iterator[tuple[str, Box, SimulatedCity]]:
    """Yields 2,000 studios in several shapes, and few at one spot."""
    texts = [text for text, _ in queries_for(["en"])]
    for name, share in (("uniform", 0.0), ("clustered", 0.9)):
        for seed in (1, 2, 3):
            city = make_city(2_000, BOX, clustered=share, queries=texts, seed=seed, single=0.0)
            yield f"{name} {seed}", BOX, city
    sea, fiji = Box(50.0, -2.0, 51.0, 0.0), Box(-18.2, 179.0, -17.2, -179.0)
    coast = along_a_line(2_000, GeoPoint(50.3, -1.9), GeoPoint(50.8, -0.1), seed=1)
    yield "coast", sea, city_at(coast, queries=texts, seed=1)
    across = along_a_line(2_000, GeoPoint(-18.0, 179.2), GeoPoint(-17.4, 180.8), seed=2)
    yield "antimeridian", fiji, city_at(across, queries=texts, seed=1)
    spot = [GeoPoint(50.4, -1.0 + number * 1e-6) for number in range(55)]
    yield "one spot, 55", sea, city_at(spot, queries=texts, seed=1)


def main() -> None:
    """Prints the tables: the comparison of methods, the shapes, and the requests by area."""
    print(
        "studios clustered source | found requests | grid      requests ratio | hindsight requests ratio"
        " | floor |   USD over the floor |  s"
    )
    for ids in (True, False):
        for count, share in CITIES:
            row, name = measure(count, share, ids=ids), "new" if ids else "legacy"
            print(
                f"{count:>7} {share:>9.0%} {name:>6} | {row.found:>5} {row.requests:>8} |"
                f" {row.grid_cells:>4}×{row.grid_cells:<4} {row.grid_requests:>8} {row.ratio:>5.0%} |"
                f" {row.best_cells:>4}×{row.best_cells:<4} {row.best_requests:>8}"
                f" {row.requests / row.best_requests:>5.0%} | {row.floor:>5} |"
                f" {row.usd:>5.2f} {row.usd - row.floor_usd:>5.2f} {row.usd / row.floor_usd:>5.0%}    |"
                f" {row.seconds:.1f}",
                flush=True,
            )
    print("\nshape        | studios found requests |  USD floor over   of the floor")
    for shape, box, city in shapes():
        ours = adaptive(city, areas_of(box_region("City", box)), ids=True)
        least = floor_usd(city, 0, ids=True)
        print(
            f"{shape:<12} | {len(city.studios):>7} {ours.studios:>5} {ours.requests:>8} |"
            f" {ours.usd:.2f} {least:>5.2f} {ours.usd - least:.2f} {ours.usd / least:>5.0%}",
            flush=True,
        )
    sides = (10.0, 40.0, 160.0)
    print("\nstudios | requests in a square of " + ", ".join(f"{side:g} km" for side in sides))
    for count in (50, 500, 5_000):
        print(f"{count:>7} | " + "  ".join(f"{needed:>6}" for needed in growth(count, sides)), flush=True)


if __name__ == "__main__":
    main()
