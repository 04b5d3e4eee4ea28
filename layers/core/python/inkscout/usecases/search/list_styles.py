"""ListStyles: every style with its synonyms and the number of its artists."""

from inkscout.contracts.api.search import StyleList, StyleView
from inkscout.errors import IndexUnavailable
from inkscout.ports import Clock, IndexReader
from inkscout.search import taxonomy
from inkscout.search.aggregates import counts_body, read_counts
from inkscout.search.definition import Kind
from inkscout.stale_cache import StaleCache

COUNTS_SECONDS = 300.0
MAX_STYLES = 200


class ListStyles:
    """Serves ``GET /v1/styles``; counts may be old while the index is unavailable."""

    def __init__(self, index: IndexReader, clock: Clock) -> None:
        self._index = index
        self._counts: StaleCache[dict[str, int]] = StaleCache(clock, ttl_seconds=COUNTS_SECONDS, capacity=1)

    def __call__(self) -> StyleList:
        """Returns all styles, those with most artists first; counts are None if they could never be read."""
        lexicon = taxonomy.styles()
        counts: dict[str, int] | None
        try:
            counts = self._counts.get("styles", self._load)
        except IndexUnavailable:
            counts = None
        degraded = self._counts.fresh("styles") is None or self._counts.is_stale("styles")
        items = [
            StyleView(
                style=style,
                name=name,
                synonyms=list(lexicon.synonyms.get(style, ())),
                count=None if counts is None else counts.get(style, 0),
            )
            for style, name in lexicon.names.items()
        ]
        items.sort(key=lambda item: (-(item.count or 0), item.style))
        return StyleList(items=items, degraded=degraded)

    def _load(self) -> dict[str, int]:
        answer = self._index.search([(Kind.ARTISTS.value, counts_body(styles=MAX_STYLES))])[0]
        return read_counts(answer, "styles")
