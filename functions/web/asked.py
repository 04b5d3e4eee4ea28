"""Request for a page, read from an API Gateway event."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from inkscout.bootstrap import api, web

_CORRELATION = re.compile(r"[A-Za-z0-9._:-]{8,80}")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?")
_VIEWER_HOST = "x-viewer-host"
_MOST_FIELDS = 200
_MOST_FORM_CHARACTERS = 64 * 1024
_FORM = "application/x-www-form-urlencoded"

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """A request for a page.

    Attributes:
        method: ``GET`` (also for HEAD) or another method.
        path: Decoded path, with a leading slash.
        query: Parameters in their order, repeated ones too.
        form: Fields of a submitted form.
        headers: Headers by their names in lower case.
        request_id: Id for the visitor to quote.
        site: Address of the website without a trailing slash; empty if it is unknown.
        callers: The visitor's address, and those of proxies that many visitors share.
        is_head: Whether the body is left out.
        is_too_large: Whether a form was sent that is larger than any of ours; its fields are not read.
    """

    method: str
    path: str
    query: Fields = ()
    form: Fields = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    request_id: str = ""
    site: str = ""
    callers: tuple[str, tuple[str, ...]] = ("", ())
    is_head: bool = False
    is_too_large: bool = False

    def one(self, name: str) -> str:
        """Returns the first value of a parameter that is not blank; empty for none."""
        return next((value.strip() for key, value in self.query if key == name and value.strip()), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Returns all values of a parameter that are not blank, each once."""
        return tuple(
            dict.fromkeys(value.strip() for key, value in self.query if key == name and value.strip())
        )

    def written(self, name: str) -> str:
        """Returns a field of the form; empty if it is missing."""
        return next((value.strip() for key, value in self.form if key == name), "")


def read(event: Mapping[str, Any]) -> PageRequest:
    """Returns the request in an event of payload format 2.0; whatever is malformed in it is left out."""
    context = event.get("requestContext") or {}
    http = context.get("http") or {}
    headers = {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    method = str(http.get("method") or "GET").upper()
    is_form = headers.get("content-type", "").startswith(_FORM)
    is_too_large = len(str(event.get("body") or "")) > _MOST_FORM_CHARACTERS
    return PageRequest(
        method="GET" if method == "HEAD" else method,
        path="/" + unquote(str(event.get("rawPath") or "/"), errors="replace").lstrip("/"),
        query=_fields(str(event.get("rawQueryString") or "")),
        form=_fields(_body(event)) if is_form and not is_too_large else (),
        headers=headers,
        request_id=_request_id(headers, context),
        site=_site(context, headers),
        callers=_callers(http, headers),
        is_head=method == "HEAD",
        is_too_large=is_too_large,
    )


def _fields(text: str) -> Fields:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ()
    return tuple((name, value.replace("\0", "")) for name, value in pairs)


def _body(event: Mapping[str, Any]) -> str:
    body = str(event.get("body") or "")
    if not event.get("isBase64Encoded"):
        return body
    try:
        return base64.b64decode(body).decode("utf-8", "replace")
    except ValueError:
        return ""


def _request_id(headers: Mapping[str, str], context: Mapping[str, Any]) -> str:
    given = headers.get("x-correlation-id", "")
    return given if _CORRELATION.fullmatch(given) else str(context.get("requestId", "unknown"))


def _site(context: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """Returns the website's address: the configured one, else the host that was asked.

    The host that the edge names counts only where there is an edge, without which the request is refused.
    """
    named = headers.get(_VIEWER_HOST, "") if web.edge() is not None else ""
    host = named or str(context.get("domainName") or headers.get("host") or "")
    return web.settings().site_url.rstrip("/") or (f"https://{host}" if _HOST.fullmatch(host) else "")


def _callers(http: Mapping[str, Any], headers: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    source = str(http.get("sourceIp", ""))
    name = api.settings().viewer_address_header.lower()
    viewer = headers.get(name, "").strip()[:60] if name else ""
    return (viewer, (source,)) if viewer else (source, ())
