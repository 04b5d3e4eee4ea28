"""Interprets robots.txt by RFC 9309; sections named in this module are of that RFC.

Protego matches the rules. This module adds the RFC's rules for responses, and parses user-agent lines
strictly, since a prefix such as ``ink`` is not our product token.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from protego import Protego

from inkscout.domain.page import FetchStatus
from inkscout.web.charset import by_mark

MAX_BYTES = 512_000  # at least 500 KiB must be parsed (RFC 9309, section 2.5); the rest is ignored
MAX_REDIRECTS = 5  # RFC 9309, section 2.3.1.2
MAX_SECONDS = 86_400  # RFC 9309, section 2.4
_AGENT_LINE = re.compile(r"\s*user-?\s?agent\s*:\s*+(.*)", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z_-]+")
_NOBODY = "nobody-of-that-name"


class RobotsBasis(StrEnum):
    """Basis of a robots.txt decision."""

    RULES = "rules"
    ABSENT = "absent"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Robots:
    """Rules of one origin for one product token.

    Attributes:
        basis: Whether there are rules, no robots.txt, or an unreachable one.
        token: The product token in lower case.
        text: robots.txt as read; empty without one.
        crawl_delay: Requested seconds between requests; None if not named.
        sitemaps: URLs of sitemaps, as printed.
        detail: Reason why everything is allowed or forbidden, without rules.
        status: Status of pages that may not be fetched; an unreachable host is not a prohibition.
        rules: The parsed rules.
    """

    basis: RobotsBasis
    token: str = ""
    text: str = ""
    crawl_delay: float | None = None
    sitemaps: tuple[str, ...] = ()
    detail: str = ""
    status: FetchStatus = FetchStatus.ROBOTS_FORBIDDEN
    rules: Protego | None = None

    def allows(self, url: str) -> bool:
        """Whether a URL may be fetched; ``/robots.txt`` itself always may (RFC 9309, section 2.2.2)."""
        if self.rules is not None:
            return bool(self.rules.can_fetch(url, self.token))
        return self.basis is not RobotsBasis.UNREACHABLE or url.endswith("/robots.txt")


def from_response(status: int, body: bytes, token: str) -> Robots:
    """Interprets a final response (redirects followed) to a request for robots.txt.

    2xx has rules (RFC 9309, 2.3.1.1). 4xx is *unavailable*: everything may be fetched (2.3.1.3), though a 429
    slows the host's rate. 5xx is *unreachable*: nothing may be fetched (2.3.1.4).
    """
    if 200 <= status < 300:
        return parse(body, token)
    if 400 <= status < 500:
        return Robots(RobotsBasis.ABSENT, detail=f"robots.txt answered {status}")
    return unreachable(f"robots.txt answered {status}")


def unreachable(detail: str, status: FetchStatus = FetchStatus.ROBOTS_FORBIDDEN) -> Robots:
    """Returns the rules of a server that did not respond: complete disallow (RFC 9309, 2.3.1.4)."""
    return Robots(RobotsBasis.UNREACHABLE, detail=detail, status=status)


def absent(detail: str) -> Robots:
    """Returns empty rules, for instance after more than five redirects (RFC 9309, 2.3.1.2)."""
    return Robots(RobotsBasis.ABSENT, detail=detail)


def parse(body: bytes, token: str) -> Robots:
    """Parses a robots.txt body, of which ``MAX_BYTES`` are read up to the last complete line.

    The text is UTF-8 (section 2.3), or what a byte order mark says: a file that forbids is obeyed in any.
    """
    marked = by_mark(body[:MAX_BYTES])
    text = body[:MAX_BYTES].decode("utf-8", errors="replace") if marked is None else marked
    if len(body) > MAX_BYTES:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
    text = text.lstrip("\ufeff")
    name = token.lower()
    rules = Protego.parse(_strict_agents(text, name))
    delay = rules.crawl_delay(name)
    sitemaps = tuple(dict.fromkeys(rules.sitemaps))
    return Robots(RobotsBasis.RULES, name, text, delay, sitemaps, rules=rules)


def _strict_agents(text: str, token: str) -> str:
    """Returns robots.txt with each user-agent reduced to our token, ``*`` or nobody (RFC 9309, 2.2.1)."""
    lines = re.split(r"\r\n|\r|\n", text)
    return "\n".join(_strict_line(line, token) for line in lines)


def _strict_line(line: str, token: str) -> str:
    match = _AGENT_LINE.match(line)
    if not match:
        return line
    value = match.group(1).split("#", 1)[0].strip()
    if value.startswith("*"):
        return "User-agent: *"
    name = _TOKEN.match(value)
    ours = name is not None and name.group().lower() == token
    return f"User-agent: {token if ours else _NOBODY}"
