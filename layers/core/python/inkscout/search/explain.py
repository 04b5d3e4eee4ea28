"""Explains a match and highlights its words.

Computed here, so that all search servers give the same result.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from inkscout.domain import naming
from inkscout.search.criteria import Attempt, QueryWord
from inkscout.search.definition import Kind
from inkscout.search.lexicon import allowed_typos
from inkscout.search.understand import ROMANISED_FROM

SNIPPET = 240
"""Maximum number of characters of a long field in a highlight."""

_TOKEN = re.compile(r"[\w'\u2019]+", re.UNICODE)
_FIELDS = {
    Kind.ARTISTS: ("name", "aliases", "handle", "studio_name", "city", "bio"),
    Kind.STUDIOS: ("name", "instagram", "city", "address"),
}
_FUZZY_FIELDS = frozenset({"name", "aliases", "handle", "instagram", "studio_name", "city"})
_HANDLES = frozenset({"handle", "instagram"})
_ORDER = {"exact": 0, "word": 1, "prefix": 2, "style": 3, "role": 3, "place": 3, "text": 4, "typo": 5}


@dataclass(frozen=True, slots=True)
class MatchReason:
    """One reason for a match: the field, the kind of match, and the matching words of the field."""

    field: str
    kind: str
    text: str


def explain(document: Mapping[str, Any], attempt: Attempt) -> tuple[list[MatchReason], dict[str, str]]:
    """Returns the reasons, best first, and the highlights by field as escaped HTML with ``<em>``."""
    reasons = _structural(document, attempt)
    highlights: dict[str, str] = {}
    words = _wanted(attempt)
    if words:
        for field in _FIELDS[attempt.criteria.kind]:
            for text in _texts(document.get(field)):
                spans = _spans(text, words, field, edits=attempt.edits)
                if spans and field not in highlights:
                    highlights[field] = _mark(text, [(start, end) for start, end, _ in spans])
                reasons += [_reason(field, text[start:end], kind) for start, end, kind in spans]
    unique = list(dict.fromkeys(reasons))
    unique.sort(key=lambda found: _ORDER[found.kind])
    return unique[:8], highlights


def _structural(document: Mapping[str, Any], attempt: Attempt) -> list[MatchReason]:
    reading, criteria = attempt.reading, attempt.criteria
    found: list[MatchReason] = []
    name = str(document.get("name", ""))
    if reading.text_key and document.get("name_key") == reading.text_key:
        found.append(MatchReason("name", "exact", name))
    styles = set(document.get("styles", ()))
    wanted = [*criteria.styles, *(value for span in reading.styles for value in span.values)]
    found += [MatchReason("styles", "style", style) for style in wanted if style in styles]
    cities = {criteria.city} | set(reading.city.values if reading.city else ())
    if document.get("city_key") in cities - {""}:
        found.append(MatchReason("city", "place", str(document.get("city", ""))))
    roles = {criteria.role} | set(reading.role.values if reading.role else ())
    if document.get("role") in roles - {""}:
        found.append(MatchReason("role", "role", str(document["role"])))
    if reading.premises and document.get("studio_id") in reading.premises.studio_ids:
        text = " ".join(word.text for word in reading.premises.words)
        found.append(MatchReason("address", "place", text))
    countries = {criteria.country} | set(reading.country.values if reading.country else ())
    if document.get("country") in countries - {""}:
        found.append(MatchReason("country", "place", str(document.get("country", ""))))
    return found


def _wanted(attempt: Attempt) -> tuple[QueryWord, ...]:
    reading = attempt.reading
    spans = [*reading.styles, *(span for span in (reading.role, reading.city, reading.country) if span)]
    return (*reading.words, *(word for span in spans for word in span.words))


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(part) for part in value) if isinstance(value, list) else ()


def _spans(text: str, words: tuple[QueryWord, ...], field: str, *, edits: int) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    tokens = [(0, len(text))] if field in _HANDLES else [m.span() for m in _TOKEN.finditer(text)]
    for start, end in tokens:
        spellings = _spellings(text[start:end], field)
        best = ""
        for word in words:
            kind, length = _how(spellings, word, field, edits=edits if field in _FUZZY_FIELDS else 0)
            if kind and (not best or _ORDER[kind] < _ORDER[best]):
                best, stop = kind, start + length if length else end
        if best:
            spans.append((start, min(stop, end), best))
    return spans


@lru_cache(maxsize=4096)
def _spellings(token: str, field: str) -> tuple[str, ...]:
    if field in _HANDLES:
        return naming.handle_words(token)
    keys = naming.keys(token)
    if all(letter < ROMANISED_FROM for letter in token):
        return keys
    from anyascii import anyascii  # noqa: PLC0415 - only texts in other scripts need the tables

    return naming.unique((*keys, naming.key(anyascii(token))))


def _how(spellings: tuple[str, ...], word: QueryWord, field: str, *, edits: int) -> tuple[str, int]:
    whole = "text" if field in ("bio", "address") else "word"
    for form in word.forms:
        if form in spellings or form.replace(".", "").replace("_", "") in spellings:
            return whole, 0
    if whole == "text":
        return "", 0
    for form in word.forms:
        if any(spelling.startswith(form) for spelling in spellings):
            as_printed = field not in _HANDLES and spellings[0].startswith(form)
            return "prefix", len(form) if as_printed else 0
    if edits:
        for form in word.forms:
            allowed = min(edits, allowed_typos(form))
            if any(OSA.distance(form, s, score_cutoff=allowed) <= allowed for s in spellings if allowed):
                return "typo", 0
    return "", 0


def _reason(field: str, text: str, kind: str) -> MatchReason:
    return MatchReason(field, kind, text)


def _mark(text: str, spans: list[tuple[int, int]]) -> str:
    first = spans[0][0]
    begin = max(0, first - SNIPPET // 3) if len(text) > SNIPPET else 0
    finish = min(len(text), begin + SNIPPET)
    parts = ["\u2026" if begin else ""]
    at = begin
    for start, end in spans:
        if start < at or end > finish:
            continue
        parts += [html.escape(text[at:start]), "<em>", html.escape(text[start:end]), "</em>"]
        at = end
    parts += [html.escape(text[at:finish]), "\u2026" if finish < len(text) else ""]
    return "".join(parts)
