"""Interprets free text: which words name styles, a role or a place, and which are left to match names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from inkscout.domain import naming
from inkscout.search import taxonomy
from inkscout.search.criteria import City, QueryWord, Reading, Span
from inkscout.search.lexicon import LONGEST_PHRASE, Phrases, PlaceBook, StyleLexicon
from inkscout.vocabulary.loader import word_set

_CONNECTING = word_set("search_words.connecting")
_FILLERS = word_set("search_words.fillers") | word_set("roles.roles.artist")

_INTENTS = Phrases.of((phrase, phrase) for phrase in sorted(word_set("search_words.intents")))

_SHORTEST_PIECED = 4
_MOST_PIECED = 4
MAX_WORDS = 12
"""Maximum number of words of a text that are used, which bounds the cost of a query."""

ROMANISED_FROM = "\u0250"
"""First letter beyond extended Latin; a word with such letters is also searched in Latin letters."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Styles, places, countries and roles with which a text is interpreted.

    ``style_counts`` and ``city_counts`` are the numbers of artists by style and by city; empty if unknown.
    """

    styles: StyleLexicon
    places: PlaceBook
    countries: Phrases
    roles: Phrases = field(default_factory=taxonomy.roles)
    motifs: Phrases = field(default_factory=taxonomy.motifs)
    style_counts: Mapping[str, int] = field(default_factory=dict)
    city_counts: Mapping[str, int] = field(default_factory=dict)


def split(text: str) -> tuple[QueryWord, ...]:
    """Returns the words of a text, folded; pieces typed as handles are kept whole."""
    words: list[QueryWord] = []
    for piece in text.split():
        handle = naming.handle_key(piece) if _looks_like_handle(piece) else ""
        if handle:
            words.append(QueryWord(text=handle, forms=(handle,), handle=True))
            continue
        words += [QueryWord(text=part, forms=_forms(part)) for part in naming.key(piece).split()]
    return tuple(words[:MAX_WORDS])


def understand(text: str, vocabulary: Vocabulary, *, typos: bool = False) -> Reading:
    """Returns the interpretation of a text: longest phrases first; styles, places, countries, then roles.

    ``typos`` allows typos in styles and places.
    """
    words = split(text)
    taken: set[int] = set()
    styles = _spans(words, taken, vocabulary.styles.phrases, typos=typos)
    city = _last(words, taken, vocabulary.places.phrases, typos=typos)
    country = _last(words, taken, vocabulary.countries, typos=False)
    role = _last(words, taken, vocabulary.roles, typos=False)
    intents = _spans(words, taken, _INTENTS, typos=False)
    rest = [word for at, word in enumerate(words) if at not in taken]
    loose = [word for word in rest if word.text not in _CONNECTING] or ([] if taken else rest)
    plain = [word for word in loose if word.text not in _FILLERS]
    fillers = tuple(word for word in loose if word.text in _FILLERS)
    return Reading(
        text_key=naming.key(text)[:200],
        words=tuple(plain),
        styles=tuple(styles),
        city=city,
        country=country,
        place=_place(vocabulary.places, city, country),
        fillers=fillers,
        role=role,
        intents=tuple(word for span in intents for word in span.words),
        pieced=_pieced(words, taken, plain),
    )


def _pieced(
    words: Sequence[QueryWord], taken: set[int], plain: Sequence[QueryWord]
) -> tuple[tuple[QueryWord, ...], ...]:
    """The words that are left, each time with two neighbours of the text made one."""
    found: list[tuple[QueryWord, ...]] = []
    for at in range(len(words) - 1):
        pair = words[at : at + 2]
        joined = pair[0].text + pair[1].text
        fits = at not in taken and at + 1 not in taken and not any(word.handle for word in pair)
        if not fits or len(joined) < _SHORTEST_PIECED or not any(word in plain for word in pair):
            continue
        rest = [word for word in plain if word not in pair]
        found.append((QueryWord(text=joined, forms=_forms(joined)), *rest))
    return tuple(found[:_MOST_PIECED])


def motifs(reading: Reading, vocabulary: Vocabulary) -> Reading:
    """Returns the interpretation with words for motifs, such as ``dragon``, read as the styles that fit.

    The same object if no word is a motif.
    """
    taken: set[int] = set()
    spans = _spans(reading.words, taken, vocabulary.motifs, typos=False)
    if not spans:
        return reading
    left = tuple(word for at, word in enumerate(reading.words) if at not in taken)
    return replace(reading, styles=(*reading.styles, *spans), words=left, pieced=())


def find_place(text: str, vocabulary: Vocabulary) -> City | None:
    """Returns the place that the whole text names, such as ``Leeds`` or ``Leeds, UK``; None if it names none.

    Typos are tolerated if there is no exact match.
    """
    for typos in (False, True):
        words = split(text)
        taken: set[int] = set()
        city = _last(words, taken, vocabulary.places.phrases, typos=typos)
        country = _last(words, taken, vocabulary.countries, typos=False)
        if city and len(taken) == len(words):
            return _place(vocabulary.places, city, country)
    return None


def _spans(words: Sequence[QueryWord], taken: set[int], phrases: Phrases, *, typos: bool) -> list[Span]:
    found: list[Span] = []
    at = 0
    while at < len(words):
        span, length = _longest_at(words, at, taken, phrases.exact)
        if span is None and typos:
            span, length = _longest_at(words, at, taken, phrases.near)
        if span is not None:
            found.append(span)
            taken.update(range(at, at + length))
        at += max(1, length)
    return found


def _last(words: Sequence[QueryWord], taken: set[int], phrases: Phrases, *, typos: bool) -> Span | None:
    """Returns the last phrase of the text, since people write the place after what they search for.

    None if none.
    """
    lookups: list[Callable[[str], tuple[str, ...]]] = [phrases.exact]
    if typos:
        lookups.append(phrases.near)
    for lookup in lookups:
        best: tuple[Span, int, int] | None = None
        for at in range(len(words)):
            span, length = _longest_at(words, at, taken, lookup)
            if span is not None and (best is None or at >= best[1] + best[2]):
                best = (span, at, length)
        if best is not None:
            taken.update(range(best[1], best[1] + best[2]))
            return best[0]
    return None


def _longest_at(
    words: Sequence[QueryWord], at: int, taken: set[int], lookup: Callable[[str], tuple[str, ...]]
) -> tuple[Span | None, int]:
    for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
        part = words[at : at + length]
        if any(n in taken for n in range(at, at + length)) or any(word.handle for word in part):
            continue
        values = lookup(" ".join(word.text for word in part))
        if not values and length == 1 and len(part[0].forms) > 1:
            values = lookup(part[0].forms[1])
        if values:
            return Span(words=tuple(part), values=values), length
    return None, 0


def _place(book: PlaceBook, city: Span | None, country: Span | None) -> City | None:
    if city is None:
        return None
    place = book.places.get(city.values[0])
    if place is None or country is None:
        return place
    return City(
        key=place.key,
        name=place.name,
        country=country.values[0],
        location=place.location if place.country in ("", country.values[0]) else None,
        count=place.count,
    )


def _looks_like_handle(piece: str) -> bool:
    bare = piece.strip(",;:()").rstrip(".")
    return piece.startswith("@") or "_" in bare or ("." in bare and " " not in bare and len(bare) > 4)


def _forms(word: str) -> tuple[str, ...]:
    if all(letter < ROMANISED_FROM for letter in word):
        return (word,)
    from anyascii import anyascii  # noqa: PLC0415 - only texts in other scripts need the tables

    romanised = naming.key(anyascii(word)).replace(" ", "")
    return (word, romanised) if romanised and romanised != word else (word,)
