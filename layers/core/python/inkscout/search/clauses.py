"""Query clauses of one search: tiers of constant scores, so that every search server ranks alike.

A word may match as a whole word of a name (best), as the start of one, in another field, or with typos.
Relevance scores of the server are not used, since they differ between servers.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from inkscout.search.criteria import Attempt, Exclusion, QueryWord, Reading, Span
from inkscout.search.definition import PREFIX_MAX, Kind
from inkscout.search.edits import misbegun
from inkscout.search.lexicon import allowed_typos

Clause = dict[str, Any]

EXACT_NAME = 80.0
NAME_START = 15.0
STUDIO_NAME = 30.0
HANDLE = 60.0
STYLE = 8.0
PLACE = 8.0
COUNTRY = 6.0
NEARBY = 5.0
ROLE = 11.0
PREMISES = 4.0
FILLER = 0.5
ANY_STUDIO = 0.1
ALL_TEXT = 1.5
"""Score of a word in a studio's other names, which no other field has."""
SHORTEST_MISBEGUN = 4
"""Minimum length of a word whose first letter may be a typo."""

# A document's name_variants contain every spelling of its name, so that name need not be searched too.
_WHOLE: Mapping[Kind, Mapping[str, float]] = {
    Kind.ARTISTS: {
        "name_variants": 10,
        "handle_words": 9,
        "studio_name": 5,
        "city": 4,
        "bio": 1,
    },
    Kind.STUDIOS: {"name_variants": 10, "handle_words": 9, "city": 4, "address": 2},
}
_STARTS: Mapping[Kind, Mapping[str, float]] = {
    Kind.ARTISTS: {
        "name_variants.prefix": 6,
        "handle_words.prefix": 5,
        "studio_name.prefix": 3,
        "city.prefix": 2.5,
        "all_text.prefix": ALL_TEXT,
    },
    Kind.STUDIOS: {
        "name_variants.prefix": 6,
        "handle_words.prefix": 5,
        "city.prefix": 2.5,
        "all_text.prefix": ALL_TEXT,
    },
}
_TYPOS: Mapping[Kind, Mapping[str, float]] = {
    Kind.ARTISTS: {"name_variants": 2, "handle_words": 1.5, "studio_name": 1, "city": 0.8},
    Kind.STUDIOS: {"name_variants": 2, "handle_words": 1.5, "city": 0.8},
}
_ROMANISED = ("name_variants", "handle_words")
"""Fields that contain spellings in Latin letters."""
_IDENTITY: Mapping[Kind, tuple[str, ...]] = {
    Kind.ARTISTS: ("name_variants", "handle_words", "studio_name"),
    Kind.STUDIOS: ("name_variants", "handle_words"),
}


def constant(query: Clause, score: float) -> Clause:
    """Returns a query that scores the same for every match."""
    return {"constant_score": {"filter": query, "boost": score}}


def best_of(clauses: Iterable[Clause]) -> Clause:
    """Returns a query that matches if any clause does, with the score of the best one."""
    queries = list(clauses)
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": queries}}


def text_clauses(attempt: Attempt) -> tuple[list[Clause], list[Clause]]:
    """Returns the clauses for the free text: those that must match, and those that only improve the rank."""
    reading, kind = attempt.reading, attempt.criteria.kind
    words = [
        word_clause(kind, word, edits=attempt.edits, names_alone=attempt.names_alone)
        for word in reading.words
    ]
    if attempt.any_word and len(words) > 1:
        words = [{"bool": {"should": words, "minimum_should_match": 1}}]
    elif words and not attempt.edits and not attempt.names_alone:
        words = _with_other_pieces(kind, reading, words)
    must = words
    must += [style_clause(kind, span) for span in reading.styles]
    if reading.role:
        must.append(_role_clause(kind, reading.role))
    if reading.premises:
        must.append(constant({"terms": {"studio_id": list(reading.premises.studio_ids)}}, PREMISES))
    if reading.city:
        must.append(_city_clause(attempt, reading.city))
    if reading.country and not reading.city:
        must.append(_country_clause(kind, reading.country))
    return must, _bonuses(attempt)


