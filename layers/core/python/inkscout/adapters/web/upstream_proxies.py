"""Upstream proxies for connections to websites: choice, credentials and health."""

import base64
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from inkscout.errors import InvalidInput

_REST_SECONDS = 30.0
_MAX_REST_SECONDS = 900.0
_STICKY_HOSTS = 10_000


@dataclass(slots=True)
class UpstreamProxy:
    """One proxy; ``authorization`` is the value of Proxy-Authorization, empty without credentials."""

    url: str
    host: str
    port: int
    scheme: str
    authorization: str = field(default="", repr=False)
    failures: int = 0
    rests_until: float = 0.0


def read_proxy(url: str) -> UpstreamProxy:
    """Parses a proxy's URL, ``http[s]://[user:password@]host:port``.

    Raises:
        InvalidInput: the URL is invalid; the message omits it, since it may contain a password.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise InvalidInput("a proxy's address cannot be read") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidInput("a proxy's address must be http://[user:password@]host:port")
    authorization = ""
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = "Basic " + base64.b64encode(pair.encode()).decode("ascii")
    port = port or (443 if parts.scheme == "https" else 80)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return UpstreamProxy(f"{parts.scheme}://{host}:{port}", parts.hostname, port, parts.scheme, authorization)


class ProxyPool:
    """Assigns each host a healthy proxy and keeps it, so that a visit comes from one address.

    A proxy that fails is not used for a while, doubled with each failure; a successful request resets it. If
    all have failed, the one that is available soonest is tried: a configured proxy is never bypassed.
    """

    def __init__(self, urls: Sequence[str], *, now: Callable[[], float] = time.monotonic) -> None:
        """Takes the proxies' URLs and a clock in seconds.

        Raises:
            InvalidInput: a URL is not that of a proxy.
        """
        self._proxies = [read_proxy(url) for url in urls if url.strip()]
        self._now = now
        self._turn = 0
        self._of_host: OrderedDict[str, UpstreamProxy] = OrderedDict()

    def __len__(self) -> int:
        return len(self._proxies)

    @property
    def hosts(self) -> frozenset[str]:
        """Host names of the proxies."""
        return frozenset(proxy.host for proxy in self._proxies)

    def choose(self, host: str, *, avoid: UpstreamProxy | None = None) -> UpstreamProxy | None:
        """Returns the proxy for a host; None if none is configured. Prefers others to ``avoid``."""
        if not self._proxies:
            return None
        now = self._now()
        held = self._of_host.get(host)
        if held is not None and held is not avoid and held.rests_until <= now:
            return held
        chosen = self._next(now, avoid)
        self._of_host[host] = chosen
        self._of_host.move_to_end(host)
        if len(self._of_host) > _STICKY_HOSTS:
            self._of_host.popitem(last=False)
        return chosen

    def succeeded(self, proxy: UpstreamProxy) -> None:
        """Records that a request succeeded through the proxy."""
        proxy.failures = 0
        proxy.rests_until = 0.0

    def failed(self, proxy: UpstreamProxy) -> None:
        """Records that the proxy itself failed: no connection, wrong credentials, or no tunnel."""
        rest = min(_REST_SECONDS * 2 ** min(proxy.failures, 10), _MAX_REST_SECONDS)
        proxy.failures += 1
        proxy.rests_until = self._now() + rest

    def _next(self, now: float, avoid: UpstreamProxy | None) -> UpstreamProxy:
        count = len(self._proxies)
        ordered = [self._proxies[(self._turn + step) % count] for step in range(count)]
        candidates = [proxy for proxy in ordered if proxy is not avoid] or ordered
        healthy = [proxy for proxy in candidates if proxy.rests_until <= now]
        chosen = healthy[0] if healthy else min(candidates, key=lambda proxy: proxy.rests_until)
        self._turn = (self._proxies.index(chosen) + 1) % count
        return chosen
