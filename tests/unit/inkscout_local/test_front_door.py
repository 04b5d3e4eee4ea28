"""The front door hands on what a visitor sends, and nothing by which a request could look signed."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from inkscout_local.platform.front_door import FrontDoor
from inkscout_local.platform.ports import any_free


def listening() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


@pytest.fixture
async def upstream() -> AsyncIterator[str]:
    """An HTTP API that tells what reached it."""

    async def tell(request: web.Request) -> web.Response:
        told = {
            "path": request.raw_path,
            "method": request.method,
            "headers": {name.lower(): value for name, value in request.headers.items()},
            "body": (await request.read()).decode(),
        }
        if request.path.endswith("/moved"):
            return web.Response(status=301, headers={"Location": "/elsewhere"})
        return web.json_response(
            told, headers={"ETag": '"x"', "Content-Security-Policy": "default-src 'none'"}
        )

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", tell)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/_aws/execute-api/x/$default"
    await runner.cleanup()


@pytest.fixture
async def door(upstream: str) -> AsyncIterator[FrontDoor]:
    made = FrontDoor(listening(), upstream)
    await asyncio.to_thread(made.start)
    yield made
    await asyncio.to_thread(made.stop)
    assert not made.running


async def test_paths_stand_at_the_root_and_answers_come_back_as_they_are(door: FrontDoor) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{door.url}/artists?q=fine%20line&style=a&style=b") as answer:
            told = json.loads(await answer.text())
            assert told["path"] == "/_aws/execute-api/x/$default/artists?q=fine%20line&style=a&style=b"
            assert answer.headers["ETag"] == '"x"'
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
        async with session.get(f"{door.url}/moved", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (301, "/elsewhere")
        async with session.head(f"{door.url}/artists") as answer:
            assert int(answer.headers["Content-Length"]) > 0
        async with session.post(f"{door.url}/removal", data={"who": "@a.b"}) as answer:
            assert json.loads(await answer.text())["body"] == "who=%40a.b"


async def test_only_what_a_visitor_sends_is_handed_on(door: FrontDoor) -> None:
    """Without Accept-Encoding nothing may come back packed; escapes in the path stay as they were."""
    unasked = ("Accept", "Accept-Encoding", "User-Agent")
    asked = URL(f"{door.url}/artists?q=%2Bx%3Cb%3E%20y", encoded=True)
    async with aiohttp.ClientSession(skip_auto_headers=unasked) as session, session.get(asked) as answer:
        told = json.loads(await answer.text())
    assert told["path"].endswith("/artists?q=%2Bx%3Cb%3E%20y")
    assert not {name.lower() for name in unasked} & told["headers"].keys()


async def test_a_body_that_no_function_takes_gets_a_page(door: FrontDoor) -> None:
    address, body = f"{door.url}/removal", b"x" * 7_000_000
    async with aiohttp.ClientSession() as session, session.post(address, data=body) as answer:
        assert (answer.status, answer.content_type) == (413, "text/html")
        assert "too large" in await answer.text()


async def test_nothing_that_signs_or_names_the_edge_is_handed_on(door: FrontDoor) -> None:
    sent = {
        "Authorization": "AWS4-HMAC-SHA256 Credential=x", "X-Amz-Target": "DynamoDB_20120810.Scan",
        "X-Inkscout-Origin": "x", "X-Viewer-Address": "1.2.3.4", "X-Viewer-Host": "evil.example",
        "Accept-Language": "en",
    }  # fmt: skip
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{door.url}/v1/runs", headers=sent) as answer:
            told = json.loads(await answer.text())["headers"]
        assert told["accept-language"] == "en"
        assert not {name.lower() for name in sent} - {"accept-language"} & told.keys()
        plain = {"Accept-Encoding": "identity"}
        async with session.get(f"{door.url}/", headers=plain) as answer:
            assert json.loads(await answer.text())["headers"]["accept-encoding"] == "identity"
        async with session.get(f"{door.url}/", skip_auto_headers=["Accept-Encoding"]) as answer:
            assert "accept-encoding" not in json.loads(await answer.text())["headers"]
        async with session.get(f"{door.url}/v1/runs?X-Amz-Signature=x") as answer:
            assert answer.status == 400


async def test_another_name_for_this_machine_is_refused(door: FrontDoor) -> None:
    rebound = {"Host": "rebound.example"}
    async with aiohttp.ClientSession() as session, session.get(f"{door.url}/", headers=rebound) as answer:
        assert answer.status == 403


async def test_an_api_that_is_away_is_told(upstream: str) -> None:
    made = FrontDoor(listening(), f"http://127.0.0.1:{any_free()}")
    await asyncio.to_thread(made.start)
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{made.url}/") as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
            assert answer.content_type == "text/html"
        async with aiohttp.ClientSession() as session, session.get(f"{made.url}/v1/styles") as answer:
            assert answer.content_type == "application/problem+json"
            assert (await answer.json(content_type=None))["status"] == 503
    finally:
        await asyncio.to_thread(made.stop)
