"""HTTP application of the simulated Google and Overpass endpoints: API keys, faults and error bodies."""

import asyncio
import json
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from inkscout_local.loopback.web import guard
from inkscout_local.simulator.apis.controls import controls
from inkscout_local.simulator.apis.hosts import ApiSide
from inkscout_local.simulator.faults import FaultPlan
from inkscout_local.simulator.google.geocode import geocode
from inkscout_local.simulator.google.legacy import KEY_REFUSED, NO_KEY, LegacyPlaces, failure
from inkscout_local.simulator.google.places_new import NewPlaces, RequestError
from inkscout_local.simulator.index import PlaceIndex
from inkscout_local.simulator.model import GoogleFault, World
from inkscout_local.simulator.overpass import Overpass, OverpassSyntaxError

_STATUS_NAMES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND"}
_STATUS_NAMES |= {429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}
_NEW_CODES = {
    "OVER_QUERY_LIMIT": (429, "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute'."),
    "OVER_DAILY_LIMIT": (429, "Quota exceeded for quota metric 'Requests' and limit 'Requests per day'."),
    "REQUEST_DENIED": (403, "The caller does not have permission"),
    "INVALID_REQUEST": (400, "Request contains an invalid argument."),
    "UNKNOWN_ERROR": (500, "Internal error encountered."),
    "NOT_FOUND": (404, "Requested entity was not found."),
}
_NEW = frozenset({"searchText", "searchNearby", "place"})


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """A call that the server received; ``params`` are its parameters without the API key."""

    endpoint: str
    params: Mapping[str, Any]


class GoogleSide:
    """The Google and Overpass endpoints of one world.

    Attributes:
        faults: Schedule of simulated faults.
        requests: The latest 10,000 calls.
        calls: Number of calls by endpoint.
    """

    def __init__(self, world: World, apis: ApiSide) -> None:
        self._apis = apis
        index = PlaceIndex(world)
        self._world = world
        self._legacy = LegacyPlaces(index, world.google)
        self._new = NewPlaces(index, world.google)
        self._overpass = Overpass(world)
        self.faults = FaultPlan(world.google_faults)
        self.requests: deque[RequestRecord] = deque(maxlen=10_000)
        self.calls: Counter[str] = Counter()

    def app(self) -> web.Application:
        """Returns the aiohttp application with all routes."""
        app = web.Application(client_max_size=1024 * 1024, middlewares=[guard])
        place = "/maps/api/place"
        app.router.add_get("/maps/api/geocode/json", self._legacy_route("geocode", self._geocode))
        app.router.add_get(
            f"{place}/textsearch/json", self._legacy_route("textsearch", self._legacy.text_search)
        )
        app.router.add_get(
            f"{place}/nearbysearch/json", self._legacy_route("nearbysearch", self._legacy.nearby_search)
        )
        app.router.add_get(f"{place}/details/json", self._legacy_route("details", self._details))
        app.router.add_post("/v1/places:searchText", self._search_text)
        app.router.add_post("/v1/places:searchNearby", self._search_nearby)
        app.router.add_get("/v1/places/{place_id}", self._get_place)
        app.router.add_route("*", "/api/interpreter", self._interpreter)
        app.router.add_post("/_world/faults", self._add_fault)
        app.router.add_delete("/_world/faults", self._clear_faults)
        app.router.add_get("/_world/requests", self._counts)
        app.add_subapp("/_world/apis", controls(self._apis))
        return app

    def _geocode(self, params: Mapping[str, str], repeat: bool) -> dict[str, Any]:
        return geocode(self._world.regions, params)

    def _details(self, params: Mapping[str, str], repeat: bool) -> dict[str, Any]:
        return self._legacy.details(params)

    def _legacy_route(
        self, endpoint: str, service: Callable[[Mapping[str, str], bool], dict[str, Any]]
    ) -> Callable[[web.Request], Any]:
        lists = endpoint != "details"

        async def handle(request: web.Request) -> web.StreamResponse:
            fault = self._seen(endpoint, {k: v for k, v in request.query.items() if k != "key"})
            if fault and (broken := await self._break(request, endpoint, fault)):
                return broken
            key = request.query.get("key", "")
            if not key or key == "denied":
                return web.json_response(
                    failure("REQUEST_DENIED", KEY_REFUSED if key else NO_KEY, results=lists)
                )
            return web.json_response(service(request.query, bool(fault and fault.kind == "duplicates")))

        return handle

    async def _search_text(self, request: web.Request) -> web.StreamResponse:
        return await self._new_call(request, "searchText", self._new.search_text)

    async def _search_nearby(self, request: web.Request) -> web.StreamResponse:
        return await self._new_call(
            request, "searchNearby", lambda body, mask, _repeat: self._new.search_nearby(body, mask)
        )

    async def _get_place(self, request: web.Request) -> web.StreamResponse:
        place_id = request.match_info["place_id"]
        return await self._new_call(
            request, "place", lambda _body, mask, _repeat: self._new.get(place_id, mask)
        )

    async def _new_call(
        self,
        request: web.Request,
        endpoint: str,
        method: Callable[[Mapping[str, Any], str, bool], dict[str, Any]],
    ) -> web.StreamResponse:
        raw = await request.read()
        fault = self._seen(endpoint, {"path": request.path, "body": raw.decode("utf-8", "replace")})
        if fault and (broken := await self._break(request, endpoint, fault)):
            return broken
        try:
            _check_new_key(request.headers.get("X-Goog-Api-Key") or request.query.get("key", ""))
            body = _json_body(raw) if request.method == "POST" else {}
            mask = (
                request.headers.get("X-Goog-FieldMask")
                or request.query.get("$fields")
                or request.query.get("fields", "")
            )
            return web.json_response(method(body, mask, bool(fault and fault.kind == "duplicates")))
        except RequestError as error:
            return _new_error(error.code, error.status, str(error))

    async def _interpreter(self, request: web.Request) -> web.StreamResponse:
        raw = (await request.read()).decode("utf-8", "replace")
        form = await request.post() if request.content_type == "application/x-www-form-urlencoded" else {}
        query = str(form.get("data") or request.query.get("data") or raw)
        fault = self._seen("overpass", {"data": query})
        if fault and fault.kind != "remark" and (broken := await self._break(request, "overpass", fault)):
            return broken
        remark = 'runtime error: Query timed out in "query" at line 1 after 26 seconds.' if fault else ""
        try:
            return web.json_response(self._overpass.answer(query, remark))
        except OverpassSyntaxError as error:
            return _overpass_error(400, f"parse error: {error}")

    def _seen(self, endpoint: str, params: Mapping[str, Any]) -> GoogleFault | None:
        self.calls[endpoint] += 1
        self.requests.append(RequestRecord(endpoint, params))
        return self.faults.take(endpoint)

    async def _break(
        self, request: web.Request, endpoint: str, fault: GoogleFault
    ) -> web.StreamResponse | None:
        """Returns the response of a fault; None if the call continues, late or with changed results."""
        match fault.kind:
            case "duplicates" | "remark":
                return None
            case "timeout":
                await asyncio.sleep(fault.seconds)
                return None
            case "reset":
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=500)
            case "malformed":
                return web.Response(text='{"results": [{"name": "cut off he', content_type="application/json")
            case "status":
                return _status_error(endpoint, fault.status)
        return _named_error(endpoint, fault.kind)

    async def _add_fault(self, request: web.Request) -> web.Response:
        try:
            self.faults.add(GoogleFault.model_validate(await request.json()))
        except (ValidationError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"ok": True})

    async def _clear_faults(self, _request: web.Request) -> web.Response:
        self.faults.clear()
        return web.json_response({"ok": True})

    async def _counts(self, _request: web.Request) -> web.Response:
        return web.json_response({"calls": dict(self.calls)})


