"""robots.txt over real sockets: asked once, followed, kept at most a day, obeyed on every hop."""

import asyncio

import pytest

from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.domain.page import FetchStatus
from tests.integration.web.conftest import MakeFetcher
from tests.support.fakes.clock import FakeClock
from tests.support.internet import Request, Site, Writer, response

HOME = "http://studio.example/"
FORBID = response("User-agent: *\nDisallow: /\n", content_type="text/plain")


def moved(location: str) -> bytes:
    return response(status="301 Moved", headers=[("Location", location)])


async def test_a_forbidden_page_is_never_asked_for(fetcher: HttpFetcher, site: Site) -> None:
    site.pages |= {"/robots.txt": FORBID, "/": response("page")}

    page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.ROBOTS_FORBIDDEN
    assert [request.path for request in site.requests] == ["/robots.txt"]


@pytest.mark.parametrize("status", ["500 Error", "503 Busy", "502 Bad"])
async def test_a_failing_robots_txt_forbids(status: str, fetcher: HttpFetcher, site: Site) -> None:
    site.pages |= {"/robots.txt": response(status=status), "/": response("page")}

    assert (await fetcher.fetch(HOME)).status is FetchStatus.ROBOTS_FORBIDDEN
    assert site.asked("/") == 0


@pytest.mark.parametrize("status", ["401 Who", "403 No", "404 None", "410 Gone", "429 Slow"])
async def test_a_missing_robots_txt_allows(status: str, fetcher: HttpFetcher, site: Site) -> None:
    site.pages |= {"/robots.txt": response(status=status), "/": response("page")}

    assert (await fetcher.fetch(HOME)).status is FetchStatus.OK


async def test_a_server_that_answers_nothing_forbids_and_says_unreachable(
    make_fetcher: MakeFetcher, site: Site
) -> None:
    async def silent(request: Request, writer: Writer) -> None:
        del request, writer
        await asyncio.Event().wait()

    site.pages |= {"/robots.txt": silent, "/": response("page")}
    async with make_fetcher(timeout_seconds=0.5) as fetcher:
        page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.TIMEOUT
    assert site.asked("/") == 0


@pytest.mark.parametrize(
    ("hops", "ends"),
    [(1, FetchStatus.ROBOTS_FORBIDDEN), (5, FetchStatus.ROBOTS_FORBIDDEN), (6, FetchStatus.OK)],
)
async def test_five_redirects_are_followed_and_more_count_as_none(
    hops: int, ends: FetchStatus, fetcher: HttpFetcher, site: Site
) -> None:
    site.pages["/"] = response("page")
    site.pages["/robots.txt"] = moved("/r1")
    for number in range(1, hops):
        site.pages[f"/r{number}"] = moved(f"/r{number + 1}")
    site.pages[f"/r{hops}"] = FORBID

    assert (await fetcher.fetch(HOME)).status is ends


async def test_a_redirect_to_another_host_holds_for_the_first(fetcher: HttpFetcher, site: Site) -> None:
    site.pages |= {
        "studio.example/robots.txt": moved("http://other.example/robots.txt"),
        "other.example/robots.txt": FORBID,
        "/": response("page"),
    }

    assert (await fetcher.fetch(HOME)).status is FetchStatus.ROBOTS_FORBIDDEN


async def test_a_huge_robots_txt_is_read_to_its_limit(fetcher: HttpFetcher, site: Site) -> None:
    body = "User-agent: *\nDisallow: /early\n" + "# filler\n" * 400_000 + "Disallow: /late\n"
    site.pages |= {
        "/robots.txt": response(body, content_type="text/plain"),
        "/early": response("x"),
        "/late": response("x"),
    }

    assert (await fetcher.fetch(f"{HOME}early")).status is FetchStatus.ROBOTS_FORBIDDEN
    assert (await fetcher.fetch(f"{HOME}late")).status is FetchStatus.OK


async def test_it_is_asked_for_once_even_by_many_at_the_same_time(fetcher: HttpFetcher, site: Site) -> None:
    site.pages["*"] = response("page")
    site.pages["/robots.txt"] = response("User-agent: *\nAllow: /", content_type="text/plain")

    await asyncio.gather(*(fetcher.fetch(f"{HOME}{number}") for number in range(10)))

    assert site.asked("/robots.txt") == 1


async def test_it_is_asked_again_after_a_day(make_fetcher: MakeFetcher, site: Site) -> None:
    clock = FakeClock()
    site.pages["/"] = response("page")
    async with make_fetcher(clock=clock) as fetcher:
        await fetcher.fetch(HOME)
        clock.advance(hours=23)
        await fetcher.fetch(HOME)
        assert site.asked("/robots.txt") == 1
        clock.advance(hours=2)
        site.pages["/robots.txt"] = FORBID
        page = await fetcher.fetch(HOME)

    assert site.asked("/robots.txt") == 2
    assert page.status is FetchStatus.ROBOTS_FORBIDDEN


async def test_an_unreachable_one_is_asked_again_sooner(make_fetcher: MakeFetcher, site: Site) -> None:
    clock = FakeClock()
    site.pages |= {"/robots.txt": response(status="503 Busy"), "/": response("page")}
    async with make_fetcher(clock=clock) as fetcher:
        assert (await fetcher.fetch(HOME)).status is FetchStatus.ROBOTS_FORBIDDEN
        site.pages["/robots.txt"] = response(status="404 None")
        assert (await fetcher.fetch(HOME)).status is FetchStatus.ROBOTS_FORBIDDEN
        clock.advance(minutes=16)

        assert (await fetcher.fetch(HOME)).status is FetchStatus.OK


async def test_the_host_a_page_redirects_to_is_asked_too(fetcher: HttpFetcher, site: Site) -> None:
    site.pages |= {
        "studio.example/robots.txt": response(status="404 None"),
        "studio.example/": moved("http://other.example/in"),
        "other.example/robots.txt": FORBID,
        "other.example/in": response("in"),
    }

    page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.ROBOTS_FORBIDDEN
    assert page.final_url == "http://other.example/in"
    assert site.asked("/in") == 0


async def test_the_file_itself_may_be_read_and_costs_no_second_request(
    fetcher: HttpFetcher, site: Site
) -> None:
    site.pages["/robots.txt"] = FORBID

    page = await fetcher.fetch(f"{HOME}robots.txt")

    assert page.status is FetchStatus.OK
    assert "Disallow" in page.html
    assert len(site.requests) == 1
