"""Worlds built in memory for tests."""

from typing import Any

from inkscout_local.simulator.model import World


def place(number: int, lat: float, lng: float, **more: Any) -> dict[str, Any]:
    """One studio; prominence falls with its number."""
    return {
        "place_id": f"place-{number:06d}",
        "name": f"Studio {number} Tattoo",
        "formatted_address": f"{number} Mill Lane, Leeds LS1 1AA, UK",
        "geometry": {"location": {"lat": lat, "lng": lng}},
        "types": ["point_of_interest", "store", "establishment"],
        "business_status": "OPERATIONAL",
        "user_ratings_total": 10_000 - number % 10_000,
        **more,
    }


def grid(count: int, lat: float = 53.8, lng: float = -1.55, step: float = 0.001) -> list[dict[str, Any]]:
    """Studios on a square grid, row by row."""
    side = max(1, round(count**0.5))
    return [
        place(n, round(lat + (n // side) * step, 6), round(lng + (n % side) * step, 6)) for n in range(count)
    ]


def world(places: list[dict[str, Any]], **more: Any) -> World:
    """A world named Leeds with the given places."""
    document: dict[str, Any] = {
        "name": "test",
        "regions": [
            {
                "name": "Leeds, UK",
                "viewport": {
                    "northeast": {"lat": 53.95, "lng": -1.29},
                    "southwest": {"lat": 53.7, "lng": -1.8},
                },
            }
        ],
        "places": places,
        "hosts": {},
        **more,
    }
    return World.from_document(document)