def _check_new_key(key: str) -> None:
    if not key:
        raise RequestError(
            403,
            "PERMISSION_DENIED",
            "Method doesn't allow unregistered callers (callers without established identity). Please use "
            "API Key or other form of API consumer identity to call this API.",
        )
    if key == "denied":
        raise RequestError(
            403, "PERMISSION_DENIED", "This API key is not authorized to use this service or API."
        )


def _json_body(raw: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        raise RequestError(
            400, "INVALID_ARGUMENT", "Invalid JSON payload received. Unexpected token."
        ) from None
    if not isinstance(body, dict):
        raise RequestError(
            400,
            "INVALID_ARGUMENT",
            'Invalid JSON payload received. Unknown name "": Root element must be a message.',
        )
    return body


def _new_error(code: int, status: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message, "status": status}}, status=code)


def _overpass_error(status: int, message: str) -> web.Response:
    page = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<html><head><title>OSM3S Response</title></head><body>'
        f"<p><strong>Error</strong>: {message}</p></body></html>\n"
    )
    return web.Response(status=status, text=page, content_type="text/html")


def _status_error(endpoint: str, status: int) -> web.Response:
    """Returns an HTTP error as Google's front ends send it: JSON for Places (New), else an HTML page."""
    if endpoint in _NEW:
        return _new_error(
            status, _STATUS_NAMES.get(status, "UNKNOWN"), "The service is currently unavailable."
        )
    if endpoint == "overpass":
        return _overpass_error(
            status, "runtime error: open64: 0 Success rate_limited" if status == 429 else "timeout"
        )
    return web.Response(
        status=status,
        text=f"<html><title>Error {status} (Server Error)</title></html>",
        content_type="text/html",
    )


def _named_error(endpoint: str, kind: str) -> web.Response:
    """Returns an error by its legacy status name, in the format of the endpoint's API."""
    if endpoint in _NEW:
        code, message = _NEW_CODES[kind]
        return _new_error(code, _STATUS_NAMES[code], message)
    if endpoint == "overpass":
        return _overpass_error(_NEW_CODES[kind][0], kind)
    text = {
        "OVER_QUERY_LIMIT": "You have exceeded your rate-limit for this API.",
        "REQUEST_DENIED": KEY_REFUSED,
    }
    return web.json_response(failure(kind, text.get(kind, ""), results=endpoint != "details"))
