"""Bodies for the index: bounded, made of what both servers understand, and ordered without ties."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkscout.domain.geo import Box, GeoPoint
from inkscout.search import definition, taxonomy
from inkscout.search.criteria import Attempt, City, Criteria, Sort
from inkscout.search.definition import Kind
from inkscout.search.ladder import LEVELS, ladder, rung
from inkscout.search.lexicon import EMPTY_PLACES, PlaceBook
from inkscout.search.query import facet_body, facet_key, facet_names, filtered_facets, search_body
from inkscout.search.suggest import suggest_body
from inkscout.search.understand import Vocabulary, understand

VOCABULARY = Vocabulary(taxonomy.styles(), EMPTY_PLACES, taxonomy.countries())

UNDERSTOOD_ALIKE = (
    {
        "bool",
        "must",
        "should",
        "filter",
        "minimum_should_match",
        "constant_score",
        "boost",
        "dis_max",
        "queries",
    }
    | {"match", "match_all", "query", "operator", "fuzziness", "prefix_length", "max_expansions"}
    | {"fuzzy_transpositions", "term", "terms", "prefix", "geo_distance", "distance"}
    | {
        "geo_bounding_box",
        "top_left",
        "bottom_right",
        "lat",
        "lon",
        "exists",
        "field",
        "must_not",
        "range",
        "gte",
    }
)
"""Words of the query language that the embedded server and OpenSearch were found to agree on."""


def attempt(kind: Kind = Kind.ARTISTS, *, edits: int = 0, **fields: Any) -> Attempt:
    criteria = Criteria(kind=kind, **fields)
    reading = understand(criteria.text, VOCABULARY, typos=bool(edits))
    return Attempt(criteria=criteria, reading=reading, edits=edits)


def names(query: Any) -> set[str]:
    if isinstance(query, dict):
        return set(query) | {name for value in query.values() for name in names(value)}
    if isinstance(query, list):
        return {name for value in query for name in names(value)}
    return set()


def fields(kind: Kind) -> set[str]:
    known = definition.fields(kind)
    return set(known) | {f"{field}.prefix" for field in known}


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("edits", [0, 1, 2])
def test_a_query_uses_known_fields_and_words_alone(kind: Kind, edits: int) -> None:
    artists = kind is Kind.ARTISTS
    made = attempt(
        kind,
        edits=edits,
        text="@mara.ink fine line Мария germany",
        styles=("realism",),
        city="leeds",
        country="GB",
        center=GeoPoint(1, 2),
        box=Box(0, 0, 1, 1),
        studio_id="s-1",
        updated_since="2026-01-01T00:00:00+00:00",
        **({"ids": ("a-1", "a-2"), "has_instagram": False, "min_confidence": 0.5} if artists else {}),
    )
    assert names(search_body(made)["query"]) <= UNDERSTOOD_ALIKE | fields(kind)


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("kind", list(Kind))
def test_every_order_ends_in_a_unique_key(kind: Kind, sort: Sort) -> None:
    made = attempt(kind, sort=sort, center=GeoPoint(0, 0), text="mara")
    assert list(search_body(made)["sort"][-1]) == ["artist_id" if kind is Kind.ARTISTS else "studio_id"]


def test_a_facet_leaves_out_its_own_filter_alone() -> None:
    made = attempt(styles=("realism",), country="GB")
    assert filtered_facets(made.criteria) == ("style", "country")
    assert "realism" not in json.dumps(facet_body(made, "style")["query"])
    assert "GB" in json.dumps(facet_body(made, "style")["query"])
    assert set(facet_names(Kind.STUDIOS)) == {"style", "city", "country"}


@given(st.text(max_size=200), st.integers(0, 2))
def test_the_cost_of_a_query_is_bounded_whatever_was_typed(text: str, edits: int) -> None:
    body = search_body(attempt(text=text, edits=edits, limit=100))
    assert body["size"] <= 101
    assert "from" not in body
    assert len(json.dumps(body)) < 120_000
    assert "wildcard" not in names(body["query"])
    suggested = suggest_body(Kind.ARTISTS, text, typos=bool(edits))
    assert suggested is None or len(json.dumps(suggested)) < 400_000


def test_each_rung_of_the_ladder_asks_something_else_and_reports_only_what_it_relaxed() -> None:
    first = attempt(text="mara realism oslo", styles=("blackwork",), center=GeoPoint(0, 0))
    attempts = ladder(first, VOCABULARY)
    assert [one.level for one in attempts] == sorted({one.level for one in attempts})
    assert attempts[-1].level < LEVELS
    assert len({replace(one, level=0, relaxed=()) for one in attempts}) == len(attempts)
    assert [step.what for step in attempts[0].relaxed] == ["typos"]
    for one in attempts:
        relaxed = {step.what for step in one.relaxed}
        assert ("typos" in relaxed) == bool(one.edits or one.reading.text_key != first.reading.text_key)
        assert ("radius" in relaxed) == (one.criteria.radius_km != first.criteria.radius_km)
        assert ("words" in relaxed) == (one.any_word or not one.reading.words)
    assert rung(first, VOCABULARY, 0) is first
    assert rung(first, VOCABULARY, attempts[1].level) == attempts[1]


def test_a_style_is_kept_until_every_word_was_left_out() -> None:
    attempts = ladder(attempt(text="fine line nowhere"), VOCABULARY)
    without_words = [one for one in attempts if not one.reading.words]
    first = without_words[0]
    assert first.reading.style_keys == ("fine-line",)
    assert [step.detail for step in first.relaxed] == ["left out: nowhere"]
    for one in attempts[: attempts.index(first)]:
        assert one.reading.styles or one.names_alone


def test_a_word_that_names_a_place_is_not_taken_for_a_name() -> None:
    assert not any(one.names_alone for one in ladder(attempt(text="fine line denver"), VOCABULARY))
    assert any(one.names_alone for one in ladder(attempt(text="fine line mara"), VOCABULARY))


def test_text_understood_as_typed_has_no_similar_spelling() -> None:
    for text in ("mandala", "irezumi", "black and grey", "ls6"):
        whats = [step.what for one in ladder(attempt(text=text), VOCABULARY) for step in one.relaxed]
        assert "typos" not in whats, text


def test_two_edits_are_a_rung_of_their_own_and_only_for_long_words() -> None:
    long, short = (ladder(attempt(text=text), VOCABULARY) for text in ("hargreaves", "mara"))
    assert [one.edits for one in long] == [1, 2]
    assert [[step.what for step in one.relaxed] for one in long] == [["typos"], ["typos"]]
    assert [one.edits for one in short] == [1]


def test_words_of_few_letters_are_forgiven_little() -> None:
    def asked(text: str) -> set[int]:
        body = json.dumps(search_body(attempt(text=text, edits=2)))
        return {edits for edits in (0, 1, 2) if f'"fuzziness": {edits}' in body}

    assert asked("al") == set()
    assert asked("mara") == {1}
    assert asked("hargreaves") == {2}
    assert asked("ls1") == set()


def test_counts_are_shared_by_searches_that_ask_for_the_same() -> None:
    one = attempt(styles=("realism",), country="GB", limit=5, sort=Sort.RATING)
    assert facet_key(one, "style") == facet_key(attempt(styles=("blackwork",), country="GB"), "style")
    assert facet_key(one, "style") != facet_key(attempt(styles=("realism",), country="DE"), "style")
    assert facet_key(one, "style") != facet_key(one, "role")
    assert facet_key(one, "country") != facet_key(attempt(styles=("blackwork",)), "country")


def test_a_search_that_nothing_can_relax_has_no_ladder() -> None:
    assert ladder(attempt(), VOCABULARY) == []


@pytest.mark.parametrize(
    "text", ["London", "denver usa", "New York", "Den Haag", "Paris", "fine line denver usa"]
)
def test_a_place_without_studios_is_said_and_what_there_is_offered(text: str) -> None:
    book = PlaceBook.of([City(key="leeds", name="Leeds", country="GB", location=None, count=9)])
    last = next(
        one
        for one in ladder(attempt(text=text), replace(VOCABULARY, places=book))
        if any(step.what == "place" for step in one.relaxed)
    )
    assert not last.reading.words
    assert last.reading.country is None
    assert last.reading.style_keys == (("fine-line",) if "fine" in text else ())
    place = text.replace("fine line", "").strip().title()
    assert f"nobody is listed in {place}; the directory has Leeds" in [step.detail for step in last.relaxed]


@pytest.mark.parametrize("text", ["mara", "london bell", "new", "realism"])
def test_names_are_not_taken_for_places_without_studios(text: str) -> None:
    attempts = ladder(attempt(text=text), VOCABULARY)
    assert not any("nobody is listed" in step.detail for one in attempts for step in one.relaxed)
