"""Relaxation ladder for searches without results: each rung relaxes some conditions and reports which.

The rungs are all sets of conditions that may be relaxed, mildest first, so that the first rung with results
relaxes, and reports, nothing that the answer does not need.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from inkscout.search.criteria import MAX_RADIUS_KM, Attempt, Criteria, QueryWord, Relaxation
from inkscout.search.lexicon import allowed_typos
from inkscout.search.understand import Vocabulary, motifs, understand
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import spellings, word_set

WIDEN_RADIUS = 4.0
AROUND_PLACE_KM = 40.0

_PLACE_WORDS = word_set("places.places")
"""Names of cities and countries, of which the directory may have none."""

_QUALITIES = word_set("search_words.qualities")
_PARTS_OF_PLACES = word_set("places.parts")
_OFFERED_CITIES = 3

Step = Callable[[Attempt, Vocabulary], Attempt]
"""Relaxes one condition; returns the attempt unchanged if there is nothing to relax."""


def exact(criteria: Criteria, vocabulary: Vocabulary) -> Attempt:
    """Returns the search as it was typed; it reports only the words that ask for what nobody can answer."""
    reading = understand(criteria.text, vocabulary)
    attempt = Attempt(criteria=criteria, reading=reading)
    if not reading.intents:
        return attempt
    return _relaxed(attempt, "words", f"left out: {_joined(reading.intents)}")


def ladder(first: Attempt, vocabulary: Vocabulary) -> list[Attempt]:
    """Returns the relaxed attempts, mildest first, each different from all before.

    An understood style is dropped only for words that are somebody's name, and last for nothing: a search
    for a style in an unknown place finds the style. ``level`` is an attempt's rung, from 1.
    """
    attempts: list[Attempt] = []
    seen = {_question(first)}
    for level, steps in enumerate(_RUNGS, start=1):
        attempt = _take(first, steps, vocabulary)
        if attempt is None or _question(attempt) in seen:
            continue
        seen.add(_question(attempt))
        attempts.append(replace(attempt, level=level))
    return attempts


def rung(first: Attempt, vocabulary: Vocabulary, level: int) -> Attempt:
    """Returns the attempt of one rung; the exact one if the rung changes nothing."""
    if level == 0:
        return first
    return next((attempt for attempt in ladder(first, vocabulary) if attempt.level == level), first)


def _take(attempt: Attempt, steps: Sequence[Step], vocabulary: Vocabulary) -> Attempt | None:
    """Returns the attempt after all steps; None if one of them has nothing to relax."""
    for step in steps:
        relaxed = step(attempt, vocabulary)
        if relaxed is attempt:
            return None
        attempt = relaxed
    return attempt


def _question(attempt: Attempt) -> Attempt:
    """Returns what decides the results of an attempt, without its report."""
    return replace(attempt, level=0, relaxed=())


def _forgive_a_typo(attempt: Attempt, vocabulary: Vocabulary) -> Attempt:
    """Allows one typo in a word, a style or a place, unless all of them were understood as typed."""
    if not attempt.criteria.text:
        return attempt
    reading = understand(attempt.criteria.text, vocabulary, typos=True)
    known = attempt.reading
    if reading == known and not _may_be_mistyped(reading.words, 1):
        return attempt
    names = [
        vocabulary.styles.names.get(style, style)
        for style in reading.style_keys
        if style not in known.style_keys
    ]
    if reading.place and reading.place != known.place:
        names.append(reading.place.name)
    detail = "similar spellings were searched" + (f": {', '.join(names)}" if names else "")
    return _relaxed(replace(attempt, reading=reading, edits=1), "typos", detail)


def _forgive_two_typos(attempt: Attempt, _: Vocabulary) -> Attempt:
    """Allows two typos per word. This is a separate step, since it costs the index several times as much."""
    if not attempt.edits or not _may_be_mistyped(attempt.reading.words, 2):
        return attempt
    return replace(attempt, edits=2)


def _may_be_mistyped(words: Sequence[QueryWord], typos: int) -> bool:
    return any(word.handle or allowed_typos(form) >= typos for word in words for form in word.forms)


def _related_styles(attempt: Attempt, vocabulary: Vocabulary) -> Attempt:
    related = vocabulary.styles.related
    reading = motifs(attempt.reading, vocabulary)
    styles = _with_related(attempt.criteria.styles, related)
    spans = tuple(replace(span, values=_with_related(span.values, related)) for span in reading.styles)
    all_of_several = attempt.criteria.match_all_styles and len(styles) > 1
    if styles == attempt.criteria.styles and spans == attempt.reading.styles and not all_of_several:
        return attempt
    criteria = replace(attempt.criteria, styles=styles, match_all_styles=False)
    detail = "related styles were searched"
    if reading is not attempt.reading:
        drawn = [style for style in reading.style_keys if style not in attempt.reading.style_keys]
        detail += f": {', '.join(vocabulary.styles.names.get(style, style) for style in drawn)}"
    return _relaxed(
        replace(attempt, criteria=criteria, reading=replace(reading, styles=spans)), "styles", detail
    )


def _widen(attempt: Attempt, _: Vocabulary) -> Attempt:
    criteria = attempt.criteria
    if criteria.center and criteria.radius_km < MAX_RADIUS_KM:
        radius = min(MAX_RADIUS_KM, criteria.radius_km * WIDEN_RADIUS)
        wider = replace(attempt, criteria=replace(criteria, radius_km=radius))
        return _relaxed(wider, "radius", f"the radius was widened to {radius:g} km")
    place = attempt.reading.place
    if place and place.location:
        wider = replace(attempt, around_place_km=AROUND_PLACE_KM)
        return _relaxed(wider, "place", f"up to {AROUND_PLACE_KM:g} km around {place.name} was searched")
    return attempt


def _any_role(attempt: Attempt, _: Vocabulary) -> Attempt:
    if not attempt.reading.role:
        return attempt
    anybody = replace(attempt, reading=replace(attempt.reading, role=None))
    return _relaxed(anybody, "role", "any role was searched")


def _names_in_other_styles(attempt: Attempt, _: Vocabulary) -> Attempt:
    """Drops styles where the other words may be a name, which they then must be as a whole."""
    words = attempt.reading.words
    named = words and not any(word.text in _PLACE_WORDS for word in words)
    if not named or not (attempt.criteria.styles or attempt.reading.styles):
        return attempt
    return replace(_any_style(attempt, _), names_alone=True)


def _any_style(attempt: Attempt, _: Vocabulary) -> Attempt:
    if not attempt.criteria.styles and not attempt.reading.styles:
        return attempt
    dropped = replace(
        attempt,
        criteria=replace(attempt.criteria, styles=(), match_all_styles=False),
        reading=replace(attempt.reading, styles=()),
    )
    return _relaxed(dropped, "styles", "other styles were searched")


def _any_word(attempt: Attempt, _: Vocabulary) -> Attempt:
    if len(attempt.reading.words) < 2 or attempt.any_word or attempt.reading.styles:
        return attempt
    return _relaxed(replace(attempt, any_word=True), "words", "any of the words was enough")


def _no_words(attempt: Attempt, _: Vocabulary) -> Attempt:
    """Drops words that match nothing, if something else remains."""
    reading = attempt.reading
    rest = (reading.styles, reading.role, reading.city, reading.country, attempt.criteria.center)
    if not reading.words or not any(rest):
        return attempt
    without = replace(attempt, edits=0, reading=replace(reading, words=(), pieced=()))
    return _relaxed(without, "words", f"left out: {_joined((*reading.intents, *reading.words))}")


def _no_qualities(attempt: Attempt, _: Vocabulary) -> Attempt:
    """Drops words such as "female" or "vegan", which only a biography tells of somebody."""
    reading = attempt.reading
    kept = tuple(word for word in reading.words if word.text not in _QUALITIES)
    if len(kept) == len(reading.words):
        return attempt
    dropped = tuple(word for word in reading.words if word.text in _QUALITIES)
    without = replace(attempt, edits=0, reading=replace(reading, words=kept, pieced=()))
    return _relaxed(without, "words", f"left out: {_joined((*reading.intents, *dropped))}")


def _elsewhere(attempt: Attempt, vocabulary: Vocabulary) -> Attempt:
    """Drops the place where nobody is listed, if nothing else but styles and a role was asked for.

    The report names cities that have studios, as nothing tells how far they are from an unknown place.
    """
    reading = attempt.reading
    named = (
        *reading.words,
        *(word for span in (reading.city, reading.country) if span for word in span.words),
    )
    if not named or not _is_place(reading.words):
        return attempt
    anywhere = replace(
        attempt,
        edits=0,
        around_place_km=0.0,
        reading=replace(reading, words=(), pieced=(), city=None, country=None, place=None),
    )
    cities = sorted(vocabulary.places.places.values(), key=lambda city: (-city.count, city.key))
    offered = ", ".join(city.name for city in cities[:_OFFERED_CITIES])
    more = " and others" if len(cities) > _OFFERED_CITIES else ""
    detail = f"nobody is listed in {_joined(named).title()}"
    return _relaxed(anywhere, "place", f"{detail}; the directory has {offered}{more}" if offered else detail)


def _is_place(words: Sequence[QueryWord]) -> bool:
    """Whether the words are the name of a place, as far as known, or there are none."""
    names = _names_of_places()
    known = [word.text in names for word in words]
    rest = [word.text for word, is_known in zip(words, known, strict=True) if not is_known]
    in_part = (any(known) or not words) and all(word in _PARTS_OF_PLACES for word in rest)
    return in_part or _joined(words) in names


@cache
def _names_of_places() -> frozenset[str]:
    """Returns the known names of cities and countries, folded, in the languages that are known."""
    cities = spellings("city_names.city_names").items()
    in_languages = (fold(name) for own, others in cities for name in (own, *others))
    return frozenset((*_PLACE_WORDS, *word_set("places.given_too"), *in_languages))


def _joined(words: Sequence[QueryWord]) -> str:
    return " ".join(word.text for word in words)


def _with_related(styles: tuple[str, ...], related: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*styles, *(near for style in styles for near in related.get(style, ()))]))


def _relaxed(attempt: Attempt, what: str, detail: str) -> Attempt:
    kept = tuple(step for step in attempt.relaxed if step.what != what)
    return replace(attempt, relaxed=(*kept, Relaxation(what=what, detail=detail)))


_TYPO, _TYPOS = (_forgive_a_typo,), (_forgive_a_typo, _forgive_two_typos)

_RUNGS: tuple[tuple[Step, ...], ...] = (
    _TYPO,
    _TYPOS,
    (_related_styles,),
    (_widen,),
    (_related_styles, _widen),
    (*_TYPO, _related_styles),
    (*_TYPO, _widen),
    (*_TYPO, _related_styles, _widen),
    (_names_in_other_styles,),
    (_no_words,),
    (_no_words, _related_styles),
    (_no_words, _widen),
    (_no_words, _related_styles, _widen),
    (*_TYPO, _no_words),
    (*_TYPO, _no_words, _related_styles),
    (*_TYPO, _no_words, _widen),
    (*_TYPO, _no_words, _related_styles, _widen),
    (_no_qualities,),
    (_any_word,),
    (*_TYPO, _any_word),
    (_any_role,),
    (_any_style,),
    (*_TYPO, _any_style),
    (_any_style, _widen),
    (_any_role, _any_style),
    (_no_words, _any_role),
    (_no_words, _any_style),
    (_no_words, _any_role, _any_style),
    (_elsewhere,),
    (_elsewhere, _related_styles),
    (_elsewhere, _any_role),
    (_elsewhere, _any_style),
    (_elsewhere, _any_role, _any_style),
    (_no_words, _elsewhere),
    (_no_words, _elsewhere, _related_styles),
    (_no_words, _elsewhere, _any_role),
    (_no_words, _elsewhere, _any_style),
)

LEVELS = len(_RUNGS) + 1
"""Number of rungs, including the exact search; a cursor contains the rung of its first page."""
