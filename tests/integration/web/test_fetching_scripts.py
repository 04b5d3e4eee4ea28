"""Scripts that pages load are fetched where the address says that one is there, and within a bound."""

from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.domain.page import FetchStatus
from tests.support.internet import Request, Site, Writer, response

HOME = "http://studio.example/"


async def test_a_script_is_read_at_an_address_of_a_script_and_never_in_full_length(
    fetcher: HttpFetcher, site: Site
) -> None:
    sent = 0

    async def endless(request: Request, writer: Writer) -> None:
        nonlocal sent
        del request
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        while True:
            writer.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
            sent += 65_536
            await writer.drain()

    program = b"var people = ['Anna Bell']; // a captcha: verify you are human"
    site.pages["/people.js"] = response(program, content_type="text/javascript")
    site.pages["/people"] = response(program, content_type="text/javascript")
    site.pages["/endless.js"] = endless

    read = await fetcher.fetch(f"{HOME}people.js")
    page = await fetcher.fetch(f"{HOME}people")
    cut = await fetcher.fetch(f"{HOME}endless.js")

    assert (read.status, read.html) == (FetchStatus.OK, program.decode())
    assert page.status is FetchStatus.NOT_HTML
    assert cut.status is FetchStatus.TOO_LARGE
    assert sent < 4 << 20
