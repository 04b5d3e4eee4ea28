"""Simulation of Overpass: the part of Overpass QL that finds elements by tags in boxes and circles."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from inkscout.domain.geo import Box, GeoPoint
from inkscout_local.simulator.areas import Area, BoxArea, CircleArea
from inkscout_local.simulator.model import World, WorldPlace

_NUMBER = r"\s*(-?\d+(?:\.\d+)?)\s*"
_BOX = re.compile(rf"\({_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}\)")
_GLOBAL_BOX = re.compile(rf"\[bbox:{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}\]")
_AROUND = re.compile(rf"\(around:{_NUMBER},{_NUMBER},{_NUMBER}\)")
_STATEMENT = re.compile(r"\b(nwr|nw|nr|wr|node|way|relation|rel)\b((?:\s*\[[^\]]*\])+)((?:\s*\([^)]*\))?)")
_FILTER = re.compile(
    r"""\[\s*["']?([\w:]+)["']?\s*(?:(=|!=|~|!~)\s*(?:"([^"]*)"|'([^']*)'|([^\],"']+))\s*(?:,\s*i\s*)?)?\]"""
)
_KINDS = {
    "nwr": {"node", "way", "relation"},
    "nw": {"node", "way"},
    "nr": {"node", "relation"},
    "wr": {"way", "relation"},
    "rel": {"relation"},
}


class OverpassSyntaxError(Exception):
    """The query is invalid, or uses a part of Overpass QL that is not supported here."""


@dataclass(frozen=True, slots=True)
class _OsmElement:
    kind: str
    number: int
    point: GeoPoint
    tags: Mapping[str, str]

    def shape(self) -> dict[str, Any]:
        """Returns the element in the format of ``out center tags``."""
        position = {"lat": self.point.lat, "lon": self.point.lng}
        place = position if self.kind == "node" else {"center": position}
        return {"type": self.kind, "id": self.number, **place, "tags": dict(self.tags)}


class Overpass:
    """The Overpass API on a world's places that have ``osm`` or ``osm_only`` set."""

    def __init__(self, world: World) -> None:
        self._elements = [
            _element(place)
            for place in world.places
            if place.osm_tags is not None and place.point is not None
        ]

    def answer(self, query: str, remark: str = "") -> dict[str, Any]:
        """Returns the JSON response body of a query; ``remark`` is an error to include, empty for none.

        Raises:
            OverpassSyntaxError: the query is invalid or not supported.
        """
        found: dict[tuple[str, int], _OsmElement] = {}
        for kinds, filters, areas in _statements(query):
            for element in self._elements:
                fits = element.kind in kinds and all(_fits(element.tags, *one) for one in filters)
                if fits and (not areas or any(area.contains(element.point) for area in areas)):
                    found[element.kind, element.number] = element
        body: dict[str, Any] = {
            "version": 0.6,
            "generator": "Overpass API 0.7.62.8 e802775f",
            "osm3s": {
                "timestamp_osm_base": "2026-01-01T00:00:00Z",
                "copyright": "The data included in this document is from www.openstreetmap.org. "
                "The data is made available under ODbL.",
            },
            "elements": [element.shape() for element in found.values()],
        }
        if remark:
            body["remark"] = remark
        return body


def _element(place: WorldPlace) -> _OsmElement:
    """Returns a place as an OpenStreetMap element with typical tags; tags in the world override them."""
    tags = {"name": place.name, "shop": "tattoo"}
    phone, website = place.raw.get("international_phone_number"), place.raw.get("website")
    if phone:
        tags["phone"] = str(phone)
    if website:
        tags["website"] = str(website)
    parts = {"street_number": "housenumber", "route": "street", "locality": "city", "postal_code": "postcode"}
    tags |= {f"addr:{to}": place.address[key] for key, to in parts.items() if place.address.get(key)}
    tags |= place.osm_tags or {}
    number = place.osm_id or 1_000_000_000 + crc32(place.place_id.encode())
    return _OsmElement(
        place.osm_type, number, place.point or GeoPoint(0, 0), {k: v for k, v in tags.items() if v}
    )


def _statements(query: str) -> Iterator[tuple[set[str], Sequence[tuple[str, str, str]], Sequence[Area]]]:
    if "[out:json]" not in re.sub(r"\s", "", query) or "out" not in query.rpartition("]")[2]:
        raise OverpassSyntaxError("only queries with [out:json] and an out statement are understood")
    everywhere = [_box(match) for match in _GLOBAL_BOX.finditer(query)]
    any_found = False
    for match in _STATEMENT.finditer(query):
        any_found = True
        kind, filters, place = match.groups()
        areas: list[Area] = [_box(found) for found in _BOX.finditer(place)]
        areas += [_around(found) for found in _AROUND.finditer(place)]
        if place.strip() and not areas:
            raise OverpassSyntaxError(f"area not understood: {place.strip()}")
        yield (
            _KINDS.get(kind, {kind}),
            [_filter(part) for part in _FILTER.finditer(filters)],
            areas or everywhere,
        )
    if not any_found:
        raise OverpassSyntaxError("no node, way, relation or nwr statement with a tag filter")


def _filter(match: re.Match[str]) -> tuple[str, str, str]:
    key, operator, *values = match.groups()
    return key, operator or "", next((value for value in values if value is not None), "")


def _fits(tags: Mapping[str, str], key: str, operator: str, value: str) -> bool:
    held = tags.get(key)
    match operator:
        case "":
            return held is not None
        case "=":
            return held == value
        case "!=":
            return held != value
        case "~":
            return held is not None and re.search(value, held, re.IGNORECASE) is not None
        case _:
            return held is None or re.search(value, held, re.IGNORECASE) is None


def _box(match: re.Match[str]) -> BoxArea:
    south, west, north, east = (float(part) for part in match.groups())
    if not (-90 <= south <= north <= 90):
        raise OverpassSyntaxError("the box's south end lies north of its north end")
    return BoxArea(Box(south, west, north, east))


def _around(match: re.Match[str]) -> CircleArea:
    radius, lat, lng = (float(part) for part in match.groups())
    return CircleArea(GeoPoint(lat, lng), radius)
