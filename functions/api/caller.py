"""Addresses of a request: the client's IP addresses, and the URL of the API it was sent to."""

from collections.abc import Mapping
from typing import Any

from inkscout.bootstrap import api


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


def api_address(event: Mapping[str, Any]) -> str:
    """Returns the API's base URL for links: the configured one, else the request's host; empty if unknown."""
    host = str((event.get("requestContext") or {}).get("domainName", ""))
    return api.settings().public_api_url or (f"https://{host}" if host else "")
