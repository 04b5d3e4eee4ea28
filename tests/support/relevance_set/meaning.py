"""Meanings of queries; grades follow from the meaning alone."""

from dataclasses import dataclass
from functools import cache

from anyascii import anyascii

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.search.documents import artist_completeness
from inkscout.vocabulary.styles import RELATED_STYLES

FULL = 0.5
"""Completeness from which a profile answers a browsing searcher well."""

_CLOSE = 0.3
"""Share of an intended style that a related one, or one of two styles, has: grade 1."""


@dataclass(frozen=True)
class Meaning:
    """Intended results of a query; every part that is set must hold.

    ``also`` is a second style that is wanted too, ``other`` one that does as well, ``without`` one that
    must be absent.
    """

    name: str = ""
    word: str = ""
    handle: str = ""
    style: str = ""
    also: str = ""
    other: str = ""
    without: str = ""
    city: str = ""
    country: str = ""
    studio: str = ""
    role: str = ""


@dataclass(frozen=True)
class Query:
    """Parameters of ``GET /v1/artists`` and their meaning."""

    parameters: tuple[tuple[str, str], ...]
    meaning: Meaning
    about: str

    @property
    def text(self) -> str:
        """The query as it would be typed into an address bar."""
        return "&".join(f"{name}={value}" for name, value in self.parameters)


def typed(text: str, about: str, **meaning: str) -> Query:
    """A query of free text alone."""
    return Query((("q", text),), Meaning(**meaning), about)


def grade(artist: Artist, meaning: Meaning) -> int:
    """0 irrelevant, 1 of some use, 2 right but a thin profile, 3 right."""
    parts: list[float] = []
    if meaning.name:
        # Somebody who types a full name means that person; a namesake of the family is of no use.
        parts.append(float(bool(set(_keys(artist.name)) & set(_keys(meaning.name)))))
    if meaning.word:
        starts = any(word.startswith(meaning.word) for key in _keys(artist.name) for word in key.split())
        parts.append(1.0 if starts or artist.instagram.startswith(meaning.word) else 0.0)
    if meaning.handle:
        parts.append(1.0 if artist.instagram == meaning.handle else 0.0)
    if meaning.style:
        parts.append(_styled(artist, meaning))
    if meaning.without:
        parts.append(0.0 if meaning.without in artist.styles else 1.0)
    if meaning.city:
        parts.append(1.0 if _key(artist.city) == _key(meaning.city) else 0.0)
    if meaning.country:
        parts.append(1.0 if artist.country == meaning.country else 0.0)
    if meaning.studio:
        parts.append(1.0 if _key(artist.studio_name) == _key(meaning.studio) else 0.0)
    if meaning.role:
        parts.append(1.0 if artist.role == meaning.role else 0.0)
    if not parts or 0.0 in parts:
        return 0
    if any(part < 1 for part in parts):
        return 1
    browsing = not (meaning.name or meaning.handle or meaning.word)
    return 2 if browsing and artist_completeness(artist) < FULL else 3


def _styled(artist: Artist, meaning: Meaning) -> float:
    styles = set(artist.styles)
    if meaning.other:
        return 1.0 if styles & {meaning.style, meaning.other} else 0.0
    if meaning.also:
        return {2: 1.0, 1: _CLOSE, 0: 0.0}[len(styles & {meaning.style, meaning.also})]
    if meaning.style in styles:
        return 1.0
    return _CLOSE if styles.intersection(RELATED_STYLES.get(meaning.style, ())) else 0.0


# Each query grades every artist, by the same names.
_key = cache(naming.key)


@cache
def _keys(name: str) -> tuple[str, ...]:
    return (*naming.keys(name), naming.key(anyascii(name)))
