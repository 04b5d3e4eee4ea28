"""A visit reads the right pages within its bounds and ends in exactly one outcome."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.reading import StudioFacts
from inkscout.domain.site_visit import SiteToRead
from inkscout.ports import PageReader
from inkscout.usecases.visits.read_website import Fetch, WebsiteVisit, read_website
from tests.support.fakes.readers import HereReader
from tests.support.pages import FakeSite, failed, page

HOME = "http://wren.test/"
TEAM = """<h1>Our artists</h1>
<div><h3>Anna Bell</h3><p>Tattoo artist</p></div><div><h3>Tom Finch</h3><p>Tattoo artist</p></div>"""
MENU = (
    '<nav><a href="/">Home</a><a href="/artists">Artists</a><a href="/faq">FAQ</a>'
    '<a href="/blog">Blog</a></nav>'
)


async def read(
    url: str,
    fetch: Fetch,
    *,
    seconds: float = 60.0,
    clock: Callable[[], float] | None = None,
    reader: PageReader | None = None,
    **known: Any,
) -> WebsiteVisit:
    return await read_website(
        SiteToRead(url=url, **known),
        fetch,
        reader=reader or HereReader(),
        seconds=seconds,
        clock=clock or asyncio.get_running_loop().time,
    )


async def test_the_team_page_is_read_right_after_the_home_page() -> None:
    site = FakeSite({HOME: MENU + "<h1>Wren Tattoo</h1>", "http://wren.test/artists": TEAM})
    visit = await read(HOME, site.fetch, studio_name="Wren Tattoo")
    assert site.asked[:2] == [HOME, "http://wren.test/artists"]
    assert visit.reading.outcome is VisitOutcome.ARTISTS_FOUND
    assert [artist.name for artist in visit.reading.artists] == ["Anna Bell", "Tom Finch"]
    assert [item.url for item in visit.pages] == site.asked


async def test_no_more_pages_are_asked_for_than_allowed() -> None:
    links = "".join(f'<a href="/artists/a{n}">Artist {n}</a>' for n in range(50))
    pages = {f"http://wren.test/artists/a{n}": f"<h1>Tattoo {n}</h1>" for n in range(50)}
    site = FakeSite({HOME: f"<h1>Wren Tattoo</h1>{links}", **pages})
    visit = await read(HOME, site.fetch, max_pages=5)
    assert len(visit.pages) == len(site.asked) == 5


async def test_pages_that_bring_nothing_new_end_the_visit() -> None:
    links = "".join(f'<a href="/page{n}">Page {n}</a>' for n in range(50))
    pages = {f"http://wren.test/page{n}": f"<h1>Tattoo {n}</h1><p>Words.</p>" for n in range(50)}
    site = FakeSite({HOME: f"<h1>Wren Tattoo</h1>{links}", **pages})
    await read(HOME, site.fetch, max_pages=40)
    assert len(site.asked) <= 12
    named = FakeSite({HOME: f"<nav>{links}</nav>{TEAM}", **pages})
    await read(HOME, named.fetch, max_pages=40)
    assert len(named.asked) <= 8


async def test_people_are_read_behind_a_link_whose_words_no_list_has() -> None:
    words = ["hygiene", "souvenirs", "parking", "lasering", "opening", "skully", "zzz"]
    links = "".join(f'<a href="/{word}">{word}</a>' for word in words)
    pages = {f"http://wren.test/{word}": f"<h1>{word}</h1><p>Tattoo words.</p>" for word in words[:-1]}
    site = FakeSite({HOME: f"<h1>Wren Tattoo</h1>{links}", "http://wren.test/zzz": TEAM, **pages})
    visit = await read(HOME, site.fetch, max_pages=12)
    assert {artist.name for artist in visit.reading.artists} == {"Anna Bell", "Tom Finch"}


async def test_pages_of_people_are_read_that_only_a_sitemap_lists() -> None:
    listed = "".join(f"<url><loc>http://wren.test/{page}</loc></url>" for page in ("anna-bell", "thanks"))
    site = FakeSite(
        {
            HOME: "<h1>Wren Tattoo</h1><p>A tattoo studio.</p>",
            "http://wren.test/sitemap.xml": f"<urlset>{listed}</urlset>",
            "http://wren.test/anna-bell": TEAM,
        }
    )
    visit = await read(HOME, site.fetch, max_pages=12)
    assert "http://wren.test/anna-bell" in [item.url for item in visit.pages]


async def test_contacts_that_no_other_page_states_are_read_from_the_imprint() -> None:
    links = '<a href="/privacy">Privacy</a><a href="/impressum">Impressum</a>'
    imprint = "<h1>Impressum</h1><p>Greta Holm</p><p>mail@wren.test</p><p>+44 20 7946 0958</p>"
    site = FakeSite({HOME: f"{TEAM}{links}", "http://wren.test/impressum": imprint})
    visit = await read(HOME, site.fetch, max_pages=12)
    assert site.asked[-1] == "http://wren.test/impressum"
    assert (visit.reading.studio.email, len(visit.reading.artists)) == ("mail@wren.test", 2)
    complete = FakeSite({HOME: f"{TEAM}<p>mail@wren.test</p><p>+44 20 7946 0958</p>{links}"})
    await read(HOME, complete.fetch, max_pages=12)
    assert not any("impressum" in url or "privacy" in url for url in complete.asked)


async def test_pages_that_differ_by_query_are_read() -> None:
    links = "".join(f'<a href="/index.php?id={n}">{text}</a>' for n, text in enumerate(["La bande", "Plan"]))
    site = FakeSite({HOME: f"<h1>Wren Tattoo</h1>{links}", "http://wren.test/index.php?id=0": TEAM})
    visit = await read(HOME, site.fetch, max_pages=12)
    assert {artist.name for artist in visit.reading.artists} == {"Anna Bell", "Tom Finch"}


async def test_links_to_the_host_that_the_home_page_calls_its_own_are_followed() -> None:
    links = '<a href="https://www.wren-ink.test/people">The people</a><a href="https://other.test/x">X</a>'
    head = '<link rel="canonical" href="https://wren-ink.test/">'
    pages = {HOME: f"{head}<h1>Wren Tattoo</h1>{links}", "http://wren.test/people": TEAM}
    site = FakeSite(pages)
    visit = await read(HOME, site.fetch, max_pages=12)
    assert {artist.name for artist in visit.reading.artists} == {"Anna Bell", "Tom Finch"}
    assert not [url for url in site.asked if not url.startswith(HOME)]
    shared = head.replace("wren-ink.test/", "builder.test/sites/wren")
    elsewhere = FakeSite({**pages, HOME: pages[HOME].replace(head, shared)})
    await read(HOME, elsewhere.fetch, max_pages=12)
    assert "http://wren.test/people" not in elsewhere.asked


async def test_no_page_is_begun_after_the_time_is_up() -> None:
    now = 0.0

    def clock() -> float:
        return now

    site = FakeSite({HOME: MENU + "<h1>Wren Tattoo</h1>", "http://wren.test/artists": TEAM})

    async def slow(url: str) -> Page:
        nonlocal now
        now += 61.0
        return await site.fetch(url)

    visit = await read(HOME, slow, seconds=60.0, clock=clock)
    assert site.asked == [HOME]
    assert len(visit.pages) == 1


async def test_a_page_that_hangs_is_cut_off() -> None:
    async def hang(url: str) -> Page:
        await asyncio.sleep(30)
        return page("", url)

    visit = await read(HOME, hang, seconds=0.05)
    assert visit.reading.outcome is VisitOutcome.UNREACHABLE


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (FetchStatus.ROBOTS_FORBIDDEN, VisitOutcome.ROBOTS_FORBIDDEN),
        (FetchStatus.UNREACHABLE, VisitOutcome.UNREACHABLE),
        (FetchStatus.TIMEOUT, VisitOutcome.UNREACHABLE),
        (FetchStatus.HTTP_ERROR, VisitOutcome.UNREACHABLE),
        (FetchStatus.NOT_FOUND, VisitOutcome.UNREACHABLE),
        (FetchStatus.BLOCKED, VisitOutcome.BLOCKED),
        (FetchStatus.TOO_LARGE, VisitOutcome.TOO_LARGE),
        (FetchStatus.NOT_HTML, VisitOutcome.NOT_A_STUDIO_SITE),
        (FetchStatus.EGRESS_REFUSED, VisitOutcome.ERROR),
    ],
)
async def test_a_home_page_that_cannot_be_read_decides_the_outcome(
    status: FetchStatus, outcome: VisitOutcome
) -> None:
    site = FakeSite({HOME: failed(HOME, status, detail="because")})
    visit = await read(HOME, site.fetch)
    assert visit.reading.outcome is outcome
    assert "because" in visit.reading.reason
    assert site.asked == [HOME]


async def test_an_address_at_a_social_network_is_never_asked_for() -> None:
    site = FakeSite({})
    visit = await read("https://www.instagram.com/wren.tattoo/", site.fetch)
    assert visit.reading.outcome is VisitOutcome.SOCIAL_MEDIA_ONLY
    assert site.asked == []


async def test_a_redirect_to_a_social_network_is_social_media_only() -> None:
    site = FakeSite({HOME: page("<p>Log in</p>", HOME, final_url="https://www.facebook.com/wren")})
    visit = await read(HOME, site.fetch)
    assert visit.reading.outcome is VisitOutcome.SOCIAL_MEDIA_ONLY


async def test_a_parked_domain_ends_the_visit() -> None:
    site = FakeSite({HOME: '<h1>wren.test</h1><p>This domain is for sale.</p><a href="/artists">Artists</a>'})
    visit = await read(HOME, site.fetch)
    assert visit.reading.outcome is VisitOutcome.PARKED
    assert site.asked == [HOME]


GARBLED = "Мастерская татуировки Зои Лебедевой, мастера: Иван Зорин, Анна Белова".encode()


@pytest.mark.parametrize("encoding", ["cp1251", "latin-1", "ascii"])
async def test_a_garbled_home_page_says_nothing_of_the_studio(encoding: str) -> None:
    home = f"{MENU}<h1>{GARBLED.decode(encoding, errors='replace')}</h1><p>Tattoo, tel. 0113 496 0123</p>"
    reading = (await read(HOME, FakeSite({HOME: home}).fetch)).reading
    assert reading.outcome is VisitOutcome.ERROR
    assert (reading.studio, reading.artists) == (StudioFacts(), ())


async def test_a_garbled_team_page_is_passed_over() -> None:
    team = TEAM + f"<p>{GARBLED.decode('cp1251', errors='replace')}</p>"
    site = FakeSite({HOME: MENU + "<h1>Wren Tattoo</h1>", "http://wren.test/artists": team})
    assert (await read(HOME, site.fetch)).reading.artists == ()


async def test_another_trade_s_site_is_left_alone_after_a_few_pages() -> None:
    links = "".join(f'<a href="/team/{n}">Master {n}</a>' for n in range(20))
    shop = "<h1>Barbershop</h1><p>Haircuts, beard trims, barber classes, more haircuts and beard oil.</p>"
    pages = {f"http://cuts.test/team/{n}": f"{shop}<p>{n}</p>" for n in range(20)}
    site = FakeSite({"http://cuts.test/": shop + links, **pages})
    visit = await read("http://cuts.test/", site.fetch, studio_name="Corner Cuts")
    assert visit.reading.outcome is VisitOutcome.NOT_A_STUDIO_SITE
    pages_asked = [url for url in site.asked if "robots" not in url and "sitemap" not in url]
    assert len(pages_asked) == len(visit.pages) == 4, "a page that is not read would be read by a replay"


async def test_a_script_shell_asks_for_a_browser_and_a_rendered_one_does_not() -> None:
    shell = '<title>Wren Tattoo</title><div id="root"></div><script src="/main.js"></script>'
    asked = await read(HOME, FakeSite({HOME: shell}).fetch)
    assert asked.reading.outcome is VisitOutcome.NEEDS_BROWSER
    assert asked.reading.browser_reason
    rendered = await read(HOME, FakeSite({HOME: shell}, rendered=True).fetch)
    assert rendered.reading.outcome is not VisitOutcome.NEEDS_BROWSER


async def test_routes_of_a_rendered_app_are_followed() -> None:
    home = '<h1>Wren Tattoo</h1><a href="#/artists">Artists</a><script src="/main.js"></script>'
    site = FakeSite({HOME: home, "http://wren.test/#/artists": TEAM}, rendered=True)
    visit = await read(HOME, site.fetch)
    assert "http://wren.test/#/artists" in site.asked
    assert visit.reading.outcome is VisitOutcome.ARTISTS_FOUND


UNLINKED = "<h1>Riverside Tattoo</h1><p>Custom tattoos by the river.</p>"


def _sitemap(*urls: str) -> str:
    return "<urlset>" + "".join(f"<url><loc>{url}</loc></url>" for url in urls) + "</urlset>"


async def test_a_team_page_that_only_the_sitemap_names_is_read() -> None:
    site = FakeSite(
        {
            HOME: UNLINKED,
            "http://wren.test/robots.txt": "User-agent: *\nSitemap: http://wren.test/map/index.xml\n"
            "Sitemap: http://elsewhere.test/sitemap.xml",
            "http://wren.test/map/index.xml": "<sitemapindex><sitemap><loc>http://wren.test/map/pages.xml</loc></sitemap>"
            "<sitemap><loc>http://wren.test/map/posts.xml</loc></sitemap></sitemapindex>",
            "http://wren.test/map/pages.xml": _sitemap(
                "http://wren.test/artists", "http://elsewhere.test/artists"
            ),
            "http://wren.test/artists": TEAM,
        }
    )
    visit = await read(HOME, site.fetch, studio_name="Wren Tattoo", max_pages=2)
    assert [artist.name for artist in visit.reading.artists] == ["Anna Bell", "Tom Finch"]
    assert [item.url for item in visit.pages] == [HOME, "http://wren.test/artists"]
    assert "http://wren.test/map/posts.xml" not in site.asked
    assert not any("elsewhere" in url for url in site.asked)


async def test_a_site_whose_links_promise_people_costs_no_request_for_a_sitemap() -> None:
    site = FakeSite({HOME: MENU + UNLINKED, "http://wren.test/artists": TEAM})
    await read(HOME, site.fetch, studio_name="Wren Tattoo")
    assert not any("sitemap" in url or "robots" in url for url in site.asked)


async def test_the_page_by_convention_is_asked_where_robots_names_none_and_only_once() -> None:
    site = FakeSite({HOME: UNLINKED + '<a href="/faq">FAQ</a>', "http://wren.test/faq": "<h1>FAQ</h1>"})
    visit = await read(HOME, site.fetch)
    assert site.asked.count("http://wren.test/sitemap.xml") == 1
    assert "http://wren.test/sitemap.xml" not in [item.url for item in visit.pages]
    assert visit.reading.outcome is VisitOutcome.NO_ARTISTS_NAMED


async def test_indexes_without_end_are_left_after_three_sitemaps() -> None:
    def index(n: int) -> str:
        return f"<sitemapindex><sitemap><loc>http://wren.test/sitemap-page-{n}.xml</loc></sitemap></sitemapindex>"

    maps = {f"http://wren.test/sitemap-page-{n}.xml": index(n + 1) for n in range(20)}
    site = FakeSite({HOME: UNLINKED, "http://wren.test/sitemap.xml": index(0), **maps})
    await read(HOME, site.fetch)
    assert sum("sitemap" in url for url in site.asked) == 3


async def test_neither_a_shell_nor_a_rendered_page_asks_for_a_sitemap() -> None:
    shell = '<title>Wren Tattoo</title><div id="root"></div><script src="/main.js"></script>'
    for site in (FakeSite({HOME: shell}), FakeSite({HOME: UNLINKED}, rendered=True)):
        await read(HOME, site.fetch)
        assert site.asked == [HOME]


async def test_no_sitemap_is_asked_for_when_the_time_is_up() -> None:
    now = 0.0
    site = FakeSite({HOME: UNLINKED, "http://wren.test/sitemap.xml": _sitemap("http://wren.test/artists")})

    async def slow(url: str) -> Page:
        nonlocal now
        now += 61.0
        return await site.fetch(url)

    await read(HOME, slow, seconds=60.0, clock=lambda: now)
    assert site.asked == [HOME]


async def test_pages_of_other_hosts_and_missing_pages_do_no_harm() -> None:
    home = MENU + '<h1>Riverside Tattoo</h1><a href="http://elsewhere.test/artists">Artists</a>'
    site = FakeSite({HOME: home})
    visit = await read(HOME, site.fetch)
    assert not any("elsewhere" in url for url in site.asked)
    assert visit.reading.outcome is VisitOutcome.NO_ARTISTS_NAMED


async def test_a_block_in_the_middle_ends_the_visit_with_what_was_read() -> None:
    site = FakeSite(
        {
            HOME: MENU + "<h1>Wren Tattoo</h1>",
            "http://wren.test/artists": TEAM,
            "http://wren.test/faq": failed("http://wren.test/faq", FetchStatus.BLOCKED),
        }
    )
    visit = await read(HOME, site.fetch)
    assert visit.reading.outcome is VisitOutcome.ARTISTS_FOUND
    assert site.asked[-1] == "http://wren.test/faq"
