"""Waiting times of theme parks in the shape of themeparks.wiki, version 1."""

from datetime import UTC, datetime
from typing import Any

from inkscout_local.simulator.apis.opening import state_at
from inkscout_local.simulator.apis.replies import ApiRequest, Reply, chance
from inkscout_local.simulator.apis.settings import Park, ParksApi

_STATUS = {"open": "OPERATING", "closed": "CLOSED", "expected": "CLOSED", "wind": "DOWN", "fault": "DOWN"}
_HEADERS = {"Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": "*"}


class Parks:
    """Parks with rides and shows."""

    def __init__(self, settings: ParksApi) -> None:
        self._parks = {park.id: park for park in settings.parks}

    def reply(self, asked: ApiRequest) -> Reply:
        """Returns the live data of the entity in the path; 404 for any other."""
        parts = asked.path.strip("/").split("/")
        known = len(parts) == 4 and parts[:2] == ["v1", "entity"] and parts[3] == "live"
        park = self._parks.get(parts[2]) if known else None
        if park is None:
            return Reply({"error": "Entity not found"}, at=None, status=404, headers=dict(_HEADERS))
        live = [_ride(park, ride, asked.now, at) for at, ride in enumerate(park.rides)]
        live += [_show(park, show, asked.now) for show in park.shows]
        document = {
            "id": park.id,
            "name": park.name,
            "entityType": "PARK",
            "timezone": park.zone,
            "liveData": live,
        }
        return Reply(document, ("liveData",), headers=dict(_HEADERS))


def _ride(park: Park, name: str, now: datetime, at: int) -> dict[str, Any]:
    state = state_at(f"{park.id} {name}", now, park.zone, park.opens, park.closes)
    closed = at and at % 7 == 0
    queue: dict[str, Any] = {"STANDBY": {"waitTime": None if closed else state.wait}}
    if chance(name) % 2:
        queue["SINGLE_RIDER"] = {"waitTime": None if closed or state.wait is None else state.wait // 2}
    if chance(name) % 5 == 1:
        queue["RETURN_TIME"] = {"state": "FINISHED", "returnStart": None, "returnEnd": None}
    return {
        "id": _id(park, name),
        "name": name,
        "entityType": "ATTRACTION",
        "parkId": park.id,
        "status": "REFURBISHMENT" if closed else _STATUS[state.word],
        "queue": queue,
        "lastUpdated": _utc(state.since),
    }


def _show(park: Park, name: str, now: datetime) -> dict[str, Any]:
    """Returns a show; shows have no ``queue`` at all."""
    state = state_at(f"{park.id} {name}", now, park.zone, park.opens, park.closes)
    return {
        "id": _id(park, name),
        "name": name,
        "entityType": "SHOW",
        "parkId": park.id,
        "status": _STATUS[state.word],
        "showtimes": [],
        "lastUpdated": _utc(state.since),
    }


def _id(park: Park, name: str) -> str:
    a, b = chance(park.id, name), chance(name, park.id)
    return f"{a:08x}-{b >> 16:04x}-4{b & 0xFFF:03x}-8{a & 0xFFF:03x}-{a ^ b:08x}{b & 0xFFFF:04x}"


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
