"""Chooses the next page of a website: scores links by the trade's words and avoids crawler traps."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import unquote, urldefrag, urlsplit

from inkscout.extraction.model import PageView
from inkscout.extraction.page.actions import script_addresses
from inkscout.extraction.page.urls import page_key, path_segments, path_words, same_host
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.section_headings import has_team_word, sections_of
from inkscout.extraction.text.names import read_name
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set

_ABOUT = word_set("pages.about")
_BOOKING = word_set("pages.booking")
_GUEST = word_set("team.guest")
_TEAM = word_set("team.people")
LEAST = 0.5
"""Score below which a page is not worth a request."""
_CONTACT = word_set("pages.contact")
_TRADE = word_set("pages.trade")
_WEAK = word_set("pages.minor")
_DULL = word_set("pages.dull")
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|pdf|zip|rar|gz|mp4|webm|mov|mp3|wav|docx?|xlsx?|pptx?|ics|vcf|css|js|json|xml|rss|atom|woff2?|ttf|eot|exe|dmg|apk)$",
    re.I,
)
_DATE = re.compile(
    r"/(?:19|20)\d\d[/\-](?:0?[1-9]|1[0-2])(?:[/\-]|$)|[?&](?:date|month|year|day|week|tribe-bar-date|ical)=",
    re.I,
)
_SESSION = re.compile(
    r"[?&](?:sid|sessionid|phpsessid|jsessionid|replytocom|add-to-cart|orderby|sort|filter|share|print|amp|utm_\w+)=",
    re.I,
)
_PAGING = re.compile(r"/page/\d+|[?&](?:page|paged|p|offset|start)=\d+", re.I)
_LANGUAGE = re.compile(r"^[a-z]{2}(?:[-_][a-zA-Z]{2})?$")
_SCHEMES = ("mailto:", "tel:", "javascript:", "sms:", "whatsapp:", "data:", "viber:", "tg:", "geo:", "blob:")
_MAX_LINKS = 1500
_PROMISED = 2.0
"""Score of a text that names people or facts."""
_WRITTEN = 1.5
"""Score of an address in a script from which it is tried: its words name people or facts."""


@dataclass(slots=True)
class Frontier:
    """Pages known and not yet read, by score; ``routes`` follows a script's ``#/…`` routes as pages."""

    start: str
    routes: bool = False
    scores: dict[str, float] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def add(self, url: str, score: float, *, promised: bool = False) -> None:
        """Offers a page; the best score counts. Files, other hosts and traps are dropped.

        Args:
            url: The page's address.
            score: What the page promises.
            promised: The link's text names people or facts, so that a long query is no trap.
        """
        url = self._plain(url)
        key = page_key(url)
        if not url or key in self.seen or not self._fits(url, promised):
            return
        if score > self.scores.get(key, -99.0):
            self.scores[key] = score
            self.urls.setdefault(key, url)

    def add_view(self, view: PageView) -> None:
        """Offers every link of a page."""
        for url, score, promised in scored_links(view, self.start):
            self.add(url, score, promised=promised)
        for href in script_addresses(view.document):
            score = score_address(url := view.document.absolute(href), self.start)
            if score >= _WRITTEN:
                self.add(url, score - 0.5)

    def add_listed(self, urls: Iterable[str]) -> None:
        """Offers the pages of a sitemap, a little behind links, which carry a text."""
        for url in urls:
            self.add(url, score_address(url, self.start) - 0.5)

    def best(self) -> float:
        """Score of the best page; 0 when none is known."""
        return max(self.scores.values(), default=0.0)

    def take(self) -> tuple[str, float] | None:
        """The best page and its score; None when nothing is worth a request."""
        if not self.scores:
            return None
        key = max(self.scores, key=lambda item: (self.scores[item], -len(item), item))
        score = self.scores.pop(key)
        self.seen.add(key)
        return (self.urls[key], score) if score >= LEAST else None

    def mark(self, url: str) -> None:
        """Notes a page as read."""
        key = page_key(self._plain(url))
        self.seen.add(key)
        self.scores.pop(key, None)

    def _plain(self, url: str) -> str:
        plain, fragment = urldefrag(url)
        if self.routes and fragment.startswith(("/", "!/")):
            return f"{plain}#{fragment}"
        return plain

    def _fits(self, url: str, promised: bool) -> bool:
        if not url.startswith(("http://", "https://")) or not same_host(url, self.start):
            return False
        return not is_trap(url, promised=promised)


