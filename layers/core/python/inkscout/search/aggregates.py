"""Builds requests for counts (cities, styles, totals, map clusters), and reads the responses."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
                "aggs": {
                    "middle": {"geo_centroid": {"field": "location"}},
                    "single": {"terms": {"field": "artist_id", "size": 1}},
                },
            }
        },
    }


def artists_body(artist_ids: Sequence[str]) -> Body:
    """Returns the request for the names of artists, with what the denylist knows them by."""
    return {
        "size": len(artist_ids),
        "track_total_hits": False,
        "query": {"terms": {"artist_id": list(artist_ids)}},
        "_source": ["artist_id", "name", "handle", "studio_id"],
    }


def tile_bounds(tile: str) -> tuple[float, float, float, float]:
    """Returns west, south, east and north in degrees of a tile ``zoom/x/y`` in Web Mercator."""
    zoom, x, y = (int(part) for part in tile.split("/"))
    side = 1 << zoom

    def latitude(row: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / side))))

    edges = (x / side * 360 - 180, latitude(y + 1), (x + 1) / side * 360 - 180, latitude(y))
    west, south, east, north = (round(edge, 6) for edge in edges)
    return west, south, east, north


@dataclass(frozen=True, slots=True)
class TileCluster:
    """Artists of one tile (``zoom/x/y``) and their centre; ``artist_id`` is set if there is only one."""

    tile: str
    count: int
    middle: GeoPoint
    artist_id: str = ""


def read_clusters(answer: Mapping[str, Any]) -> list[TileCluster]:
    """Returns the clusters in the response to ``clusters_body``."""
    clusters = []
    for bucket in answer.get("aggregations", {}).get("tiles", {}).get("buckets", ()):
        middle = bucket["middle"]["location"]
        count = int(bucket["doc_count"])
        single = bucket["single"]["buckets"][0]["key"] if count == 1 else ""
        clusters.append(TileCluster(bucket["key"], count, GeoPoint(middle["lat"], middle["lon"]), single))
    return clusters


def _inside(box: Box) -> list[Body]:
    corners = {
        "top_left": {"lat": box.north, "lon": box.west},
        "bottom_right": {"lat": box.south, "lon": box.east},
    }
    return [{"geo_bounding_box": {"location": corners}}]