def excluded_clauses(reading: Reading) -> list[Clause]:
    """Returns the clauses that no result may match."""
    return [_excluded(one) for one in reading.excluded]


def _excluded(one: Exclusion) -> Clause:
    if one.document_field:
        return {"terms": {one.document_field: list(one.values)}}
    return _match("all_text", " ".join(word.text for word in one.words))


def _with_other_pieces(kind: Kind, reading: Reading, words: list[Clause]) -> list[Clause]:
    """The words as they were typed, or with two of them made one."""
    if not reading.pieced:
        return words
    ways = [words, *([word_clause(kind, word) for word in pieced] for pieced in reading.pieced)]
    return [best_of(way[0] if len(way) == 1 else {"bool": {"must": way}} for way in ways)]


def word_clause(kind: Kind, word: QueryWord, *, edits: int = 0, names_alone: bool = False) -> Clause:
    """Returns the clause for one word, in any field that may contain it.

    ``edits`` is the number of typos allowed. With ``names_alone`` the word must be a whole word of a name, a
    handle or a studio's name: a biography may say it of anything.
    """
    if word.handle:
        return _handle_clause(kind, word, edits)
    if names_alone:
        return _whole_name(kind, word)
    clauses: list[Clause] = []
    for form in word.forms:
        clauses += [constant(_match(field, form), score) for field, score in _holding(_WHOLE[kind], form)]
        if len(form) <= PREFIX_MAX:
            clauses += [
                constant(_match(field, form), score) for field, score in _holding(_STARTS[kind], form)
            ]
        else:
            clauses.append(constant(_match("all_text", form), ALL_TEXT))
        if edits:
            clauses += _mistyped(kind, form, edits, romanised=form != word.forms[0])
    return best_of(clauses)


def style_clause(kind: Kind, span: Span) -> Clause:
    """Returns the clause for a style: by its key, by related styles, or by a name with the same words."""
    wanted, related = span.values[: span.wanted], span.values[span.wanted :]
    clauses = [constant({"terms": {"styles": list(wanted)}}, STYLE)]
    if related:
        clauses.append(constant({"terms": {"styles": list(related)}}, STYLE / 2))
    return best_of([*clauses, _as_name(kind, span)])


def _role_clause(kind: Kind, span: Span) -> Clause:
    """Returns the clause for a role, or for its words in a name; studios have no role, but names."""
    if kind is Kind.STUDIOS:
        return best_of([_as_name(kind, span), constant({"match_all": {}}, ANY_STUDIO)])
    return best_of([constant({"terms": {"role": list(span.values)}}, ROLE), _as_name(kind, span)])


def _city_clause(attempt: Attempt, span: Span) -> Clause:
    kind, place = attempt.criteria.kind, attempt.reading.place
    city: Clause = {"terms": {"city_key": list(span.values)}}
    if attempt.reading.country:
        country = {"terms": {"country": list(attempt.reading.country.values)}}
        city = {"bool": {"filter": [city, country]}}
    named = _as_name(kind, span)
    if attempt.reading.styles or attempt.reading.role:
        # Beside a style, "Austin" is rather the city than somebody's name.
        named = constant(named, PLACE / 2)
    clauses = [constant(city, PLACE), named]
    if attempt.around_place_km and place and place.location:
        point = {"lat": place.location.lat, "lon": place.location.lng}
        near = {"geo_distance": {"distance": f"{attempt.around_place_km:g}km", "location": point}}
        clauses.append(constant(near, NEARBY))
    return best_of(clauses)


def _country_clause(kind: Kind, span: Span) -> Clause:
    return best_of([constant({"terms": {"country": list(span.values)}}, COUNTRY), _as_name(kind, span)])


