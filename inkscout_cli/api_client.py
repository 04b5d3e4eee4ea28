"""A typed client of the HTTP API: methods take what the routes take and return the API's own models."""

import json
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import urllib3
from pydantic import BaseModel, ValidationError

from inkscout.contracts.api.common import Problem
from inkscout.contracts.api.operations import (
    Analytics,
    Health,
    RemovalRequestView,
    RunDetail,
    RunList,
    RunStarted,
    ScanResults,
    ScanView,
)
from inkscout.contracts.api.profiles import ArtistProfile, StudioProfile
from inkscout.contracts.api.search import (
    ArtistHit,
    ArtistPage,
    ClusterCollection,
    StudioPage,
    StyleList,
    Suggestions,
)
from inkscout.errors import InkscoutError

ModelT = TypeVar("ModelT", bound=BaseModel)
Sign = Callable[[str, str, bytes, dict[str, str]], dict[str, str]]
"""Method, address, body and headers to the headers of a signed request."""


class ApiProblem(InkscoutError):
    """The API refused a request or did not answer; ``problem`` is what it said, where it said anything."""

    def __init__(self, status: int, problem: Problem | None, detail: str) -> None:
        said = problem.detail if problem else detail
        super().__init__(f"{status}: {said}" if status else said)
        self.status = status
        self.problem = problem


