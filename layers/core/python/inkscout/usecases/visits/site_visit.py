"""Decides which page of a website is requested next, and extracts what the website says; performs no I/O.

A visit is a generator: it yields the page it needs, is sent that page, and returns the reading. Its caller
fetches the pages, so that it can run in another process than the caller.
"""

from collections.abc import Callable, Generator
from dataclasses import replace
from urllib.parse import urljoin

from inkscout.domain.garbled import is_garbled
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.reading import SiteReading
from inkscout.domain.site_visit import SiteToRead, WantedPage
from inkscout.extraction import (
    MAX_PART,
    Frontier,
    Lack,
    PageView,
    best_sitemaps,
    chosen_parts,
    home_page_outcome,
    is_studio_site,
    lacks_contacts,
    lacks_links,
    name_key,
    page_key,
    read_sitemap,
    read_views,
    same_host,
    shell_reason,
    social_only_reason,
    view_of,
    wants_browser,
)
from inkscout.web.policy import PRODUCT_TOKEN
from inkscout.web.robots import parse as parse_robots

SiteVisit = Generator[WantedPage, Page | None, SiteReading]
"""Yields requested pages; is sent each page, or None if the visit's time is over; returns the reading."""
_Asking = Generator[WantedPage, Page | None, Page | None]
_STALE_PAGES = 4
"""Number of consecutive pages without a new name after which only strong links are followed."""
_STALE_WHILE_LACKING = 8
"""The same number while nobody is named at all, since the page of people may be linked by any word."""
_JUDGED_AFTER = 4
"""Number of pages after which a site that is clearly not a studio's is left."""
_LIKELY = 0.55
"""Confidence of a finder from which a person counts as named."""
_STRONG = 2.2
"""Minimum score of a link that is still followed then."""
_PROMISING = 3.0
"""Score of a link to a page of people.

If no known link reaches it and hardly anybody is named, the sitemap is read.
"""
_MAX_LEGAL = 2
"""Maximum number of imprints and privacy notices that are requested for contacts."""
_MAX_SITEMAPS = 3
"""Maximum number of sitemaps that are requested, an index included."""
_MAX_PARTS = 3
"""Maximum number of scripts, pieces of HTML and data that are requested for what the pages lack."""
_MAX_PICTURE_PARTS = 2
"""Maximum number of further scripts and data that are requested for pictures of the people named."""


def visit_site(site: SiteToRead) -> SiteVisit:
    """Yields requests for pages, the most promising first, and returns the reading of them."""
    if reason := social_only_reason(site.url, None):
        return SiteReading(outcome=VisitOutcome.SOCIAL_MEDIA_ONLY, reason=reason)
    visit = _SiteVisit(site)
    home = yield from visit.get(site.url)
    if home is None:
        return SiteReading(outcome=VisitOutcome.UNREACHABLE, reason="the site does not answer in time")
    readable = home.status is FetchStatus.OK and bool(home.html.strip())
    view = visit.take_in(home) if readable else None
    if ended := home_page_outcome(home, home.final_url or site.url, view):
        return SiteReading(outcome=ended[0], reason=ended[1])
    yield from visit.load_links()
    yield from visit.follow()
    yield from visit.load_people()
    yield from visit.find_contacts(site)
    yield from visit.load_contacts(site)
    yield from visit.load_pictures()
    reading = read_views(
        visit.views,
        studio_name=site.studio_name,
        country=site.country,
        studio_handles=site.studio_handles,
        failed=frozenset(visit.failed),
    )
    if home.rendered and reading.outcome is VisitOutcome.NEEDS_BROWSER:
        return replace(reading, outcome=VisitOutcome.NO_ARTISTS_NAMED, browser_reason="")
    return reading


