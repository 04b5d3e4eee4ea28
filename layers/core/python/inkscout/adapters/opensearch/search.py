"""Read side of the search index over HTTP.

It sends the few read requests itself, through urllib3 (which opensearch-py uses underneath), since importing
opensearch-py takes longer than a whole first response may (``docs/decisions/``). Writes use opensearch-py.
"""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError, ProtocolError
from urllib3.exceptions import TimeoutError as Urllib3Timeout

from inkscout.adapters.opensearch.circuit_breaker import CircuitBreaker
from inkscout.adapters.opensearch.search_credentials import Authenticate, Basic, Headers
from inkscout.errors import IndexUnavailable
from inkscout.observability import logger
from inkscout.ports import JsonMap

CONNECT_SECONDS = 1.0
POOL_SIZE = 32
"""Number of idle connections that are kept; a server asks from several threads at once."""


class OpenSearchReader:
    """Implements ``ports.IndexReader``.

    It has a timeout, one retry of a dropped connection, and a circuit breaker.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout_seconds: float,
        breaker: CircuitBreaker,
        authenticate: Authenticate | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._breaker = breaker
        self._authenticate = authenticate
        self._pool = urllib3.PoolManager(
            maxsize=POOL_SIZE,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=timeout_seconds),
        )

    def search(self, searches: Sequence[tuple[str, JsonMap]]) -> Sequence[dict[str, Any]]:
        """Runs searches (alias, body) in one request; returns the responses in the same order.

        Raises:
            IndexUnavailable: the index did not respond, or not in time, or its circuit breaker is open.
        """
        if not self._breaker.allows():
            raise IndexUnavailable("the search index is left alone after repeated failures")
        try:
            if len(searches) == 1:
                alias, body = searches[0]
                answers = [self._post(f"/{alias}/_search", _dumps(body))]
            else:
                pairs = ((_dumps({"index": alias}), _dumps(body)) for alias, body in searches)
                answers = self._post("/_msearch", b"".join(b"%b\n%b\n" % pair for pair in pairs))["responses"]
            for answer in answers:
                _check(answer)
        except IndexUnavailable as error:
            self._breaker.failed()
            logger().warning("The search index failed", reason=str(error))
            raise
        self._breaker.succeeded()
        return answers

    def ready(self) -> bool:
        """Whether the index responds now and both aliases exist.

        Sends a request even if the breaker is open.
        """
        try:
            self._request("GET", "/artists,studios/_count", b"")
        except IndexUnavailable:
            return False
        self._breaker.succeeded()
        return True

    def _post(self, path: str, body: bytes) -> dict[str, Any]:
        return self._request("POST", path, body)

    def _request(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        url = self._url + path
        headers = {"content-type": "application/x-ndjson" if path == "/_msearch" else "application/json"}
        try:
            response = self._proven(method, url, body, headers)
        except HTTPError as error:
            raise IndexUnavailable(f"no answer: {type(error).__name__}") from error
        if response.status != 200:
            raise IndexUnavailable(f"status {response.status}: {_reason(response.data)}")
        try:
            document = json.loads(response.data)
        except ValueError as error:
            raise IndexUnavailable("the answer is not JSON") from error
        if not isinstance(document, dict):
            raise IndexUnavailable("the answer is not an object")
        return document

    def _proven(self, method: str, url: str, body: bytes, headers: Headers) -> urllib3.BaseHTTPResponse:
        """Sends the request with credentials; repeats it if a refused password has changed meanwhile."""
        if not self._authenticate:
            return self._send(method, url, body, headers)
        proof = self._authenticate(method, url, body)
        response = self._send(method, url, body, headers | proof)
        refused = response.status == HTTPStatus.UNAUTHORIZED
        if refused and isinstance(self._authenticate, Basic) and self._authenticate.renew(proof):
            response = self._send(method, url, body, headers | self._authenticate(method, url, body))
        return response

    def _send(self, method: str, url: str, body: bytes, headers: Headers) -> urllib3.BaseHTTPResponse:
        try:
            return self._pool.request(method, url, body=body, headers=headers)
        except Urllib3Timeout:
            raise
        except ProtocolError:
            # The server closed an idle connection just when it was reused; a search can be repeated.
            return self._pool.request(method, url, body=body, headers=headers)


def _dumps(document: JsonMap) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode()


def _check(answer: JsonMap) -> None:
    if "hits" not in answer:
        raise IndexUnavailable(f"refused: {_reason(json.dumps(answer).encode())}")
    if answer.get("timed_out"):
        raise IndexUnavailable("the index gave up in time")


def _reason(body: bytes) -> str:
    """Returns the type of an error, without the query that caused it, which contains what a user typed."""
    try:
        error = json.loads(body).get("error", "")
    except (ValueError, AttributeError):
        return "unreadable"
    return str(error.get("type", "unknown"))[:80] if isinstance(error, dict) else "unknown"