class ApiClient:
    """The API at an address.

    Args:
        base_url: Where the API is, without ``/v1``.
        sign: Signs the requests of an operator's routes; without it they are refused by the gateway.
        timeout_seconds: The longest wait for an answer.
    """

    def __init__(self, base_url: str, *, sign: Sign | None = None, timeout_seconds: float = 30.0) -> None:
        self._base = base_url.rstrip("/")
        self._sign = sign
        retries = urllib3.Retry(total=2, status_forcelist=(429, 502, 503, 504), backoff_factor=0.3)
        self._pool = urllib3.PoolManager(timeout=timeout_seconds, retries=retries)

    def search_artists(self, q: str = "", **parameters: object) -> ArtistPage:
        """``GET /v1/artists``; parameters as the route takes them, lists for repeated ones."""
        return self._get(ArtistPage, "/v1/artists", {"q": q} | parameters)

    def all_artists(self, q: str = "", **parameters: object) -> Iterator[ArtistHit]:
        """Every artist a search finds, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.search_artists(q, **(parameters | {"cursor": cursor or None}))
            yield from page.items
            cursor = page.next_cursor

    def artist(self, artist_id: str) -> ArtistProfile:
        """``GET /v1/artists/{id}``."""
        return self._get(ArtistProfile, f"/v1/artists/{_segment(artist_id)}")

    def search_studios(self, q: str = "", **parameters: object) -> StudioPage:
        """``GET /v1/studios``."""
        return self._get(StudioPage, "/v1/studios", {"q": q} | parameters)

    def studio(self, studio_id: str) -> StudioProfile:
        """``GET /v1/studios/{id}``."""
        return self._get(StudioProfile, f"/v1/studios/{_segment(studio_id)}")

    def suggest(self, q: str, limit: int = 5) -> Suggestions:
        """``GET /v1/suggest``."""
        return self._get(Suggestions, "/v1/suggest", {"q": q, "limit": limit})

    def styles(self) -> StyleList:
        """``GET /v1/styles``."""
        return self._get(StyleList, "/v1/styles")

    def map(self, bbox: str, zoom: int, styles: tuple[str, ...] = ()) -> ClusterCollection:
        """``GET /v1/map``; the box is west,south,east,north."""
        return self._get(ClusterCollection, "/v1/map", {"bbox": bbox, "zoom": zoom, "style": list(styles)})

    def analytics(self) -> Analytics:
        """``GET /v1/analytics``."""
        return self._get(Analytics, "/v1/analytics")

    def health(self) -> Health:
        """``GET /v1/health``."""
        return self._get(Health, "/v1/health")

    def request_removal(self, **fields: str) -> RemovalRequestView:
        """``POST /v1/removal-requests``: ``artist_id`` or ``instagram``, ``contact``, ``reason``."""
        return self._post(RemovalRequestView, "/v1/removal-requests", fields)

    def removal_request(self, request_id: str) -> RemovalRequestView:
        """``GET /v1/removal-requests/{id}``."""
        return self._get(RemovalRequestView, f"/v1/removal-requests/{_segment(request_id)}")

    def decide_removal(self, request_id: str, *, approve: bool, note: str = "") -> RemovalRequestView:
        """``POST /v1/removal-requests/{id}/approve`` or ``/reject``; an operator's."""
        verb = "approve" if approve else "reject"
        path = f"/v1/removal-requests/{_segment(request_id)}/{verb}"
        return self._post(RemovalRequestView, path, {"note": note})

    def start_scan(self, url: str) -> ScanView:
        """``POST /v1/scans``; an operator's."""
        return self._post(ScanView, "/v1/scans", {"url": url})

    def scan(self, scan_id: str) -> ScanView:
        """``GET /v1/scans/{id}``; an operator's."""
        return self._get(ScanView, f"/v1/scans/{_segment(scan_id)}")

    def scan_results(self, scan_id: str, limit: int = 20, cursor: str = "") -> ScanResults:
        """``GET /v1/scans/{id}/results``; an operator's."""
        parameters = {"limit": limit, "cursor": cursor or None}
        return self._get(ScanResults, f"/v1/scans/{_segment(scan_id)}/results", parameters)

    def start_run(self, regions: list[Any], **switches: object) -> RunStarted:
        """``POST /v1/runs``; an operator's."""
        return self._post(RunStarted, "/v1/runs", {"regions": regions, **switches})

    def runs(self, limit: int = 20) -> RunList:
        """``GET /v1/runs``; an operator's."""
        return self._get(RunList, "/v1/runs", {"limit": limit})

    def run(self, run_id: str) -> RunDetail:
        """``GET /v1/runs/{id}``; an operator's."""
        return self._get(RunDetail, f"/v1/runs/{_segment(run_id)}")

    def export(self, file: str) -> bytes:
        """``GET /v1/exports/{file}``, its redirect followed; an operator's."""
        response = self._send("GET", f"/v1/exports/{_segment(file)}", b"")
        where = response.headers.get("location", "")
        return bytes(self._pool.request("GET", where).data) if where else bytes(response.data)

    def _get(self, model: type[ModelT], path: str, parameters: dict[str, Any] | None = None) -> ModelT:
        given = {
            name: _text(value) for name, value in (parameters or {}).items() if value not in (None, "", [])
        }
        query = urlencode(given, doseq=True)
        return self._read(model, self._send("GET", f"{path}?{query}" if query else path, b""))

    def _post(self, model: type[ModelT], path: str, document: dict[str, Any]) -> ModelT:
        return self._read(model, self._send("POST", path, json.dumps(document).encode()))

    def _send(self, method: str, path: str, body: bytes) -> urllib3.BaseHTTPResponse:
        url = self._base + path
        headers = {"accept": "application/json"}
        if body:
            headers["content-type"] = "application/json"
        if self._sign:
            headers = self._sign(method, url, body, headers)
        try:
            return self._pool.request(method, url, body=body or None, headers=headers, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            raise ApiProblem(0, None, f"no answer: {type(error).__name__}") from error

    def _read(self, model: type[ModelT], response: urllib3.BaseHTTPResponse) -> ModelT:
        if response.status >= 400:
            raise ApiProblem(response.status, _problem(response.data), response.reason or "refused")
        try:
            return model.model_validate_json(response.data)
        except ValidationError as error:
            raise ApiProblem(response.status, None, "the answer is not what the API documents") from error


def _problem(body: bytes) -> Problem | None:
    try:
        return Problem.model_validate_json(body)
    except ValidationError:
        return None


def _text(value: object) -> object:
    """Booleans as the API writes them; all else as it prints."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _segment(text: str) -> str:
    return quote(text, safe="")
