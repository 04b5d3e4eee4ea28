"""Both ways out through upstream proxies: credentials, rotation, health, and still no inside address."""

import asyncio
import base64
from collections.abc import AsyncIterator

import pytest

from inkscout.adapters.web.egress_proxy import EgressProxy
from inkscout.domain.page import FetchStatus
from inkscout.web.egress import EgressRule
from inkscout.web.policy import FetchPolicy
from tests.integration.web.conftest import MakeFetcher
from tests.support.hostile import LITERALS, LOG
from tests.support.internet import Internet, Request, Site, Writer, response
from tests.support.patience import PATIENCE_SECONDS, within

HOME = "http://studio.example/"
SECRET = "Basic " + base64.b64encode(b"user:pass word").decode()
PAGE = response("through the proxy", headers=[("Connection", "close")])


@pytest.fixture
async def upstream() -> AsyncIterator[Site]:
    async with Site({"*": PAGE, "/robots.txt": response(status="404 None")}) as proxy:
        yield proxy


@pytest.fixture
async def second() -> AsyncIterator[Site]:
    async with Site({"*": response("by the second"), "/robots.txt": response(status="404 None")}) as proxy:
        yield proxy


def address(proxy: Site, credentials: str = "") -> str:
    return f"http://{credentials}127.0.0.1:{proxy.port}"


def closed_port() -> str:
    return "http://127.0.0.1:1"


async def test_requests_go_through_the_proxy_and_nowhere_else(
    make_fetcher: MakeFetcher, upstream: Site, site: Site, internet: Internet
) -> None:
    with LOG:
        async with make_fetcher(proxies=(address(upstream),)) as fetcher:
            page = await fetcher.fetch(HOME)

    assert page.html == "through the proxy"
    assert upstream.requests[-1].raw.startswith(b"GET http://studio.example/ HTTP/1.1\r\n")
    assert site.connections == 0
    assert internet.resolved == []
    assert set(LOG.addresses) == {("127.0.0.1", upstream.port)}


async def test_credentials_are_sent_to_the_proxy_and_not_shown(
    make_fetcher: MakeFetcher, upstream: Site
) -> None:
    async with make_fetcher(proxies=(address(upstream, "user:pass%20word@"),)) as fetcher:
        page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.OK
    assert all(request.headers["proxy-authorization"] == SECRET for request in upstream.requests)
    assert "pass" not in repr(FetchPolicy(contact="x", proxies=("http://user:pass@p.example:1",)))


async def test_wrong_credentials_are_the_proxys_fault_and_not_the_hosts(
    make_fetcher: MakeFetcher, upstream: Site
) -> None:
    upstream.pages = {"*": response(status="407 Who")}
    async with make_fetcher(proxies=(address(upstream, "user:wrong@"),)) as fetcher:
        page = await fetcher.fetch(HOME)
        assert fetcher.pacer.state("studio.example").failures == 0

    assert page.status is FetchStatus.UNREACHABLE
    assert "proxy" in page.detail
    assert "wrong" not in repr(page)


async def test_https_goes_through_a_tunnel_with_credentials(
    make_fetcher: MakeFetcher, upstream: Site
) -> None:
    async def tunnel(request: Request, writer: Writer) -> None:
        del request
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await asyncio.sleep(0.1)
        writer.write(b"this is no TLS")
        await writer.drain()
        writer.close()

    upstream.pages = {"*": tunnel}
    async with make_fetcher(proxies=(address(upstream, "user:pass%20word@"),)) as fetcher:
        page = await fetcher.fetch("https://studio.example/")

    tunnel = upstream.requests[0]
    assert (tunnel.method, tunnel.path) == ("CONNECT", "studio.example:443")
    assert tunnel.headers["proxy-authorization"] == SECRET
    # What answers behind this tunnel speaks no TLS, so nothing is read.
    assert page.status is FetchStatus.UNREACHABLE


async def test_hosts_are_spread_over_the_proxies(
    make_fetcher: MakeFetcher, upstream: Site, second: Site
) -> None:
    async with make_fetcher(proxies=(address(upstream), address(second))) as fetcher:
        for host in ("one.example", "two.example", "three.example", "four.example"):
            await fetcher.fetch(f"http://{host}/")
            await fetcher.fetch(f"http://{host}/more")

    assert {request.host for request in upstream.requests} == {"one.example", "three.example"}
    assert {request.host for request in second.requests} == {"two.example", "four.example"}


async def test_a_dead_proxy_is_passed_over_at_once_and_for_a_while(
    make_fetcher: MakeFetcher, second: Site
) -> None:
    with LOG:
        async with make_fetcher(proxies=(closed_port(), address(second))) as fetcher:
            pages = [await fetcher.fetch(f"http://host{number}.example/") for number in range(4)]

    assert all(page.html == "by the second" for page in pages)
    assert LOG.addresses.count(("127.0.0.1", 1)) == 1


