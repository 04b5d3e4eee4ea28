"""Search without the index: artists by style and place from the Directory table, and their studios."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from inkscout.domain.artist import Artist
from inkscout.domain.geo import GeoPoint
from inkscout.ports import Directory, JsonMap
from inkscout.search import taxonomy
from inkscout.search.criteria import FILTERS, Attempt, Criteria, Exclusion
from inkscout.search.definition import Kind
from inkscout.search.documents import artist_document, studio_document
from inkscout.search.ladder import exact
from inkscout.search.understand import Vocabulary
from inkscout.usecases.directory.denylist_filter import DenylistFilter
from inkscout.usecases.search.search_results import Results
from inkscout.vocabulary.folding import fold

READ_AT_MOST = 300
"""Maximum number of artists read for one degraded response, whose total is a lower bound."""

STYLES_AT_MOST = 12


class SearchFallback:
    """Answers a search for artists or studios from the table."""

    def __init__(self, directory: Callable[[], Directory], denylist_filter: DenylistFilter) -> None:
        self._directory = directory
        self._denylist_filter = denylist_filter

    def run(self, criteria: Criteria, vocabulary: Vocabulary) -> Results:
        """Returns the first page of what the table can find; facets and further pages need the index.

        Raises:
            TransientError: the table did not respond.
        """
        attempt = exact(criteria, vocabulary)
        artists = {artist.artist_id: artist for artist in self._candidates(attempt)}
        found = self._documents(criteria.kind, artists)
        matching = sorted((d for d in found if _matches(d, attempt)), key=lambda d: _rank(d, attempt))
        shown, hidden = self._page(matching, criteria)
        return Results(
            documents=shown,
            total=len(matching) - hidden,
            attempt=attempt,
            facets={},
            degraded=True,
            # A style's artists are read up to its share, and without a style only some styles are read.
            total_is_exact=False,
        )

    def _documents(self, kind: Kind, artists: Mapping[str, Artist]) -> list[JsonMap]:
        """Builds the index documents of the artists, or of the studios where they work."""
        if kind is Kind.ARTISTS:
            made = [artist_document(artist) for artist in artists.values()]
        else:
            studio_ids = dict.fromkeys(a.studio_id for a in artists.values() if a.studio_id)
            made = [studio_document(s) for s in self._directory().studios_by_id(studio_ids).values()]
        return [document for document in made if document is not None]

    def _page(self, matching: Sequence[JsonMap], criteria: Criteria) -> tuple[list[JsonMap], int]:
        """Returns the first page, and the number of examined entries that the denylist filter removed."""
        if criteria.kind is Kind.STUDIOS:
            return list(matching[: criteria.limit]), 0
        shown: list[JsonMap] = []
        looked_at = 0
        while len(shown) < criteria.limit and looked_at < len(matching):
            wanted = criteria.limit - len(shown)
            shown += self._denylist_filter.documents(matching[looked_at : looked_at + wanted])
            looked_at = min(len(matching), looked_at + wanted)
        return shown, looked_at - len(shown)

    def _candidates(self, attempt: Attempt) -> Iterator[Artist]:
        """Yields artists by exact handle, then artists of the requested styles, or else of the first styles.

        At most ``STYLES_AT_MOST`` styles are read if none is requested.
        """
        directory, criteria, reading = self._directory(), attempt.criteria, attempt.reading
        yield from self._by_alias(directory, attempt)
        if criteria.ids:
            yield from directory.artists_by_id(criteria.ids).values()
            return
        asked: Iterable[str] = criteria.styles or reading.style_keys
        wanted = list(asked) or list(taxonomy.styles().names)[:STYLES_AT_MOST]
        country = criteria.country or (reading.place.country if reading.place else "")
        country = country or (reading.country.values[0] if reading.country else "")
        city = criteria.city or (reading.place.key if reading.place else "")
        share = max(1, READ_AT_MOST // len(wanted))
        for style in wanted:
            found = directory.artists_of_style(
                style, country=country, city=city if country else "", limit=share
            )
            yield from islice(found, share)

    def _by_alias(self, directory: Directory, attempt: Attempt) -> Iterator[Artist]:
        aliases = [("handle", word.text) for word in attempt.reading.words[:3]]
        ids = directory.find_aliases(aliases).values() if aliases else ()
        yield from directory.artists_by_id(ids).values() if ids else ()


def _matches(document: JsonMap, attempt: Attempt) -> bool:
    criteria, reading = attempt.criteria, attempt.reading
    said = {
        "style": reading.style_keys,
        "role": reading.role.values if reading.role else (),
        "city": reading.city.values if reading.city else (),
        "country": reading.country.values if reading.country else (),
    }
    wanted = {one: one.asked(criteria) or said.get(one.parameter, ()) for one in FILTERS}
    checks = (
        not values or one.passes(document, values, every=criteria.match_all_styles)
        for one, values in wanted.items()
    )
    if not all(checks) or not _is_inside(document, criteria):
        return False
    if any(_is_excluded(document, one) for one in reading.excluded):
        return False
    words = {*str(document["all_text"]).lower().split(), *document["name_key"].split()}
    return all(checks) and any(
        all(any(text.startswith(form) for form in word.forms for text in words) for word in typed)
        for typed in (reading.words, *reading.pieced)
    )


def _is_excluded(document: JsonMap, exclusion: Exclusion) -> bool:
    if exclusion.document_field:
        held = document.get(exclusion.document_field)
        return any(value in (held if isinstance(held, list) else [held]) for value in exclusion.values)
    words = fold(str(document["all_text"])).split()
    return all(word.text in words for word in exclusion.words)


def _is_inside(document: JsonMap, criteria: Criteria) -> bool:
    if criteria.center is None and criteria.box is None:
        return True
    location = _point(document)
    if location is None:
        return False
    if criteria.center and criteria.center.distance_m(location) > criteria.radius_km * 1000:
        return False
    return criteria.box is None or criteria.box.contains(location)


def _rank(document: JsonMap, attempt: Attempt) -> tuple[float, float, str]:
    """Returns the sort key: distance from the centre (if any), then completeness of the document, then id."""
    center, location = attempt.criteria.center, _point(document)
    distance = center.distance_m(location) if center and location else 0.0
    entry_id = document["artist_id" if attempt.criteria.kind is Kind.ARTISTS else "studio_id"]
    return distance, -float(document.get("completeness", 0)), entry_id


def _point(document: JsonMap) -> GeoPoint | None:
    location = document.get("location")
    return GeoPoint(location["lat"], location["lon"]) if location else None
