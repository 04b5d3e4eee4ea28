"""Google Maps Platform through the ``googlemaps`` client: the legacy and the New API.

The client limits the rate and retries 5xx responses itself. This module adds timeouts, typed errors that
never contain the key (the client's own contain the URL, and thus the key), and the New API's error bodies.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import googlemaps
from googlemaps import exceptions as maps_errors
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from inkscout.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable, SecretUnavailable

CONNECT_SECONDS = 5
READ_SECONDS = 15
RETRY_SECONDS = 20
"""Time for which the client retries a request that failed with 500, 503 or 504."""
THROTTLED_ATTEMPTS = 3
_THROTTLED = frozenset({"OVER_QUERY_LIMIT", "RESOURCE_EXHAUSTED"})
_UNAVAILABLE = frozenset({"UNKNOWN_ERROR", "INTERNAL", "UNAVAILABLE", "DEADLINE_EXCEEDED", "ABORTED"})

Json = dict[str, Any]
AnswerT = TypeVar("AnswerT")


class PageTokenRefused(Exception):
    """A page token is not valid yet, or no longer."""


class PlaceGone(Exception):
    """The place id no longer exists (NOT_FOUND)."""


class GoogleMaps:
    """Client of all Google services with one API key.

    Args:
        key: The API key.
        maps_endpoint: Base URL of the legacy services and of geocoding.
        places_endpoint: Base URL of Places (New).
        queries_per_second: Rate limit; Google allows 600 a minute and method unless a quota was raised.
        sleep: Waits between attempts, in seconds.
        retry_seconds: Time for which the client retries a request that failed with 5xx.
    """

    def __init__(
        self,
        key: str,
        *,
        maps_endpoint: str,
        places_endpoint: str,
        queries_per_second: int,
        sleep: Callable[[float], None],
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        # At DEBUG, urllib3 logs the path of each request, which contains the key.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
        self._places_endpoint = places_endpoint.rstrip("/")
        self.sleep = sleep
        try:
            self._client = googlemaps.Client(
                key=key,
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retry_timeout=retry_seconds,
                retry_over_query_limit=False,
                queries_per_second=queries_per_second,
                queries_per_minute=queries_per_second * 60,
                base_url=maps_endpoint.rstrip("/"),
            )
        except ValueError:
            raise SecretUnavailable("the Google Maps secret does not hold an API key") from None

    def legacy(self, method: str, **params: Any) -> Any:  # noqa: ANN401 - the client's parameters and answers
        """Calls a legacy service by the client's method name, such as ``places_nearby``.

        Raises:
            PageTokenRefused: INVALID_REQUEST for a page token.
            PlaceGone: NOT_FOUND.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: by the status or the transport.
        """
        call = getattr(self._client, method)
        paging = bool(params.get("page_token"))
        return self._guarded(lambda: call(**params), lambda status: _legacy_error(status, paging=paging))

    def new(self, path: str, field_mask: str, body: Json | None, params: Mapping[str, str]) -> Json:
        """Calls Places (New): POST if there is a body, else GET.

        Raises:
            PageTokenRefused: INVALID_ARGUMENT for a page token.
            PlaceGone: NOT_FOUND.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: by the status or the transport.
        """
        paging = "pageToken" in (body or {})

        def call() -> Json:
            answer = self._client._request(
                path,
                dict(params),
                base_url=self._places_endpoint,
                accepts_clientid=False,
                extract_body=_new_body,
                requests_kwargs={"headers": {"X-Goog-FieldMask": field_mask}},
                post_json=body,
            )
            return dict(answer)

        return self._guarded(call, lambda status: _new_error(status, paging=paging))

    def _guarded(self, call: Callable[[], AnswerT], typed: Callable[[str], Exception]) -> AnswerT:
        """Returns the call's result; retries if Google limits the rate, and converts errors by ``typed``."""

        def attempt() -> AnswerT:
            try:
                return call()
            except maps_errors.ApiError as error:
                raise typed(str(error.status)) from None
            except maps_errors.HTTPError as error:
                raise _http_error(int(error.status_code)) from None
            except (maps_errors.TransportError, maps_errors.Timeout):
                raise ProviderUnavailable("Google did not answer in time or broke the connection") from None
            except (ValueError, KeyError, TypeError, AttributeError):
                raise ProviderUnavailable("Google's answer is not the JSON it should be") from None

        retrying = Retrying(
            retry=retry_if_exception_type(ProviderThrottled),
            stop=stop_after_attempt(THROTTLED_ATTEMPTS),
            wait=wait_exponential_jitter(initial=1, max=8, jitter=1),
            sleep=self.sleep,
            reraise=True,
        )
        return retrying(attempt)


def _legacy_error(status: str, *, paging: bool) -> Exception:
    """Returns the exception for a legacy status (Places "Status codes", Geocoding "Status codes")."""
    if status in _THROTTLED:
        return ProviderThrottled(f"Google answered {status}")
    if status in _UNAVAILABLE:
        return ProviderUnavailable(f"Google answered {status}")
    if status == "NOT_FOUND":
        return PlaceGone(status)
    if status == "INVALID_REQUEST" and paging:
        return PageTokenRefused(status)
    return ProviderRejected(f"Google answered {status}")


def _new_error(status: str, *, paging: bool) -> Exception:
    """Returns the exception for the name of a ``google.rpc.Code``."""
    if status == "INVALID_ARGUMENT" and paging:
        return PageTokenRefused(status)
    return _legacy_error(status, paging=False)


def _http_error(code: int) -> Exception:
    if code == 429:
        return ProviderThrottled("Google answered HTTP 429")
    if code >= 500 or code == 408:
        return ProviderUnavailable(f"Google answered HTTP {code}")
    return ProviderRejected(f"Google answered HTTP {code}")


def _new_body(response: Any) -> Json:  # noqa: ANN401 - a requests.Response, typed nowhere here
    """Returns the body of a Places (New) response, or raises its error without Google's message."""
    if response.status_code == 200:
        return dict(response.json())
    try:
        status = str(response.json()["error"]["status"])
    except (ValueError, KeyError, TypeError):
        raise maps_errors.HTTPError(response.status_code) from None
    raise maps_errors.ApiError(status)
