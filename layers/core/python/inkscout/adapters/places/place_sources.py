"""Opens the configured place sources, each behind its provider's circuit breaker."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from inkscout.adapters.places.google_geocoder import GoogleGeocoder
from inkscout.adapters.places.google_maps import GoogleMaps
from inkscout.adapters.places.google_places import LegacyGooglePlaces, NewGoogleNearby, NewGooglePlaces
from inkscout.adapters.places.guarded_places import GuardedPlaces, SharedBreaker
from inkscout.adapters.places.imported_studios import ImportedStudios
from inkscout.adapters.places.overpass_places import OverpassPlaces
from inkscout.discovery.spend import Budgets, Prices
from inkscout.domain.place import Region
from inkscout.errors import SecretUnavailable
from inkscout.ports import Clock, Meter, PlaceSource, StateStore
from inkscout.settings import PlacesSettings
from inkscout.usecases.discovery.spend_meter import SpendMeter

NO_KEY = "no Google Maps key is configured: give regions as a box, a circle or a polygon"


@dataclass(frozen=True, kw_only=True)
class PlaceSources:
    """Opens the sources of one call; reads the key when Google is first used."""

    settings: PlacesSettings
    secret: Callable[[str], str]
    state_store: StateStore
    clock: Clock
    prices: Prices

    def __call__(self, meter: Meter) -> Sequence[PlaceSource]:
        """Returns the sources, Google first, then the free ones; every request is charged to ``meter``.

        Raises:
            SecretUnavailable: the Google key is configured, but missing, empty or not a key.
        """
        sources: list[PlaceSource] = []
        if self.settings.google_maps_secret_arn:
            sources += (self._guarded(source, "google") for source in self._google_sources(meter))
        if self.settings.overpass_endpoint:
            overpass = OverpassPlaces(
                self.settings.overpass_endpoint, self.settings.crawler_contact, meter, time.sleep
            )
            sources.append(self._guarded(overpass, "overpass"))
        sources.append(ImportedStudios(self.state_store))
        return sources

    def _google_sources(self, meter: Meter) -> Iterator[PlaceSource]:
        """Yields the sources for the configured search and API; ``auto`` is the one restricted to cells."""
        google, legacy, wanted = (
            self.google(),
            self.settings.places_api == "legacy",
            self.settings.places_search,
        )
        if wanted == "auto":
            wanted = "nearby" if legacy else "text"
        if wanted in {"text", "both"}:
            yield (
                LegacyGooglePlaces(google, meter, service="text")
                if legacy
                else NewGooglePlaces(google, meter, self.prices)
            )
        if wanted in {"nearby", "both"}:
            yield LegacyGooglePlaces(google, meter) if legacy else NewGoogleNearby(google, meter)

    def google(self) -> GoogleMaps:
        """Returns the Google client with its key.

        Raises:
            SecretUnavailable: the key is missing, empty or not a key.
        """
        settings = self.settings
        return GoogleMaps(
            google_key(self.secret(settings.google_maps_secret_arn)),
            maps_endpoint=settings.google_maps_endpoint,
            places_endpoint=settings.google_places_endpoint,
            queries_per_second=settings.places_queries_per_second,
            sleep=time.sleep,
        )

    def resolve(self, name: str) -> Region:
        """Returns the region of a place's name (``ports.Geocoder``), charged to the budget of the day.

        Raises:
            SecretUnavailable: no Google key is configured, or it cannot be read.
            RegionNotFound: no place has the name.
            BudgetReached: the request would exceed the budget of the day.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: the geocoder failed.
        """
        if not self.settings.google_maps_secret_arn:
            raise SecretUnavailable(NO_KEY)
        budgets = Budgets(day_usd=self.settings.day_budget_usd)
        meter = SpendMeter(self.state_store, self.clock, "geocoding", budgets, self.prices)
        return GoogleGeocoder(self.google, self.state_store, meter).resolve(name)

    def _guarded(self, source: PlaceSource, provider: str) -> PlaceSource:
        return GuardedPlaces(source, SharedBreaker(self.state_store, self.clock, provider))


def google_key(secret: str) -> str:
    """Returns the API key in a secret: its text, or ``api_key`` or the first value of a JSON object."""
    try:
        parsed = json.loads(secret)
    except ValueError:
        return secret.strip()
    if isinstance(parsed, dict):
        return str(parsed.get("api_key") or next(iter(parsed.values()), "")).strip()
    return secret.strip()
