"""Who calls: the address a request came from, and the one it was sent to."""

from collections.abc import Mapping
from typing import Any


def addresses(event: Mapping[str, Any], viewer_header: str) -> tuple[str, tuple[str, ...]]:
    """The caller's own address, and those of servers between that many callers share.

    ``viewer_header`` is the header in which the edge names the caller. The gateway can be reached without the
    edge, by somebody who writes the header: the address that reached the gateway is counted too.
    """
    http = (event.get("requestContext") or {}).get("http") or {}
    source = str(http.get("sourceIp", ""))
    headers = {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    viewer = headers.get(viewer_header.lower(), "").strip()[:60] if viewer_header else ""
    return (viewer, (source,)) if viewer else (source, ())


def api_address(event: Mapping[str, Any]) -> str:
    """The address the API was asked at; empty where the event does not say."""
    host = str((event.get("requestContext") or {}).get("domainName", ""))
    return f"https://{host}" if host else ""
