"""Simulated faults of a website's host; ``docs/worlds.md`` describes each kind."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from aiohttp import web
from yarl import URL

from inkscout_local.simulator.bodies import PAGES, filler, trickle
from inkscout_local.simulator.model import HostFault

_HTML = "text/html; charset=utf-8"


class HostFaults:
    """The fault rules of one host, with the number of uses of each."""

    def __init__(self, rules: Sequence[HostFault]) -> None:
        self._rules = rules
        self._used = [0] * len(rules)

    async def answer(self, request: web.BaseRequest, url: URL) -> web.StreamResponse | None:
        """Returns the response of the first rule that matches; None if the host's file should be served."""
        rule = self._take(url.path)
        if rule is None:
            return None
        if rule.seconds and rule.kind != "endless":
            await asyncio.sleep(rule.seconds)
        return await _KINDS[rule.kind](request, rule, url)

    def _take(self, path: str) -> HostFault | None:
        for at, rule in enumerate(self._rules):
            if fnmatchcase(path, rule.path) and (rule.times is None or self._used[at] < rule.times):
                self._used[at] += 1
                return rule
        return None


async def _on_time(request: web.BaseRequest, rule: HostFault, url: URL) -> None:
    """Returns None, so that the file is served after the delay (kind ``slow``)."""


async def _redirect(request: web.BaseRequest, rule: HostFault, url: URL) -> web.StreamResponse:
    """Returns a redirect to the rule's ``to``, in which ``{hop}`` becomes the redirect's number."""
    hop = url.query.get("hop", "0")
    target = rule.to.replace("{hop}", str(int(hop) + 1 if hop.isdigit() else 1))
    return web.Response(status=rule.status or 302, headers={**rule.headers, "Location": target})


async def _status(request: web.BaseRequest, rule: HostFault, url: URL) -> web.StreamResponse:
    headers = {"Content-Type": rule.content_type or _HTML, **rule.headers}
    return web.Response(status=rule.status or 500, body=rule.body.encode(), headers=headers)


async def _endless(request: web.BaseRequest, rule: HostFault, url: URL) -> web.StreamResponse:
    return await _stream(request, rule, trickle(), pause=rule.seconds or 0.05)


async def _body(request: web.BaseRequest, rule: HostFault, url: URL) -> web.StreamResponse:
    return await _stream(request, rule, filler(rule.size, rule.content_type or _HTML))


async def _page(request: web.BaseRequest, rule: HostFault, url: URL) -> web.StreamResponse:
    return await _stream(request, rule, PAGES[rule.page](rule.count))


async def _stream(
    request: web.BaseRequest, rule: HostFault, chunks: Iterable[bytes], pause: float = 0.0
) -> web.StreamResponse:
    """Sends chunks with ``pause`` seconds between them; stops when the client disconnects."""
    headers = {"Content-Type": rule.content_type or _HTML, **rule.headers}
    response = web.StreamResponse(status=rule.status or 200, headers=headers)
    if headers.get("Content-Encoding") == "gzip":
        chunks = _gzipped(chunks)
    elif rule.kind == "body":
        response.content_length = rule.size
    await response.prepare(request)
    if request.method == "HEAD":
        return response
    try:
        for chunk in chunks:
            await response.write(chunk)
            # Even a sleep of 0 seconds lets the event loop serve other sites during a long stream.
            await asyncio.sleep(pause)
        await response.write_eof()
    except ConnectionError:
        return response
    return response


def _gzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for chunk in chunks:
        packed = squeeze.compress(chunk)
        if packed:
            yield packed
    yield squeeze.flush()


async def _hang(request: web.BaseRequest, rule: HostFault, url: URL) -> web.StreamResponse:
    """Sends nothing until the client disconnects."""
    while request.transport is not None and not request.transport.is_closing():
        await asyncio.sleep(0.1)
    return web.Response(status=500)


async def _abort(request: web.BaseRequest, rule: HostFault, url: URL) -> web.StreamResponse:
    """Resets the connection without sending a byte."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def _truncated(request: web.BaseRequest, rule: HostFault, url: URL) -> web.StreamResponse:
    """Announces ``size`` bytes in Content-Length, sends half of them and closes the connection."""
    kind = rule.content_type or _HTML
    response = web.StreamResponse(headers={"Content-Type": kind, **rule.headers})
    response.content_length = max(2, rule.size)
    await response.prepare(request)
    for chunk in filler(max(2, rule.size) // 2, kind):
        await response.write(chunk)
    if request.transport is not None:
        request.transport.close()
    return response


_KINDS: dict[str, Callable[[web.BaseRequest, HostFault, URL], Awaitable[web.StreamResponse | None]]] = {
    "slow": _on_time,
    "hang": _hang,
    "reset": _abort,
    "redirect": _redirect,
    "status": _status,
    "endless": _endless,
    "body": _body,
    "page": _page,
    "truncate": _truncated,
}
