"""The JSON APIs of a world as hosts of its forward proxy, with conditional requests and faults."""

import asyncio
import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from aiohttp import web
from yarl import URL

from inkscout_local.simulator.apis.faults import PAGE_PARAMETERS, ApiFaults, asked_with, change, written
from inkscout_local.simulator.apis.files import StoredDocument
from inkscout_local.simulator.apis.lifts import Lifts
from inkscout_local.simulator.apis.parks import Parks
from inkscout_local.simulator.apis.people import People
from inkscout_local.simulator.apis.posts import Posts
from inkscout_local.simulator.apis.replies import JSON_TYPE, ApiRequest, Reply, entity_tag
from inkscout_local.simulator.apis.settings import (
    ApiFault,
    FileApi,
    LiftsApi,
    ParksApi,
    PeopleApi,
    PostsApi,
    WorldApi,
)

Clock = Callable[[], datetime]
_HANG_SECONDS = 0.1
_PACKED_CHUNK = bytes(1024 * 1024)


class _SimulatedApi(Protocol):
    def reply(self, asked: ApiRequest) -> Reply: ...


class ApiHost:
    """One API under its host name.

    Attributes:
        faults: Schedule of simulated faults.
        requests: Number of requests so far.
        not_modified: Number of them that were answered 304.
    """

    def __init__(self, settings: WorldApi, root: Path | None, clock: Clock) -> None:
        self._kind = settings.kind
        self._api = _api(settings, root)
        self._clock = clock
        self._old_tag = ""
        self.faults = ApiFaults(settings.faults)
        self.requests = 0
        self.not_modified = 0

    async def answer(self, request: web.BaseRequest, url: URL) -> web.StreamResponse:
        """Returns the response to a request: the API's reply, changed or broken by a fault."""
        if request.method not in {"GET", "HEAD"}:
            return web.Response(status=405, headers={"Allow": "GET, HEAD"})
        self.requests += 1
        asked = ApiRequest(url.path, dict(url.query), self._clock(), str(url.origin()), self.requests)
        fault = self.faults.take(url.path)
        broken = await _broken(request, fault, later=bool(PAGE_PARAMETERS & set(asked.query)))
        return broken if broken is not None else await self._reply(request, asked, fault)

    async def _reply(
        self, request: web.BaseRequest, asked: ApiRequest, fault: ApiFault | None
    ) -> web.StreamResponse:
        reply = self._api.reply(asked_with(fault, asked))
        tag = entity_tag(reply.body(), strong=reply.strong)
        if fault:
            change(fault, self._kind, reply, asked.number)
        body = written(fault, reply)
        if fault and fault.kind == "etag_lies":
            # The tag is the one that the unchanged document had, so a conditional request gets a 304.
            self._old_tag = self._old_tag or tag
            tag = self._old_tag
        elif fault:
            tag = entity_tag(body, strong=reply.strong)
        headers = {"ETag": tag, "Content-Type": JSON_TYPE, **reply.headers}
        if reply.status == HTTPStatus.OK and _holds(request, tag):
            self.not_modified += 1
            del headers["Content-Type"]
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        if fault and fault.kind == "truncate":
            return await _truncated(request, body, headers)
        return web.Response(status=reply.status, body=body, headers=headers)


class ApiSide:
    """All APIs of one world.

    Attributes:
        fixed: Time that the APIs take for the present; None for the machine's clock.
    """

    def __init__(self, apis: dict[str, WorldApi], root: Path | None = None) -> None:
        self.fixed: datetime | None = None
        self._hosts = {name: ApiHost(settings, root, self.now) for name, settings in apis.items()}
        self.endpoints = {
            settings.stands_for: f"http://{name}" for name, settings in apis.items() if settings.stands_for
        }
        """Origins of the world's APIs by the origin of the real API that each stands for."""

    def now(self) -> datetime:
        """Returns the present in UTC, as the APIs see it."""
        return self.fixed.astimezone(UTC) if self.fixed else datetime.now(UTC)

    def get(self, host: str) -> ApiHost | None:
        """Returns the API under a host name; None if there is none."""
        return self._hosts.get(host)

    def __getitem__(self, host: str) -> ApiHost:
        return self._hosts[host]


def _api(settings: WorldApi, root: Path | None) -> _SimulatedApi:
    match settings:
        case PostsApi():
            return Posts(settings)
        case PeopleApi():
            return People(settings)
        case LiftsApi():
            return Lifts(settings)
        case ParksApi():
            return Parks(settings)
        case FileApi():
            return StoredDocument(settings, root)


def _holds(request: web.BaseRequest, tag: str) -> bool:
    """Whether the client names the entity tag; weak comparison (RFC 9110, section 13.1.2)."""
    bare = tag.removeprefix("W/").strip('"')
    return any(one.value in {"*", bare} for one in request.if_none_match or ())


async def _broken(
    request: web.BaseRequest, fault: ApiFault | None, *, later: bool
) -> web.StreamResponse | None:
    """Returns the response of a fault of the connection; None if the API replies, perhaps after a delay.

    Args:
        request: The request.
        fault: The fault that applies, if any.
        later: Whether the request asks for another page than the first.
    """
    if fault is None:
        return None
    if fault.seconds and (fault.kind == "slow" or (fault.kind == "late_pages" and later)):
        await asyncio.sleep(fault.seconds)
    match fault.kind:
        case "status":
            body = b'{"error":"The service is unavailable."}'
            headers = {"Content-Type": JSON_TYPE, **fault.headers}
            return web.Response(status=fault.status, body=body, headers=headers)
        case "reset":
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        case "hang":
            while request.transport is not None and not request.transport.is_closing():
                await asyncio.sleep(_HANG_SECONDS)
            return web.Response(status=500)
        case "packed":
            return await _packed(request, fault.size or 200_000_000)
    return None


async def _truncated(request: web.BaseRequest, body: bytes, headers: dict[str, str]) -> web.StreamResponse:
    """Announces the whole body in Content-Length, sends half of it and closes the connection."""
    response = web.StreamResponse(headers=headers)
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


async def _packed(request: web.BaseRequest, size: int) -> web.StreamResponse:
    """Sends a JSON text of ``size`` bytes as a small gzip body."""
    chunk = gzip.compress(_PACKED_CHUNK.replace(b"\0", b" "), compresslevel=9)
    response = web.StreamResponse(headers={"Content-Type": JSON_TYPE, "Content-Encoding": "gzip"})
    await response.prepare(request)
    try:
        # Members of a gzip body may follow one another (RFC 1952, section 2.2).
        for _ in range(max(1, size // len(_PACKED_CHUNK))):
            await response.write(chunk)
        await response.write(gzip.compress(b"[]"))
        await response.write_eof()
    except ConnectionError:
        return response
    return response
