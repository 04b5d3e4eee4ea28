"""A small website on loopback for tests with a real browser: pages by path, and a few that misbehave."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class LoopbackSite:
    """Pages by path or by host and path; ``asked`` lists the paths that were requested, in order."""

    pages: dict[str, str | Handler] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    origin: str = ""

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.origin.rpartition(":")[2])

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self.origin}{path}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Serves one request."""
        self.asked.append(request.path)
        host = request.host.rpartition(":")[0]
        page = self.pages.get(request.path) or self.pages.get(f"{host}{request.path}")
        if page is None:
            return web.Response(status=404, text="<h1>Not found</h1>", content_type="text/html")
        if callable(page):
            return await page(request)
        return web.Response(text=page, content_type="text/html")


@asynccontextmanager
async def loopback_site(pages: dict[str, str | Handler]) -> AsyncIterator[LoopbackSite]:
    """Serves the pages on a free port of loopback."""
    site = LoopbackSite(dict(pages))
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    try:
        listener = web.TCPSite(runner, "127.0.0.1", 0)
        await listener.start()
        port = runner.addresses[0][1]
        site.origin = f"http://127.0.0.1:{port}"
        yield site
    finally:
        await runner.cleanup()


async def never_ending(request: web.Request) -> web.StreamResponse:
    """A response that goes on for ever, a little at a time."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    try:
        await response.write(b"<!doctype html><title>Drip</title><p>It begins.")
        while True:
            await asyncio.sleep(0.2)
            await response.write(b"<p>and goes on")
    except (ConnectionResetError, asyncio.CancelledError):
        return response


async def huge(request: web.Request) -> web.StreamResponse:
    """500 MB of text."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    response.content_length = 500 * 1024 * 1024
    await response.prepare(request)
    block = b"<p>ink " * 8192
    try:
        for _ in range(500 * 1024 * 1024 // len(block)):
            await response.write(block)
    except (ConnectionResetError, asyncio.CancelledError):
        return response
    return response


async def huge_unannounced(request: web.Request) -> web.StreamResponse:
    """A text without end as fast as it is taken, its length not told."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    block = b"<p>ink</p> " * 8192
    try:
        while True:
            await response.write(block)
    except (ConnectionResetError, asyncio.CancelledError):
        return response


async def download(_: web.Request) -> web.StreamResponse:
    """A file to be saved."""
    return web.Response(
        body=b"MZ" * 1000,
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Disposition": "attachment; filename=a.exe",
        },
    )


async def redirect_to_itself(request: web.Request) -> web.StreamResponse:
    """A redirect that never arrives."""
    raise web.HTTPFound(location=f"{request.path}?again={len(request.query_string) + 1}")


async def no_answer(_: web.Request) -> web.StreamResponse:
    """Nothing for a long time."""
    await asyncio.sleep(60)
    return web.Response(text="late")
