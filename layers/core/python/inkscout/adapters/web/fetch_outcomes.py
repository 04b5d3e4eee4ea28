"""Maps a failed request to the page's status for the caller and to an outcome for the host's rate limit."""

import ssl

import aiohttp

from inkscout.adapters.web.guarded_dial import RefusedDestination
from inkscout.domain.page import FetchStatus
from inkscout.errors import BodyTooLarge, BodyUndecodable, EgressRefused
from inkscout.web.pace import RequestOutcome

_MEANINGS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], FetchStatus, str], ...] = (
    (BodyTooLarge, FetchStatus.TOO_LARGE, "{error}"),
    (BodyUndecodable, FetchStatus.HTTP_ERROR, "{error}"),
    (TimeoutError, FetchStatus.TIMEOUT, "no whole response in time"),
    (aiohttp.ClientHttpProxyError, FetchStatus.UNREACHABLE, "the upstream proxy refused: {message}"),
    (aiohttp.ClientProxyConnectionError, FetchStatus.UNREACHABLE, "the upstream proxy does not answer"),
    (aiohttp.ClientResponseError, FetchStatus.HTTP_ERROR, "not a sound HTTP response: {message}"),
    ((aiohttp.ClientSSLError, ssl.SSLError), FetchStatus.UNREACHABLE, "no secure connection: {name}"),
    (aiohttp.ClientConnectorDNSError, FetchStatus.UNREACHABLE, "the name does not resolve"),
)


def status_of(http_status: int) -> FetchStatus:
    """Returns the status of a response that is neither a redirect nor blocked."""
    if 200 <= http_status < 300:
        return FetchStatus.OK
    return FetchStatus.NOT_FOUND if http_status in (404, 410) else FetchStatus.HTTP_ERROR


def failure_of(error: BaseException) -> tuple[FetchStatus, str]:
    """Returns status and reason of a request without a usable response."""
    refused = _refusal(error)
    if refused is not None:
        return FetchStatus.EGRESS_REFUSED, refused
    for kinds, status, words in _MEANINGS:
        if isinstance(error, kinds):
            return status, words.format(name=type(error).__name__, error=error, message=_message(error))
    return FetchStatus.UNREACHABLE, f"no connection: {type(error).__name__}"


def _message(error: BaseException) -> str:
    """Returns a response error's message, which never contains the URL with its credentials."""
    return error.message[:120] if isinstance(error, aiohttp.ClientResponseError) else ""


def ending_of(error: BaseException) -> RequestOutcome:
    """Returns the outcome to record for the host; ``ABANDONED`` if the fault is not the host's."""
    if isinstance(error, (BodyTooLarge, BodyUndecodable, EgressRefused)) or _refusal(error) is not None:
        return RequestOutcome.ABANDONED
    if isinstance(error, (aiohttp.ClientHttpProxyError, aiohttp.ClientProxyConnectionError)):
        return RequestOutcome.ABANDONED
    return RequestOutcome.FAILED


def _refusal(error: BaseException | None) -> str | None:
    """Returns the egress rule's reason, even if the HTTP client wrapped the error; None for other errors."""
    seen = 0
    while error is not None and seen < 8:
        if isinstance(error, RefusedDestination):
            return error.reason
        if isinstance(error, EgressRefused):
            return str(error)
        inner = getattr(error, "os_error", None)
        error = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
        seen += 1
    return None
