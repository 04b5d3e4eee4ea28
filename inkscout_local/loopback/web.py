"""Guard for aiohttp applications on loopback, such as the world server's Google endpoints."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from inkscout_local.loopback import rule

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses requests from web pages and requests with a foreign host name, with a 403 (middleware)."""
    sockname = request.transport.get_extra_info("sockname") if request.transport else None
    port = int(sockname[1]) if sockname else 0
    headers = {name.lower(): value for name, value in request.headers.items()}
    if reason := rule.refusal(headers, port):
        return web.json_response({"error": reason}, status=403)
    return await handler(request)
