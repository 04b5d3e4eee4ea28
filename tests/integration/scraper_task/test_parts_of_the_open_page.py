"""Scripts and data that the open page requests for the reader, as text."""

import pytest
from aiohttp import web

from inkscout.domain.page import FetchStatus
from scraper_task.browser.browser_fetcher import BrowserFetcher
from tests.support.loopback_site import loopback_site

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="module")]

ENOUGH_TEXT = "<p>" + "A studio for drawings on skin. " * 10


async def test_scripts_and_data_of_the_open_page_are_read_as_text(fetcher: BrowserFetcher) -> None:
    program, data = "const artists = [{name: 'Mara Voss'}]", '["Ivo"]'

    async def jsx(_: web.Request) -> web.StreamResponse:
        return web.Response(body=program.encode(), content_type="application/octet-stream")

    async def json(_: web.Request) -> web.StreamResponse:
        return web.Response(body=data.encode(), content_type="application/json")

    async def long(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b" " * 600_000, content_type="text/javascript")

    files = {"/": ENOUGH_TEXT, "/app.jsx": jsx, "/team.json": json, "/long.js": long}
    async with loopback_site(files) as site:
        unopened = await fetcher.fetch(site.url("/team.json"))
        await fetcher.fetch(site.url("/"))
        pages = [
            await fetcher.fetch(site.url(path)) for path in ("/app.jsx", "/team.json", "/long.js", "/no.js")
        ]
    assert (unopened.html, unopened.content_type) == (data, "application/json")
    assert [page.html for page in pages] == [program, data, "", ""]
    assert [page.status for page in pages] == [
        FetchStatus.OK,
        FetchStatus.OK,
        FetchStatus.TOO_LARGE,
        FetchStatus.NOT_FOUND,
    ]


@pytest.mark.parametrize(
    "answer", ["({})", "null", "new Response('', {status: 500})", "({status: 'x', body: 1})"]
)
async def test_a_page_that_answers_for_the_server_fails_alone(fetcher: BrowserFetcher, answer: str) -> None:
    replaced = f"<script>window.fetch = async () => {answer};</script>"
    async with loopback_site({"/": ENOUGH_TEXT + replaced}) as site:
        await fetcher.fetch(site.url("/"))
        part = await fetcher.fetch(site.url("/team.js"))
        page = await fetcher.fetch(site.url("/"))
    assert part.status is not FetchStatus.OK
    assert page.status is FetchStatus.OK


async def test_data_of_no_announced_length_are_bounded_whether_the_page_or_the_browser_asks(
    fetcher: BrowserFetcher,
) -> None:
    async def chunks(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "application/json"})
        await response.prepare(request)
        for _ in range(60):
            await response.write(b" " * 10_000)
        return response

    said = "new Response('x'.repeat(600_000), {headers: {'content-type': 'application/json'}})"
    replaced = f"<script>window.fetch = async () => {said};</script>"
    async with loopback_site({"/": ENOUGH_TEXT + replaced, "/long.json": chunks}) as site:
        opened = await fetcher.fetch(site.url("/long.json"))
        await fetcher.fetch(site.url("/"))
        requested = await fetcher.fetch(site.url("/long.json"))
    assert [(page.status, page.html) for page in (opened, requested)] == [(FetchStatus.TOO_LARGE, "")] * 2
