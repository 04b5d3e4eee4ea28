"""The websites of a world, met through the forward proxy; and the command that serves a world."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
import requests

from inkscout_local.simulator import WorldServer, serve_world
from inkscout_local.simulator.model import World
from tests.support.patience import PATIENCE_SECONDS, within
from tests.support.project import ROOT

DEMO = ROOT / "inkscout_local" / "worlds" / "demo"
HOSTILE = ROOT / "tests" / "worlds" / "hostile"


@pytest.fixture(scope="module")
def demo() -> Iterator[WorldServer]:
    with serve_world(DEMO) as server:
        yield server


async def get(server: WorldServer, url: str, **more: object) -> tuple[aiohttp.ClientResponse, bytes]:
    timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.get(url, proxy=server.proxy_url, **more) as answer,
    ):
        return answer, await answer.read()


async def test_sites_are_served_through_the_proxy(demo: WorldServer) -> None:
    answer, body = await get(demo, "http://copperbeechtattoo.test/artists")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"Maren Holt" in body


async def test_an_unchanged_file_is_not_sent_again(demo: WorldServer) -> None:
    url = "http://copperbeechtattoo.test/"
    answer, _ = await get(demo, url)
    for header in (
        {"If-None-Match": answer.headers["ETag"]},
        {"If-None-Match": f'"x", {answer.headers["ETag"]}'},
        {"If-Modified-Since": answer.headers["Last-Modified"]},
    ):
        again, body = await get(demo, url, headers=header)
        assert (again.status, body) == (304, b"")
    changed, _ = await get(demo, url, headers={"If-None-Match": '"other"'})
    assert changed.status == 200


async def test_a_page_in_an_old_charset_says_so_itself(demo: WorldServer) -> None:
    answer, body = await get(demo, "http://perelapin.test/")
    assert answer.headers["Content-Type"] == "text/html"
    assert "Hervé Lapinsky" in body.decode("windows-1252")


@pytest.mark.parametrize(
    "host", ["nowhere.test", "example.com", "127.0.0.1", "copperbeechtattoo.test.evil.test"]
)
async def test_a_host_the_world_does_not_hold_does_not_resolve(demo: WorldServer, host: str) -> None:
    answer, body = await get(demo, f"http://{host}/")
    assert answer.status == 502
    assert "error=dns_error" in answer.headers["Proxy-Status"]
    assert b"name not resolved" in body


def test_a_tunnel_is_refused_as_a_name_that_does_not_resolve(demo: WorldServer) -> None:
    with socket.create_connection(("127.0.0.1", demo.proxy_port), timeout=PATIENCE_SECONDS) as peer:
        peer.sendall(
            b"CONNECT copperbeechtattoo.test:443 HTTP/1.1\r\nHost: copperbeechtattoo.test:443\r\n\r\n"
        )
        assert peer.recv(4096).startswith(b"HTTP/1.1 502 ")


@pytest.mark.parametrize(
    "path",
    ["/../../world.json", "/%2e%2e/%2e%2e/world.json", "/..%2f..%2fworld.json", "/..%5c..%5cworld.json"],
)
def test_no_request_reads_beside_the_document_root(demo: WorldServer, path: str) -> None:
    with socket.create_connection(("127.0.0.1", demo.proxy_port), timeout=PATIENCE_SECONDS) as peer:
        peer.sendall(
            f"GET http://quietneedle.test{path} HTTP/1.1\r\n"
            "Host: quietneedle.test\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b""
        while part := peer.recv(65536):
            answer += part
    assert answer.startswith((b"HTTP/1.1 404 ", b"HTTP/1.1 400 "))
    assert b"made_up" not in answer


async def test_a_single_page_host_answers_its_routes_and_not_its_missing_scripts(demo: WorldServer) -> None:
    route, body = await get(demo, "http://saltmarrow.test/artists")
    missing, _ = await get(demo, "http://saltmarrow.test/missing.js")
    assert (route.status, missing.status) == (200, 404)
    assert b'id="app"' in body


async def test_images_that_are_not_there_are_drawn_by_one_hand_for_each_person(demo: WorldServer) -> None:
    drawn = {}
    for person in ("marenholt.ls6", "ivo", "nell", "rufus", "mina", "bea"):
        for number in ("001", "002", "003"):
            answer, body = await get(demo, f"http://inkfolio.test/p/{person}/{number}.jpg")
            assert answer.headers["Content-Type"] == "image/webp"
            drawn[person, number] = body
    pictures = {path.read_bytes(): path.name for path in World.load(DEMO).pictures}
    hands = {
        person: {pictures[drawn[person, n]].split("-")[0] for n in ("001", "002", "003")}
        for person, _ in drawn
    }
    assert all(len(hand) == 1 for hand in hands.values())
    assert len(set.union(*hands.values())) > 2, "portfolios look alike"
    _, body = await get(demo, "http://inkfolio.test/p/marenholt.ls6/001.jpg")
    assert body == drawn["marenholt.ls6", "001"]


async def test_a_host_that_fails_fails_and_one_that_moved_redirects(demo: WorldServer) -> None:
    failed, _ = await get(demo, "http://redlinetattoo.test/anything")
    moved, _ = await get(demo, "http://www.sparrowsend.test/", allow_redirects=False)
    assert failed.status == 500
    assert (moved.status, moved.headers["Location"]) == (301, "http://sparrowsend.test/")


async def test_a_login_wall_and_a_lost_profile_look_like_themselves(demo: WorldServer) -> None:
    wall, body = await get(demo, "http://inkfolio.test/@grifftolliver.tattoo")
    lost, _ = await get(demo, "http://inkfolio.test/@nellob.handpoke")
    assert wall.url.path == "/login"
    assert b'type="password"' in body
    assert lost.status == 404


async def test_only_reading_is_allowed(demo: WorldServer) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.post(
            "http://inkfolio.test/login", proxy=demo.proxy_url, data={"a": "b"}
        ) as answer:
            assert answer.status == 405
        async with session.head("http://quietneedle.test/", proxy=demo.proxy_url) as answer:
            assert answer.status == 200
            assert int(answer.headers["Content-Length"]) > 1000


def test_a_person_opens_a_site_under_localhost(demo: WorldServer) -> None:
    with socket.create_connection(("127.0.0.1", demo.proxy_port), timeout=PATIENCE_SECONDS) as peer:
        host = f"quietneedle.test.localhost:{demo.proxy_port}"
        peer.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert peer.recv(4096).startswith(b"HTTP/1.1 200 ")


# The hostile world


@pytest.fixture(scope="module")
def hostile() -> Iterator[WorldServer]:
    with serve_world(HOSTILE) as server:
        yield server


async def read_some(server: WorldServer, url: str, limit: int) -> int:
    """Reads at most ``limit`` bytes of a body; returns how many came."""
    seen = 0
    async with (
        aiohttp.ClientSession(auto_decompress=False) as session,
        session.get(url, proxy=server.proxy_url) as answer,
    ):
        async for chunk in answer.content.iter_chunked(65536):
            seen += len(chunk)
            if seen >= limit:
                break
    return seen


async def test_a_huge_body_is_made_while_it_is_sent(hostile: WorldServer) -> None:
    answer, _ = await within(get(hostile, "http://good-plain.test/"))
    assert answer.status == 200
    assert await read_some(hostile, "http://big-body.test/", 20_000_000) >= 20_000_000


async def test_a_good_site_answers_while_another_pours(hostile: WorldServer) -> None:
    pouring = asyncio.create_task(read_some(hostile, "http://big-body.test/", 200_000_000))
    await asyncio.sleep(0.05)
    answer, _ = await within(get(hostile, "http://good-plain.test/artists"))
    assert answer.status == 200
    await pouring


async def test_a_never_ending_page_never_ends(hostile: WorldServer) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(read_some(hostile, "http://never-ending.test/", 10_000_000), 0.6)


async def test_a_redirect_loop_gives_a_new_address_each_time(hostile: WorldServer) -> None:
    with pytest.raises(aiohttp.TooManyRedirects):
        await get(hostile, "http://redirect-loop.test/")
    answer, _ = await get(hostile, "http://redirect-loop.test/?hop=41", allow_redirects=False)
    assert answer.headers["Location"].endswith("?hop=42")


async def test_dropped_and_cut_connections_are_felt_as_such(hostile: WorldServer) -> None:
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await get(hostile, "http://reset.test/")
    with pytest.raises(aiohttp.ClientPayloadError):
        await get(hostile, "http://truncated.test/")


async def test_a_bomb_is_small_on_the_wire(hostile: WorldServer) -> None:
    assert await read_some(hostile, "http://gzip-bomb.test/", 3_000_000) < 3_000_000


async def test_a_gigantic_page_has_a_million_elements(hostile: WorldServer) -> None:
    _, body = await get(hostile, "http://gigantic-dom.test/")
    assert body.count(b"<div") == 1_000_000


async def test_a_closing_server_does_not_wait_for_a_hanging_client() -> None:
    server = WorldServer(HOSTILE)
    await server.start()
    waiting = asyncio.create_task(get(server, "http://silent.test/"))
    await asyncio.sleep(0.1)
    await within(server.stop())
    with pytest.raises(aiohttp.ClientError):
        await waiting


# The command


def test_the_command_says_its_ports_and_ends_on_sigterm() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "inkscout_local.simulator", str(DEMO)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        found = requests.get(
            f"{ready['google_url']}/maps/api/geocode/json?address=Leeds&key=k", timeout=PATIENCE_SECONDS
        ).json()
        assert found["status"] == "OK"
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0


def test_bad_input_to_the_command_is_a_sentence(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "inkscout_local.simulator", *arguments],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )

    missing = run(str(tmp_path / "none"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = run(str(DEMO), "--google-port", str(taken.getsockname()[1]))
    assert (missing.returncode, busy.returncode) == (2, 3)
    assert missing.stderr.startswith("There is no world folder at")
    assert "cannot listen" in busy.stderr
    assert "Traceback" not in missing.stderr + busy.stderr
