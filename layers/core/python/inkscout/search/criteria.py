"""Search criteria, interpretation of the free text, and relaxed searches: input of the query builder."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from inkscout.domain.geo import Box, GeoPoint
from inkscout.search.definition import Kind
from inkscout.search.filters import How, filters_of, narrows

DEFAULT_RADIUS_KM = 25.0
MAX_RADIUS_KM = 500.0

_ARTISTS = (Kind.ARTISTS,)


class Sort(StrEnum):
    """Orders of a result list."""

    RELEVANCE = "relevance"
    DISTANCE = "distance"
    RATING = "rating"
    UPDATED = "updated"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Validated parameters; ``city`` is a folded key, ``country`` ISO 3166-1 alpha-2 in capitals."""

    kind: Kind = Kind.ARTISTS
    text: str = ""
    styles: tuple[str, ...] = narrows("styles", parameter="style", unset=(), facet_size=60)
    match_all_styles: bool = False
    city: str = narrows("city_key", facet_size=50)
    country: str = narrows("country", facet_size=60)
    center: GeoPoint | None = None
    center_place: "City | None" = None
    radius_km: float = DEFAULT_RADIUS_KM
    box: Box | None = None
    role: str = narrows("role", facet_size=10, kinds=_ARTISTS)
    has_portfolio: bool | None = narrows("has_portfolio", unset=None, kinds=_ARTISTS)
    has_instagram: bool | None = narrows("handle", unset=None, kinds=_ARTISTS, how=How.EXISTS)
    min_confidence: float | None = narrows("confidence", unset=None, kinds=_ARTISTS, how=How.FROM)
    updated_since: str = narrows("updated_at", how=How.FROM)
    ids: tuple[str, ...] = narrows("artist_id", parameter="id", unset=(), kinds=_ARTISTS)
    studio_id: str = narrows("studio_id", parameter="studio", kinds=_ARTISTS)
    sort: Sort = Sort.RELEVANCE
    limit: int = 20


FILTERS = filters_of(fields(Criteria))
"""All filters, in the order in which facets are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city of the directory; ``country`` is empty if cities in several countries have the name.

    ``count`` is the number of its studios.
    """

    key: str
    name: str
    country: str = ""
    location: GeoPoint | None = None
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryWord:
    """One word of the free text with its spellings.

    ``handle`` if typed as one (``@mara``, ``ink.by_mara``), ``minus`` if typed with a minus (``-tribal``).
    """

    text: str
    forms: tuple[str, ...]
    handle: bool = False
    minus: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words that were understood as a style, a role, a city or a country; ``values`` are its keys.

    The first ``wanted`` values were asked for, one as good as the other; those that follow are related.
    """

    words: tuple[QueryWord, ...]
    values: tuple[str, ...]
    wanted: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Entries that the text rules out: with one of ``values`` in ``document_field``.

    With no field, those with all the words in their names, their place or their styles.
    """

    words: tuple[QueryWord, ...]
    document_field: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """Studios whose address has some words of the text, such as a postcode; ``studio_ids`` name them."""

    words: tuple[QueryWord, ...]
    studio_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Interpretation of the free text; ``fillers`` are words like "tattoo" that rank but need not match.

    ``pieced`` are the words with two that stand side by side made one, as a name may be printed. ``intents``
    are words that ask for what the directory cannot answer, such as "open now".
    """

    text_key: str = ""
    words: tuple[QueryWord, ...] = ()
    styles: tuple[Span, ...] = ()
    role: Span | None = None
    premises: Premises | None = None
    city: Span | None = None
    country: Span | None = None
    place: City | None = None
    fillers: tuple[QueryWord, ...] = ()
    intents: tuple[QueryWord, ...] = ()
    pieced: tuple[tuple[QueryWord, ...], ...] = ()
    excluded: tuple[Exclusion, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the text restricts the result."""
        return not (self.words or self.styles or self.role or self.premises or self.city or self.country)

    @property
    def style_keys(self) -> tuple[str, ...]:
        """Keys of the styles that the text names."""
        return tuple(dict.fromkeys(value for span in self.styles for value in span.values[: span.wanted]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """One relaxed condition and its description.

    ``what`` is ``typos, styles, role, radius, place`` or ``words``.
    """

    what: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One search: criteria with an interpretation of their text.

    ``level`` is its rung on the relaxation ladder. ``edits`` is the maximum number of typos per word; short
    words are allowed fewer. With ``names_alone`` the words match whole words of names and handles only.
    """

    criteria: Criteria
    reading: Reading
    level: int = 0
    edits: int = 0
    any_word: bool = False
    names_alone: bool = False
    around_place_km: float = 0.0
    relaxed: tuple[Relaxation, ...] = ()

    def with_limit(self, limit: int) -> "Attempt":
        """Returns the same search with another page size."""
        return replace(self, criteria=replace(self.criteria, limit=limit))
