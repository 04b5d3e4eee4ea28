"""The loopback proxy against hostile peers on either side."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest

from inkscout.adapters.web.egress_proxy import EgressProxy
from inkscout.web.policy import FetchPolicy, ProxyLimits
from tests.support.hostile import LITERALS, LOG, NAMES
from tests.support.internet import PUBLIC, Internet, Request, Site, Writer, response
from tests.support.patience import PATIENCE_SECONDS, until_async, within

GET = b"GET http://studio.example/ HTTP/1.1\r\nHost: studio.example\r\n\r\n"
CLOSE = [("Connection", "close")]
Make = Callable[..., EgressProxy]


@pytest.fixture
def make(internet: Internet) -> Make:
    def make(**limits: float | None) -> EgressProxy:
        internet.names.update({name: list(answers) for name, answers in NAMES.items()})
        return EgressProxy(
            FetchPolicy(contact="x@inkscout.example", connect_seconds=PATIENCE_SECONDS),
            limits=ProxyLimits(**limits),  # type: ignore[arg-type] # numbers of either kind
            resolve=internet.resolve,
            make_socket=internet.make_socket,
        )

    return make


@pytest.fixture
async def proxy(make: Make) -> AsyncIterator[EgressProxy]:
    async with make() as proxy:
        yield proxy


async def connect(proxy: EgressProxy) -> tuple[asyncio.StreamReader, Writer]:
    return await asyncio.open_connection("127.0.0.1", int(proxy.url.rpartition(":")[2]))


async def ask(proxy: EgressProxy, head: bytes) -> bytes:
    reader, writer = await connect(proxy)
    with suppress(ConnectionError):
        writer.write(head)
        await writer.drain()
    try:
        return await within(reader.read())
    except ConnectionError:
        return b""
    finally:
        writer.close()


def closing(body: bytes | str) -> Callable[[Request, Writer], Awaitable[None]]:
    async def answer(request: Request, writer: Writer) -> None:
        del request
        writer.write(response(body, headers=CLOSE))
        await writer.drain()
        writer.close()

    return answer


@pytest.mark.parametrize("destination", LITERALS.values(), ids=LITERALS.keys())
async def test_hostile_destinations_are_refused(destination: str, proxy: EgressProxy, site: Site) -> None:
    url = destination.format(port=80)
    authority = url.split("//")[-1].split("/")[0]
    tunnel = authority if ":" in authority.rpartition("]")[2] else f"{authority}:80"
    with LOG:
        plain = await ask(proxy, f"GET {url} HTTP/1.1\r\n\r\n".encode())
        opened = await ask(proxy, f"CONNECT {tunnel} HTTP/1.1\r\n\r\n".encode())

    assert plain.startswith((b"HTTP/1.1 403 ", b"HTTP/1.1 400 "))
    assert opened.startswith((b"HTTP/1.1 403 ", b"HTTP/1.1 400 "))
    port = int(proxy.url.rpartition(":")[2])
    assert set(LOG.addresses) == {("127.0.0.1", port)}
    assert site.connections == 0


@pytest.mark.parametrize("name", NAMES)
async def test_names_that_lead_inside_are_refused(name: str, proxy: EgressProxy) -> None:
    assert (await ask(proxy, f"CONNECT {name}:443 HTTP/1.1\r\n\r\n".encode())).startswith(b"HTTP/1.1 403 ")


async def test_a_tunnel_to_a_name_that_rebinds_reaches_its_public_address_or_nothing(
    internet: Internet, site: Site
) -> None:
    """The name is public for the first tunnel and private for the next, whose address is asked anew."""
    internet.names["rebind.example"] = [[PUBLIC], ["127.0.0.1"], ["169.254.169.254"]]
    site.pages["*"] = response("public")
    policy = FetchPolicy(contact="x@inkscout.example", connect_seconds=PATIENCE_SECONDS, resolved_seconds=0.0)
    async with EgressProxy(policy, resolve=internet.resolve, make_socket=internet.make_socket) as proxy:
        reader, writer = await connect(proxy)
        writer.write(b"CONNECT rebind.example:443 HTTP/1.1\r\n\r\n")
        await within(reader.readuntil(b"established\r\n\r\n"))
        writer.close()
        for _ in range(2):
            again = await ask(proxy, b"CONNECT rebind.example:443 HTTP/1.1\r\n\r\n")
            assert again.startswith(b"HTTP/1.1 403 ")
    assert set(internet.dialled) == {PUBLIC}


async def test_a_plain_request_is_answered_by_the_site(proxy: EgressProxy, site: Site) -> None:
    site.pages["/"] = closing("hello")

    assert (await ask(proxy, GET)).endswith(b"hello")
    assert site.requests[0].headers["connection"] == "close"


async def test_a_request_with_a_body_arrives_whole(proxy: EgressProxy, internet: Internet) -> None:
    bodies: list[bytes] = []

    async def take(reader: asyncio.StreamReader, writer: Writer) -> None:
        await reader.readuntil(b"\r\n\r\n")
        bodies.append(await reader.readexactly(100_000))
        writer.write(response("thanks", headers=CLOSE))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        internet.add("form.example", server.sockets[0].getsockname()[1], "93.184.215.99")
        head = b"POST http://form.example/ HTTP/1.1\r\nContent-Length: 100000\r\n\r\n"
        answer = await ask(proxy, head + b"x" * 100_000)

    assert answer.endswith(b"thanks")
    assert bodies == [b"x" * 100_000]


async def test_a_second_request_on_a_connection_does_not_reach_the_first_site(
    proxy: EgressProxy, site: Site
) -> None:
    """A site that keeps the connection open must not get a request meant for another one."""
    site.pages["/"] = response("first")
    reader, writer = await connect(proxy)
    writer.write(GET)
    await within(reader.readuntil(b"first"))
    writer.write(b"GET http://bank.example/secret HTTP/1.1\r\nHost: bank.example\r\nCookie: s=1\r\n\r\n")
    with suppress(ConnectionError):
        assert await within(reader.read()) == b""
    writer.close()

    assert [request.host for request in site.requests] == ["studio.example"]


async def test_a_second_request_sent_at_once_does_not_either(proxy: EgressProxy, site: Site) -> None:
    site.pages["*"] = response("first")
    await ask(proxy, GET + b"GET http://bank.example/secret HTTP/1.1\r\nHost: bank.example\r\n\r\n")

    assert all(request.host == "studio.example" for request in site.requests)


async def test_a_tunnel_carries_bytes_both_ways(proxy: EgressProxy, site: Site) -> None:
    site.pages["/"] = response("inside the tunnel")
    reader, writer = await connect(proxy)
    writer.write(b"CONNECT studio.example:443 HTTP/1.1\r\n\r\n")
    await within(reader.readuntil(b"established\r\n\r\n"))
    for _ in range(3):
        writer.write(b"GET / HTTP/1.1\r\nHost: studio.example\r\n\r\n")
        await within(reader.readuntil(b"inside the tunnel"))
    writer.close()

    assert site.connections == 1


async def test_slow_heads_are_cut_and_do_not_hold_up_others(make: Make, site: Site) -> None:
    site.pages["/"] = closing("hello")
    async with make(head_seconds=2.0) as proxy:
        slow = [await connect(proxy) for _ in range(50)]
        for _, writer in slow:
            writer.write(b"GET http://stud")
        assert (await ask(proxy, GET)).endswith(b"hello")
        ended = asyncio.gather(*(_drained(reader) for reader, _ in slow))
        while not ended.done():
            for _, writer in slow:
                with suppress(ConnectionError):
                    writer.write(b"i")
            await asyncio.sleep(0.4)
        assert all(await ended)
        for _, writer in slow:
            writer.close()


async def test_too_many_connections_are_refused_and_places_come_free(make: Make, site: Site) -> None:
    site.pages["/"] = closing("hello")
    async with make(max_connections=10) as proxy:
        held = [await connect(proxy) for _ in range(10)]
        assert await ask(proxy, GET) == b""
        for _, writer in held:
            writer.close()

        async def answered() -> bool:
            return (await ask(proxy, GET)).endswith(b"hello")

        assert await until_async(answered)


@pytest.mark.parametrize(
    "head",
    [
        b"GET http://studio.example/ HTTP/1.1\r\nX: " + b"a" * 1_000_000,
        b"a" * 1_000_000,
        b"GET http://studio.example/ HTTP/1.1\r\n" + b"X: y\r\n" * 100_000,
    ],
    ids=["a long line", "no line at all", "many lines"],
)
async def test_a_flood_of_headers_is_cut(head: bytes, proxy: EgressProxy, site: Site) -> None:
    answer = await ask(proxy, head)

    assert answer == b"" or answer.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 "))
    assert site.connections == 0


async def test_an_endless_answer_is_cut_at_its_cap(make: Make, site: Site) -> None:
    async def endless(request: Request, writer: Writer) -> None:
        del request
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    site.pages["/"] = endless
    async with make(max_connection_bytes=1_000_000) as proxy:
        answer = await ask(proxy, GET)
        reasons = [refusal.reason for refusal in proxy.refusals]

    assert len(answer) <= 1_000_000
    assert "the connection brought more than its cap" in reasons


async def test_a_browser_that_reads_slowly_slows_the_site_and_fills_no_memory(
    proxy: EgressProxy, site: Site
) -> None:
    sent = 0

    async def endless(request: Request, writer: Writer) -> None:
        nonlocal sent
        del request
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1_000):
            writer.write(b"x" * 65_536)
            await writer.drain()
            sent += 65_536

    site.pages["/"] = endless
    _, writer = await connect(proxy)
    writer.write(GET)
    await asyncio.sleep(1)
    writer.transport.abort()

    assert sent < 20_000_000


async def test_an_upload_is_cut_at_its_cap(make: Make, site: Site) -> None:
    del site
    async with make(max_upload_bytes=100_000) as proxy:
        head = b"POST http://studio.example/ HTTP/1.1\r\nContent-Length: 900000\r\n\r\n"
        answer = await ask(proxy, head + b"x" * 900_000)
        assert answer == b"" or b"404" in answer
        assert any("sent more" in refusal.reason for refusal in proxy.refusals)


async def test_a_host_has_a_budget_of_bytes_until_it_is_forgotten(make: Make, site: Site) -> None:
    site.pages["/"] = closing("x" * 40_000)
    async with make(host_bytes=60_000) as proxy:
        answers = [await ask(proxy, GET) for _ in range(4)]
        proxy.forget("studio.example")
        again = await ask(proxy, GET)

    assert len(answers[0]) > 40_000
    assert answers[3].startswith(b"HTTP/1.1 403 ")
    assert len(again) > 40_000


async def test_a_host_has_a_budget_of_time(make: Make, site: Site) -> None:
    site.pages["/"] = closing("hello")
    async with make(host_seconds=3.0) as proxy:
        assert (await ask(proxy, GET)).endswith(b"hello")

        async def refused() -> bool:
            return (await ask(proxy, GET)).startswith(b"HTTP/1.1 403 ")

        assert await until_async(refused)


async def test_an_idle_tunnel_is_closed(make: Make, site: Site) -> None:
    del site
    async with make(idle_seconds=0.5) as proxy:
        reader, writer = await connect(proxy)
        writer.write(b"CONNECT studio.example:443 HTTP/1.1\r\n\r\n")
        await within(reader.readuntil(b"\r\n\r\n"))
        assert await within(_drained(reader))
        writer.close()


async def test_closing_the_proxy_waits_for_no_open_connection(make: Make, site: Site) -> None:
    del site
    async with make(idle_seconds=3_600) as proxy:
        held = [await connect(proxy) for _ in range(20)]
        for reader, writer in held:
            writer.write(b"CONNECT studio.example:443 HTTP/1.1\r\n\r\n")
            await within(reader.readuntil(b"\r\n\r\n"))
    for reader, writer in held:
        assert await within(_drained(reader))
        writer.close()


async def test_a_name_that_never_resolves_is_given_up() -> None:
    async def never(host: str, port: int) -> list[str]:
        del host, port
        await asyncio.Event().wait()
        return []

    policy = FetchPolicy(contact="x@inkscout.example", connect_seconds=1)
    async with EgressProxy(policy, resolve=never) as proxy:
        answer = await ask(proxy, GET)

    assert answer.startswith(b"HTTP/1.1 504 ")


async def test_requests_of_the_browser_itself_are_refused_silently(proxy: EgressProxy) -> None:
    answer = await ask(proxy, b"CONNECT update.googleapis.com:443 HTTP/1.1\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 403 ")
    assert not proxy.refusals


async def test_many_requests_at_once_are_carried_beside_each_other(proxy: EgressProxy, site: Site) -> None:
    together = 50
    barrier, hello = asyncio.Barrier(together), closing("hello")

    async def once_all_are_there(request: Request, writer: Writer) -> None:
        await barrier.wait()
        await hello(request, writer)

    site.pages["/"] = once_all_are_there
    for _ in range(10):
        answers = await within(asyncio.gather(*(ask(proxy, GET) for _ in range(together))))
        assert all(answer.endswith(b"hello") for answer in answers)


async def _drained(reader: asyncio.StreamReader) -> bool:
    """True once the other side has closed."""
    with suppress(ConnectionError):
        await reader.read()
    return True
