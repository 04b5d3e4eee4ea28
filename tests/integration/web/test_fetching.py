"""The fetcher over real sockets: pages, refusals, bounds, and hostile servers."""

import asyncio
import gzip
import itertools
import tracemalloc
import zlib

import brotli
import pytest
import zstandard

from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.domain.page import FetchStatus
from tests.integration.web.conftest import MakeFetcher
from tests.support.endless_responses import ENDLESS, EndlessResponse
from tests.support.internet import Internet, Request, Site, Writer, response
from tests.support.patience import until_async, within

HOME = "http://studio.example/"
BOMB_BYTES = 200_000_000


async def test_a_page_is_told_with_everything_about_it(fetcher: HttpFetcher, site: Site) -> None:
    site.pages["/"] = response(
        "<title>Künstler</title>",
        headers=[("ETag", '"v1"'), ("Last-Modified", "Sun, 01 Mar 2026 12:00:00 GMT")],
    )

    page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.OK
    assert (page.http_status, page.content_type, page.html) == (200, "text/html", "<title>Künstler</title>")
    assert (page.etag, page.last_modified) == ('"v1"', "Sun, 01 Mar 2026 12:00:00 GMT")
    assert page.size == len("<title>Künstler</title>".encode())
    assert len(page.content_hash) == 64
    assert page.elapsed_ms > 0
    assert not page.noindex
    assert page.detail == ""


async def test_the_crawler_says_who_it_is(fetcher: HttpFetcher, site: Site) -> None:
    await fetcher.fetch(HOME)

    agents = {request.headers["user-agent"] for request in site.requests}
    assert agents == {"Inkscout/0.1 (+crawler@inkscout.example)"}


@pytest.mark.parametrize(
    ("status", "ends"),
    [
        ("404 No", FetchStatus.NOT_FOUND),
        ("410 Gone", FetchStatus.NOT_FOUND),
        ("403 Forbidden", FetchStatus.HTTP_ERROR),
        ("500 Error", FetchStatus.HTTP_ERROR),
        ("503 Busy", FetchStatus.HTTP_ERROR),
        ("429 Slow", FetchStatus.BLOCKED),
        ("302 Nowhere", FetchStatus.HTTP_ERROR),
        ("204 Nothing", FetchStatus.OK),
    ],
)
async def test_every_answer_ends_in_one_status(
    status: str, ends: FetchStatus, fetcher: HttpFetcher, site: Site
) -> None:
    site.pages["/"] = response("<p>x</p>" if status[0] != "2" else "", status=status)

    page = await fetcher.fetch(HOME)

    assert page.status is ends
    assert page.http_status == int(status[:3])
    assert bool(page.detail) is (ends is not FetchStatus.OK)


async def test_an_unchanged_page_costs_no_body(fetcher: HttpFetcher, site: Site) -> None:
    async def conditional(request: Request, writer: Writer) -> None:
        same = request.headers.get("if-none-match") == '"v1"'
        writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n' if same else response("page"))

    site.pages["/"] = conditional

    assert (await fetcher.fetch(HOME)).status is FetchStatus.OK
    page = await fetcher.fetch(HOME, etag='"v1"', last_modified="Sun, 01 Mar 2026 12:00:00 GMT")
    assert page.status is FetchStatus.NOT_MODIFIED
    assert page.etag == '"v1"'
    assert site.requests[-1].headers["if-modified-since"] == "Sun, 01 Mar 2026 12:00:00 GMT"


async def test_an_etag_that_cannot_be_a_header_is_not_sent(fetcher: HttpFetcher, site: Site) -> None:
    site.pages["/"] = response("page")

    page = await fetcher.fetch(HOME, etag="x\r\nHost: evil.example", last_modified="\x00")

    assert page.status is FetchStatus.OK
    assert b"evil" not in site.requests[-1].raw


@pytest.mark.parametrize(
    ("coding", "encode"),
    [
        ("gzip", lambda data: gzip.compress(data, 5)),
        ("deflate", zlib.compress),
        ("br", lambda data: brotli.compress(data, quality=4)),
        ("zstd", zstandard.compress),
    ],
)
async def test_a_compressed_page_is_read_and_a_bomb_is_not(
    coding: str, encode: object, fetcher: HttpFetcher, site: Site
) -> None:
    assert callable(encode)
    site.pages["/"] = response(encode(b"<p>hello"), headers=[("Content-Encoding", coding)])
    site.pages["/bomb"] = response(encode(bytes(BOMB_BYTES)), headers=[("Content-Encoding", coding)])

    page = await fetcher.fetch(HOME)
    tracemalloc.start()
    bomb = await fetcher.fetch(f"{HOME}bomb")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert page.html == "<p>hello"
    assert bomb.status is FetchStatus.TOO_LARGE
    assert bomb.html == ""
    assert peak < BOMB_BYTES / 4


