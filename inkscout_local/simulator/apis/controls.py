"""Routes by which another process steers the simulated APIs: their faults, their clock and their counts."""

from aiohttp import web
from pydantic import ValidationError

from inkscout_local.simulator.apis.hosts import ApiHost, ApiSide
from inkscout_local.simulator.apis.settings import ApiFault, ClockRequest


def controls(apis: ApiSide) -> web.Application:
    """Returns the application below ``/_world/apis``; ``docs/worlds.md`` lists its routes."""

    def host_of(request: web.Request) -> ApiHost:
        host = apis.get(request.match_info["host"])
        if host is None:
            raise web.HTTPNotFound(text="The world holds no such API.\n")
        return host

    async def add_fault(request: web.Request) -> web.Response:
        host = host_of(request)
        try:
            host.faults.add(ApiFault.model_validate(await request.json()))
        except (ValidationError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"ok": True})

    async def clear_faults(request: web.Request) -> web.Response:
        host_of(request).faults.clear()
        return web.json_response({"ok": True})

    async def counts(request: web.Request) -> web.Response:
        host = host_of(request)
        return web.json_response({"requests": host.requests, "not_modified": host.not_modified})

    async def set_clock(request: web.Request) -> web.Response:
        try:
            apis.fixed = ClockRequest.model_validate(await request.json()).at
        except (ValidationError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"now": apis.now().isoformat()})

    app = web.Application()
    app.router.add_post("/clock", set_clock)
    app.router.add_get("/{host}", counts)
    app.router.add_post("/{host}/faults", add_fault)
    app.router.add_delete("/{host}/faults", clear_faults)
    return app
