"""Completions while somebody types: names from the index, styles and cities from what is in memory."""

from collections.abc import Sequence
from typing import Any

from inkscout.domain import naming
from inkscout.search.clauses import Clause, best_of, constant
from inkscout.search.criteria import Word
from inkscout.search.definition import PREFIX_MAX, Kind
from inkscout.search.lexicon import Phrases, allowed_typos
from inkscout.search.understand import split

Body = dict[str, Any]

PER_GROUP = 5
_FETCH = 12
"""Documents asked for, so that equal names can be folded into one and five remain."""

_SOURCE = {
    Kind.ARTISTS: ["artist_id", "name", "handle", "studio_name", "city", "country"],
    Kind.STUDIOS: ["studio_id", "name", "city", "country"],
}
_ID = {Kind.ARTISTS: "artist_id", Kind.STUDIOS: "studio_id"}


def suggest_body(kind: Kind, text: str, *, typos: bool) -> Body | None:
    """The search for names that the text may become; None when it holds no word."""
    words = split(text)
    if not words:
        return None
    query: Clause = {
        "bool": {
            "must": [_word(word, last=at == len(words) - 1, typos=typos) for at, word in enumerate(words)],
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
    """The values whose phrases the text begins, then those it nearly begins; each value once."""
    prefix = naming.key(text)
    if not prefix:
        return []
    values: dict[str, None] = {}
    for phrase in sorted(
        phrases.starting(prefix), key=lambda phrase: (not phrase.startswith(prefix), len(phrase))
    ):
        values.update(dict.fromkeys(phrases.values[phrase][:1]))
    if len(values) < limit:
        values.update(dict.fromkeys(_nearly(phrases, prefix)))
    return list(values)[:limit]


def _nearly(phrases: Phrases, prefix: str) -> Sequence[str]:
    """Values of phrases that start with the prefix but for one edit."""
    if len(prefix) < 3:
        return ()
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only where nothing starts as typed

    near: list[tuple[int, int, str]] = []
    for phrase, values in phrases.values.items():
        starts = (phrase[: len(prefix) + n] for n in (-1, 0, 1))
        distance = min(OSA.distance(prefix, start, score_cutoff=1) for start in starts)
        if distance <= 1:
            near.append((int(phrase[:1] != prefix[:1]), len(phrase), values[0]))
    return [value for _, _, value in sorted(near)]


def _word(word: Word, *, last: bool, typos: bool) -> Clause:
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
        if typos and allowed_typos(form):
            field = ".prefix" if last else ""
            clauses += [
                constant(_one_edit(f"name{field}", form), 2),
                constant(_one_edit(f"name_variants{field}", form), 1.8),
                constant(_one_edit(f"handle_words{field}", form), 1.5),
            ]
    return best_of(clauses)


def _match(field: str, text: str) -> Clause:
    return {"match": {field: {"query": text, "operator": "and"}}}


def _one_edit(field: str, text: str) -> Clause:
    return {"match": {field: {"query": text, "operator": "and", "fuzziness": 1, "max_expansions": 50}}}
