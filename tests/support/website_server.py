"""The website, its pictures and the API on one loopback port, in the place of CloudFront and the gateway."""

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.support import api_client


class Gateway(BaseHTTPRequestHandler):
    """Hands requests to the handlers by their paths; a request is counted by its path."""

    protocol_version = "HTTP/1.1"
    paths: list[str]

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        asked = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length) if length else None
        headers = {name.lower(): value for name, value in self.headers.items()}
        event = api_client.event(
            self.command, asked.path, asked.query, body=body, headers=headers, route_key="$default"
        )
        raw = handler_of(asked.path)(event, None)
        self.paths.append(asked.path)
        content = raw.get("body") or ""
        data = base64.b64decode(content) if raw.get("isBase64Encoded") else content.encode()
        self.send_response(raw["statusCode"])
        for name, value in raw["headers"].items():
            self.send_header(name, value)
        for cookie in raw.get("cookies", ()):
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its base names it so
        """Prints nothing."""


def handler_of(path: str) -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """The handler that the gateway's routes choose for a path."""
    if path == "/desk" or path.startswith("/desk/"):
        from functions.desk.handler import lambda_handler
    elif path.startswith(("/v1", "/docs", "/health")):
        from functions.api.handler import lambda_handler
    elif path == "/desk" or path.startswith("/desk/"):
        from functions.desk.handler import lambda_handler
    elif path.startswith("/images/"):
        from functions.image.handler import lambda_handler
    else:
        from functions.web.handler import lambda_handler
    return lambda_handler


@contextmanager
def served() -> Iterator[tuple[str, list[str]]]:
    """Serves the website; gives its address and the paths of the requests so far."""
    paths: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Counting", (Gateway,), {"paths": paths}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", paths
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
