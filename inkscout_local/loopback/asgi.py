"""Guards the AWS emulator, an ASGI application: pages may call the deployed HTTP API and nothing else."""

import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any
from urllib.parse import unquote_plus

from inkscout_local.loopback import rule

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

# The emulator's address of a deployed API. Its other addresses of APIs need a Host that is refused here.
_API_PATH = re.compile(r"/_aws/execute-api/[a-z0-9-]+/[^/]+(/.*)?")
# The emulator checks no signature, so that a page could forge an operator's; and these headers and parameters
# choose a service of AWS whatever the path says.
_AWS_HEADERS = ("authorization", "x-amz-")
_AWS_QUERY = "x-amz-"


def guarded(app: Application, port: int, names: Collection[str] = rule.NAMES) -> Application:
    """Returns the application behind the guard.

    Args:
        app: The emulator.
        port: Port that it listens on.
        names: Host names that it is known by.
    """

    async def guard(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await app(scope, receive, send)
            return
        reason = refusal(scope, port, names)
        if not reason:
            await app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _refuse(send, reason)

    return guard


def refusal(scope: Message, port: int, names: Collection[str] = rule.NAMES) -> str:
    """Returns the reason to refuse a request; empty if it may pass."""
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope.get("headers", ())
    }
    if foreign := rule.foreign_host(headers, port, names):
        return foreign
    if scope["type"] == "http" and _is_plain_api_call(scope, headers):
        return ""
    return rule.from_a_browser(headers)


def _is_plain_api_call(scope: Message, headers: dict[str, str]) -> bool:
    """Whether the request is for the deployed API and claims no AWS identity or action."""
    if not _API_PATH.fullmatch(str(scope.get("path", ""))):
        return False
    query = unquote_plus(bytes(scope.get("query_string", b"")).decode("latin-1")).lower()
    return not any(name.startswith(_AWS_HEADERS) for name in headers) and _AWS_QUERY not in query


async def _refuse(send: Send, reason: str) -> None:
    body = f'{{"message": "{reason}"}}\n'.encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
