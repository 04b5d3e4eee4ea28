"""Phrases with a meaning: style names and synonyms, cities of the directory, countries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from inkscout.domain import naming
from inkscout.search.criteria import City
from inkscout.search.stems import stems
from inkscout.vocabulary.loader import spellings

_SHORTEST_JOINED = 6
"""Letters from which a phrase is also found with other spaces."""
LONGEST_PHRASE = 5
"""Maximum number of words in a phrase."""


def allowed_typos(word: str) -> int:
    """Returns the number of allowed typos, as ``fuzziness: AUTO``: 0 up to 2 letters, 1 up to 5, else 2.

    A word of up to 5 characters with a digit is allowed none, since LS6 is not a misspelling of LS1.
    """
    if len(word) <= 2 or (len(word) <= 5 and any(letter.isdigit() for letter in word)):
        return 0
    return 1 if len(word) <= 5 else 2


@dataclass(frozen=True, slots=True)
class Phrases:
    """Folded phrases with the values they stand for."""

    values: Mapping[str, tuple[str, ...]]
    _joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _by_start: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _ranks: Mapping[str, int] = field(default_factory=dict)
    _stemmed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _by_length: dict[int, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Phrases":
        """Builds phrases from (phrase, value) pairs; a value's proper name comes before its synonyms.

        A phrase may have several values, the first preferred.
        """
        values: dict[str, tuple[str, ...]] = {}
        ranks: dict[str, int] = {}
        named: set[str] = set()
        for phrase, value in pairs:
            proper = value not in named
            named.add(value)
            for spelling in naming.keys(phrase):
                ranks[spelling] = min(ranks.get(spelling, 1), int(not proper))
                known = values.get(spelling, ())
                if value not in known:
                    values[spelling] = (*known, value)
        starts: dict[str, list[str]] = {}
        for phrase in values:
            starts.setdefault(phrase[:1], []).append(phrase)
        joined: dict[str, tuple[str, ...]] = {}
        for phrase, known in values.items():
            if " " in phrase:
                joined.setdefault(phrase.replace(" ", ""), known)
        stemmed: dict[str, tuple[str, ...]] = {}
        for phrase, known in values.items():
            stemmed.setdefault(stems(phrase), known)
        by_start = {start: tuple(phrases) for start, phrases in starts.items()}
        return cls(values, joined, by_start, ranks, stemmed)

    def rank(self, phrase: str) -> int:
        """Returns 0 for a proper name, 1 for a synonym."""
        return self._ranks.get(phrase, 1)

    def exact(self, phrase: str) -> tuple[str, ...]:
        """Returns the values of a phrase; also of one with other spaces (``fineline``, ``l hospitalet``)."""
        if phrase in self.values:
            return self.values[phrase]
        compact = phrase.replace(" ", "")
        if len(compact) < _SHORTEST_JOINED:
            return ()
        return self._joined.get(compact, ()) or self.values.get(compact, ())

    def inflected(self, phrase: str) -> tuple[str, ...]:
        """Returns the values of a phrase, or of one with the same stems (``realistas``, ``Москве``)."""
        return self.exact(phrase) or self._stemmed.get(stems(phrase), ())

    def near(self, phrase: str) -> tuple[str, ...]:
        """Returns the values of the most similar phrase with the same first letter; empty without one."""
        allowed = allowed_typos(phrase)
        if not allowed or len(phrase) < 4:
            return ()
        best: tuple[int, str] | None = None
        for other in self._by_start.get(phrase[:1], ()):
            if abs(len(other) - len(phrase)) > allowed or len(other) < 4:
                continue
            distance = OSA.distance(phrase, other, score_cutoff=allowed)
            if distance <= allowed and (best is None or (distance, other) < best):
                best = (distance, other)
        return self.values[best[1]] if best else ()

    def starting(self, prefix: str) -> list[str]:
        """Returns the phrases in which a word, or a sequence of words, starts with the prefix."""
        if " " in prefix:
            inner = f" {prefix}"
            return [phrase for phrase in self.values if phrase.startswith(prefix) or inner in phrase]
        return list(self._begun(len(prefix)).get(prefix, ()))

    def starting_with_any(self, starts: Sequence[str]) -> list[str]:
        """Returns the phrases with a word that starts with one of some texts, all of the same length."""
        if not starts:
            return []
        begun = self._begun(len(starts[0]))
        return list(dict.fromkeys(phrase for start in starts for phrase in begun.get(start, ())))

    def _begun(self, length: int) -> Mapping[str, tuple[str, ...]]:
        """Returns the phrases by the first ``length`` letters of each of their words; cached by length."""
        known = self._by_length.get(length)
        if known is None:
            made: dict[str, list[str]] = {}
            for phrase in self.values:
                for start in dict.fromkeys((phrase[:length], *(w[:length] for w in phrase.split()[1:]))):
                    if len(start) == length:
                        made.setdefault(start, []).append(phrase)
            known = self._by_length[length] = {start: tuple(found) for start, found in made.items()}
        return known


@dataclass(frozen=True, slots=True)
class StyleLexicon:
    """Taxonomy of styles for searching: phrases to style keys, display names, and related styles."""

    phrases: Phrases
    names: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    related: Mapping[str, tuple[str, ...]]

    def resolve(self, text: str) -> str:
        """Returns the key of a style given by key, name or synonym; empty if it is no style."""
        if text in self.names:
            return text
        found = self.phrases.exact(naming.key(text))
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class PlaceBook:
    """Cities of the directory by folded name, with display name and location."""

    phrases: Phrases
    places: Mapping[str, City]

    @classmethod
    def of(cls, places: Iterable[City]) -> "PlaceBook":
        """Builds the book; of two cities with the same spelling, the one with more studios is preferred."""
        ordered = sorted(places, key=lambda place: (-place.count, place.key))
        pairs = [(place.key, place.key) for place in ordered]
        pairs += [(place.name, place.key) for place in ordered]
        pairs += [(name, place.key) for place in ordered for name in _other_names(place)]
        return cls(Phrases.of(pairs), {place.key: place for place in ordered})

    def name(self, key: str) -> str:
        """Returns the display name of a city by its key."""
        place = self.places.get(key)
        return place.name if place else key.title()


def _other_names(place: City) -> tuple[str, ...]:
    """Returns other names of a city: in other languages, and in Latin letters."""
    names = _CITY_NAMES.get(place.key, ())
    if place.key.isascii():
        return names
    from anyascii import anyascii  # noqa: PLC0415 - only names in other scripts need the tables

    return (*names, anyascii(place.name))


def _by_key() -> dict[str, tuple[str, ...]]:
    """Returns all other names of a city by each of its names, since a source may print any of them."""
    found: dict[str, tuple[str, ...]] = {}
    for own, others in spellings("city_names.city_names").items():
        every = (own, *others)
        for name in every:
            found[naming.key(name)] = tuple(other for other in every if other != name)
    return found


_CITY_NAMES = _by_key()

EMPTY_PLACES = PlaceBook.of(())
