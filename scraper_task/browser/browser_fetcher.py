"""Fetcher that loads pages in a browser and runs their scripts, in place of the HTTP fetcher."""

import asyncio
import contextlib
import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.parse import urldefrag, urljoin

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Response
from playwright.async_api import Page as BrowserPage
from playwright.async_api import TimeoutError as PlaywrightTimeout

from inkscout.domain.page import FetchStatus, Page
from inkscout.giving_way import LARGE_PAGE, is_slow
from inkscout.observability import logger
from inkscout.ports import Clock, Stopwatch
from inkscout.web.media import HTML_TYPES, MAX_PART_BYTES, asks_noindex, is_part, is_readable, media_type
from inkscout.web.policy import PRODUCT_TOKEN
from inkscout.web.refusals import why_blocked
from scraper_task.browser.navigation import failure_of
from scraper_task.browser.pool import BrowserGone, Session, script
from scraper_task.browser.reading_limits import ReadingLimits

_ATTEMPTS = 2
_NAVIGATIONS = 4
_SNAPSHOT_SECONDS = 4.0
_SNAPSHOT_CHARACTERS = 2_000_000
_UNVEIL = "() => window[Symbol.for('inkscout.visit')]?.show()"
_UNSEEN = frozenset(
    {FetchStatus.NOT_FOUND, FetchStatus.NOT_HTML, FetchStatus.UNREACHABLE, FetchStatus.TOO_LARGE}
)
"""Statuses for which a snapshot of the failed page would add no information, or cost more than the page."""
_OF_A_PAUSE = frozenset({FetchStatus.TIMEOUT, FetchStatus.UNREACHABLE, FetchStatus.CRASHED})
"""Statuses that any page may get while this process is paused, for example by SIGSTOP."""
_PROXY_SAYS = {403: FetchStatus.EGRESS_REFUSED, 400: FetchStatus.EGRESS_REFUSED, 504: FetchStatus.TIMEOUT}
_CUT = ("context was destroyed", "navigat", "frame was detached", "cannot find context")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits for loading one page.

    Attributes:
        navigation_seconds: Time limit for the response and for each document.
        page_seconds: Time limit for the whole visit of the page.
        body_bytes: Maximum Content-Length.
        reading: Limits of the page script.
    """

    navigation_seconds: float = 15.0
    page_seconds: float = 30.0
    body_bytes: int = 20 * 1024 * 1024
    reading: ReadingLimits = field(default_factory=ReadingLimits)


@dataclass(frozen=True, slots=True)
class PageSnapshot:
    """HTML and JPEG screenshot of a page that failed; ``html`` or ``screenshot`` may be empty."""

    url: str
    reason: str
    html: str
    screenshot: bytes


class Gate(Protocol):
    """Port that decides whether a page may be requested, and waits for the host's turn."""

    async def enter(self, url: str) -> Page | None:
        """Waits until the page may be requested and returns None, or returns the refusal as a page."""
        ...

    async def leave(self, url: str, page: Page) -> Page:
        """Ends the turn; returns the page, or a refusal if it redirected to a forbidden URL."""
        ...

    async def abandon(self) -> None:
        """Ends the turn of a visit that was cancelled or failed with an exception."""
        ...


class OpenGate:
    """Gate that allows everything at once, for tests and benchmarks with local pages."""

    async def enter(self, url: str) -> Page | None:
        """Returns None: every page is allowed."""
        return None

    async def leave(self, url: str, page: Page) -> Page:
        """Returns the page unchanged."""
        return page

    async def abandon(self) -> None:
        """Does nothing."""


