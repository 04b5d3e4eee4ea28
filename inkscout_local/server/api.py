"""HTTP server that runs the API's Lambda handler: ``python -m inkscout_local.server.api``.

It replaces API Gateway: each request becomes an event, handled in a thread. As there is no IAM here,
operators' routes are closed unless ``OPERATOR_TOKEN`` is set and sent as a bearer token.
"""

import asyncio
import base64
import hmac
import time
import uuid
from typing import Any

from aiohttp import web
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from inkscout_deploy import project

_MAX_BODY_BYTES = 64 * 1024
_OPERATOR = "arn:aws:iam::000000000000:user/operator"


class ServerSettings(BaseSettings):
    """Settings of the API server, read from environment variables of the same names.

    Attributes:
        api_host: Address to listen on.
        api_port: Port to listen on; 0 for any free one.
        operator_token: Bearer token for operators' routes; empty closes them.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8080, ge=0, le=65535)
    operator_token: SecretStr = SecretStr("")


def main() -> None:
    """Serves until SIGTERM or SIGINT, then gives running requests 20 seconds to end."""
    settings = ServerSettings()
    project.make_importable()
    app = application(settings.operator_token.get_secret_value())
    web.run_app(app, host=settings.api_host, port=settings.api_port, access_log=None, shutdown_timeout=20.0)


def application(token: str) -> web.Application:
    """Returns the server application; ``token`` is the operators' bearer token, empty for none."""

    async def answer(request: web.Request) -> web.Response:
        event = to_event(request, await request.read(), operator=_may(request, token))
        from functions.api.handler import lambda_handler

        found = await asyncio.to_thread(lambda_handler, event, None)
        body = found.get("body") or ""
        raw = base64.b64decode(body) if found.get("isBase64Encoded") else body.encode()
        return web.Response(status=found["statusCode"], body=raw, headers=found.get("headers") or {})

    app = web.Application(client_max_size=_MAX_BODY_BYTES)
    app.router.add_route("*", "/{path:.*}", answer)
    return app


def to_event(request: web.Request, body: bytes, *, operator: bool) -> dict[str, Any]:
    """Returns a request as an event of API Gateway's payload format 2.0.

    Only an operator's event has an IAM identity, without which the application refuses operators' routes.
    """
    route = f"{request.method} {request.path}" if operator else "$default"
    signed = {"authorizer": {"iam": {"userArn": _OPERATOR}}} if operator else {}
    headers = {name.lower(): value for name, value in request.headers.items()}
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": request.path,
        "rawQueryString": request.query_string,
        "headers": headers,
        "queryStringParameters": {name: ",".join(request.query.getall(name)) for name in request.query},
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "server",
            **signed,
            "domainName": request.host,
            "http": {
                "method": request.method,
                "path": request.path,
                "protocol": "HTTP/1.1",
                "sourceIp": request.remote or "",
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": headers.get("x-request-id", str(uuid.uuid4())),
            "routeKey": route,
            "stage": "$default",
            "timeEpoch": int(time.time() * 1000),
        },
        "body": base64.b64encode(body).decode() if body else None,
        "isBase64Encoded": bool(body),
    }


def _may(request: web.Request, token: str) -> bool:
    sent = request.headers.get("authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(sent.encode(), token.encode())


if __name__ == "__main__":
    main()
