"""Forward HTTP proxy to the websites and APIs of a world; supports only absolute-form ``http://`` requests.

For a host that the world does not have, the response is that of a proxy for an unresolvable name: 502 with a
``Proxy-Status`` header (RFC 9209) and the error ``dns_error``. For browsers without a proxy, each host is
also served at ``http://<host>.localhost:<port>/``.
"""

from collections import Counter
from http import HTTPStatus

from aiohttp import web
from yarl import URL

from inkscout_local.simulator.apis.hosts import ApiSide
from inkscout_local.simulator.art import Art
from inkscout_local.simulator.host_faults import HostFaults
from inkscout_local.simulator.model import World, WorldHost
from inkscout_local.simulator.sites import SiteFile, SiteFolder

_PROXY_NAME = "world"
_IMAGES = frozenset({".avif", ".gif", ".jpg", ".jpeg", ".png", ".webp"})


class WebSide:
    """The websites and JSON APIs of one world.

    Attributes:
        requests: Number of requests by host.
        paths: Number of requests by host and path.
    """

    def __init__(self, world: World, apis: ApiSide) -> None:
        self._apis = apis
        folder = world.sites
        held = (
            {path.name.lower() for path in folder.iterdir() if path.is_dir()}
            if folder and folder.is_dir()
            else set()
        )
        self._hosts = {name: world.hosts.get(name, WorldHost()) for name in held | set(world.hosts)}
        self._sites = {
            name: SiteFolder(folder / name, single_page_fallback=host.single_page_fallback)
            for name, host in self._hosts.items()
            if folder
        }
        self._art = Art(world.pictures)
        self._faults = {name: HostFaults(host.faults) for name, host in self._hosts.items()}
        self.requests: Counter[str] = Counter()
        self.paths: Counter[str] = Counter()

    def server(self) -> web.Server:
        """Returns an aiohttp low-level server, since a router does not support CONNECT and absolute URLs."""
        return web.Server(self.handle, access_log=None)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Returns the response to one proxy request: a fault, a file of the host, or an error."""
        if request.method == "CONNECT":
            return _refused(request.path, "https and tunnels are not served here; the world speaks http only")
        url = _target(request)
        host = (url.host or "").lower().rstrip(".")
        if url.scheme != "http" or url.port not in {80, None}:
            return _refused(host, "the world serves http on port 80 only")
        api = self._apis.get(host)
        if api is None and host not in self._hosts:
            return _refused(host, "the world holds no such host")
        self.requests[host] += 1
        self.paths[f"{host}{url.raw_path}"] += 1
        if api is not None:
            return await api.answer(request, url)
        broken = await self._faults[host].answer(request, url)
        return broken if broken is not None else await self._serve(request, host, url)

    async def _serve(self, request: web.BaseRequest, host: str, url: URL) -> web.StreamResponse:
        settings, site = self._hosts[host], self._sites.get(host)
        if request.method not in {"GET", "HEAD"}:
            return web.Response(
                status=405, headers={"Allow": "GET, HEAD", **settings.headers}, text="Not allowed.\n"
            )
        found = site.find(url.raw_path, url.raw_query_string) if site else None
        if found is None and site and settings.image_placeholder and url.suffix.lower() in _IMAGES:
            found = self._art.find(host, url.path) or site.find("/" + settings.image_placeholder)
        if found is None:
            return _not_found(site, settings)
        return _file_response(request, found, settings)


def _target(request: web.BaseRequest) -> URL:
    """Returns the requested URL; ``<host>.localhost`` becomes ``<host>`` on port 80."""
    url = request.url
    if (url.host or "").endswith(".localhost"):
        return url.with_host((url.host or "").removesuffix(".localhost")).with_port(80)
    return url


def _refused(host: str, why: str) -> web.Response:
    return web.Response(
        status=502,
        text=f"{host}: name not resolved ({why}).\n",
        headers={
            "Proxy-Status": f'{_PROXY_NAME}; error=dns_error; rcode="NXDOMAIN"',
            "Cache-Control": "no-store",
        },
    )


def _not_found(site: SiteFolder | None, settings: WorldHost) -> web.Response:
    page = site.not_found_page() if site else None
    body = page.body if page else b"<!doctype html><title>404</title><h1>Not found</h1>\n"
    kind = page.content_type if page else "text/html; charset=utf-8"
    return web.Response(status=404, body=body, headers={**settings.headers, "Content-Type": kind})


def _file_response(request: web.BaseRequest, found: SiteFile, settings: WorldHost) -> web.Response:
    headers = {
        "ETag": found.etag,
        "Last-Modified": found.last_modified,
        "Cache-Control": "max-age=0",
        **settings.headers,
    }
    if _is_fresh(request, found):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    response = web.Response(body=found.body, headers={**headers, "Content-Type": found.content_type})
    if settings.compress:
        response.enable_compression()
    return response


def _is_fresh(request: web.BaseRequest, found: SiteFile) -> bool:
    """Whether the client's cached copy is current; If-None-Match takes precedence (RFC 9110, section 13)."""
    if request.if_none_match is not None:
        return any(tag.value in {"*", found.etag.strip('"')} for tag in request.if_none_match)
    since = request.if_modified_since
    return since is not None and int(found.modified) <= int(since.timestamp())
