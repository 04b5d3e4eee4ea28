"""A fetched web page, as extraction reads it and the raw lake stores it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class FetchStatus(StrEnum):
    """Result of one request for a page; only ``OK`` has a usable body."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    NOT_FOUND = "not_found"
    HTTP_ERROR = "http_error"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    ROBOTS_FORBIDDEN = "robots_forbidden"
    BLOCKED = "blocked"
    TOO_LARGE = "too_large"
    NOT_HTML = "not_html"
    EGRESS_REFUSED = "egress_refused"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One fetched page.

    Attributes:
        url: The requested URL.
        final_url: The URL that responded, after redirects.
        status: Result of the request; ``UNREADABLE`` if reading the page exceeded its limits.
        http_status: The last HTTP status code; 0 if no response arrived.
        html: The decoded body; empty unless ``status`` is ``OK``.
        content_type: The media type as served, without parameters.
        fetched_at: UTC time of the response.
        rendered: True if a browser ran the page's scripts before ``html`` was taken.
        content_hash: SHA-256 hex digest of the body's bytes; empty without a body.
        etag: The response's ETag, for the next conditional request.
        last_modified: The response's Last-Modified header.
        noindex: The page or its headers forbid indexing: it is read, but not quoted.
        elapsed_ms: Time from request to last byte, in milliseconds.
        size: Decoded body size in bytes.
        detail: Human-readable reason for ``status``; empty if ``OK``.
        part_of: URL of the page that loads this file (a script, a piece of HTML, data); empty for a page.
    """

    url: str
    final_url: str
    status: FetchStatus
    http_status: int = 0
    html: str = field(default="", repr=False)
    content_type: str = ""
    fetched_at: datetime
    rendered: bool = False
    content_hash: str = ""
    etag: str = ""
    last_modified: str = ""
    noindex: bool = False
    elapsed_ms: float = 0.0
    size: int = 0
    detail: str = ""
    part_of: str = ""
