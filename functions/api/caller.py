"""Addresses of a request: the one it came from, and the one it was sent to."""

from collections.abc import Mapping
from typing import Any

from inkscout.bootstrap import api


def addresses(event: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The caller's own address, and those of servers between that many callers share.

    The edge names the caller in a header, where there is one. A gateway that can be reached without the edge
    may be called by somebody who writes the header: the address that reached the gateway is counted too.
    """
    http = (event.get("requestContext") or {}).get("http") or {}
    source = str(http.get("sourceIp", ""))
    header = api.settings().viewer_address_header.lower()
    headers = {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    viewer = headers.get(header, "").strip()[:60] if header else ""
    return (viewer, (source,)) if viewer else (source, ())


def api_address(event: Mapping[str, Any]) -> str:
    """Returns the API's address for links, as configured, else as it was asked; empty where unknown."""
    host = str((event.get("requestContext") or {}).get("domainName", ""))
    return api.settings().public_api_url or (f"https://{host}" if host else "")
