"""Chooses the next page of a website: scores links by their words and avoids crawler traps."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urldefrag, urlsplit, urlunsplit

from inkscout.extraction.model import PageView
from inkscout.extraction.page.actions import script_addresses
from inkscout.extraction.page.document import Document
from inkscout.extraction.page.urls import is_file, page_key, path_segments, path_words, same_host
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.section_headings import has_team_word, is_team_word, sections_of
from inkscout.extraction.text.names import read_name
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import long_list, word_set
from inkscout.vocabulary.networks import network_of

_ABOUT = word_set("pages.about")
_BOOKING = word_set("pages.booking")
_GUEST = word_set("team.guest")
_TEAM = word_set("team.people")
LEAST = 0.5
"""Minimum score for a page to be fetched."""
_CONTACT = word_set("pages.contact")
_LEGAL = word_set("contacts.legal_pages")
_IMPRINT = frozenset(("impressum", "imprint", "legal", "legales", "mentions"))
"""Words of pages that say who answers for a site, which come before privacy notices and terms."""
_TRADE = word_set("pages.trade")
_WEAK = word_set("pages.minor")
_DULL = word_set("pages.dull")
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
"""Minimum score of a link text that promises people or facts about the studio."""
_UNKNOWN = 0.0
"""Minimum score of a page to be fetched while nobody is named: its link may use words that no list has."""
_QUERY = 1.0
"""Penalty for a URL with a query, on a site whose own pages have paths."""
_FEW_WORDS = 3
_ORDINARY = _ABOUT | _BOOKING | _CONTACT | _TRADE | _WEAK | _DULL
_WRITTEN = 1.5
"""Minimum score of a URL found in a script: its words must promise people or facts."""


@dataclass(slots=True)
class Frontier:
    """Priority queue of pages that are known but not yet fetched.

    Attributes:
        start: URL of the website's home page; only pages on its host are accepted.
        routes: Whether ``#/…`` fragments are routes of a script, and so separate pages.
        scores: Scores of the waiting pages by key (``page_key``).
        urls: URLs by key.
        seen: Keys of pages that were taken or fetched.
        canonical: URL by which the home page calls itself, if its host is another: the same website stands
            there, so that links to it lead to pages of the host that is visited.
    """

    start: str
    routes: bool = False
    scores: dict[str, float] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    canonical: str = ""

    def add(self, url: str, score: float, *, promised: bool = False) -> None:
        """Adds a page or raises its score; ignores files, other hosts, crawler traps and pages already seen.

        Args:
            url: The page's URL.
            score: Expected usefulness of the page.
            promised: Whether the link's text promises people or facts, so that a long query string is not a
                trap.
        """
        url = self._here(self._plain(url))
        key = page_key(url)
        if not url or key in self.seen or not self._fits(url, promised):
            return
        if score > self.scores.get(key, -99.0):
            self.scores[key] = score
            self.urls.setdefault(key, url)

    def add_view(self, view: PageView) -> None:
        """Adds all pages to which a page links, and those that its scripts mention if they are promising."""
        if page_key(view.document.url) == page_key(self.start):
            self.canonical = _canonical_host(view.document, self.start)
        for url, score, promised in scored_links(view, self.start):
            self.add(url, score, promised=promised)
        for href, clicked in script_addresses(view.document):
            score = score_address(url := view.document.absolute(href), self.start)
            score += score_text(" ".join(path_words(f"/{clicked}"))) if clicked else 0.0
            if score >= _WRITTEN:
                self.add(url, score - 0.5)

    def add_listed(self, urls: Iterable[str]) -> None:
        """Adds the pages listed in a sitemap, 0.5 below their URL's score, since they have no link text."""
        for url in urls:
            self.add(url, score_address(url, self.start) - 0.5)

    def best(self) -> float:
        """Returns the highest score of all waiting pages; 0 if there are none."""
        return max(self.scores.values(), default=0.0)

    def take(self, *, lacking: bool = False) -> tuple[str, float] | None:
        """Removes and returns the best page's URL and score; None if no page reaches the minimum score.

        With ``lacking``, that minimum is lower: nobody is named yet, and the page of people may be linked by
        words that no list has, or stand only in the sitemap.
        """
        if not self.scores:
            return None
        key = max(self.scores, key=lambda item: (self.scores[item], -len(item), item))
        score = self.scores.pop(key)
        self.seen.add(key)
        return (self.urls[key], score) if score >= (_UNKNOWN if lacking else LEAST) else None

    def has_legal(self) -> bool:
        """Whether an imprint, a privacy notice or terms of use are waiting."""
        return bool(self._legal())

    def take_legal(self) -> str:
        """Removes and returns the URL of the imprint, else of the shortest such page; empty without one."""
        if not (legal := self._legal()):
            return ""
        key = min(legal, key=lambda item: (_IMPRINT.isdisjoint(path_words(self.urls[item])), len(item), item))
        self.scores.pop(key)
        self.seen.add(key)
        return self.urls[key]

    def _legal(self) -> list[str]:
        return [key for key in self.scores if _LEGAL.intersection(path_words(self.urls[key]))]

    def mark(self, url: str) -> None:
        """Marks a page as fetched and removes it from the queue."""
        key = page_key(self._plain(url))
        self.seen.add(key)
        self.scores.pop(key, None)

    def _here(self, url: str) -> str:
        """Returns a URL of the canonical host as one of the host that is visited; any other unchanged."""
        if not self.canonical or not url.startswith("http") or not same_host(url, self.canonical):
            return url
        start, parts = urlsplit(self.start), urlsplit(url)
        return urlunsplit((start.scheme, start.netloc, parts.path, parts.query, parts.fragment))

    def _plain(self, url: str) -> str:
        plain, fragment = urldefrag(url)
        if self.routes and fragment.startswith(("/", "!/")):
            return f"{plain}#{fragment}"
        return plain

    def _fits(self, url: str, promised: bool) -> bool:
        if not url.startswith(("http://", "https://")) or not same_host(url, self.start):
            return False
        return not is_trap(url, promised=promised)


