"""Interprets free text: which words name styles, a role or a place, and which are left to match names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from inkscout.domain import naming
from inkscout.search import taxonomy
from inkscout.search.criteria import City, Exclusion, QueryWord, Reading, Span
from inkscout.search.lexicon import LONGEST_PHRASE, Phrases, PlaceBook, StyleLexicon
from inkscout.search.stems import stem
from inkscout.vocabulary.loader import word_set

_CONNECTING = word_set("search_words.connecting")
_FILLERS = word_set("search_words.fillers") | word_set("roles.roles.artist")

_FILLER_STEMS = frozenset(stem(word) for word in _FILLERS)
_ALTERNATIVES = word_set("search_words.alternatives")
_DENIALS = Phrases.of((phrase, phrase) for phrase in sorted(word_set("search_words.denials")))
_INTENTS = Phrases.of((phrase, phrase) for phrase in sorted(word_set("search_words.intents")))

_SHORTEST_PIECED = 4
_MOST_PIECED = 4
_SHORTEST_MISSPELT_ROLE = 6
_MINUS = ("-", "\u2212", "\u2013")
MAX_WORDS = 12
"""Maximum number of words of a text that are used, which bounds the cost of a query."""

Lookup = Callable[[str], tuple[str, ...]]
"""Returns the keys that a folded phrase stands for; none if it stands for nothing."""

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
        minus = piece[0] in _MINUS and piece[1:2].isalnum()
        words += [QueryWord(text=part, forms=_forms(part), minus=minus) for part in naming.key(piece).split()]
    return tuple(words[:MAX_WORDS])


def understand(text: str, vocabulary: Vocabulary, *, typos: bool = False) -> Reading:
    """Returns the interpretation of a text: what it rules out, then styles, a city, a country and a role.

    The longest phrases are taken first, also inflected ones. ``typos`` allows typos in what is left: in
    styles, places and roles.
    """
    words = split(text)
    taken: set[int] = set()
    excluded = _exclusions(words, taken, vocabulary, typos=typos)
    styles = _spans(words, taken, vocabulary.styles.phrases.inflected)
    city = _last(words, taken, vocabulary.places.phrases.exact) or _last(
        words, taken, vocabulary.places.phrases.inflected, after=_CONNECTING
    )
    country = _last(words, taken, vocabulary.countries.exact)
    role = _last(words, taken, vocabulary.roles.inflected)
    if typos:
        styles |= _spans(words, taken, vocabulary.styles.phrases.near)
        city = city or _last(words, taken, vocabulary.places.phrases.near)
        role = role or _last(words, taken, partial(_misspelt_role, vocabulary.roles))
    intents = _spans(words, taken, _INTENTS.exact)
    wanted = _with_alternatives(words, taken, styles)
    rest = [word for at, word in enumerate(words) if at not in taken]
    loose = [word for word in rest if word.text not in _CONNECTING] or ([] if taken else rest)
    plain = [word for word in loose if not _is_filler(word)]
    fillers = tuple(word for word in loose if _is_filler(word))
    return Reading(
        text_key=naming.key(text)[:200],
        words=tuple(plain),
        styles=wanted,
        city=city,
        country=country,
        place=_place(vocabulary.places, city, country),
        fillers=fillers,
        role=role,
        intents=tuple(word for span in intents.values() for word in span.words),
        pieced=_pieced(words, taken, plain),
        excluded=excluded,
    )


def _is_filler(word: QueryWord) -> bool:
    return word.text in _FILLERS or stem(word.text) in _FILLER_STEMS


def _misspelt_role(roles: Phrases, phrase: str) -> tuple[str, ...]:
    """Returns the role of a long word with a typo; short ones are as like to names."""
    return roles.near(phrase) if len(phrase) >= _SHORTEST_MISSPELT_ROLE else ()


def _exclusions(
    words: Sequence[QueryWord], taken: set[int], vocabulary: Vocabulary, *, typos: bool
) -> tuple[Exclusion, ...]:
    """Returns what the text rules out: styles and roles after words such as "no", anything after a minus.

    A word such as "no" before anything else is part of a name, such as that of the studio "No Dice".
    """
    found: list[Exclusion] = []
    at = 0
    while at < len(words):
        start = at
        _, length = _longest_at(words, at, taken, _DENIALS.exact)
        at += length
        while length and at < len(words) and words[at].text in _CONNECTING:
            at += 1
        while at < len(words) and (length or words[at].minus):
            one, of = _excluded_at(words, at, taken, vocabulary, typos=typos, minus=words[at].minus)
            if one is None:
                break
            found.append(one)
            taken.update(range(start, at + of))
            at += of
            start = at
            if at + 1 < len(words) and words[at].text in _ALTERNATIVES:
                at += 1
        at = max(at, start + 1)
    return tuple(found)


def _excluded_at(
    words: Sequence[QueryWord], at: int, taken: set[int], vocabulary: Vocabulary, *, typos: bool, minus: bool
) -> tuple[Exclusion | None, int]:
    tables = [("styles", vocabulary.styles.phrases.inflected), ("role", vocabulary.roles.inflected)]
    if minus:
        tables += [("city_key", vocabulary.places.phrases.exact), ("country", vocabulary.countries.exact)]
    if typos:
        tables.append(("styles", vocabulary.styles.phrases.near))
    for document_field, lookup in tables:
        span, length = _longest_at(words, at, taken, lookup)
        if span is not None:
            return Exclusion(words=span.words, document_field=document_field, values=span.values), length
    return (Exclusion(words=(words[at],)), 1) if minus else (None, 0)


def _with_alternatives(
    words: Sequence[QueryWord], taken: set[int], found: Mapping[int, Span]
) -> tuple[Span, ...]:
    """Returns the styles in their order, with those joined by a word such as "or" made one."""
    spans: list[Span] = []
    end = -1
    for at, span in sorted(found.items()):
        if spans and end == at - 1 and words[end].text in _ALTERNATIVES:
            taken.add(end)
            spans.append(_either(spans.pop(), span))
        else:
            spans.append(span)
        end = at + len(span.words)
    return tuple(spans)


def _either(one: Span, other: Span) -> Span:
    values = tuple(dict.fromkeys((*one.values[: one.wanted], other.values[0])))
    return Span(words=(*one.words, *other.words), values=values, wanted=len(values))


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
    spans = _spans(reading.words, taken, vocabulary.motifs.inflected)
    if not spans:
        return reading
    left = tuple(word for at, word in enumerate(reading.words) if at not in taken)
    return replace(reading, styles=(*reading.styles, *spans.values()), words=left, pieced=())


def find_place(text: str, vocabulary: Vocabulary) -> City | None:
    """Returns the place that the whole text names, such as ``Leeds`` or ``Leeds, UK``; None if it names none.

    Typos are tolerated if there is no exact match.
    """
    words = split(text)
    for lookup in (vocabulary.places.phrases.exact, vocabulary.places.phrases.near):
        taken: set[int] = set()
        city = _last(words, taken, lookup)
        country = _last(words, taken, vocabulary.countries.exact)
        if city and len(taken) == len(words):
            return _place(vocabulary.places, city, country)
    return None


def _spans(words: Sequence[QueryWord], taken: set[int], lookup: Lookup) -> dict[int, Span]:
    """Returns the phrases of the text by the number of their first word."""
    found: dict[int, Span] = {}
    at = 0
    while at < len(words):
        span, length = _longest_at(words, at, taken, lookup)
        if span is not None:
            found[at] = span
            taken.update(range(at, at + length))
        at += max(1, length)
    return found


def _last(
    words: Sequence[QueryWord], taken: set[int], lookup: Lookup, after: frozenset[str] = frozenset()
) -> Span | None:
    """Returns the last phrase of the text, since people write the place after what they search for.

    None if none. If ``after`` is given, one of these words must stand before the phrase.
    """
    best: tuple[Span, int, int] | None = None
    for at in range(len(words)):
        if after and (at == 0 or words[at - 1].text not in after):
            continue
        span, length = _longest_at(words, at, taken, lookup)
        if span is not None and (best is None or at >= best[1] + best[2]):
            best = (span, at, length)
    if best is None:
        return None
    taken.update(range(best[1], best[1] + best[2]))
    return best[0]


def _longest_at(
    words: Sequence[QueryWord], at: int, taken: set[int], lookup: Lookup
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