async def test_nothing_is_fetched_directly_when_every_proxy_is_dead(
    make_fetcher: MakeFetcher, site: Site
) -> None:
    async with make_fetcher(proxies=(closed_port(),)) as fetcher:
        page = await fetcher.fetch(HOME)

    assert page.status is FetchStatus.UNREACHABLE
    assert site.connections == 0


@pytest.mark.parametrize("destination", LITERALS.values(), ids=LITERALS.keys())
async def test_a_proxy_is_never_asked_for_an_inside_address(
    destination: str, make_fetcher: MakeFetcher, upstream: Site
) -> None:
    rule = EgressRule(frozenset({upstream.port}))
    hostile = destination.format(port=upstream.port)
    upstream.pages["/go"] = response(
        status="302 Found", headers=[("Location", hostile.encode().decode("latin-1"))]
    )
    async with make_fetcher(proxies=(address(upstream),), egress=rule) as fetcher:
        assert (await fetcher.fetch(hostile)).status is FetchStatus.EGRESS_REFUSED
        await fetcher.fetch(f"{HOME}go")

    assert {request.host for request in upstream.requests} == {"studio.example"}


async def ask(proxy: EgressProxy, head: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.url.rpartition(":")[2]))
    writer.write(head)
    try:
        return await within(reader.read())
    finally:
        writer.close()


def policy(*proxies: str) -> FetchPolicy:
    return FetchPolicy(contact="x@inkscout.example", proxies=proxies, connect_seconds=PATIENCE_SECONDS)


async def test_the_browsers_plain_requests_go_through_the_proxy(upstream: Site) -> None:
    async def page(request: Request, writer: Writer) -> None:
        del request
        writer.write(PAGE)
        await writer.drain()
        writer.close()

    upstream.pages = {"*": page}
    async with EgressProxy(policy(address(upstream, "user:pass%20word@"))) as proxy:
        answer = await ask(proxy, b"GET http://studio.example/x HTTP/1.1\r\nHost: studio.example\r\n\r\n")

    assert answer.endswith(b"through the proxy")
    assert upstream.requests[0].raw.startswith(b"GET http://studio.example/x HTTP/1.1\r\n")
    assert upstream.requests[0].headers["proxy-authorization"] == SECRET


async def test_the_browsers_tunnels_go_through_the_proxy(upstream: Site) -> None:
    async def tunnel(request: Request, writer: Writer) -> None:
        assert request.method == "CONNECT"
        writer.write(b"HTTP/1.1 200 OK\r\nVia: x\r\n\r\nfirst bytes of the site")
        await writer.drain()
        writer.close()

    upstream.pages = {"*": tunnel}
    async with EgressProxy(policy(address(upstream, "user:pass%20word@"))) as proxy:
        answer = await ask(proxy, b"CONNECT studio.example:443 HTTP/1.1\r\n\r\n")

    assert answer == b"HTTP/1.1 200 Connection established\r\n\r\nfirst bytes of the site"
    assert upstream.requests[0].headers["proxy-authorization"] == SECRET


async def test_a_websocket_handshake_goes_through_a_tunnel(upstream: Site) -> None:
    async def tunnel(request: Request, writer: Writer) -> None:
        if request.method == "CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            writer.write(b"HTTP/1.1 101 Switching\r\n\r\nframes")
            await writer.drain()
            writer.close()

    upstream.pages = {"*": tunnel}
    head = b"GET http://studio.example/s HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
    async with EgressProxy(policy(address(upstream))) as proxy:
        answer = await ask(proxy, head)

    assert answer.endswith(b"frames")
    assert [request.method for request in upstream.requests] == ["CONNECT", "GET"]


@pytest.mark.parametrize(
    "answer", [response(status="407 Who"), response(status="502 Bad"), b"nonsense\r\n\r\n"]
)
async def test_a_proxy_that_opens_no_tunnel_is_passed_over(
    answer: bytes, upstream: Site, second: Site
) -> None:
    async def tunnel(request: Request, writer: Writer) -> None:
        del request
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nhello")
        await writer.drain()
        writer.close()

    upstream.pages, second.pages = {"*": answer}, {"*": tunnel}
    async with EgressProxy(policy(address(upstream), address(second))) as proxy:
        answers = [await ask(proxy, b"CONNECT host%d.example:443 HTTP/1.1\r\n\r\n" % n) for n in range(3)]

    assert all(each.endswith(b"hello") for each in answers)
    assert len(upstream.requests) == 1


async def test_the_browsers_proxy_asks_no_upstream_for_an_inside_address(upstream: Site) -> None:
    async with EgressProxy(policy(address(upstream))) as proxy:
        for destination in LITERALS.values():
            url = destination.format(port=80).encode("utf-8", "replace")
            answer = await ask(proxy, b"GET " + url + b" HTTP/1.1\r\n\r\n")
            assert answer.startswith((b"HTTP/1.1 403 ", b"HTTP/1.1 400 "))

    assert upstream.connections == 0
