"""Catalogue of the feeds in force: their parsed definitions, kept for half a minute."""

from collections.abc import Mapping

from inkscout.errors import InvalidInput, NotFound
from inkscout.feeds.definition import Definition, parse
from inkscout.ports import Clock
from inkscout.ports.feeds import FeedDefinitions
from inkscout.stale_cache import StaleCache

CATALOGUE_SECONDS = 30.0


class FeedCatalogue:
    """Definitions in force by name; one that no longer parses is left out."""

    def __init__(self, definitions: FeedDefinitions, clock: Clock) -> None:
        self._definitions = definitions
        self._cache: StaleCache[Mapping[str, Definition]] = StaleCache(
            clock, ttl_seconds=CATALOGUE_SECONDS, capacity=1
        )

    def __call__(self, *, private: bool) -> Mapping[str, Definition]:
        """Returns the public feeds by name, sorted, and with ``private`` the others too."""
        known = self._cache.get("feeds", self._load)
        return {name: one for name, one in known.items() if private or one.public}

    def get(self, name: str, *, private: bool) -> Definition:
        """Returns a feed.

        Raises:
            NotFound: there is none, or it is not public and ``private`` is not set.
        """
        found = self(private=private).get(name)
        if found is None:
            raise NotFound("There is no such feed.")
        return found

    def _load(self) -> dict[str, Definition]:
        known = {}
        for name in self._definitions.names():
            text = self._definitions.text(name)
            try:
                if text is not None:
                    known[name] = parse(name, text)
            except InvalidInput:
                # The definition was put in force by an earlier release; its records are kept, not shown.
                continue
        return known
