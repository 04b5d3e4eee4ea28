"""Completions while a user types: names from the index, styles and cities from memory."""

from collections.abc import Iterator
from typing import Any

from inkscout.domain import naming
from inkscout.search.clauses import Clause, best_of, constant
from inkscout.search.criteria import QueryWord
from inkscout.search.definition import PREFIX_MAX, Kind
from inkscout.search.edits import LONGEST, SHORTEST, completed, replaced, shortened, swapped
from inkscout.search.lexicon import Phrases
from inkscout.search.understand import split

Body = dict[str, Any]

PER_GROUP = 5
_FETCH = 12
"""Number of documents to request, so that five remain after equal names are merged."""

_SOURCE = {
    Kind.ARTISTS: ["artist_id", "name", "handle", "studio_id", "studio_name", "city", "country"],
    Kind.STUDIOS: ["studio_id", "name", "city", "country"],
}
_ID = {Kind.ARTISTS: "artist_id", Kind.STUDIOS: "studio_id"}


def suggest_body(kind: Kind, text: str, *, typos: bool) -> Body | None:
    """Returns the request for names that the text may become; None if it has no word.

    With ``typos``, it matches one typo per word; None if no word is long enough for typos.
    """
    words = split(text)
    if not words or (typos and not any(_doubted(form) for word in words for form in word.forms)):
        return None
    must = [_word(word, last=at == len(words) - 1, typos=typos) for at, word in enumerate(words)]
    query: Clause = {
        "bool": {
            "must": [best_of([*_as_handle(kind, text), must[0]])] if len(must) == 1 else must,
            "should": [
                constant({"prefix": {"name_key": naming.key(text)[:80]}}, 20),
                constant({"term": {"name_key": naming.key(text)[:80]}}, 20),
            ],
        }
    }
    return {
        "size": _FETCH,
        "track_total_hits": False,
        "query": query,
        "sort": [
            {"_score": {"order": "desc"}},
            {"completeness": {"order": "desc", "missing": 0}},
            {_ID[kind]: {"order": "asc"}},
        ],
        "_source": _SOURCE[kind],
    }


def complete(phrases: Phrases, text: str, limit: int = PER_GROUP) -> list[str]:
    """Returns the values of phrases that begin with the text, then with one typo; each value once."""
    prefix = naming.key(text)
    if not prefix:
        return []
    found = phrases.starting(prefix)
    found.sort(key=lambda phrase: (not phrase.startswith(prefix), phrases.rank(phrase), len(phrase)))
    values = dict.fromkeys(phrases.values[phrase][0] for phrase in found)
    if len(values) < limit and _doubted(prefix):
        values.update(dict.fromkeys(_nearly(phrases, prefix)))
    return list(values)[:limit]


def _nearly(phrases: Phrases, prefix: str) -> Iterator[str]:
    """Yields values of phrases with a word that begins with the prefix, except for one typo.

    Likelier typos come first.
    """
    for edits in (swapped, replaced, completed, shortened):
        near = phrases.starting_with_any(edits(prefix))
        near.sort(key=lambda phrase: (phrases.rank(phrase), len(phrase)))
        yield from (phrases.values[phrase][0] for phrase in near)


def _as_handle(kind: Kind, text: str) -> list[Clause]:
    """Returns a clause for an incomplete handle with its dots; none for studios, which lack the field."""
    handle = naming.handle_key(text)
    if kind is not Kind.ARTISTS or not handle:
        return []
    return [constant({"prefix": {"handle_key": handle}}, 7)]


def _word(word: QueryWord, *, last: bool, typos: bool) -> Clause:
    clauses: list[Clause] = []
    for form in word.forms:
        clauses += [
            constant(_match("name", form), 10),
            constant(_match("name_variants", form), 9),
            constant(_match("handle_words", form), 8),
        ]
        if last and len(form) <= PREFIX_MAX:
            clauses += [
                constant(_match("name.prefix", form), 6),
                constant(_match("name_variants.prefix", form), 5.5),
                constant(_match("handle_words.prefix", form), 5),
            ]
        if typos and _doubted(form):
            clauses += _mistyped(form, ".prefix" if last else "")
    return best_of(clauses)


def _doubted(form: str) -> bool:
    return SHORTEST <= len(form) <= LONGEST


def _mistyped(form: str, field: str) -> list[Clause]:
    """Returns clauses for one typo, likelier kinds first; the terms are looked up exactly."""
    kinds = ((swapped(form), 3.0), (replaced(form), 2.6), (completed(form), 2.2), (shortened(form), 1.6))
    names = (("name", 0.0), ("name_variants", 0.1), ("handle_words", 0.2))
    return [
        constant({"terms": {f"{name}{field}": list(terms)}}, score - less)
        for terms, score in kinds
        if terms
        for name, less in names
    ]


def _match(field: str, text: str) -> Clause:
    return {"match": {field: {"query": text, "operator": "and"}}}
