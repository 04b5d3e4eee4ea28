"""Answers of the website: pages with their cache rules, redirects and files, as API Gateway takes them."""

import base64
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from functions.web.asked import PageRequest
from inkscout.web.accepts import takes_gzip

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content-Security-Policy of every page; it has no nonce, so that shared caches can keep pages."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HTML = "text/html; charset=utf-8"
STORE_NOTHING = "no-store"
FOREVER = "public, max-age=31536000, immutable"

_COMPRESS_FROM = 1024
_DEGRADED_SECONDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAnswer:
    """One response; ``body`` is text or bytes, and ``noindex`` asks search engines to leave the page out."""

    body: str | bytes = ""
    status: int = 200
    content_type: str = HTML
    cache: str = STORE_NOTHING
    noindex: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def kept(seconds: int, *, degraded: bool = False) -> str:
    """Returns the Cache-Control of a page that may name people, who may ask to be removed at any time.

    A shared cache serves it stale for five lifetimes at most, also while the website fails.
    """
    lifetime = min(seconds, _DEGRADED_SECONDS) if degraded else seconds
    return f"public, max-age={lifetime}, stale-while-revalidate={lifetime * 5}, stale-if-error={lifetime * 5}"


def moved(path: str) -> WebAnswer:
    """Returns the permanent redirect to the address of the same thing."""
    return WebAnswer(status=301, headers={"Location": path}, cache="public, max-age=300")


def elsewhere(path: str) -> WebAnswer:
    """Returns the redirect to what is shown for now instead of a page that may exist tomorrow."""
    return WebAnswer(status=302, headers={"Location": path}, cache="public, max-age=60")


def see_other(path: str) -> WebAnswer:
    """Returns the redirect from a submitted form to the page of its result."""
    return WebAnswer(status=303, headers={"Location": path})


def deliver(request: PageRequest, answer: WebAnswer, *, indexed: bool) -> dict[str, Any]:
    """Returns an answer in API Gateway's format, with its validator, compressed if the browser accepts.

    Args:
        request: The request that is answered.
        answer: The answer.
        indexed: Whether search engines may list the website at all.
    """
    headers = {
        **HEADERS,
        "Content-Type": answer.content_type,
        "Cache-Control": answer.cache,
        "Vary": "Accept-Encoding",
        "X-Correlation-Id": request.request_id,
        **answer.headers,
    }
    if answer.noindex or not indexed:
        headers["X-Robots-Tag"] = "noindex"
    raw = answer.body.encode("utf-8", "replace") if isinstance(answer.body, str) else answer.body
    if answer.status == 200 and answer.cache != STORE_NOTHING:
        headers["ETag"] = f'W/"{hashlib.sha256(raw).hexdigest()[:24]}"'
        if headers["ETag"] in {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}:
            answer, raw = replace(answer, status=304), b""
    if request.is_head:
        raw = b""
    packed = _packed(raw, request, answer.content_type)
    if packed is not None:
        headers["Content-Encoding"] = "gzip"
    return {
        "statusCode": answer.status,
        "headers": headers,
        "body": base64.b64encode(raw if packed is None else packed).decode(),
        "isBase64Encoded": True,
    }


def _packed(raw: bytes, request: PageRequest, content_type: str) -> bytes | None:
    """Returns the body as gzip; None if it is short, packed already, or the browser does not accept gzip."""
    is_text = content_type.startswith(("text/", "application/", "image/svg"))
    if len(raw) < _COMPRESS_FROM or not is_text or not takes_gzip(request.headers.get("accept-encoding", "")):
        return None
    return gzip.compress(raw, compresslevel=6, mtime=0)
