"""The search without an index: artists by style and place from the Directory table."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from inkscout.domain.artist import Artist
from inkscout.ports import Denylist, Directory
from inkscout.search import taxonomy
from inkscout.search.criteria import Attempt, Criteria
from inkscout.search.documents import Document, artist_document
from inkscout.search.understand import Vocabulary, understand
from inkscout.usecases.search_results import Results

READ_AT_MOST = 300
"""Artists read for one degraded answer: its cost is bounded, its total a lower bound."""

STYLES_AT_MOST = 12


class SearchFallback:
    """Answers a search for artists from the table."""

    def __init__(self, directory: Callable[[], Directory], denylist: Callable[[], Denylist]) -> None:
        self._directory = directory
        self._denylist = denylist

    def run(self, criteria: Criteria, vocabulary: Vocabulary) -> Results:
        """The first page of what the table can tell; facets and further pages need the index."""
        attempt = Attempt(criteria=criteria, reading=understand(criteria.text, vocabulary))
        candidates = {artist.artist_id: artist for artist in self._candidates(attempt)}
        matching = [artist for artist in candidates.values() if _matches(artist, attempt)]
        matching = _ordered(matching, attempt)
        listed = self._denylist()
        documents: list[Document] = []
        denied = 0
        for artist in matching:
            if len(documents) == criteria.limit:
                break
            document = artist_document(artist)
            if document is None or listed.lists(
                handle=artist.instagram,
                name=artist.name,
                studio_id=artist.studio_id,
                artist_id=artist.artist_id,
            ):
                denied += 1
            else:
                documents.append(document)
        return Results(
            documents=documents,
            total=len(matching) - denied,
            attempt=attempt,
            facets={},
            degraded=True,
            total_is_exact=len(candidates) < READ_AT_MOST,
        )

    def _candidates(self, attempt: Attempt) -> Iterator[Artist]:
        """The exact handle or name first, then artists of the styles asked for, else of the commonest."""
        directory, criteria, reading = self._directory(), attempt.criteria, attempt.reading
        yield from self._by_alias(directory, attempt)
        styles: Iterable[str] = criteria.styles or reading.style_keys
        wanted = list(styles) or list(taxonomy.styles().names)[:STYLES_AT_MOST]
        country = criteria.country or (reading.place.country if reading.place else "")
        country = country or (reading.country.values[0] if reading.country else "")
        city = reading.place.name if reading.place else ""
        share = max(1, READ_AT_MOST // len(wanted))
        for style in wanted:
            found = directory.artists_of_style(
                style, country=country, city=city if country else "", limit=share
            )
            yield from islice(found, share)

    def _by_alias(self, directory: Directory, attempt: Attempt) -> Iterator[Artist]:
        for word in attempt.reading.words[:3]:
            artist_id = directory.find_alias("handle", word.text)
            artist = directory.artist(artist_id) if artist_id else None
            if artist:
                yield artist


def _matches(artist: Artist, attempt: Attempt) -> bool:
    criteria, reading = attempt.criteria, attempt.reading
    document = artist_document(artist)
    if document is None:
        return False
    styles = set(artist.styles)
    wanted = criteria.styles or reading.style_keys
    if wanted and not (
        styles.issuperset(wanted) if criteria.match_all_styles else styles.intersection(wanted)
    ):
        return False
    cities = {criteria.city} if criteria.city else set(reading.city.values if reading.city else ())
    countries = {criteria.country} if criteria.country else set()
    if reading.country and not countries:
        countries = set(reading.country.values)
    checks = (
        not cities or document.get("city_key") in cities,
        not countries or artist.country in countries,
        not criteria.role or artist.role == criteria.role,
        not criteria.studio_id or artist.studio_id == criteria.studio_id,
        criteria.has_portfolio is None or bool(artist.portfolio) == criteria.has_portfolio,
        _is_inside(artist, criteria),
    )
    words = set(str(document["all_text"]).lower().split()) | set(document["name_key"].split())
    return all(checks) and all(
        any(text.startswith(form) for form in word.forms for text in words) for word in reading.words
    )


def _is_inside(artist: Artist, criteria: Criteria) -> bool:
    if criteria.center is None and criteria.box is None:
        return True
    if artist.location is None:
        return False
    if criteria.center and criteria.center.distance_m(artist.location) > criteria.radius_km * 1000:
        return False
    return criteria.box is None or criteria.box.contains(artist.location)


def _ordered(artists: list[Artist], attempt: Attempt) -> list[Artist]:
    center = attempt.criteria.center

    def key(artist: Artist) -> tuple[float, float, str]:
        distance = center.distance_m(artist.location) if center and artist.location else 0.0
        document = artist_document(artist) or {}
        return distance, -float(document.get("completeness", 0)), artist.artist_id

    return sorted(artists, key=key)