class _SiteVisit:
    """State of one visit."""

    def __init__(self, site: SiteToRead) -> None:
        self.max_pages = site.max_pages
        self.asked = 0
        self.views: list[PageView] = []
        self.failed: set[str] = set()
        self.names: set[tuple[str, ...]] = set()
        self.is_anybody_named = False
        self.hashes: set[int] = set()
        self.frontier = Frontier(start=site.url)
        self.sitemaps_left = _MAX_SITEMAPS
        self.parts: dict[str, list[Page]] = {}
        self.parts_asked: set[str] = set()
        self.size_of_parts = 0

    def get(self, url: str) -> _Asking:
        """Requests a page; returns None if the visit's time is over."""
        self.frontier.mark(url)
        page = yield WantedPage(url)
        if page is None:
            return None
        self.asked += 1
        if page.status is not FetchStatus.OK:
            self.failed.add(page_key(page.url))
        if page.final_url:
            self.frontier.mark(page.final_url)
        return page

    def take_in(self, page: Page) -> PageView:
        """Parses a page, keeps the view, and adds its links to the frontier."""
        if not self.views:
            self.frontier.start = page.final_url or page.url
            self.frontier.routes = page.rendered
            self.frontier.mark(self.frontier.start)
        view = view_of(page)
        self.views.append(view)
        self.hashes.add(hash(page.html))
        self._note(view)
        return view

    def _note(self, view: PageView) -> None:
        """Remembers who is named on a page, and adds its links to the frontier."""
        self.names.update(name_key(candidate.name) for candidate in view.people)
        self.is_anybody_named |= any(candidate.confidence >= _LIKELY for candidate in view.people)
        self.frontier.add_view(view)

    def follow(self) -> Generator[WantedPage, Page | None, None]:
        """Requests pages by score until the limits are reached or further pages bring nothing new."""
        stale = 0
        while self.asked < self.max_pages:
            if self.sitemaps_left and self._lacks_people():
                yield from self._ask_sitemaps()
            lacking = not self.is_anybody_named
            chosen = self.frontier.take(lacking=lacking)
            most = _STALE_WHILE_LACKING if lacking else _STALE_PAGES
            if chosen is None or (stale >= most and chosen[1] < _STRONG):
                return
            if len(self.views) == _JUDGED_AFTER and not is_studio_site(self.views, "")[0]:
                # Before the next page: a page that was fetched but not read would be read by a replay.
                return
            page = yield from self.get(chosen[0])
            if page is None:
                return
            if page.status in (FetchStatus.BLOCKED, FetchStatus.TIMEOUT) and len(self.views) > 1:
                return
            if page.status is not FetchStatus.OK or not page.html or hash(page.html) in self.hashes:
                continue
            if is_garbled(page.html):
                continue
            known = len(self.names)
            self.take_in(page)
            stale = 0 if len(self.names) > known else stale + 1

    def find_contacts(self, site: SiteToRead) -> Generator[WantedPage, Page | None, None]:
        """Requests imprint and privacy notice if no other page states e-mail address and phone number."""
        for _ in range(_MAX_LEGAL):
            if self.asked >= self.max_pages or not self.views or not self.frontier.has_legal():
                return
            if not lacks_contacts(self.views, studio_name=site.studio_name, country=site.country):
                return
            page = yield from self.get(self.frontier.take_legal())
            if page is None:
                return
            if page.status is FetchStatus.OK and page.html and not is_garbled(page.html):
                self.take_in(page)

    def load_links(self) -> Generator[WantedPage, Page | None, None]:
        """Requests parts of the home page if it leaves its menu or footer to them."""
        if not wants_browser(self.views):
            yield from self._load(Lack.LINKS, lambda: lacks_links(self.views[0], self.parts_asked))

    def load_people(self) -> Generator[WantedPage, Page | None, None]:
        """Requests parts with people if no page names anybody and none shows that it needs a browser."""
        if not self.is_anybody_named and not wants_browser(self.views, frozenset(self.failed)):
            yield from self._load(Lack.PEOPLE, lambda: not self.is_anybody_named)

    def load_pictures(self) -> Generator[WantedPage, Page | None, None]:
        """Requests parts that are called as galleries, or that fill an empty one, if somebody is named."""
        if self.is_anybody_named:
            most = len(self.parts_asked) + _MAX_PICTURE_PARTS
            yield from self._load(Lack.PICTURES, lambda: True, most)

    def load_contacts(self, site: SiteToRead) -> Generator[WantedPage, Page | None, None]:
        """Requests parts with contact details if the pages lack an e-mail address or a phone number."""

        def is_lacking() -> bool:
            return lacks_contacts(self.views, studio_name=site.studio_name, country=site.country)

        if is_lacking() and (self.is_anybody_named or not wants_browser(self.views, frozenset(self.failed))):
            yield from self._load(Lack.CONTACTS, is_lacking)

    def _load(
        self, lack: Lack, is_lacking: Callable[[], bool], most: int = _MAX_PARTS
    ) -> Generator[WantedPage, Page | None, None]:
        """Requests parts, one at a time, since a script may name the next, until nothing is lacking.

        A page with a new part is read again with it.
        """
        while len(self.parts_asked) < most and self.size_of_parts < MAX_PART and is_lacking():
            found = chosen_parts(self.views, lack, self.parts_asked)
            if not found:
                return
            view, reference = found[0]
            self.parts_asked.add(reference.url)
            self.frontier.mark(reference.url)
            part = yield WantedPage(reference.url, counts=False, part_of=view.document.url)
            if part is None:
                return
            if part.status is not FetchStatus.OK or not part.html or is_garbled(part.html):
                continue
            self.size_of_parts += len(part.html)
            parts = self.parts.setdefault(view.key, [])
            parts.append(replace(part, part_of=view.document.url))
            at = self.views.index(view)
            self.views[at] = view_of(view.document.page, parts)
            self._note(self.views[at])

    def _lacks_people(self) -> bool:
        """Whether no link looks like a page of people and none was read, so that a sitemap may help.

        Rendered pages never need one, and the pages of a site that scripts fill would all be the same shell.
        """
        if self.frontier.best() >= _PROMISING or len(self.names) > 1:
            return False
        home = self.views[0]
        return not (
            home.document.page.rendered or any(view.is_team for view in self.views) or shell_reason(home)
        )

    def _ask_sitemaps(self) -> Generator[WantedPage, Page | None, None]:
        """Requests the site's sitemaps and adds their pages to the frontier.

        Sitemaps count towards rate limit and time, but not as pages.
        """
        start = self.frontier.start
        robots = yield WantedPage(urljoin(start, "/robots.txt"), counts=False)
        named = parse_robots(robots.html.encode(), PRODUCT_TOKEN).sitemaps if robots is not None else ()
        waiting = best_sitemaps(named, start, _MAX_SITEMAPS) or [urljoin(start, "/sitemap.xml")]
        while waiting and self.sitemaps_left:
            self.sitemaps_left -= 1
            page = yield WantedPage(waiting.pop(0), counts=False)
            if page is None or page.status is not FetchStatus.OK or not same_host(page.final_url, start):
                continue
            sitemap = read_sitemap(page.html)
            self.frontier.add_listed(sitemap.pages)
            waiting.extend(best_sitemaps(sitemap.sitemaps, start, self.sitemaps_left))
        self.sitemaps_left = 0
