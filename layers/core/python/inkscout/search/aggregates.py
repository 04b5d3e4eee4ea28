"""Builds requests for counts (cities, styles, totals, map clusters), and reads the responses."""

from collections.abc import Mapping
from typing import Any

from inkscout.domain.geo import Box, GeoPoint
from inkscout.search.criteria import City

Body = dict[str, Any]

MAX_CITIES = 5000
MAX_CLUSTERS = 1000
FINEST_TILE = 15

_ALL: Body = {"match_all": {}}


def places_body() -> Body:
    """Returns the request for all cities of studios, with printed name, countries and centre."""
    return {
        "size": 0,
        "track_total_hits": False,
        "query": _ALL,
        "aggs": {
            "cities": {
                "terms": {"field": "city_key", "size": MAX_CITIES},
                "aggs": {
                    "name": {"terms": {"field": "city.raw", "size": 1}},
                    "country": {"terms": {"field": "country", "size": 2}},
                    "middle": {"geo_centroid": {"field": "location"}},
                },
            }
        },
    }


def read_places(answer: Mapping[str, Any]) -> list[City]:
    """Returns the cities in the response to ``places_body``."""
    places: list[City] = []
    for bucket in answer.get("aggregations", {}).get("cities", {}).get("buckets", ()):
        names = bucket["name"]["buckets"]
        countries = bucket["country"]["buckets"]
        middle = bucket["middle"].get("location")
        single = len(countries) == 1
        places.append(
            City(
                key=bucket["key"],
                name=names[0]["key"] if names else bucket["key"].title(),
                country=countries[0]["key"] if single else "",
                location=GeoPoint(middle["lat"], middle["lon"]) if middle and single else None,
                count=bucket["doc_count"],
            )
        )
    return places


def counts_body(**fields: int) -> Body:
    """Returns the request for counts by field, and the total; ``fields`` maps field to number of values."""
    return {
        "size": 0,
        "track_total_hits": True,
        "query": _ALL,
        "aggs": {field: {"terms": {"field": field, "size": size}} for field, size in fields.items()},
    }


def read_counts(answer: Mapping[str, Any], field: str) -> dict[str, int]:
    """Returns the counts by value of one field in a response, largest first."""
    buckets = answer.get("aggregations", {}).get(field, {}).get("buckets", ())
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}


def total(answer: Mapping[str, Any]) -> int:
    """Returns the number of documents that matched."""
    return int(answer["hits"]["total"]["value"])


def clusters_body(box: Box, zoom: int, query: Body) -> Body:
    """Returns the request for clusters in a box, by tiles two levels finer than the map's zoom.

    A screen then shows a few dozen clusters.
    """
    filters: list[Body] = [query, *_inside(box)]
    return {
        "size": 0,
        "track_total_hits": True,
        "query": {"bool": {"filter": filters}},
        "aggs": {
            "tiles": {
                "geotile_grid": {
                    "field": "location",
                    "precision": min(FINEST_TILE, zoom + 2),
                    "size": MAX_CLUSTERS,
                },
                "aggs": {"middle": {"geo_centroid": {"field": "location"}}},
            }
        },
    }


def read_clusters(answer: Mapping[str, Any]) -> list[tuple[str, int, GeoPoint]]:
    """Returns tile (``zoom/x/y``), count and centre of each cluster in the response to ``clusters_body``."""
    clusters = []
    for bucket in answer.get("aggregations", {}).get("tiles", {}).get("buckets", ()):
        middle = bucket["middle"]["location"]
        clusters.append((bucket["key"], int(bucket["doc_count"]), GeoPoint(middle["lat"], middle["lon"])))
    return clusters


def _inside(box: Box) -> list[Body]:
    corners = {
        "top_left": {"lat": box.north, "lon": box.west},
        "bottom_right": {"lat": box.south, "lon": box.east},
    }
    return [{"geo_bounding_box": {"location": corners}}]
