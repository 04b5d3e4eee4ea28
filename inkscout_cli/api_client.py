"""Typed client of the HTTP API; methods take the routes' parameters and return the API's own models."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar
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
"""Signs a request: takes method, URL, body and headers, and returns the headers to send."""


class Pool(Protocol):
    """Sends requests, as ``urllib3.PoolManager`` does."""

    def request(self, method: str, url: str, **options: Any) -> urllib3.BaseHTTPResponse:  # noqa: ANN401
        """Returns the response to a request."""
        ...


class ApiProblem(InkscoutError):
    """A request failed.

    Attributes:
        status: HTTP status; 0 without a response.
        problem: Problem document of the response; None if it has none.
    """

    def __init__(self, status: int, problem: Problem | None, detail: str) -> None:
        said = problem.detail if problem else detail
        super().__init__(f"{status}: {said}" if status else said)
        self.status = status
        self.problem = problem


class ApiClient:
    """Client of the HTTP API at a base URL.

    Every method raises ``ApiProblem`` if the API refuses the request or does not respond. GET requests are
    retried twice after a failed connection or a status of 429, 502, 503 or 504.

    Args:
        base_url: Base URL of the API, without ``/v1``.
        sign: Signs all requests; needed for operators' routes.
        timeout_seconds: Time limit for connecting and for each read.
        pool: Sends the requests, in place of the network.
    """

    def __init__(
        self,
        base_url: str,
        *,
        sign: Sign | None = None,
        timeout_seconds: float = 30.0,
        pool: Pool | None = None,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._sign = sign
        retries = urllib3.Retry(total=2, status_forcelist=(429, 502, 503, 504), backoff_factor=0.3)
        self._pool = pool or urllib3.PoolManager(timeout=timeout_seconds, retries=retries)

    def search_artists(self, q: str = "", **parameters: object) -> ArtistPage:
        """Calls ``GET /v1/artists``; keyword arguments are query parameters, with lists for repeated ones."""
        return self._get(ArtistPage, "/v1/artists", {"q": q} | parameters)

    def all_artists(self, q: str = "", **parameters: object) -> Iterator[ArtistHit]:
        """Yields every artist that a search finds; requests page by page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.search_artists(q, **(parameters | {"cursor": cursor or None}))
            yield from page.items
            cursor = page.next_cursor

    def artist(self, artist_id: str) -> ArtistProfile:
        """Calls ``GET /v1/artists/{id}``."""
        return self._get(ArtistProfile, f"/v1/artists/{_segment(artist_id)}")

    def search_studios(self, q: str = "", **parameters: object) -> StudioPage:
        """Calls ``GET /v1/studios``; keyword arguments are query parameters, with lists for repeated ones."""
        return self._get(StudioPage, "/v1/studios", {"q": q} | parameters)

    def studio(self, studio_id: str) -> StudioProfile:
        """Calls ``GET /v1/studios/{id}``."""
        return self._get(StudioProfile, f"/v1/studios/{_segment(studio_id)}")

    def suggest(self, q: str, limit: int = 5) -> Suggestions:
        """Calls ``GET /v1/suggest``."""
        return self._get(Suggestions, "/v1/suggest", {"q": q, "limit": limit})

    def styles(self) -> StyleList:
        """Calls ``GET /v1/styles``."""
        return self._get(StyleList, "/v1/styles")

    def map(self, bbox: str, zoom: int, styles: tuple[str, ...] = ()) -> ClusterCollection:
        """Calls ``GET /v1/map``; ``bbox`` is ``west,south,east,north`` in degrees."""
        return self._get(ClusterCollection, "/v1/map", {"bbox": bbox, "zoom": zoom, "style": list(styles)})

    def analytics(self) -> Analytics:
        """Calls ``GET /v1/analytics``."""
        return self._get(Analytics, "/v1/analytics")

    def health(self) -> Health:
        """Calls ``GET /v1/health``."""
        return self._get(Health, "/v1/health")

    def request_removal(self, **fields: str) -> RemovalRequestView:
        """Calls ``POST /v1/removal-requests``; keyword arguments are the fields of the body."""
        return self._post(RemovalRequestView, "/v1/removal-requests", fields)

    def removal_request(self, request_id: str) -> RemovalRequestView:
        """Calls ``GET /v1/removal-requests/{id}``."""
        return self._get(RemovalRequestView, f"/v1/removal-requests/{_segment(request_id)}")

    def decide_removal(self, request_id: str, *, approve: bool, note: str = "") -> RemovalRequestView:
        """Calls ``POST /v1/removal-requests/{id}/approve`` or ``/reject`` (operators only)."""
        verb = "approve" if approve else "reject"
        path = f"/v1/removal-requests/{_segment(request_id)}/{verb}"
        return self._post(RemovalRequestView, path, {"note": note})

    def start_scan(self, url: str) -> ScanView:
        """Calls ``POST /v1/scans`` (operators only)."""
        return self._post(ScanView, "/v1/scans", {"url": url})

    def scan(self, scan_id: str) -> ScanView:
        """Calls ``GET /v1/scans/{id}`` (operators only)."""
        return self._get(ScanView, f"/v1/scans/{_segment(scan_id)}")

    def scan_results(self, scan_id: str, limit: int = 20, cursor: str = "") -> ScanResults:
        """Calls ``GET /v1/scans/{id}/results`` (operators only)."""
        parameters = {"limit": limit, "cursor": cursor or None}
        return self._get(ScanResults, f"/v1/scans/{_segment(scan_id)}/results", parameters)

    def start_run(self, regions: list[Any], **switches: object) -> RunStarted:
        """Calls ``POST /v1/runs`` (operators only); keyword arguments are further fields of the body."""
        return self._post(RunStarted, "/v1/runs", {"regions": regions, **switches})

    def runs(self, limit: int = 20) -> RunList:
        """Calls ``GET /v1/runs`` (operators only)."""
        return self._get(RunList, "/v1/runs", {"limit": limit})

    def run(self, run_id: str) -> RunDetail:
        """Calls ``GET /v1/runs/{id}`` (operators only)."""
        return self._get(RunDetail, f"/v1/runs/{_segment(run_id)}")

    def export(self, file: str) -> bytes:
        """Calls ``GET /v1/exports/{file}`` (operators only), follows its redirect and returns the file."""
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
    """Returns booleans as the API writes them; other values unchanged."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _segment(text: str) -> str:
    return quote(text, safe="")