def _as_name(kind: Kind, span: Span) -> Clause:
    """Returns the clause for the span's words as words of a name.

    Only whole words match, since this is rare.
    """
    words = [_whole_name(kind, word) for word in span.words]
    return words[0] if len(words) == 1 else {"bool": {"must": words}}


def _whole_name(kind: Kind, word: QueryWord) -> Clause:
    scores = _WHOLE[kind]
    return best_of(
        constant(_match(field, form), scores[field]) for form in word.forms for field in _IDENTITY[kind]
    )


def _handle_clause(kind: Kind, word: QueryWord, edits: int) -> Clause:
    field = "handle_key" if kind is Kind.ARTISTS else "instagram"
    compact = word.text.replace(".", "").replace("_", "")
    clauses = [
        constant({"term": {field: word.text}}, HANDLE),
        constant(_match("handle_words", word.text), 9),
        constant(_match("handle_words", compact), 8),
        constant(_match("handle_words.prefix", word.text[:PREFIX_MAX]), 5),
        constant(_match("handle_words.prefix", compact[:PREFIX_MAX]), 4),
    ]
    if edits:
        clauses.append(constant(_fuzzy("handle_words", word.text, edits), 1.5))
        clauses.append(constant(_fuzzy("handle_words", compact, edits), 1.5))
    return best_of(clauses)


def _bonuses(attempt: Attempt) -> list[Clause]:
    reading, kind = attempt.reading, attempt.criteria.kind
    if not reading.text_key:
        return []
    clauses = [
        constant({"term": {"name_key": reading.text_key}}, EXACT_NAME),
        constant({"prefix": {"name_key": reading.text_key}}, NAME_START),
    ]
    left = " ".join(word.text for word in reading.words)
    if left and left != reading.text_key:
        clauses.append(constant({"term": {"name_key": left}}, EXACT_NAME / 2))
    compact = reading.text_key.replace(" ", "")
    clauses.append(constant(_match("handle_words", compact), HANDLE / 2))
    if kind is Kind.ARTISTS:
        clauses.append(constant({"term": {"handle_key": compact}}, HANDLE))
        clauses.append(constant({"term": {"studio_key": reading.text_key}}, STUDIO_NAME))
    # Alone, such words say nothing of a studio that has them in its name: the fuller profile comes first.
    for word in () if reading.is_empty else reading.fillers:
        name = "studio_name" if kind is Kind.ARTISTS else "name"
        clauses.append(constant(_match(name, word.text), FILLER))
    return clauses


def _mistyped(kind: Kind, form: str, edits: int, *, romanised: bool) -> list[Clause]:
    """Returns clauses for similar spellings: with the same first letter, or with a wrong first letter.

    The romanised form of a word in another script is searched only in names and handles.
    """
    fields = _holding(_TYPOS[kind], form)
    if romanised:
        fields = [(field, score) for field, score in fields if field in _ROMANISED]
    allowed = min(edits, allowed_typos(form))
    if not allowed:
        return []
    clauses = [constant(_fuzzy(field, form, allowed), score) for field, score in fields]
    if len(form) >= SHORTEST_MISBEGUN:
        terms = list(misbegun(form))
        clauses += [constant({"terms": {field: terms}}, score / 2) for field, score in fields]
    return clauses


def _holding(scores: Mapping[str, float], form: str) -> list[tuple[str, float]]:
    """Returns the fields that can contain a word, with their scores; handles are ASCII only."""
    ascii_only = form.isascii()
    return [(f, score) for f, score in scores.items() if ascii_only or not f.startswith("handle_words")]


def _match(field: str, text: str) -> Clause:
    return {"match": {field: {"query": text, "operator": "and"}}}


def _fuzzy(field: str, text: str, edits: int) -> Clause:
    return {
        "match": {
            field: {
                "query": text,
                "operator": "and",
                "fuzziness": edits,
                "prefix_length": 1,
                "max_expansions": 50,
                "fuzzy_transpositions": True,
            }
        }
    }
