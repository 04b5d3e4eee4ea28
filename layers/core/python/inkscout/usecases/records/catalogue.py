"""Catalogue of the feeds in force: their parsed definitions, kept for half a minute."""

from collections.abc import Mapping

from inkscout.errors import InvalidInput, NotFound
from inkscout.feeds.definition import Definition, parse
from inkscout.ports import Clock
from inkscout.ports.feeds import FeedDefinitions
from inkscout.stale_cache import StaleCache

CATALOGUE_SECONDS = 30.0

NEWS_SECONDS = 2.0
"""Least time between two looks for a feed that is not known."""


class FeedCatalogue:
    """Definitions in force by name; one that no longer parses is left out.

    A definition is read again only if its text is another, so that a hundred feeds cost one request.
    """

    def __init__(self, definitions: FeedDefinitions, clock: Clock) -> None:
        self._definitions = definitions
        self._cache: StaleCache[Mapping[str, Definition]] = StaleCache(
            clock, ttl_seconds=CATALOGUE_SECONDS, capacity=1
        )
        self._news: StaleCache[Mapping[str, Definition]] = StaleCache(
            clock, ttl_seconds=NEWS_SECONDS, capacity=1
        )
        self._parsed: dict[str, tuple[str, Definition | None]] = {}

    def __call__(self, *, private: bool) -> Mapping[str, Definition]:
        """Returns the public feeds by name, sorted, and with ``private`` the others too."""
        known = self._cache.get("feeds", self._load)
        return {name: one for name, one in known.items() if private or one.public}

    def get(self, name: str, *, private: bool) -> Definition:
        """Returns a feed; one that was added a moment ago too.

        Raises:
            NotFound: there is none, or it is not public and ``private`` is not set.
        """
        found = self._cache.get("feeds", self._load).get(name) or self._news.get("feeds", self._look).get(
            name
        )
        if found is None or not (private or found.public):
            raise NotFound("There is no such feed.")
        return found

    def _look(self) -> Mapping[str, Definition]:
        return self._cache.put("feeds", self._load())

    def _load(self) -> dict[str, Definition]:
        before, after = self._parsed, dict[str, tuple[str, Definition | None]]()
        for name, tag in self._definitions.tags().items():
            known = before.get(name)
            after[name] = known if known is not None and known[0] == tag else (tag, self._read(name))
        self._parsed = after
        return {name: one for name, (_, one) in after.items() if one is not None}

    def _read(self, name: str) -> Definition | None:
        text = self._definitions.text(name)
        try:
            return parse(name, text) if text is not None else None
        except InvalidInput:
            # The definition was put in force by an earlier release; its records are kept, not shown.
            return None
