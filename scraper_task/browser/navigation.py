"""Mapping of Chromium's network errors to fetch statuses."""

from inkscout.domain.page import FetchStatus

_MEANINGS = (
    ("err_too_many_redirects", FetchStatus.TOO_MANY_REDIRECTS, "too many redirects"),
    ("err_timed_out", FetchStatus.TIMEOUT, "the connection timed out"),
    ("err_connection_timed_out", FetchStatus.TIMEOUT, "the connection timed out"),
    ("err_name_not_resolved", FetchStatus.UNREACHABLE, "the host does not resolve"),
    ("err_cert", FetchStatus.UNREACHABLE, "the certificate is not valid"),
    ("err_ssl", FetchStatus.UNREACHABLE, "no secure connection"),
    ("err_connection", FetchStatus.UNREACHABLE, "the connection failed"),
    ("err_tunnel_connection_failed", FetchStatus.UNREACHABLE, "the proxy refused or lost the connection"),
    ("err_proxy_connection_failed", FetchStatus.UNREACHABLE, "the proxy did not answer"),
    ("err_empty_response", FetchStatus.UNREACHABLE, "the server answered nothing"),
    ("err_blocked_by_client", FetchStatus.NOT_HTML, "the address is of a kind that is not read"),
    ("err_blocked_by_administrator", FetchStatus.EGRESS_REFUSED, "the address is not allowed"),
    ("err_unsafe", FetchStatus.EGRESS_REFUSED, "the address is not allowed"),
    ("err_disallowed_url_scheme", FetchStatus.EGRESS_REFUSED, "the address is not allowed"),
    ("err_response_headers_too_big", FetchStatus.TOO_LARGE, "the headers outgrew their bound"),
    ("err_content_decoding_failed", FetchStatus.HTTP_ERROR, "the body does not decode"),
    ("err_", FetchStatus.UNREACHABLE, "the browser could not fetch the page"),
    ("download is starting", FetchStatus.NOT_HTML, "the address is a download"),
    ("timeout", FetchStatus.TIMEOUT, "the page did not answer in time"),
    ("crash", FetchStatus.CRASHED, "the page crashed"),
    ("closed", FetchStatus.CRASHED, "the browser ended"),
    ("disconnected", FetchStatus.CRASHED, "the browser ended"),
)


def failure_of(message: str) -> tuple[FetchStatus, str]:
    """Returns the fetch status for a browser's error message, and a description for people."""
    lowered = message.lower()
    for mark, status, sentence in _MEANINGS:
        if mark in lowered:
            return status, sentence
    return FetchStatus.UNREACHABLE, "the browser could not read the page"
