"""Addresses of a request: the client's IP addresses, and the URL of the API it was sent to."""

import re
from collections.abc import Mapping
from typing import Any

from inkscout.bootstrap import api

VIEWER_HOST = "x-viewer-host"
"""Header in which the edge says the host it was asked at (``infra/edge.yaml``)."""

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}")


def addresses(event: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Returns the caller's IP address, and the addresses of proxies that many callers share.

    CloudFront, if deployed, sends the caller's address in a header. Whoever can reach the gateway directly
    can forge that header, so the address that reached the gateway is returned for rate limiting too.
    """
    http = (event.get("requestContext") or {}).get("http") or {}
    source = str(http.get("sourceIp", ""))
    header = api.settings().viewer_address_header.lower()
    headers = {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    viewer = headers.get(header, "").strip()[:60] if header else ""
    return (viewer, (source,)) if viewer else (source, ())


def api_address(event: Mapping[str, Any], *, through_edge: bool = False) -> str:
    """Returns the API's base URL for links: the configured one, else the request's host; empty if unknown.

    The gateway knows its own host alone, which refuses what does not come through the edge. The host that the
    edge names counts only where the edge has proven itself, since anybody can write the header.
    """
    host = str((event.get("requestContext") or {}).get("domainName", ""))
    named = str((event.get("headers") or {}).get(VIEWER_HOST, ""))
    if through_edge and _HOST.fullmatch(named):
        host = named
    return api.settings().public_api_url or (f"https://{host}" if host else "")