async def test_an_endless_body_stops_at_the_cap(make_fetcher: MakeFetcher, site: Site) -> None:
    sent = 0

    async def endless(request: Request, writer: Writer) -> None:
        nonlocal sent
        del request
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
            sent += 65_536
            await writer.drain()

    site.pages["/"] = endless
    async with make_fetcher(max_body_bytes=1 << 20) as fetcher:
        page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.TOO_LARGE
    assert sent < 8 << 20


async def test_a_body_announced_too_large_is_not_downloaded(make_fetcher: MakeFetcher, site: Site) -> None:
    async def huge(request: Request, writer: Writer) -> None:
        del request
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n")
        await asyncio.Event().wait()

    site.pages["/"] = huge
    async with make_fetcher() as fetcher:
        page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.TOO_LARGE


async def test_a_body_that_drips_is_given_up(make_fetcher: MakeFetcher, site: Site) -> None:
    async def drip(request: Request, writer: Writer) -> None:
        del request
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)

    site.pages["/"] = drip
    async with make_fetcher(timeout_seconds=0.8) as fetcher:
        page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.TIMEOUT


async def test_headers_that_drip_are_given_up(make_fetcher: MakeFetcher, site: Site) -> None:
    async def drip(request: Request, writer: Writer) -> None:
        del request
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for number in itertools.count():
            writer.write(b"X-%d: y\r\n" % number)
            await writer.drain()
            await asyncio.sleep(0.1)

    site.pages["/"] = drip
    async with make_fetcher(timeout_seconds=0.8) as fetcher:
        page = await fetcher.fetch(HOME)

    assert page.status in {FetchStatus.TIMEOUT, FetchStatus.HTTP_ERROR}


@pytest.mark.parametrize(
    "head",
    [
        b"X-Big: " + b"a" * 1_000_000,
        b"\r\n".join(b"X-%d: y" % number for number in range(10_000)),
        b"A" * 1_000_000 + b": y",
        b"Set-Cookie: a=b; " * 50_000,
    ],
    ids=["a long value", "many headers", "a long name", "a long cookie"],
)
async def test_a_header_bomb_is_refused(head: bytes, fetcher: HttpFetcher, site: Site) -> None:
    site.pages["/"] = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head + b"\r\nContent-Length: 1\r\n\r\nx"
    )

    page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.HTTP_ERROR


@pytest.mark.parametrize(
    "answer",
    [
        b"garbage\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\nzz\r\n",
        response(b"not gzip!", headers=[("Content-Encoding", "gzip")]),
        response(b"x", headers=[("Content-Encoding", "exi")]),
        b"\x00\xff" * 50 + b"\r\n\r\n",
    ],
)
async def test_an_answer_that_is_no_http_is_an_error_and_no_exception(
    answer: bytes, fetcher: HttpFetcher, site: Site
) -> None:
    async def speak(request: Request, writer: Writer) -> None:
        del request
        writer.write(answer)
        await writer.drain()
        writer.close()

    site.pages["/"] = speak

    page = await fetcher.fetch(HOME)

    assert page.status in {FetchStatus.HTTP_ERROR, FetchStatus.UNREACHABLE}
    assert page.html == ""


async def test_a_connection_closed_before_an_answer_is_unreachable(fetcher: HttpFetcher, site: Site) -> None:
    async def close(request: Request, writer: Writer) -> None:
        del request
        writer.transport.abort()

    site.pages["/"] = close

    assert (await fetcher.fetch(HOME)).status is FetchStatus.UNREACHABLE


async def test_a_name_that_does_not_resolve_is_unreachable(fetcher: HttpFetcher) -> None:
    page = await fetcher.fetch("http://gone.example/")

    assert page.status is FetchStatus.UNREACHABLE
    assert "resolve" in page.detail


async def test_a_port_nobody_listens_on_is_unreachable(fetcher: HttpFetcher, internet: Internet) -> None:
    internet.add("closed.example", 1, "93.184.215.15")

    assert (await fetcher.fetch("http://closed.example/")).status is FetchStatus.UNREACHABLE


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "video/mp4", "font/woff2"])
async def test_bodies_that_are_not_text_are_not_downloaded(
    content_type: str, fetcher: HttpFetcher, site: Site
) -> None:
    async def file(request: Request, writer: Writer) -> None:
        del request
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: 4000000\r\n\r\n"
        writer.write(head.encode())
        await asyncio.Event().wait()

    site.pages["/"] = file

    page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.NOT_HTML


