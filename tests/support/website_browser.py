"""A Chromium on the website, whose errors and breaches of the policy are recorded, and axe in its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scraper_task.browser.chromium import FLAGS, find_executable

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DRAWN = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
"""Rules whose outcome depends on width and theme; the others read the document alone."""

_LEAN = tuple(flag for flag in FLAGS if flag.partition("=")[0] in ("--disable-features", "--in-process-gpu"))
"""Flags of visits without which a full Chromium draws a toolbar for each window, in processes of its own."""

needs_chromium = pytest.mark.skipif(not find_executable(""), reason="no Chromium on this machine")


@dataclass
class Site:
    """A served website with a browser; ``breaches`` are errors and violations of the policy."""

    url: str
    browser: Browser
    requests: list[str]
    breaches: list[str] = field(default_factory=list)
    windows: list[BrowserContext] = field(default_factory=list)

    def begin(self) -> None:
        """Forgets what happened before a test."""
        self.requests.clear()
        self.breaches.clear()

    def end(self) -> None:
        """Closes the windows of a test, and fails it if a page had an error."""
        while self.windows:
            self.windows.pop().close()
        assert self.breaches == []

    def window(self, **options: Any) -> Page:
        """An empty page in a new window."""
        self.windows.append(self.browser.new_context(**options))
        page = self.windows[-1].new_page()
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("pageerror", lambda error: self.breaches.append(str(error)))
        return page

    def open(self, path: str, **options: Any) -> Page:
        """A page of the website in a new window."""
        page = self.window(**options)
        page.goto(f"{self.url}{path}", wait_until="domcontentloaded")
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.breaches.append(text)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser that asks for no picture, of which a result page has seventy; closed afterwards."""
    arguments = ["--no-sandbox", "--blink-settings=imagesEnabled=false", *_LEAN]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_executable(""), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def violations(page: Page, *, drawn_only: bool = False) -> list[str]:
    """Violations that axe finds in a page, which was opened with ``bypass_csp``.

    Args:
        page: The page.
        drawn_only: Whether only the rules that depend on width and theme are applied.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    only = {"type": "rule", "values": DRAWN} if drawn_only else {"type": "tag", "values": RULES}
    options = {"runOnly": only, "resultTypes": ["violations"], "preload": False}
    result = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{one['id']} {node['target']} {node.get('failureSummary', '')[:160]}"
        for one in result["violations"]
        for node in one["nodes"][:2]
    ]
