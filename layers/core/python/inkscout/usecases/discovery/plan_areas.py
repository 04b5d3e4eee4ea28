"""Plans the search areas of a run: usually one for a city, several for a wide region."""

from collections.abc import Sequence

from inkscout.contracts.discover_studios import SearchArea, of_box, of_queries
from inkscout.contracts.start_run import BoxRegion, CircleRegion, RegionInput
from inkscout.discovery.cells import ROOT, Cell, sides_m
from inkscout.discovery.queries import languages_of, queries_for
from inkscout.discovery.regions import (
    RegionGeometry,
    box_region,
    circle_region,
    polygon_region,
    stored_region,
)
from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Region
from inkscout.ports import Geocoder, StateStore

AREA_M = 150_000.0
"""Areas wider or higher than this, in metres, are divided, so that several are searched at the same time."""
MAX_DEPTH = 3


def plan_areas(
    regions: Sequence[RegionInput], *, geocoder: Geocoder, state_store: StateStore
) -> list[SearchArea]:
    """The areas of all regions, none twice; a region within another one is searched as a part of that.

    Raises:
        InvalidInput: a polygon cannot be read.
        RegionNotFound: a region's name resolves to nothing.
        ProviderThrottled, ProviderUnavailable, ProviderRejected: geocoding failed.
    """
    resolved = {region.key: region for region in (resolve_region(asked, geocoder) for asked in regions)}
    within = _within(list(resolved.values()))
    for key, outer in within.items():
        state_store.put("within", key, stored_region(outer))
    return [area for region in resolved.values() if region.key not in within for area in areas_of(region)]


def _within(regions: Sequence[Region]) -> dict[str, Region]:
    """The regions that lie in another one which is asked the same queries, by key, each with that one."""
    kept: list[tuple[Region, RegionGeometry]] = []
    within: dict[str, Region] = {}
    for region in sorted(regions, key=_extent, reverse=True):
        outer = next(
            (
                one
                for one, shape in kept
                if set(region.languages) <= set(one.languages) and shape.covers(region)
            ),
            None,
        )
        if outer is None:
            kept.append((region, RegionGeometry(region)))
        else:
            within[region.key] = outer
    return within


def _extent(region: Region) -> float:
    return (region.box.north - region.box.south) * region.box.width_deg


def resolve_region(asked: RegionInput, geocoder: Geocoder) -> Region:
    """The geometry of a region as an operator may write it."""
    if isinstance(asked, str):
        return geocoder.resolve(asked)
    if isinstance(asked, BoxRegion):
        return box_region(asked.name, Box(asked.south, asked.west, asked.north, asked.east))
    if isinstance(asked, CircleRegion):
        return circle_region(asked.name, GeoPoint(asked.lat, asked.lng), asked.radius_km * 1000.0)
    return polygon_region(asked.name, asked.geojson)


def areas_of(region: Region) -> list[SearchArea]:
    """The areas of one region, in the order of its tree."""
    geometry = RegionGeometry(region)
    cells = [Cell(ROOT, region.box)]
    for _ in range(MAX_DEPTH):
        if max(sides_m(cells[0].box)) <= AREA_M:
            break
        cells = [quarter for cell in cells for quarter in cell.split()]
    languages = region.languages if region.country or region.languages != ("en",) else languages_of("")
    queries = of_queries(queries_for(languages))
    return [
        SearchArea(
            area_key=f"{region.key}/{cell.path}",
            path=cell.path,
            box=of_box(cell.box),
            region_key=region.key,
            region_name=region.name,
            region_box=of_box(region.box),
            polygon=region.polygon,
            country=region.country,
            city=region.city,
            languages=list(languages),
            queries=queries,
        )
        for cell in cells
        if geometry.touches(cell.box)
    ]