async def test_a_sitemap_is_read(fetcher: HttpFetcher, site: Site) -> None:
    site.pages["/sitemap.xml"] = response("<urlset/>", content_type="application/xml")

    page = await fetcher.fetch(f"{HOME}sitemap.xml")

    assert (page.status, page.content_type, page.html) == (FetchStatus.OK, "application/xml", "<urlset/>")


@pytest.mark.parametrize(
    "content_type", ["application/gzip", "application/x-gzip", "application/octet-stream"]
)
async def test_a_sitemap_kept_as_a_gzip_file_is_read_and_a_bomb_is_not(
    content_type: str, fetcher: HttpFetcher, site: Site
) -> None:
    site.pages["/sitemap.xml.gz"] = response(gzip.compress(b"<urlset/>"), content_type=content_type)
    site.pages["/bomb.xml.gz"] = response(gzip.compress(bytes(50_000_000)), content_type=content_type)
    site.pages["/torn.xml.gz"] = response(b"\x1f\x8bnothing of the kind", content_type=content_type)

    page = await fetcher.fetch(f"{HOME}sitemap.xml.gz")
    bomb = await fetcher.fetch(f"{HOME}bomb.xml.gz")
    torn = await fetcher.fetch(f"{HOME}torn.xml.gz")

    assert (page.status, page.content_type, page.html) == (FetchStatus.OK, "application/xml", "<urlset/>")
    assert (bomb.status, bomb.html) == (FetchStatus.TOO_LARGE, "")
    assert torn.status is not FetchStatus.OK


async def test_robots_txt_is_answered_from_what_was_asked_before_every_page(
    fetcher: HttpFetcher, site: Site
) -> None:
    site.pages["/"] = response("<p>Hello</p>")
    await fetcher.fetch(HOME)
    asked = len(site.requests)

    assert (await fetcher.fetch(f"{HOME}robots.txt")).status in (FetchStatus.OK, FetchStatus.NOT_FOUND)
    assert len(site.requests) == asked


@pytest.mark.parametrize("header", [True, False])
async def test_a_page_that_wants_no_index_is_read_and_marked(
    header: bool, fetcher: HttpFetcher, site: Site
) -> None:
    site.pages["/"] = response(
        "" if header else '<meta name="robots" content="noindex">',
        headers=[("X-Robots-Tag", "nofollow"), ("X-Robots-Tag", "noindex")] if header else [],
    )

    page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.OK
    assert page.noindex


async def test_a_captcha_page_that_answers_200_is_blocked(fetcher: HttpFetcher, site: Site) -> None:
    site.pages["/"] = response("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>")

    page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.BLOCKED
    assert page.html == ""


async def test_a_wrong_charset_is_put_right(fetcher: HttpFetcher, site: Site) -> None:
    site.pages["/"] = response("<p>Zoë</p>".encode("cp1252"), content_type="text/html; charset=utf-8")

    assert (await fetcher.fetch(HOME)).html == "<p>Zoë</p>"


async def test_a_fetch_that_is_cut_off_leaves_the_host_free(make_fetcher: MakeFetcher, site: Site) -> None:
    async def slow(request: Request, writer: Writer) -> None:
        del request, writer
        await asyncio.Event().wait()

    site.pages["/slow"] = slow
    site.pages["/"] = response("quick")
    async with make_fetcher() as fetcher:
        cut_off = asyncio.create_task(fetcher.fetch(f"{HOME}slow"))
        await until_async(lambda: site.asked("/slow"))
        cut_off.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cut_off
        page = await within(fetcher.fetch(HOME))

    assert page.html == "quick"


@pytest.mark.parametrize(
    "url", ["", "x", "http://", "http://[", "http://a b/", "\x00", "http://\ud800/", "http://x.example:1/"]
)
async def test_an_address_that_is_none_is_a_page_and_no_exception(url: str, fetcher: HttpFetcher) -> None:
    assert (await fetcher.fetch(url)).status is FetchStatus.EGRESS_REFUSED


@pytest.mark.parametrize("kind", ENDLESS)
async def test_a_response_that_becomes_no_body_is_cut_off_by_its_bytes(
    kind: str, make_fetcher: MakeFetcher, site: Site
) -> None:
    endless = EndlessResponse(*ENDLESS[kind])
    site.pages["/"] = endless
    async with make_fetcher(max_body_bytes=1 << 20) as fetcher:
        page = await fetcher.fetch(HOME)

    assert page.status in (FetchStatus.TOO_LARGE, FetchStatus.HTTP_ERROR)
    assert endless.sent < 12 << 20  # what the sockets of both ends hold included