class BrowserFetcher:
    """Fetches pages of one site in one browser session; failures are pages with another status than OK.

    The browser page stays open between fetches, so that a URL that differs only in its fragment (``#...``)
    is a change of route within the running single-page app, as for a visitor.
    """

    def __init__(
        self,
        session: Session,
        *,
        clock: Clock,
        gate: Gate | None = None,
        bounds: Bounds | None = None,
        on_failure: Callable[[PageSnapshot], Awaitable[None]] | None = None,
        stopwatch: Stopwatch | None = None,
    ) -> None:
        self._stopwatch = stopwatch
        self._session = session
        self._clock = clock
        self._gate = gate or OpenGate()
        self._bounds = bounds or Bounds()
        self._on_failure = on_failure

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """Returns one page after its scripts ran; ``etag`` and ``last_modified`` are ignored.

        Raises:
            BrowserUnavailable: no browser can be started.
        """
        if self._is_route(url):
            return await self._despite_pauses(url)
        refusal = await self._gate.enter(url)
        if refusal is not None:
            return refusal
        try:
            page = await self._despite_pauses(url)
        except BaseException:
            await self._gate.abandon()
            raise
        return await self._gate.leave(url, page)

    def _is_route(self, url: str) -> bool:
        """Whether the URL is a route within the page that is open now, which needs no request to the host."""
        base, fragment = urldefrag(url)
        return bool(fragment) and base == urldefrag(self._session.address).url

    async def _despite_pauses(self, url: str) -> Page:
        """Visits a page; repeats the visit once if it failed while this process was paused.

        The browser's requests pass a proxy in this process, so a pause makes them time out.
        """
        before = self._pauses()
        page = await self._attempt(url)
        if page.status not in _OF_A_PAUSE or self._pauses() == before:
            return page
        await self._session.discard()
        return await self._attempt(url)

    def _pauses(self) -> int:
        return self._stopwatch.pauses if self._stopwatch is not None else 0

    async def _attempt(self, url: str) -> Page:
        started = time.monotonic()
        page = self._failed(url, FetchStatus.TIMEOUT, "not tried")
        hoarded = True
        for attempt in range(_ATTEMPTS):
            try:
                async with asyncio.timeout(self._bounds.page_seconds):
                    page = await self._visit(url)
                break
            except TimeoutError:
                page = self._failed(url, FetchStatus.TIMEOUT, "the page did not come to rest in its time")
                await self._report(page)
                await self._session.discard()
                break
            except BrowserGone as error:
                # A renderer was killed for its memory: probably this page's, certainly if it happens again.
                hoarded = self._session.outgrew_memory() and hoarded
                await self._session.discard(broken=not self._session.is_connected)
                page = self._failed(url, FetchStatus.CRASHED, str(error))
                if hoarded:
                    page = replace(page, status=FetchStatus.TOO_LARGE, detail="the page outgrew its memory")
                logger().warning("A browser ended under a page", attempt=attempt + 1)
        return replace(page, elapsed_ms=round((time.monotonic() - started) * 1000, 1))

    async def _visit(self, url: str) -> Page:
        tab = await self._session.page()
        self._session.count()
        if is_part(url) and urljoin(url, "/") == urljoin(self._session.address, "/"):
            return await self._load_part(tab, url)
        try:
            response, refusal = await self._navigate(tab, url)
            if refusal is not None:
                await self._session.discard()
                return refusal
            page = await self._read(tab, url, response)
        except PlaywrightError as error:
            page = await self._explain(tab, url, error)
        if page.status is not FetchStatus.OK:
            await self._report(page)
            await self._session.discard()
        return page

    async def _load_part(self, tab: BrowserPage, url: str) -> Page:
        """Returns a script or data of the open page's own origin as text, requested by the page itself."""
        try:
            answer = await tab.evaluate(script("load_part.js"), {"url": url, "most": MAX_PART_BYTES})
            if answer["tooLarge"]:
                return self._failed(url, FetchStatus.TOO_LARGE, "the file outgrew its bound")
            kind, status = media_type(str(answer["type"])), int(answer["status"])
            final_url, text = str(answer["url"]), str(answer["text"])
        except PlaywrightError as error:
            return self._failed(url, FetchStatus.UNREACHABLE, error.message.partition("\n")[0])
        except (KeyError, TypeError, ValueError):
            # A page may put a function of its own in the place of ``fetch``.
            return self._failed(url, FetchStatus.UNREACHABLE, "the page answered for the server")
        return self._part(url, final_url, text, kind, status)

    async def _shown_part(self, url: str, kind: str, response: Response) -> Page:
        """Returns a script or data that the browser opened as a document."""
        length = response.headers.get("content-length", "")
        if length.isdigit() and int(length) > MAX_PART_BYTES:
            return self._failed(url, FetchStatus.TOO_LARGE, "the file outgrew its bound")
        return self._part(url, response.url, await response.text(), kind, response.status)

    def _part(self, url: str, final_url: str, text: str, kind: str, status: int) -> Page:
        if status != 200:
            verdict = FetchStatus.NOT_FOUND if status in (404, 410) else FetchStatus.HTTP_ERROR
            return replace(self._failed(url, verdict, f"HTTP {status}"), http_status=status)
        body = text.encode("utf-8", "replace")
        if len(body) > MAX_PART_BYTES:  # no length was announced, or the page answered for its server
            return self._failed(url, FetchStatus.TOO_LARGE, "the file outgrew its bound")
        return Page(
            url=url,
            final_url=final_url,
            status=FetchStatus.OK,
            http_status=status,
            html=text,
            content_type=kind,
            fetched_at=self._clock.now(),
            rendered=True,
            content_hash=hashlib.sha256(body).hexdigest(),
            size=len(body),
        )

    async def _navigate(self, tab: BrowserPage, url: str) -> tuple[Response | None, Page | None]:
        """Opens a URL; returns its response, and a page if the response is not to be read (else None)."""
        try:
            response = await tab.goto(
                url, wait_until="commit", timeout=self._bounds.navigation_seconds * 1000
            )
        except PlaywrightTimeout:
            return None, self._failed(url, FetchStatus.TIMEOUT, "no answer in time")
        if response is None:
            return None, None
        self._session.forget_last_page()
        headers = response.headers
        if headers.get("x-egress") == "refused":
            return None, self._failed(
                url, _PROXY_SAYS.get(response.status, FetchStatus.UNREACHABLE), "the proxy refused it"
            )
        kind = media_type(headers.get("content-type", "text/html"))
        if is_part(url) and is_readable(kind, b"", url) and kind not in HTML_TYPES:
            return None, await self._shown_part(url, kind, response)
        refusal = self._refusal(url, kind, response)
        return (None, refusal) if refusal is not None else (response, None)

    def _refusal(self, url: str, kind: str, response: Response) -> Page | None:
        """Returns why an answer is not to be read, as a page; None if it is to be read."""
        if kind not in HTML_TYPES and not kind.startswith("text/plain"):
            page = self._failed(url, FetchStatus.NOT_HTML, f"the answer is {kind}")
            return replace(page, http_status=response.status)
        length = response.headers.get("content-length", "")
        if length.isdigit() and int(length) > self._bounds.body_bytes:
            return self._failed(url, FetchStatus.TOO_LARGE, f"{length} bytes announced")
        if length.isdigit() and int(length) > LARGE_PAGE:
            is_slow()
        return None

    async def _read(self, tab: BrowserPage, url: str, response: Response | None) -> Page:
        result = await self._settled(tab)
        if result is None:
            return self._failed(url, FetchStatus.TOO_MANY_REDIRECTS, "the page kept navigating away")
        if result.get("tooLarge"):
            return self._failed(url, FetchStatus.TOO_LARGE, "the document outgrew its bound")
        html = str(result["html"])
        if result.get("foreignFrames"):
            html = await self._with_frames(tab, html)
        return self._page(url, str(result["url"]), html, response)

    async def _settled(self, tab: BrowserPage) -> dict[str, Any] | None:
        """Runs the page script and returns its result.

        None if the document was replaced too often to be read.
        """
        argument = self._bounds.reading.as_argument()
        for _ in range(_NAVIGATIONS):
            try:
                text = await tab.evaluate(script("read_page.js"), argument)
            except PlaywrightError as error:
                if not any(mark in error.message.lower() for mark in _CUT):
                    raise
                await tab.wait_for_load_state(
                    "domcontentloaded", timeout=self._bounds.navigation_seconds * 1000
                )
            else:
                return dict(json.loads(text))
        return None

    async def _with_frames(self, tab: BrowserPage, html: str) -> str:
        """Returns the HTML with the bodies of cross-origin frames appended to its body."""
        parts = []
        for frame in tab.frames[1 : 1 + self._bounds.reading.foreign_frames]:
            body = await self._frame_body(frame)
            if body:
                parts.append(f"<section data-frame>{body}</section>")
        head, end, tail = html.rpartition("</body>")
        return f"{head}{''.join(parts)}{end}{tail}" if end else html + "".join(parts)

    async def _frame_body(self, frame: Frame) -> str:
        if not frame.url.startswith(("http://", "https://")):
            return ""
        try:
            async with asyncio.timeout(1.5):
                body = await frame.evaluate(script("read_frame.js"), self._bounds.reading.as_argument())
        except (PlaywrightError, TimeoutError):
            return ""
        return str(body)

    def _page(self, url: str, final_url: str, html: str, response: Response | None) -> Page:
        body = html.encode("utf-8", errors="replace")
        status = response.status if response else 200
        headers = response.headers if response else {}
        blocked = why_blocked(status, headers, html)
        verdict, detail = FetchStatus.OK, ""
        if blocked:
            verdict, detail = FetchStatus.BLOCKED, blocked
        elif status in (404, 410):
            verdict, detail = FetchStatus.NOT_FOUND, f"HTTP {status}"
        elif status >= 400:
            verdict, detail = FetchStatus.HTTP_ERROR, f"HTTP {status}"
        return Page(
            url=url,
            final_url=final_url if urldefrag(url).fragment else urldefrag(final_url).url,
            status=verdict,
            http_status=status,
            html=html if verdict is FetchStatus.OK else "",
            content_type="text/html",
            fetched_at=self._clock.now(),
            rendered=True,
            content_hash=hashlib.sha256(body).hexdigest(),
            noindex=asks_noindex(headers.get("x-robots-tag", ""), html, PRODUCT_TOKEN),
            size=len(body),
            detail=detail,
        )

    async def _explain(self, tab: BrowserPage, url: str, error: PlaywrightError) -> Page:
        """Returns the failure of a navigation as a page.

        Raises:
            BrowserGone: the page or browser crashed, so a new browser may succeed.
        """
        status, detail = failure_of(error.message)
        if status is FetchStatus.CRASHED or not self._session.is_connected:
            raise BrowserGone(detail) from error
        return self._failed(url, status, detail)

    def _failed(self, url: str, status: FetchStatus, detail: str) -> Page:
        return Page(
            url=url,
            final_url=url,
            status=status,
            fetched_at=self._clock.now(),
            rendered=True,
            detail=detail,
        )

    async def _report(self, page: Page) -> None:
        """Passes a snapshot of a failed page to ``on_failure``, if the browser can still provide one."""
        tab = self._session.open_page
        if self._on_failure is None or tab is None or page.status in _UNSEEN:
            return
        html, screenshot = "", b""
        with contextlib.suppress(PlaywrightError, TimeoutError):
            async with asyncio.timeout(_SNAPSHOT_SECONDS):
                html = (await tab.content())[:_SNAPSHOT_CHARACTERS]
                await tab.evaluate(_UNVEIL)
                screenshot = await tab.screenshot(type="jpeg", quality=50, timeout=_SNAPSHOT_SECONDS * 1000)
        if html or screenshot:
            await self._on_failure(PageSnapshot(page.url, f"{page.status}: {page.detail}", html, screenshot))
