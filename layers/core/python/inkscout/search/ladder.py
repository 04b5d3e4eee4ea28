"""Relaxation ladder for searches without results: each rung relaxes one more condition and reports it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from inkscout.search.criteria import MAX_RADIUS_KM, Attempt, Relaxation
from inkscout.search.lexicon import allowed_typos
from inkscout.search.understand import Vocabulary, understand

WIDEN_RADIUS = 4.0
AROUND_PLACE_KM = 40.0
LEVELS = 8
"""Number of rungs, including the exact search; a cursor contains the rung of its first page."""


Rung = Callable[[Attempt, Vocabulary], Attempt]
"""Relaxes one condition; returns the attempt unchanged if there is nothing to relax."""


def ladder(first: Attempt, vocabulary: Vocabulary) -> list[Attempt]:
    """Returns the relaxed attempts, mildest first, each based on the one before.

    The last one, which drops words, is based on the attempt before styles were dropped: a search for a style
    in an unknown place finds the style. Rungs that change nothing are omitted; ``level`` is an attempt's
    rung.
    """
    attempts: list[Attempt] = []

    def climb(current: Attempt, level: int, rungs: Sequence[Rung]) -> Attempt:
        for above, rung in enumerate(rungs):
            relaxed = rung(current, vocabulary)
            if relaxed is not current:
                current = replace(relaxed, level=level + above)
                attempts.append(current)
        return current

    mild = climb(first, 1, (_forgive_a_typo, _forgive_two_typos, _related_styles, _widen))
    climb(mild, 5, (_drop_styles, _any_word))
    climb(mild, 7, (_no_words,))
    return attempts


def rung(first: Attempt, vocabulary: Vocabulary, level: int) -> Attempt:
    """Returns the attempt of one rung; the exact one if the rung changes nothing."""
    if level == 0:
        return first
    return next((attempt for attempt in ladder(first, vocabulary) if attempt.level == level), first)


def _forgive_a_typo(attempt: Attempt, vocabulary: Vocabulary) -> Attempt:
    if not attempt.criteria.text:
        return attempt
    reading = understand(attempt.criteria.text, vocabulary, typos=True)
    names = [vocabulary.styles.names.get(style, style) for style in reading.style_keys]
    if reading.place:
        names.append(reading.place.name)
    detail = "similar spellings were searched" + (f": {', '.join(names)}" if names else "")
    return _relaxed(replace(attempt, reading=reading, edits=1), "typos", detail)


def _forgive_two_typos(attempt: Attempt, _: Vocabulary) -> Attempt:
    """Allows two typos per word. This is a separate rung, since it costs the index several times as much."""
    if not attempt.edits or all(allowed_typos(form) < 2 for w in attempt.reading.words for form in w.forms):
        return attempt
    detail = next(step.detail for step in attempt.relaxed if step.what == "typos")
    return _relaxed(replace(attempt, edits=2), "typos", detail)


def _related_styles(attempt: Attempt, vocabulary: Vocabulary) -> Attempt:
    related = vocabulary.styles.related
    styles = _with_related(attempt.criteria.styles, related)
    spans = tuple(
        replace(span, values=_with_related(span.values, related)) for span in attempt.reading.styles
    )
    all_of_several = attempt.criteria.match_all_styles and len(styles) > 1
    if styles == attempt.criteria.styles and spans == attempt.reading.styles and not all_of_several:
        return attempt
    criteria = replace(attempt.criteria, styles=styles, match_all_styles=False)
    reading = replace(attempt.reading, styles=spans)
    return _relaxed(
        replace(attempt, criteria=criteria, reading=reading), "styles", "related styles were searched"
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


def _drop_styles(attempt: Attempt, _: Vocabulary) -> Attempt:
    others = attempt.reading.words or attempt.reading.city or attempt.reading.country
    if not attempt.criteria.styles and not (attempt.reading.styles and others):
        return attempt
    reading = replace(attempt.reading, styles=()) if others else attempt.reading
    dropped = replace(attempt, criteria=replace(attempt.criteria, styles=()), reading=reading)
    return _relaxed(dropped, "styles", "other styles were searched")


def _any_word(attempt: Attempt, _: Vocabulary) -> Attempt:
    if len(attempt.reading.words) < 2 or attempt.any_word:
        return attempt
    return _relaxed(replace(attempt, any_word=True), "words", "any of the words was enough")


def _no_words(attempt: Attempt, _: Vocabulary) -> Attempt:
    """Drops words that match nothing, if a style or a place remains."""
    reading = attempt.reading
    if not reading.words or not (reading.styles or reading.city or reading.country):
        return attempt
    left_out = " ".join(word.text for word in reading.words)
    without = replace(attempt, reading=replace(reading, words=(), pieced=()))
    return _relaxed(without, "words", f"left out: {left_out}")


def _with_related(styles: tuple[str, ...], related: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*styles, *(near for style in styles for near in related.get(style, ()))]))


def _relaxed(attempt: Attempt, what: str, detail: str) -> Attempt:
    kept = tuple(step for step in attempt.relaxed if step.what != what)
    return replace(attempt, relaxed=(*kept, Relaxation(what=what, detail=detail)))
