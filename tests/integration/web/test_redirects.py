"""Redirects over real sockets: followed, counted, read against their page, with cookies for one chain."""

import pytest

from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.domain.page import FetchStatus
from tests.support.internet import Request, Site, Writer, response

HOME = "http://studio.example/"


async def test_redirects_are_followed_up_to_five(fetcher: HttpFetcher, site: Site) -> None:
    for number in range(7):
        site.pages[f"/{number}"] = response(status="302 Found", headers=[("Location", f"/{number + 1}")])
    site.pages["/7"] = response("end")

    assert (await fetcher.fetch(f"{HOME}2")).final_url == f"{HOME}7"
    assert (await fetcher.fetch(f"{HOME}1")).status is FetchStatus.TOO_MANY_REDIRECTS


@pytest.mark.parametrize("target", ["/", "http://studio.example/", "?x=1", "//studio.example/", "/#a"])
async def test_a_redirect_loop_ends(target: str, fetcher: HttpFetcher, site: Site) -> None:
    site.pages["/"] = response(status="301 Moved", headers=[("Location", target)])

    page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.TOO_MANY_REDIRECTS
    assert len(site.requests) <= 7


@pytest.mark.parametrize(
    ("location", "final"),
    [
        ("/künstler", "http://studio.example/k%C3%BCnstler"),
        ("artists/", "http://studio.example/team/artists/"),
        ("../a", "http://studio.example/a"),
        ("?p=2", "http://studio.example/team/?p=2"),
        ("http://studio.example:80/a#frag", "http://studio.example/a"),
    ],
)
async def test_a_location_is_read_against_its_page(
    location: str, final: str, fetcher: HttpFetcher, site: Site
) -> None:
    async def answer(request: Request, writer: Writer) -> None:
        first = request.path == "/team/"
        moved = response(status="302 Found", headers=[("Location", location.encode().decode("latin-1"))])
        writer.write(moved if first else response("end"))

    site.pages["*"] = answer
    site.pages["/robots.txt"] = response(status="404 No")

    assert (await fetcher.fetch(f"{HOME}team/")).final_url == final


async def test_a_site_that_sets_a_cookie_and_asks_to_come_again_is_read(
    fetcher: HttpFetcher, site: Site
) -> None:
    async def wall(request: Request, writer: Writer) -> None:
        if "seen=1" in request.headers.get("cookie", ""):
            writer.write(response("inside"))
        else:
            cookie = [("Location", "/"), ("Set-Cookie", "seen=1; Path=/; HttpOnly")]
            writer.write(response(status="302 Found", headers=cookie))

    site.pages["/"] = wall

    assert (await fetcher.fetch(HOME)).html == "inside"
    assert "cookie" not in site.requests[1].headers
    again = await fetcher.fetch(HOME)
    assert again.status is FetchStatus.OK
    # No cookie outlives its chain of redirects, and none goes to another site.
    assert [("cookie" in request.headers) for request in site.requests[1:]] == [False, True, False, True]


async def test_a_cookie_does_not_go_to_another_host(fetcher: HttpFetcher, site: Site) -> None:
    moved = [("Location", "http://other.example/in"), ("Set-Cookie", "secret=1")]
    site.pages["/"] = response(status="302 Found", headers=moved)
    site.pages["/in"] = response("in")

    assert (await fetcher.fetch(HOME)).status is FetchStatus.OK
    assert all("cookie" not in request.headers for request in site.requests)


@pytest.mark.parametrize("location", ["http://[", "http://[x]/", "http://a b/", "http://:80/"])
async def test_a_location_that_cannot_be_read_is_refused(
    location: str, fetcher: HttpFetcher, site: Site
) -> None:
    site.pages["/"] = (
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location.encode() + b"\r\n\r\n"
    )

    page = await fetcher.fetch(HOME)

    assert page.status in {FetchStatus.EGRESS_REFUSED, FetchStatus.HTTP_ERROR, FetchStatus.NOT_FOUND}


async def test_a_page_that_only_sends_its_reader_on_is_followed(fetcher: HttpFetcher, site: Site) -> None:
    site.pages["/"] = response('<meta http-equiv="refresh" content="0; url=team.html#all">moved')
    site.pages["/team.html"] = response("the team")

    page = await fetcher.fetch(HOME)

    assert (page.html, page.final_url) == ("the team", "http://studio.example/team.html")


async def test_a_page_that_reloads_itself_is_read(fetcher: HttpFetcher, site: Site) -> None:
    site.pages["/"] = response('<meta http-equiv="refresh" content="0; url=/">live')

    assert (await fetcher.fetch(HOME)).status is FetchStatus.OK


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "//localhost/", "file:///etc/passwd", "javascript:x()", "http://["]
)
async def test_a_page_that_sends_its_reader_inside_is_refused(
    target: str, fetcher: HttpFetcher, site: Site
) -> None:
    site.pages["/"] = response(f'<meta http-equiv="refresh" content="0; url={target}">')

    assert (await fetcher.fetch(HOME)).status is FetchStatus.EGRESS_REFUSED