def _canonical_host(document: Document, start: str) -> str:
    """Returns the URL of the host that a home page names as its own; empty if that is the one visited.

    Hosts of builders and networks, where many websites stand side by side, are told by the path: a home page
    has none.
    """
    named = document.meta.get("canonical") or document.meta.get("og:url") or ""
    url = document.absolute(named) if named else ""
    if not url.startswith("http") or same_host(url, start) or network_of(url):
        return ""
    return url if not path_segments(url) else ""


def is_trap(url: str, *, promised: bool = False) -> bool:
    """Whether a URL looks like a crawler trap or a useless page.

    Those are calendars, sessions, pagination, files and repeating paths. Some content management systems use
    a query for every page (``?p=7``, ``?option=…&id=3``); such URLs are accepted if the link text promises
    people or facts (``promised``).
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    if (
        len(url) > 300
        or is_file(url)
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
    """Returns every link of a page: absolute URL, score, and whether its text promises people or facts.

    Links in sections that list people get a higher score, since they lead to artists' own pages.
    """
    document = view.document
    spans = [(section.start, section.end) for section in sections_of(view)]
    by_query = _has_pages_by_query(view, start)
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
        is_page = by_query and bool(link.text) and said >= 0
        if is_page and urlsplit(url).query:
            score += _QUERY
        out.append((url, score, said >= _PROMISED or is_page))
    return out


def _has_pages_by_query(view: PageView, start: str) -> bool:
    """Whether a site's pages differ by query (``index.php?id=3``), as most links of the page do."""
    document = view.document
    own = {
        url for link in document.links[:_MAX_LINKS] if same_host(url := document.absolute(link.href), start)
    }
    parts = [urlsplit(url) for url in own]
    queried = [one for one in parts if one.query]
    paths = {one.path for one in queried}
    return len(queried) > 1 and 2 * len(queried) >= len(parts) and len(paths) == 1


def score_text(text: str) -> float:
    """Scores a link's text by how likely its page lists people or facts; 0 if empty or long."""
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
    """Scores a URL by how likely its page lists people or facts; other languages' copies score lower."""
    segments = path_segments(url)
    words = set(path_words(url))
    last = {fold(word) for word in path_words("/" + segments[-1])} if segments else set()
    score = 0.6
    if any(map(is_team_word, last)):
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
        score -= _QUERY
    if segments and len(segments) < _FEW_WORDS and is_persons_slug(segments[-1]):
        score += 0.8
    return score - _foreign(segments, start)


def is_persons_slug(segment: str) -> bool:
    """Whether a URL's segment consists of a listed given name and at most two other words ("anna-bell")."""
    words = path_words("/" + segment)
    if not 0 < len(words) <= _FEW_WORDS or not all(word.isalpha() for word in words):
        return False
    return words[0] in long_list("given_names") and not _ORDINARY.intersection(words)


def _foreign(segments: list[str], start: str) -> float:
    """Returns a penalty for a URL of another language's copy of the website; 0 for all others."""
    home = path_segments(start)
    own = next((part for part in home if _LANGUAGE.match(part)), "")
    here = next((part for part in segments[:2] if _LANGUAGE.match(part)), "")
    return 3.0 if here and here != own and here.lower() not in _TEAM else 0.0
