"""Chromium behind the egress proxy, by every way a page can ask: no hostile destination is reached."""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from inkscout.adapters.web.egress_proxy import EgressProxy
from inkscout.web.egress import EgressRule
from inkscout.web.policy import FetchPolicy, ProxyLimits
from scraper_task.browser.chromium import FLAGS, Chromium, LaunchOptions, find_executable, launch
from tests.support.hostile import LITERALS, LOG, NAMES, names_as_addresses
from tests.support.internet import PUBLIC, Internet, Request, Site, Writer, response
from tests.support.patience import PATIENCE_SECONDS, until_async
from tests.support.sockets import peers
from tests.support.ways_out import WAYS

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(300),
    pytest.mark.chromium,
    pytest.mark.skipif(not find_executable(""), reason="no Chromium on this machine"),
]

# Pictures and fonts are let through here, so that they ask too.
_FLAGS = [flag for flag in FLAGS if "imagesEnabled" not in flag and "remote-fonts" not in flag]


class Udp(asyncio.DatagramProtocol):
    """A bait for what does not speak TCP."""

    def __init__(self) -> None:
        self.received: list[bytes] = []

    def datagram_received(self, data: bytes, addr: object) -> None:
        del addr
        self.received.append(data)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bait() -> AsyncIterator[Site]:
    async with Site({"*": response("secret", headers=[("Access-Control-Allow-Origin", "*")])}) as site:
        yield site


@pytest_asyncio.fixture(loop_scope="module")
async def udp() -> AsyncIterator[tuple[Udp, int]]:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Udp, local_addr=("127.0.0.1", 0))
    yield protocol, transport.get_extra_info("sockname")[1]
    transport.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[Site]:
    async with Site() as site:
        yield site


@pytest.fixture(scope="module")
def network() -> Internet:
    return Internet()


@pytest.fixture
def site(server: Site) -> Site:
    """The public site, without pages and without what was asked before."""
    server.pages.clear()
    server.requests.clear()
    return server


@pytest.fixture
def internet(network: Internet, server: Site) -> Internet:
    """The names that a test begins with."""
    network.names = {name: list(answers) for name, answers in NAMES.items()}
    network.dialled.clear()
    network.resolved.clear()
    network.add("studio.example", server.port)
    return network


def policy(port: int, **fields: object) -> FetchPolicy:
    return FetchPolicy(
        contact="crawler@inkscout.example",
        egress=EgressRule(frozenset({port})),
        **fields,  # type: ignore[arg-type]
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_proxy(bait: Site, network: Internet) -> AsyncIterator[EgressProxy]:
    async with EgressProxy(
        policy(bait.port, resolved_seconds=0.0),
        limits=ProxyLimits(max_connections=2_000),
        resolve=network.resolve,
        make_socket=network.make_socket,
    ) as proxy:
        yield proxy


@pytest.fixture
def proxy(running_proxy: EgressProxy, internet: Internet) -> EgressProxy:
    """The proxy of all tests, without the refusals before this one."""
    del internet
    running_proxy.refusals.clear()
    return running_proxy


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium(running_proxy: EgressProxy) -> AsyncIterator[Chromium]:
    browser = await launch(LaunchOptions(proxy_url=running_proxy.url, flags=[*_FLAGS, "--no-sandbox"]))
    yield browser
    await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium: Chromium) -> AsyncIterator[Page]:
    context = await chromium.browser.new_context(accept_downloads=True)
    yield await context.new_page()
    await context.close()


@pytest.fixture(scope="module")
def sockets_seen(running_proxy: EgressProxy) -> Iterator[set[tuple[str, int]]]:
    """The peers of the browser's sockets in all tests; the proxy must be among them, or nobody looked.

    One test alone may load its page between two looks.
    """
    seen: set[tuple[str, int]] = set()
    yield seen
    assert seen == {("127.0.0.1", int(running_proxy.url.rpartition(":")[2]))}


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def nothing_but_the_site_was_dialled(
    site: Site, bait: Site, chromium: Chromium, proxy: EgressProxy, sockets_seen: set[tuple[str, int]]
) -> AsyncIterator[None]:
    """The bait saw no one, the proxy dialled only the site, nothing of the browser went past the proxy."""
    proxy_port = int(proxy.url.rpartition(":")[2])
    seen: set[tuple[str, int]] = set()

    async def watch() -> None:
        while True:
            # QUIC and a resolver's questions go over UDP: such a socket has a peer too.
            seen.update(peers(process.pid for process in chromium.members()))
            await asyncio.sleep(0.02)

    watcher = asyncio.create_task(watch())
    with LOG:
        yield
        await asyncio.sleep(0.3)
    watcher.cancel()
    assert bait.connections == 0
    assert set(LOG.addresses) <= {("127.0.0.1", site.port)}
    assert seen <= {("127.0.0.1", proxy_port)}
    sockets_seen |= seen


