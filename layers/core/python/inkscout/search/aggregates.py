"""Bodies and readers of counts: cities with their places, styles, totals, and clusters for a map."""

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
    """The cities that studios lie in, with their printed name, countries and middle."""
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
    """The places of the answer to ``places_body``."""
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
    """Counts by field (name to number of values), and the total."""
    return {
        "size": 0,
        "track_total_hits": True,
        "query": _ALL,
        "aggs": {field: {"terms": {"field": field, "size": size}} for field, size in fields.items()},
    }


def read_counts(answer: Mapping[str, Any], field: str) -> dict[str, int]:
    """Value to count, most first."""
    buckets = answer.get("aggregations", {}).get(field, {}).get("buckets", ())
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}


def total(answer: Mapping[str, Any]) -> int:
    """The number of documents that matched."""
    return int(answer["hits"]["total"]["value"])


def clusters_body(box: Box, zoom: int, query: Body) -> Body:
    """Clusters of a box: tiles two levels finer than the map's zoom, so that a screen holds a few dozen."""
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
    """Tile, count and middle of each cluster."""
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
