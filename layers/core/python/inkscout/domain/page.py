"""A web page as it was fetched; what extraction reads and the raw lake stores."""

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
        url: The address that was asked for.
        final_url: The address that answered, after redirects.
        status: How the request ended; ``UNREADABLE`` when reading the page passed its bounds.
        http_status: The last HTTP status code; 0 when no response arrived.
        html: The decoded body; empty unless ``status`` is ``OK``.
        content_type: The media type as served, without parameters.
        fetched_at: UTC time of the response.
        rendered: True when a browser ran the page's scripts before ``html`` was taken.
        content_hash: SHA-256 hex digest of the body's bytes; empty without a body.
        etag: The response's ETag, for a conditional request next time.
        last_modified: The response's Last-Modified header.
        noindex: The page or its headers ask not to be indexed: read, but not quoted.
        elapsed_ms: Time from request to last byte, in milliseconds.
        size: Decoded body size in bytes.
        detail: Why the request ended as it did, for people; empty when ``OK``.
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