async def settle(proxy: EgressProxy, at_least: int = 1) -> None:
    """Until the proxy's refusals no longer grow."""
    before = -1
    while len(proxy.refusals) < at_least or len(proxy.refusals) > before:
        before = len(proxy.refusals)
        await asyncio.sleep(0.5)


async def visit(page: Page, url: str) -> None:
    with contextlib.suppress(PlaywrightError):
        await page.goto(url, wait_until="commit", timeout=PATIENCE_SECONDS * 1000)


def _batches() -> list[Any]:
    """Destinations of a page: every fourth of all, and for the long run all of them in batches."""
    addresses = [*LITERALS.values(), *names_as_addresses(0).values()]
    addresses = [
        address.replace(":0/", ":{port}/") if ".example:0/" in address else address for address in addresses
    ]
    size = 24
    batches = [(f"{at}", addresses[at : at + size]) for at in range(0, len(addresses), size)]
    return [
        pytest.param("some", addresses[::4], id="some"),
        *(pytest.param(name, batch, id=name, marks=pytest.mark.slow) for name, batch in batches),
    ]


@pytest.mark.parametrize(("name", "addresses"), _batches())
async def test_no_way_of_a_page_reaches_a_hostile_destination(
    name: str,
    addresses: list[str],
    page: Page,
    proxy: EgressProxy,
    site: Site,
    bait: Site,
    udp: tuple[Udp, int],
) -> None:
    targets = [address.format(port=bait.port) for address in addresses]
    script = WAYS.replace("TARGETS", json.dumps(targets))
    script = re.sub(r":(UDP|TCP)\b", lambda port: f":{udp[1] if port[1] == 'UDP' else bait.port}", script)
    # A site may announce HTTP/3 elsewhere: nothing goes there either.
    elsewhere = [("Alt-Svc", f'h3="127.0.0.1:{udp[1]}"; ma=3600, h2="127.0.0.1:{bait.port}"')]
    page_of_ways = f"<title>{name}</title><body>text<script>{script}</script>"
    site.pages["/"] = response(page_of_ways, headers=elsewhere)
    site.pages["/after"] = response("<title>after</title>")

    await visit(page, "http://studio.example/")
    await settle(proxy)

    assert udp[0].received == []
    assert proxy.refusals
    # The browser is still of use.
    await visit(page, "http://studio.example/after")
    assert await page.title() == "after"


_HOPS = [
    (status, target)
    for status in ("301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent")
    for target in (
        "http://127.0.0.1:{port}/",
        "//localhost:{port}/",
        "http://to-loopback.example:{port}/",
        "http://2130706433:{port}/",
    )
]


async def test_every_redirect_of_a_page_or_a_part_of_it_is_judged(
    page: Page, proxy: EgressProxy, site: Site, bait: Site
) -> None:
    parts = ""
    for number, (status, target) in enumerate(_HOPS):
        location = target.format(port=bait.port)
        # A permanent redirect is kept otherwise, and the browser need not ask again.
        headers = [("Location", location), ("Cache-Control", "no-store")]
        site.pages[f"/hop{number}"] = response(status=status, headers=headers)
        parts += f"<iframe src=/hop{number}></iframe><img src=/hop{number}>"
        parts += f"<script>fetch('/hop{number}').catch(e => 0)</script>"
    site.pages["/"] = response(parts)

    await visit(page, "http://studio.example/")
    # Leaving the page ends the requests of its parts, so each part is waited for, however long it takes.
    await until_async(lambda: all(site.asked(f"/hop{number}") for number in range(len(_HOPS))))
    await settle(proxy)
    for number in range(len(_HOPS)):
        await visit(page, f"http://studio.example/hop{number}")

    assert all(site.asked(f"/hop{number}") >= 2 for number in range(len(_HOPS)))
    assert len(proxy.refusals) >= len(_HOPS)


