"""Rules for visiting websites: one frozen value that the composition root builds from the settings."""

from dataclasses import dataclass, field

from inkscout.web.egress import EgressRule

PRODUCT_TOKEN = "Inkscout"  # noqa: S105 - the robots.txt product token of RFC 9309, not a secret
_KIB = 1024
_MIB = 1024 * _KIB
BROWSER_OWN_HOSTS = frozenset(
    {
        "accounts.google.com",
        "android.clients.google.com",
        "clients1.google.com",
        "clients2.google.com",
        "clients4.google.com",
        "content-autofill.googleapis.com",
        "edgedl.me.gvt1.com",
        "mtalk.google.com",
        "optimizationguide-pa.googleapis.com",
        "redirector.gvt1.com",
        "safebrowsing.googleapis.com",
        "safebrowsingohttpgateway.googleapis.com",
        "update.googleapis.com",
    }
)
"""What Chromium asks for on its own account, whatever its switches; no visit needs an answer."""


def user_agent(contact: str, version: str = "0.1") -> str:
    """An honest User-Agent: the product and where a site's owner writes to (RFC 9110, section 10.1.5)."""
    clean = "".join(char for char in contact if char.isprintable() and char not in "()\\").strip()
    return f"{PRODUCT_TOKEN}/{version} (+{clean})"


@dataclass(frozen=True, slots=True, kw_only=True)
class PacePolicy:
    """Rate limits of one host.

    Attributes:
        min_delay_seconds: Least time from the end of one request to the start of the next.
        max_delay_seconds: The most a slow host stretches that to.
        max_crawl_delay_seconds: The bound up to which a Crawl-delay is honoured.
        max_wait_seconds: Longest a caller waits for its turn; a later turn is given up at once.
        max_retry_after_seconds: The bound up to which a Retry-After is honoured.
        one_at_a_time: One request at a time per host.
        backoff_seconds: First pause after a host blocked us; doubles with each further block.
        breaker_failures: Failures in a row that open a host's breaker.
        breaker_seconds: How long it stays open at first; doubles each time the trial request fails too.
        breaker_max_seconds: The most it stays open.
    """

    min_delay_seconds: float = 1.0
    max_delay_seconds: float = 30.0
    max_crawl_delay_seconds: float = 30.0
    max_wait_seconds: float = 60.0
    max_retry_after_seconds: float = 86_400.0
    one_at_a_time: bool = True
    backoff_seconds: float = 30.0
    breaker_failures: int = 4
    breaker_seconds: float = 300.0
    breaker_max_seconds: float = 21_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPolicy:
    """Everything that bounds the visits to websites.

    Attributes:
        contact: An e-mail or web address for site owners, part of the User-Agent.
        egress: Which destinations may be dialled.
        pace: How fast one host is asked.
        proxies: Upstream proxies, ``http://[user:password@]host:port``; empty connects directly.
        timeout_seconds: For one request with its redirects, body included, turns of the pace excluded.
        connect_seconds: For one connection, name resolution included.
        max_body_bytes: Cap on a decoded body.
        max_header_bytes: Cap on one response header line.
        max_headers: Cap on the number of response headers.
        max_redirects: Hops followed after the first request.
        concurrency: Connections open at once over all hosts.
        resolved_seconds: How long a name's checked addresses are dialled again without asking anew.
        robots_ttl_seconds: How long robots.txt is trusted, at most 24 h (RFC 9309, section 2.4).
        robots_retry_seconds: How long an unreachable robots.txt forbids before it is asked for again.
    """

    contact: str
    egress: EgressRule = field(default_factory=EgressRule)
    pace: PacePolicy = field(default_factory=PacePolicy)
    proxies: tuple[str, ...] = field(default=(), repr=False)
    timeout_seconds: float = 20.0
    connect_seconds: float = 8.0
    max_body_bytes: int = 5 * _MIB
    max_header_bytes: int = 16 * _KIB
    max_headers: int = 100
    max_redirects: int = 5
    concurrency: int = 32
    resolved_seconds: float = 30.0
    robots_ttl_seconds: float = 86_400.0
    robots_retry_seconds: float = 900.0

    @property
    def user_agent(self) -> str:
        """The User-Agent header."""
        return user_agent(self.contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyLimits:
    """Bounds of the browser's loopback proxy; bytes and seconds.

    Attributes:
        max_connections: Connections of the browser open at once.
        max_head_bytes: Cap on a request's head.
        head_seconds: Time for a whole head to arrive.
        idle_seconds: A connection without a byte for so long is closed.
        max_connection_bytes: Most bytes one connection may bring.
        max_upload_bytes: Most bytes one connection may send.
        host_bytes: Most bytes one host may bring until ``forget``; None for any number.
        host_seconds: Time from a host's first connection until it is refused; None for any.
    """

    max_connections: int = 256
    max_head_bytes: int = 64 * _KIB
    head_seconds: float = 10.0
    idle_seconds: float = 60.0
    max_connection_bytes: int = 64 * _MIB
    max_upload_bytes: int = 4 * _MIB
    host_bytes: int | None = None
    host_seconds: float | None = None
