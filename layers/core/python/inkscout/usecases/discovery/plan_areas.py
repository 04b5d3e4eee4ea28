"""Plans the search areas of a run: usually one for a city, several for a large region."""

from collections.abc import Sequence
from dataclasses import replace

from inkscout.contracts.discover_studios import SearchArea
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
from inkscout.usecases.discovery.planned_regions import PlannedRegion, cells_at, keep_region

AREA_M = 150_000.0
"""Side in metres above which an area is divided, so that its parts are searched in parallel."""
MAX_DEPTH = 3
MAX_AREAS = 1000
"""Maximum number of areas of a run.

Each takes 110 bytes of a state's 262,144 and 11 of an execution's 25,000 events.
"""


def plan_areas(
    regions: Sequence[RegionInput], *, geocoder: Geocoder, state_store: StateStore
) -> list[SearchArea]:
    """Returns the areas of all regions, each once; a region inside another one adds no areas.

    Stores each region's plan in the state store.

    Raises:
        InvalidInput: a polygon cannot be read.
        RegionNotFound: no place has the name of a region.
        ProviderThrottled, ProviderUnavailable, ProviderRejected: geocoding failed.
    """
    resolved = {region.key: region for region in (resolve_region(asked, geocoder) for asked in regions)}
    within = _within(list(resolved.values()))
    for key, outer in within.items():
        state_store.put("within", key, stored_region(outer))
    plans = _bounded([planned(region) for region in resolved.values() if region.key not in within])
    for plan in plans:
        keep_region(state_store, plan)
    return [area for plan in plans for area in areas_of(plan)]


def _within(regions: Sequence[Region]) -> dict[str, Region]:
    """Returns, by key of a region that lies inside another one with the same queries, that outer region."""
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
    """Returns the geometry of a region that is given by name, box, circle or polygon."""
    if isinstance(asked, str):
        return geocoder.resolve(asked)
    if isinstance(asked, BoxRegion):
        return box_region(asked.name, Box(asked.south, asked.west, asked.north, asked.east))
    if isinstance(asked, CircleRegion):
        return circle_region(asked.name, GeoPoint(asked.lat, asked.lng), asked.radius_km * 1000.0)
    return polygon_region(asked.name, asked.geojson)


def planned(region: Region) -> PlannedRegion:
    """Returns the region with its search queries and the depth of its areas in the tree."""
    languages = region.languages if region.country or region.languages != ("en",) else languages_of("")
    cell, depth = Cell(ROOT, region.box), 0
    while depth < MAX_DEPTH and max(sides_m(cell.box)) > AREA_M:
        cell, depth = cell.split()[0], depth + 1
    spoken = replace(region, languages=tuple(languages))
    return PlannedRegion(region=spoken, queries=tuple(queries_for(languages)), depth=depth)


def areas_of(plan: PlannedRegion) -> list[SearchArea]:
    """Returns the areas of one region, in the order of its tree."""
    geometry = RegionGeometry(plan.region)
    return [
        SearchArea(region_key=plan.region.key, path=cell.path)
        for cell in cells_at(plan.region, plan.depth)
        if geometry.touches(cell.box)
    ]


def _bounded(plans: Sequence[PlannedRegion]) -> list[PlannedRegion]:
    """Returns the plans, the largest with coarser areas until there are at most ``MAX_AREAS`` areas."""
    bounded = list(plans)
    while sum(4**plan.depth for plan in bounded) > MAX_AREAS:
        deepest = max(range(len(bounded)), key=lambda index: bounded[index].depth)
        bounded[deepest] = replace(bounded[deepest], depth=bounded[deepest].depth - 1)
    return bounded