async def test_scripts_and_meta_elements_cannot_navigate_inside(
    page: Page, proxy: EgressProxy, site: Site, bait: Site
) -> None:
    site.pages["/meta"] = response(f'<meta http-equiv=refresh content="0;url=http://127.0.0.1:{bait.port}/">')
    site.pages["/script"] = response(f"<script>location.replace('http://[::1]:{bait.port}/')</script>")
    site.pages["/window"] = response(f"<script>window.open('http://127.0.0.1:{bait.port}/')</script>")
    site.pages["/file"] = response("<script>location.href = 'file:///etc/passwd'</script>stays")
    for path in ("/meta", "/script", "/window", "/file"):
        await visit(page, f"http://studio.example{path}")
        await asyncio.sleep(0.5)

    assert "root:" not in await page.content()
    assert await until_async(lambda: proxy.refusals)


async def test_a_download_is_judged(page: Page, proxy: EgressProxy, site: Site, bait: Site) -> None:
    attachment = [("Content-Disposition", "attachment; filename=x.bin")]
    site.pages["/hop"] = response(
        status="302 Found", headers=[("Location", f"http://127.0.0.1:{bait.port}/x.bin"), *attachment]
    )
    site.pages["/"] = response(
        f"<a id=a download href=http://127.0.0.1:{bait.port}/x.bin>a</a><a id=b download href=/hop>b</a>"
    )
    for name in ("a", "b"):
        await visit(page, "http://studio.example/")
        await page.wait_for_selector(f"#{name}", state="attached")
        before = len(proxy.refusals)
        await page.evaluate(f"document.getElementById('{name}').click()")
        await until_async(lambda: len(proxy.refusals) > before)  # noqa: B023 - called at once

    assert site.asked("/hop") == 1


async def test_a_rebinding_name_reaches_its_public_address_only(
    page: Page, proxy: EgressProxy, internet: Internet, site: Site
) -> None:
    """The name is public when the page loads and private whenever its script asks again."""
    internet.names["rebind.example"] = [[PUBLIC], [PUBLIC], ["127.0.0.1"]]
    site.pages["/"] = response(
        "<script>setInterval(() => fetch('/more', {cache: 'no-store'}).catch(e => 0), 50)</script>",
        headers=[("Connection", "close")],
    )
    site.pages["/more"] = response("more", headers=[("Connection", "close")])

    await visit(page, "http://rebind.example/")

    assert await until_async(
        lambda: any(refusal.destination.startswith("rebind.example") for refusal in proxy.refusals)
    )
    assert set(internet.dialled) == {PUBLIC}


async def test_a_public_websocket_works_over_the_proxy(page: Page, site: Site) -> None:
    import base64
    import hashlib

    async def accept(request: Request, writer: Writer) -> None:
        key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        digest = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        writer.write(
            f"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {digest}\r\n\r\n".encode()
            + b"\x81\x05hello"
        )
        await writer.drain()
        await asyncio.Event().wait()

    site.pages["/socket"] = accept
    site.pages["/"] = response(
        "<script>const socket = new WebSocket('ws://studio.example/socket');"
        "socket.onmessage = e => document.title = e.data</script>"
    )
    await visit(page, "http://studio.example/")
    await page.wait_for_function("document.title == 'hello'", timeout=PATIENCE_SECONDS * 1000)


async def test_a_public_page_with_its_parts_loads(page: Page, site: Site) -> None:
    site.pages["/"] = response("<link rel=stylesheet href=/a.css><script src=/a.js></script>")
    site.pages["/a.css"] = response("body{color:rgb(1,2,3)}", content_type="text/css")
    site.pages["/a.js"] = response("document.title='ran'", content_type="text/javascript")

    await visit(page, "http://studio.example/")
    await page.wait_for_function("document.title == 'ran'", timeout=PATIENCE_SECONDS * 1000)

    assert site.asked("/a.css") == 1
