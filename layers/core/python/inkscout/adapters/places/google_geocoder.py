"""Google Geocoding as ``ports.Geocoder``; each result is stored for 30 days."""

from collections.abc import Callable, Mapping
from typing import Any

from inkscout.adapters.places.google_maps import GoogleMaps, PlaceGone
from inkscout.adapters.places.google_places import KEEP_DAYS
from inkscout.discovery.queries import languages_of
from inkscout.discovery.regions import region_key, restored_region, stored_region
from inkscout.domain.geo import Box
from inkscout.domain.naming import digest, fold
from inkscout.domain.place import Region
from inkscout.errors import ProviderRejected, RegionNotFound
from inkscout.ports import Meter, StateStore

_CITY_TYPES = ("locality", "postal_town", "sublocality", "neighborhood")


class GoogleGeocoder:
    """Resolves names of places to the boxes in which Google shows them."""

    def __init__(self, google: Callable[[], GoogleMaps], state_store: StateStore, meter: Meter) -> None:
        """Takes a factory of the client; it is called, and reads the key, only if a name is not stored."""
        self._google = google
        self._state_store = state_store
        self._meter = meter

    def resolve(self, name: str) -> Region:
        """Returns the region of a place's name.

        Raises:
            RegionNotFound: no place has the name.
            BudgetReached: the request would exceed a budget.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: the geocoder failed.
        """
        key = digest("region", " ".join(fold(name).split()))
        stored = self._state_store.get("geocode", key)
        if stored is not None:
            return restored_region(stored)
        self._meter.charge("geocode")
        try:
            results = self._google().legacy("geocode", address=name, language="en")
        except PlaceGone:
            results = []
        if not results:
            raise RegionNotFound(f"no place is called {name!r}")
        region = _region(name, results[0])
        self._state_store.put("geocode", key, stored_region(region), KEEP_DAYS * 86_400)
        return region


def _region(name: str, result: Mapping[str, Any]) -> Region:
    geometry = result["geometry"]
    frame = geometry.get("bounds") or geometry["viewport"]
    low, high = frame["southwest"], frame["northeast"]
    box = Box(float(low["lat"]), float(low["lng"]), float(high["lat"]), float(high["lng"]))
    if box.fault:
        raise ProviderRejected(f"the geocoder answered no box for {name!r}: {box.fault}")
    names: dict[str, Mapping[str, Any]] = {}
    for component in result.get("address_components", ()):
        for kind in component.get("types", ()):
            names.setdefault(kind, component)
    country = str(names.get("country", {}).get("short_name", ""))
    city = next((str(names[kind]["long_name"]) for kind in _CITY_TYPES if kind in names), "")
    return Region(
        key=region_key(name, box),
        name=name,
        box=box,
        country=country,
        city=city if "country" not in result.get("types", ()) else "",
        languages=languages_of(country),
    )