def is_trap(url: str, *, promised: bool = False) -> bool:
    """Whether an address is of a kind without end or without use.

    Calendars, sessions, pagings, files, repetitions. Content systems without speaking addresses put every
    page behind a query (``?p=7``, ``?option=…&id=3``): where the link's text promises people or facts, such
    an address is followed.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    if (
        len(url) > 300
        or _FILE.search(unquote(parts.path))
        or _DATE.search(url)
        or _SESSION.search(url)
        or (not promised and _PAGING.search(url))
    ):
        return True
    if not promised and (parts.query.count("&") >= 2 or len(parts.query) > 80):
        return True
    segments = [part for part in parts.path.split("/") if part]
    repeated = any(segments.count(part) > 2 for part in segments)
    doubled = any(a == b for a, b in pairwise(segments))
    return len(segments) > 8 or repeated or (doubled and len(segments) > 2)


def scored_links(view: PageView, start: str) -> list[tuple[str, float, bool]]:
    """Returns every link of a page with its score, and whether its text promises people or facts.

    Links of sections of people count as artists' own pages.
    """
    document = view.document
    spans = [(section.start, section.end) for section in sections_of(view)]
    out: list[tuple[str, float, bool]] = []
    for link in document.links[:_MAX_LINKS]:
        href = link.href.strip()
        if not href or href.lower().startswith(_SCHEMES) or href in ("#", "/#"):
            continue
        url = document.absolute(href)
        if not url.startswith("http"):
            continue
        said = score_text(link.text or link.label)
        score = score_address(url, start) + said
        zone = view.zones[min(link.line, len(view.zones) - 1)] if view.zones else Zone.MAIN
        if any(begin <= link.line <= end for begin, end in spans) and not zone & (
            Zone.NAV | Zone.FOOTER | Zone.BLOG
        ):
            score += 4.5
        out.append((url, score, said >= _PROMISED))
    return out


def score_text(text: str) -> float:
    """Scores a link's text by how likely its page names people or facts."""
    if not text or len(text) > 60:
        return 0.0
    words = tokens(text)
    score = 0.0
    if has_team_word(text):
        score += 6.0
    if any(word in _GUEST for word in words):
        score += 1.0
    if any(word in _ABOUT for word in words) and len(words) <= 4:
        score += 2.5
    if any(word in _CONTACT for word in words):
        score += 2.5
    if any(word in _BOOKING for word in words):
        score += 2.0
    if any(word in _TRADE for word in words):
        score += 1.2
    if any(word in _WEAK for word in words):
        score += 0.6
    if any(word in _DULL for word in words):
        score -= 3.0
    guess = read_name(text)
    if guess is not None:
        score += 2.0 if guess.score >= 0.7 else 0.8
    return score


def score_address(url: str, start: str) -> float:
    """Scores a URL by how likely its page names people or facts."""
    segments = path_segments(url)
    words = set(path_words(url))
    last = {fold(word) for word in path_words("/" + segments[-1])} if segments else set()
    score = 0.6
    if last & _TEAM:
        score += 5.0
    elif words & _TEAM:
        score += 3.0
    if words & _GUEST:
        score += 0.5
    if last & _ABOUT:
        score += 2.0
    if last & _CONTACT:
        score += 2.0
    if last & _BOOKING:
        score += 1.5
    if last & _TRADE:
        score += 0.8
    if last & _WEAK:
        score += 0.3
    if words & _DULL:
        score -= 4.0
    score -= 0.4 * max(0, len(segments) - 2)
    if urlsplit(url).query:
        score -= 1.0
    return score - _foreign(segments, start)


def _foreign(segments: list[str], start: str) -> float:
    """Another language's copy of the site is the same site again."""
    home = path_segments(start)
    own = next((part for part in home if _LANGUAGE.match(part)), "")
    here = next((part for part in segments[:2] if _LANGUAGE.match(part)), "")
    return 3.0 if here and here != own and here.lower() not in _TEAM else 0.0
