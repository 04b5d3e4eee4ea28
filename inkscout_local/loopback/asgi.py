"""Guard for the AWS emulator, an ASGI application: web pages may call only the deployed HTTP API."""

import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any
from urllib.parse import unquote_plus

from inkscout_local.loopback import rule

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

# The emulator's path of a deployed API. Its other addresses of APIs need a Host header that is refused.
_API_PATH = re.compile(r"/_aws/execute-api/[a-z0-9-]+/[^/]+(/.*)?")
# The emulator checks no signature, so a page could forge an operator's. These headers and parameters also
# select an AWS service, whatever the path is.
_AWS_HEADERS = ("authorization", "x-amz-")
_AWS_QUERY = "x-amz-"


def guarded(app: Application, port: int, names: Collection[str] = rule.NAMES) -> Application:
    """Returns an application that refuses requests from web pages and passes the others on.

    Args:
        app: The emulator.
        port: Port that it listens on.
        names: Host names that requests may use.
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
    """Returns the reason to refuse a request; empty if it is allowed."""
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope.get("headers", ())
    }
    if foreign := rule.foreign_host(headers, port, names):
        return foreign
    if scope["type"] == "http" and _is_plain_api_call(scope, headers):
        return ""
    return rule.from_a_browser(headers)


def _is_plain_api_call(scope: Message, headers: dict[str, str]) -> bool:
    """Whether the request is for the deployed API and names no AWS credentials, service or action."""
    if not _API_PATH.fullmatch(str(scope.get("path", ""))):
        return False
    query = unquote_plus(bytes(scope.get("query_string", b"")).decode("latin-1")).lower()
    return not any(name.startswith(_AWS_HEADERS) for name in headers) and _AWS_QUERY not in query


async def _refuse(send: Send, reason: str) -> None:
    body = f'{{"message": "{reason}"}}\n'.encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
