"""Limits and rules for visiting websites, built from the settings by the composition root."""

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
"""Hosts that Chromium contacts by itself, whatever its switches; no visit needs their responses."""


def user_agent(contact: str, version: str = "0.1") -> str:
    """Returns the User-Agent: the product and the contact for site owners (RFC 9110, section 10.1.5)."""
    clean = "".join(char for char in contact if char.isprintable() and char not in "()\\").strip()
    return f"{PRODUCT_TOKEN}/{version} (+{clean})"


@dataclass(frozen=True, slots=True, kw_only=True)
class PacePolicy:
    """Rate limits of one host.

    Attributes:
        min_delay_seconds: Minimum time from the end of one request to the start of the next.
        max_delay_seconds: Maximum of that time for a slow host.
        max_crawl_delay_seconds: Limit up to which a Crawl-delay is honoured.
        max_wait_seconds: Maximum time a caller waits for its turn; a later turn is refused at once.
        max_retry_after_seconds: Limit up to which a Retry-After is honoured.
        one_at_a_time: Whether a host gets only one request at a time.
        hold_seconds: Time for which the end of a good turn may be kept back, to be stored with the beginning
            of this process's next turn at the host; 0 stores each end at once.
        backoff_seconds: First pause after a blocked response; doubles with each further one.
        breaker_failures: Number of consecutive failures that open a host's breaker.
        breaker_seconds: Time it stays open at first; doubles each time the trial request fails too.
        breaker_max_seconds: Maximum time it stays open.
    """

    min_delay_seconds: float = 1.0
    max_delay_seconds: float = 30.0
    max_crawl_delay_seconds: float = 30.0
    max_wait_seconds: float = 60.0
    max_retry_after_seconds: float = 86_400.0
    one_at_a_time: bool = True
    hold_seconds: float = 0.0
    backoff_seconds: float = 30.0
    breaker_failures: int = 4
    breaker_seconds: float = 300.0
    breaker_max_seconds: float = 21_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPolicy:
    """Limits and rules of all visits to websites.

    Attributes:
        contact: E-mail or web address for site owners, part of the User-Agent.
        egress: Rule of permitted destinations.
        pace: Rate limits per host.
        proxies: Upstream proxies, ``http://[user:password@]host:port``; empty connects directly.
        timeout_seconds: Limit for one request with its body, without waiting for a turn.
        connect_seconds: Limit for one connection, including name resolution.
        max_body_bytes: Limit of a decoded body.
        max_header_bytes: Limit of one response header line.
        max_headers: Limit of the number of response headers.
        max_redirects: Number of redirects followed after the first request.
        concurrency: Number of open connections to all hosts.
        resolved_seconds: Time for which a name's checked addresses are used again.
        robots_ttl_seconds: Cache lifetime of robots.txt, at most 24 h (RFC 9309, section 2.4).
        robots_retry_seconds: Time for which an unreachable robots.txt forbids visits before it is requested
            again.
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
        """Value of the User-Agent header."""
        return user_agent(self.contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyLimits:
    """Limits of the browser's loopback proxy, in bytes and seconds.

    Attributes:
        max_connections: Number of open connections of the browser.
        max_head_bytes: Limit of a request's head.
        head_seconds: Time for a complete head to arrive.
        idle_seconds: Time without a byte after which a connection is closed.
        max_connection_bytes: Maximum bytes that one connection may receive.
        max_upload_bytes: Maximum bytes that one connection may send.
        host_bytes: Maximum bytes from one host until ``forget``; None for no limit.
        host_seconds: Time from a host's first connection until it is refused; None for no limit.
    """

    max_connections: int = 256
    max_head_bytes: int = 64 * _KIB
    head_seconds: float = 10.0
    idle_seconds: float = 60.0
    max_connection_bytes: int = 64 * _MIB
    max_upload_bytes: int = 4 * _MIB
    host_bytes: int | None = None
    host_seconds: float | None = None
