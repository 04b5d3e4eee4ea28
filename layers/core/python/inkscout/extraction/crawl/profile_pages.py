"""Selects further pages of an artist's own website that belong to the profile."""

from inkscout.domain.page import Page
from inkscout.extraction.crawl.needs_browser import shell_reason
from inkscout.extraction.model import PageView
from inkscout.extraction.page.parse import parse
from inkscout.extraction.page.urls import page_key, path_words, same_host
from inkscout.extraction.page.zones import zones_of
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import word_set

_GALLERY = word_set("pages.gallery")
_ABOUT = word_set("pages.about_artist")


def further_pages(page: Page, limit: int) -> list[str]:
    """Returns at most ``limit`` URLs on the same host that probably show the portfolio or the biography.

    Pages of the portfolio come first.
    """
    document = parse(page)
    ranked: dict[str, tuple[int, int, str]] = {}
    for order, link in enumerate(document.links):
        url = document.absolute(link.href).partition("#")[0]
        if not url.startswith(("http://", "https://")) or not same_host(url, document.url):
            continue
        key = page_key(url)
        rank = _rank(url, link.text)
        if rank and key != page_key(document.url) and key not in ranked:
            ranked[key] = (rank, order, url)
    return [url for _, _, url in sorted(ranked.values())][:limit]


def script_reason(page: Page) -> str:
    """Returns the reason why a browser would show more of a page; empty if the HTML is complete."""
    if page.rendered:
        return ""
    document = parse(page)
    return shell_reason(PageView(document=document, zones=zones_of(document)))


def _rank(url: str, text: str) -> int:
    """Returns 1 for a gallery, 2 for a page about the artist, 0 for any other page."""
    words = {*path_words(url), *fold(text).split()}
    if len(text) > 40:
        words = set(path_words(url))
    if words & _GALLERY:
        return 1
    return 2 if words & _ABOUT else 0
