"""Holds the cost of everything that looks at a page to its size, whatever its author wrote into it."""

from collections.abc import Callable

import pytest

from inkscout.extraction import (
    further_pages,
    is_login_wall,
    read_profile,
    read_site,
    read_sitemap,
    script_reason,
)
from inkscout.web.charset import decode
from inkscout.web.media import asks_noindex, is_readable, media_type, refresh_target
from inkscout.web.refusals import retry_after, why_blocked
from inkscout.web.robots import parse
from tests.support.fakes.clock import START
from tests.support.hostile_pages import HOSTILE_PAGES
from tests.support.hostile_texts.measure import growth
from tests.support.pages import page

URL = "http://studio.test/artists"


def _look_at_response(text: str) -> None:
    """Everything that the fetcher does with a response, on the event loop."""
    refresh_target(text)
    asks_noindex(text[:16_000], text, "Inkscout")
    why_blocked(200, {}, text)
    why_blocked(403, {}, text)
    decode(text.encode(), text[:16_000])
    is_readable("", text.encode())
    media_type(text[:16_000])
    retry_after(text[:16_000], START)


def _read_as_profile(text: str) -> None:
    one = page(text, "https://anna.test/")
    read_profile([one])
    read_profile([page(text, "https://www.instagram.com/anna/")])
    is_login_wall(page(text, "https://www.instagram.com/anna/"))
    further_pages(one, 2)
    script_reason(one)


def _read_beside_the_page(text: str) -> None:
    read_sitemap(text)
    read_sitemap(f"<urlset>{text}")
    parse(text.encode(), "Inkscout").allows(URL)


WORK: dict[str, Callable[[str], None]] = {
    "looking at a response": _look_at_response,
    "reading a site": lambda text: (read_site([page(text, URL)], country="GB"), None)[1],
    "reading a profile": _read_as_profile,
    "reading robots.txt and sitemaps": _read_beside_the_page,
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("work", WORK)
@pytest.mark.parametrize("kind", HOSTILE_PAGES)
def test_the_cost_of_a_page_grows_as_its_length(kind: str, work: str) -> None:
    grown = growth(WORK[work], HOSTILE_PAGES[kind])
    assert grown.is_linear, f"{work}, {kind}: {grown.short} s, then {grown.long} s for 16 times as much"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("path", ["a*", "/*a", "$", "*$"])
def test_rules_of_robots_match_in_proportion_to_the_address(path: str) -> None:
    rules = parse(f"User-agent: *\nDisallow: /{path * 60}b\n".encode(), "Inkscout")
    assert growth(
        lambda text: rules.allows(f"http://a.test/{text}"), lambda size: "a" * (size // 64)
    ).is_linear
