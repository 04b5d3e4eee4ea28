"""Vocabulary for interpreting search texts: styles, countries, and the cities of the directory."""

from inkscout.errors import IndexUnavailable
from inkscout.ports import Clock, IndexReader
from inkscout.search import aggregates, taxonomy
from inkscout.search.definition import Kind
from inkscout.search.lexicon import EMPTY_PLACES, PlaceBook
from inkscout.search.understand import Vocabulary
from inkscout.stale_cache import StaleCache

PLACES_SECONDS = 600.0
"""Maximum age of the list of cities in seconds, after which a new city is recognised."""

MAX_STYLES = 200


class SearchVocabulary:
    """Provides the vocabulary. Its cities come from the index; old ones are used while it is unavailable."""

    def __init__(self, index: IndexReader, clock: Clock) -> None:
        self._index = index
        self._places: StaleCache[Vocabulary] = StaleCache(clock, ttl_seconds=PLACES_SECONDS, capacity=1)

    def __call__(self) -> Vocabulary:
        """Returns the vocabulary; without cities if the index has never responded."""
        try:
            return self._places.get("vocabulary", self._load)
        except IndexUnavailable:
            return self._with(EMPTY_PLACES)

    def _load(self) -> Vocabulary:
        places, counts = self._index.search(
            [
                (Kind.STUDIOS.value, aggregates.places_body()),
                (
                    Kind.ARTISTS.value,
                    aggregates.counts_body(city_key=aggregates.MAX_CITIES, styles=MAX_STYLES),
                ),
            ]
        )
        return Vocabulary(
            styles=taxonomy.styles(),
            places=PlaceBook.of(aggregates.read_places(places)),
            countries=taxonomy.countries(),
            style_counts=aggregates.read_counts(counts, "styles"),
            city_counts=aggregates.read_counts(counts, "city_key"),
        )

    def _with(self, places: PlaceBook) -> Vocabulary:
        return Vocabulary(styles=taxonomy.styles(), places=places, countries=taxonomy.countries())
