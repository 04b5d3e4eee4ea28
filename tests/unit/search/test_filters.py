"""A filter is declared once: the index, the table, the facets and the API follow from its declaration."""

from dataclasses import replace

import pytest

from inkscout.contracts.api.parameters import ArtistParameters, SearchParameters, StudioParameters
from inkscout.contracts.api.search import Facets, StudioFacets
from inkscout.search import taxonomy
from inkscout.search.criteria import FILTERS, Attempt, Criteria, Reading
from inkscout.search.definition import Kind, fields
from inkscout.search.filters import Filter, How
from inkscout.search.lexicon import EMPTY_PLACES
from inkscout.search.query import facet_names, filtered_facets, query
from inkscout.search.understand import Vocabulary
from inkscout.usecases.search.search_criteria import criteria

MODELS = {Kind.ARTISTS: ArtistParameters, Kind.STUDIOS: StudioParameters}
NO_FILTERS = {"q", "match", "near", "radius_km", "bbox", "sort", "limit", "cursor"}
GIVEN = {
    "style": ["realism"],
    "city": "Leeds",
    "country": "gb",
    "role": "guest",
    "has_portfolio": False,
    "studio": "s-1",
    "id": ["a-1"],
    "has_instagram": True,
    "min_confidence": 0.7,
    "updated_since": "2026-03-01",
}
HELD = {"style": ["realism", "blackwork"], "city": "leeds", "country": "GB", "role": "guest", "studio": "s-1"}
HELD |= {"has_portfolio": False, "id": "a-1", "has_instagram": "mara.ink", "min_confidence": 0.9}
HELD |= {"updated_since": "2026-03-01T08:00:00+00:00"}
OTHER = {"style": ["blackwork"], "city": "york", "country": "DE", "role": "artist", "has_portfolio": True}
OTHER |= {"studio": "s-2", "id": "a-2", "has_instagram": "", "min_confidence": 0.69}
OTHER |= {"updated_since": "2026-02-28T23:59:59+00:00"}


def vocabulary() -> Vocabulary:
    return Vocabulary(styles=taxonomy.styles(), places=EMPTY_PLACES, countries=taxonomy.countries())


def asked(kind: Kind, **parameters: object) -> Criteria:
    return criteria(MODELS[kind].model_validate(parameters), kind, vocabulary())


@pytest.mark.parametrize("kind", list(Kind))
def test_every_filter_is_a_parameter_and_every_parameter_a_filter(kind: Kind) -> None:
    declared = {one.parameter for one in FILTERS if kind in one.kinds}
    given = set(MODELS[kind].model_fields) - NO_FILTERS
    assert given == declared, "add it to contracts/api/parameters.py and to search/criteria.py by that name"


@pytest.mark.parametrize("kind", list(Kind))
def test_a_filter_narrows_by_a_field_of_the_index(kind: Kind) -> None:
    for one in FILTERS:
        if kind in one.kinds:
            assert one.document_field in fields(kind), "see search/definition.py and search/documents.py"


def test_the_facets_of_an_answer_are_the_filters_that_are_counted() -> None:
    assert set(Facets.model_fields) == set(facet_names(Kind.ARTISTS)), "see Facets in contracts/api/search.py"
    assert set(StudioFacets.model_fields) == set(facet_names(Kind.STUDIOS)), "see StudioFacets there"


def test_every_filter_is_tried_here() -> None:
    names = {one.parameter for one in FILTERS}
    assert set(GIVEN) == set(HELD) == set(OTHER) == names, "give the filter its values above"


@pytest.mark.parametrize("one", FILTERS, ids=lambda one: one.parameter)
def test_index_and_table_use_the_value_that_was_given(one: Filter) -> None:
    wanted = asked(Kind.ARTISTS, **{one.parameter: GIVEN[one.parameter]})
    values = one.asked(wanted)
    assert values, f"{one.parameter} does not reach the criteria; see usecases/search/search_criteria.py"
    clause = query(Attempt(criteria=wanted, reading=Reading()))
    compared = {
        How.IS: {"term": {one.document_field: values[0]}},
        How.EXISTS: {"exists": {"field": one.document_field}},
        How.FROM: {"range": {one.document_field: {"gte": values[0]}}},
    }
    assert clause == {"bool": {"filter": [compared[one.how]]}}
    assert one.passes({one.document_field: HELD[one.parameter]}, values, every=False)
    assert not one.passes({one.document_field: OTHER[one.parameter]}, values, every=False)
    assert not one.passes({}, values, every=False)
    assert one.clauses(values, every=True) == [compared[one.how]]
    assert filtered_facets(wanted) == ((one.parameter,) if one.facet_size else ())
    assert not any(other.asked(wanted) for other in FILTERS if other is not one)


def test_an_open_filter_narrows_nothing() -> None:
    assert query(Attempt(criteria=asked(Kind.ARTISTS), reading=Reading())) == {"match_all": {}}
    assert asked(Kind.ARTISTS) == Criteria()


def test_several_styles_are_any_or_all() -> None:
    wanted = asked(Kind.ARTISTS, style=["realism", "blackwork"])
    [style] = [one for one in FILTERS if one.parameter == "style"]
    values = style.asked(wanted)
    assert style.clauses(values, every=False) == [{"terms": {"styles": ["realism", "blackwork"]}}]
    assert style.clauses(values, every=True) == [
        {"term": {"styles": "realism"}},
        {"term": {"styles": "blackwork"}},
    ]
    assert style.passes({"styles": ["blackwork"]}, values, every=False)
    assert not style.passes({"styles": ["blackwork"]}, values, every=True)
    assert style.passes({"styles": ["blackwork", "realism", "lettering"]}, values, every=True)


def test_parameters_of_studios_are_those_that_artists_share() -> None:
    assert issubclass(ArtistParameters, SearchParameters)
    assert issubclass(StudioParameters, SearchParameters)
    assert replace(asked(Kind.STUDIOS), kind=Kind.ARTISTS) == Criteria()
