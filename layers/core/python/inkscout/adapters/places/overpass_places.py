"""OpenStreetMap through Overpass as ``ports.PlaceSource``: free, and complete as far as mapped."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Place, SearchPage
from inkscout.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable
from inkscout.ports import Meter

CONNECT_SECONDS = 5
READ_SECONDS = 70
SERVER_SECONDS = 60
ATTEMPTS = 3
# Tags that mappers use for tattoo studios, in order of frequency (taginfo).
_FILTERS = (
    '["shop"~"^(tattoo|tattoo_studio|tattoos)$"]',
    '["shop"~"tattoo"]',
    '["craft"="tattoo"]',
    '["tattoo"="yes"]',
)


class OverpassPlaces:
    """Source that returns all studios of a box in one query.

    Args:
        endpoint: URL of an interpreter, such as ``https://overpass-api.de/api/interpreter``.
        contact: Operator's contact for the User-Agent, as Overpass' usage policy requires.
        meter: Counts the request.
        sleep: Waits between attempts, in seconds.
    """

    name = "osm"
    cap = 0
    by_words = False
    ids_only = False
    max_radius_m = 1_000_000.0
    keep_days = 0

    def __init__(self, endpoint: str, contact: str, meter: Meter, sleep: Callable[[float], None]) -> None:
        self._endpoint = endpoint
        self._agent = f"Inkscout ({contact})" if contact else "Inkscout"
        self._meter = meter
        self._sleep = sleep

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        """Yields all elements of the box on one page; ``query`` and ``language`` are not used.

        Raises:
            ProviderThrottled: HTTP 429.
            ProviderUnavailable: 5xx, no response in time, malformed JSON, or a query that timed out on the
                server.
            ProviderRejected: any other refusal.
        """
        self._meter.charge("overpass")
        retrying = Retrying(
            retry=retry_if_exception_type((ProviderThrottled, ProviderUnavailable)),
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_exponential_jitter(initial=1, max=10, jitter=1),
            sleep=self._sleep,
            reraise=True,
        )
        answer = retrying(lambda: self._post(_ql(box)))
        found = (_place(element) for element in answer["elements"])
        yield SearchPage(places=tuple(place for place in found if place), document=answer, first=True)

    def describe(
        self, places: Sequence[Place], query: str, box: Box, language: str, results: int
    ) -> Iterator[Place]:
        """Yields the places unchanged, since the search has described them."""
        yield from places

    def price(self, results: int, wanted: int) -> float:
        """Returns 0, since searches describe their places."""
        return 0.0

    def complete(self, place: Place) -> Place | None:
        """Returns the place unchanged, since the search has read all fields."""
        return place

    def _post(self, ql: str) -> dict[str, Any]:
        try:
            response = requests.post(
                self._endpoint,
                data={"data": ql},
                headers={"User-Agent": self._agent},
                timeout=(CONNECT_SECONDS, READ_SECONDS),
            )
        except requests.RequestException:
            raise ProviderUnavailable("Overpass did not answer in time or broke the connection") from None
        if response.status_code == 429:
            raise ProviderThrottled("Overpass answered HTTP 429")
        if response.status_code >= 500:
            raise ProviderUnavailable(f"Overpass answered HTTP {response.status_code}")
        if response.status_code != 200:
            raise ProviderRejected(f"Overpass answered HTTP {response.status_code}")
        try:
            answer = response.json()
        except ValueError:
            raise ProviderUnavailable("Overpass' answer is not the JSON it should be") from None
        # A query that ran out of time or memory responds 200 with partial results and a remark.
        if (
            not isinstance(answer, dict)
            or "elements" not in answer
            or "error" in str(answer.get("remark", ""))
        ):
            raise ProviderUnavailable("Overpass gave up on the query")
        return answer


def _ql(box: Box) -> str:
    """Returns the query in Overpass QL; a box across the antimeridian is queried in two halves."""
    halves = [box]
    if box.west > box.east:
        halves = [Box(box.south, box.west, box.north, 180.0), Box(box.south, -180.0, box.north, box.east)]
    areas = [f"({half.south},{half.west},{half.north},{half.east})" for half in halves]
    lines = "".join(f"nwr{tag}{area};" for tag in _FILTERS for area in areas)
    return f"[out:json][timeout:{SERVER_SECONDS}];({lines});out center tags;"


def _place(element: Mapping[str, Any]) -> Place | None:
    """Converts an element to a place; returns None if it has no name or position."""
    tags = element.get("tags", {})
    position = element if "lat" in element else element.get("center", {})
    name = tags.get("name") or tags.get("brand") or tags.get("operator")
    if not name or "lat" not in position:
        return None
    country = str(tags.get("addr:country", ""))
    phone = str(tags.get("phone") or tags.get("contact:phone") or tags.get("contact:mobile") or "")
    website = tags.get("website") or tags.get("contact:website") or tags.get("url") or _social(tags)
    return Place(
        source="osm",
        source_id=f"{element['type']}/{element['id']}",
        name=str(name),
        location=GeoPoint(float(position["lat"]), float(position["lon"])),
        address=_address(tags),
        city=str(tags.get("addr:city", "")),
        country=country,
        phone=phone.split(";", maxsplit=1)[0].strip(),
        website=str(website).split(";", maxsplit=1)[0].strip(),
        types=_types(tags),
        business_status="CLOSED_PERMANENTLY" if "disused:shop" in tags else "",
    )


def _types(tags: Mapping[str, Any]) -> tuple[str, ...]:
    """Returns the element's trade as the vocabulary spells it, or nothing if it is no tattoo studio."""
    named = (
        any("tattoo" in str(tags.get(key, "")) for key in ("shop", "craft")) or tags.get("tattoo") == "yes"
    )
    return ("shop=tattoo",) if named else ()


_PROFILES = {
    "instagram": "https://www.instagram.com/",
    "facebook": "https://www.facebook.com/",
    "vk": "https://vk.com/",
    "tiktok": "https://www.tiktok.com/@",
    "youtube": "https://www.youtube.com/@",
    "twitter": "https://twitter.com/",
}
"""Networks whose tags hold an address or a name, with the beginning of a profile's address."""


def _social(tags: Mapping[str, Any]) -> str:
    """The address of the first profile that the tags name, at the network whose tag it is."""
    for network, start in _PROFILES.items():
        value = str(tags.get(f"contact:{network}") or tags.get(network) or "").split(";")[0].strip()
        if "/" in value or value.lower().startswith("www."):
            return value if "//" in value else f"https://{value}"
        if value:
            return start + value.lstrip("@").replace(" ", "")
    return ""


def _address(tags: Mapping[str, Any]) -> str:
    street = " ".join(filter(None, [str(tags.get("addr:street", "")), str(tags.get("addr:housenumber", ""))]))
    city = " ".join(filter(None, [str(tags.get("addr:postcode", "")), str(tags.get("addr:city", ""))]))
    return ", ".join(filter(None, [street, city]))
