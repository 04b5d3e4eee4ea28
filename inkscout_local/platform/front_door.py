"""Front door of the local platform: one port with the paths of the website, in the place of CloudFront.

The emulator serves an HTTP API below a path of its own, where links such as ``/artists`` lead nowhere.
"""

import asyncio
import json
import socket
import threading
from collections.abc import Mapping
from html import escape

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from inkscout_local.loopback import rule

_MOST_BODY_BYTES = 6 * 1024 * 1024
"""Size of the largest body that a function is given; API Gateway answers 413 to a larger one."""

_SECONDS = 60.0
_STOP_SECONDS = 5.0
# Headers of one connection, and those by which the emulator would take a request for a signed one.
_KEPT_BACK = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer", "host", "content-length",
     "authorization", "origin", "x-inkscout-origin", "x-viewer-address",
     "x-viewer-host"}
)  # fmt: skip
_AWS = "x-amz-"
_API = "/v1/"
_UNAVAILABLE = 503
_FORGED_QUERY = "x-amz-"


class FrontDoor:
    """A thread that hands requests on to the deployed HTTP API and its answers back, without a cache."""

    def __init__(self, listener: socket.socket, upstream: str) -> None:
        """Takes the listening socket that browsers connect to, and the base URL of the HTTP API."""
        self._listener, self._port = listener, int(listener.getsockname()[1])
        self.url = f"http://127.0.0.1:{self._port}"
        self._upstream = upstream.rstrip("/")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="front door", daemon=True)
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    @property
    def running(self) -> bool:
        """Whether the thread is running."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Starts the thread, which answers whoever has connected."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(_STOP_SECONDS)

    def stop(self) -> None:
        """Stops listening; may be called twice, and before ``start``."""
        if not self._thread.is_alive():
            self._listener.close()
            return
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_STOP_SECONDS * 2)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STOP_SECONDS)
        self._loop.close()

    async def _open(self) -> None:
        self._session = aiohttp.ClientSession(
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            # A visitor who names no encoding cannot read one.
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent", "Content-Type"),
        )
        app = web.Application(client_max_size=_MOST_BODY_BYTES)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.SockSite(self._runner, self._listener).start()

    async def _close(self) -> None:
        if self._runner:
            await self._runner.cleanup()
        if self._session:
            await self._session.close()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        """Hands one request on; refuses foreign host names and requests that look signed."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        if reason := rule.foreign_host(headers, self._port):
            return _problem(request.path, 403, "forbidden", reason)
        if _FORGED_QUERY in request.raw_path.lower():
            return _problem(request.path, 400, "invalid-parameter", "Signed addresses are not served here.")
        if self._session is None:
            return _problem(request.path, 503, "unavailable", "The platform is starting.")
        try:
            async with self._session.request(
                request.method,
                URL(f"{self._upstream}{request.raw_path}", encoded=True),
                headers=_onward(headers),
                data=await request.read() or None,
                allow_redirects=False,
            ) as answer:
                body = await answer.read()
                headers_back = _back(answer.headers)
                if request.method == "HEAD" and "Content-Length" in answer.headers:
                    headers_back["Content-Length"] = answer.headers["Content-Length"]
                return web.Response(status=answer.status, headers=headers_back, body=body)
        except (aiohttp.ClientError, TimeoutError):
            return _problem(request.path, 503, "unavailable", "The website does not answer.")
        except web.HTTPRequestEntityTooLarge:
            return _problem(request.path, 413, "too-large", "What was sent is too large.")


def _problem(path: str, status: int, kind: str, detail: str) -> web.Response:
    """Returns an RFC 9457 problem document for the API, as its own errors are, and a page for the website."""
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "5"} if status == _UNAVAILABLE else {})
    if not path.startswith(_API):
        said = f'<h1>{escape(detail)}</h1><p><a href="/">Home</a></p>'
        page = f'<!doctype html><html lang="en"><title>Inkscout</title>{said}'
        return web.Response(status=status, headers=headers, text=page, content_type="text/html")
    document = {"type": f"/docs#problem-{kind}", "title": detail, "status": status, "detail": detail}
    body = json.dumps(document).encode()
    return web.Response(status=status, headers=headers, body=body, content_type="application/problem+json")


def _onward(headers: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in headers.items()
        if name not in _KEPT_BACK and not name.startswith((_AWS, "sec-ch-", "referer"))
    }


def _back(headers: Mapping[str, str]) -> CIMultiDict[str]:
    kept: CIMultiDict[str] = CIMultiDict()
    for name, value in headers.items():
        if name.lower() not in {
            "connection",
            "keep-alive",
            "transfer-encoding",
            "content-length",
            "server",
            "date",
        }:
            kept.add(name, value)
    return kept
