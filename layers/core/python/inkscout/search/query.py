"""Builds index queries from an attempt: the search, its order, and its facets."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from inkscout.search.clauses import Clause, constant, excluded_clauses, text_clauses
from inkscout.search.criteria import FILTERS, Attempt, Criteria, Sort
from inkscout.search.definition import Kind

Body = dict[str, Any]

MAX_PAGE = 100
ANYBODY = 0.1

_FACETS = {one.parameter: one for one in FILTERS if one.facet_size}
_ID = {Kind.ARTISTS: "artist_id", Kind.STUDIOS: "studio_id"}
_UNSEEN_FIELDS = ["all_text", "name_variants", "sources", "confidence", "version"]


def facet_names(kind: Kind) -> tuple[str, ...]:
    """Returns the names of the facets of a kind of document."""
    return tuple(one.parameter for one in _FACETS.values() if kind in one.kinds)


def search_body(attempt: Attempt, *, after: list[Any] | None = None, facets: tuple[str, ...] = ()) -> Body:
    """Returns the request for one page; one extra document shows whether another page follows.

    ``after`` are the sort values of the last document before the page; ``facets`` are counted in the same
    request.
    """
    body: Body = {
        "size": min(attempt.criteria.limit, MAX_PAGE) + 1,
        "query": query(attempt),
        "sort": order(attempt),
        "track_total_hits": True,
        "track_scores": False,
        "_source": {"excludes": _UNSEEN_FIELDS},
    }
    if after is not None:
        body["search_after"] = after
    if facets:
        body["aggs"] = {name: _terms(name) for name in facets}
    return body


def facet_body(attempt: Attempt, facet: str) -> Body:
    """Returns the request for the counts of one facet, as if its own filter were not set."""
    return {
        "size": 0,
        "track_total_hits": False,
        "query": query(attempt, without=facet),
        "aggs": {facet: _terms(facet)},
    }


def filtered_facets(criteria: Criteria) -> tuple[str, ...]:
    """Returns the facets whose own filter is set, which need a separate request."""
    return tuple(name for name in facet_names(criteria.kind) if _FACETS[name].asked(criteria))


def facet_key(attempt: Attempt, facet: str) -> Hashable:
    """Returns the cache key of an attempt's facet counts: equal for attempts with equal counts."""
    own = _FACETS[facet]
    left_open: dict[str, Any] = {own.attribute: own.unset}
    if facet == "style":
        left_open["match_all_styles"] = False
    everywhere: dict[str, Any] = {"text": "", "limit": 0, "sort": Sort.RELEVANCE, "center_place": None}
    criteria = replace(attempt.criteria, **(everywhere | left_open))
    return facet, replace(attempt, criteria=criteria, level=0, relaxed=())


def query(attempt: Attempt, *, without: str = "") -> Clause:
    """Returns the query with all filters, except that of the facet ``without``."""
    must, should = text_clauses(attempt)
    filters = _filters(attempt.criteria, without)
    if should and not must:
        # Only words of the trade: every document matches, those with the words in their name first.
        must = [constant({"match_all": {}}, ANYBODY)]
    excluded = excluded_clauses(attempt.reading)
    if not must and not filters and not excluded:
        return {"match_all": {}}
    bool_query: Clause = {"filter": filters}
    if excluded:
        bool_query["must_not"] = excluded
        must = must or [constant({"match_all": {}}, ANYBODY)]
    if must:
        bool_query["must"] = must
        bool_query["should"] = should
    return {"bool": bool_query}


def order(attempt: Attempt) -> list[Any]:
    """Returns the sort keys.

    The last one is unique, so that a page continues exactly after the previous one.
    """
    criteria = attempt.criteria
    last = {_ID[criteria.kind]: {"order": "asc"}}
    fresh = {"updated_at": {"order": "desc", "missing": "_last"}}
    if criteria.sort is Sort.DISTANCE and criteria.center:
        point = {"lat": criteria.center.lat, "lon": criteria.center.lng}
        return [{"_geo_distance": {"location": point, "order": "asc", "unit": "m"}}, last]
    if criteria.sort is Sort.RATING:
        rating = {"rating": {"order": "desc", "missing": 0}}
        return [rating, {"rating_count": {"order": "desc", "missing": 0}}, last]
    if criteria.sort is Sort.UPDATED:
        return [fresh, last]
    if criteria.sort is Sort.NAME:
        return [{"name_key": {"order": "asc", "missing": "_last"}}, last]
    complete = {"completeness": {"order": "desc", "missing": 0}}
    if attempt.reading.is_empty and not attempt.reading.text_key:
        return [complete, fresh, last]
    return [{"_score": {"order": "desc"}}, complete, fresh, last]


def _filters(criteria: Criteria, without: str) -> list[Clause]:
    filters: list[Clause] = []
    for one in FILTERS:
        if one.parameter != without and (values := one.asked(criteria)):
            filters += one.clauses(values, every=criteria.match_all_styles)
    return filters + geo_filters(criteria)


def geo_filters(criteria: Criteria) -> list[Clause]:
    """Returns the filters for the radius and the box."""
    filters: list[Clause] = []
    if criteria.center:
        point = {"lat": criteria.center.lat, "lon": criteria.center.lng}
        filters.append({"geo_distance": {"distance": f"{criteria.radius_km:g}km", "location": point}})
    if criteria.box:
        box = criteria.box
        corners = {
            "top_left": {"lat": box.north, "lon": box.west},
            "bottom_right": {"lat": box.south, "lon": box.east},
        }
        filters.append({"geo_bounding_box": {"location": corners}})
    return filters


def _terms(facet: str) -> Clause:
    return {"terms": {"field": _FACETS[facet].document_field, "size": _FACETS[facet].facet_size}}
