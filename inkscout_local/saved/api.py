"""The HTTP API's own code, called in this process, and its search index, made from the saved table."""

import base64
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import urllib3

from inkscout_deploy import project
from inkscout_local import environment
from inkscout_local.environment import use_variables
from inkscout_local.platform import index, ports
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.search_server import EmbeddedSearch
from inkscout_local.platform.state import StateFolder
from inkscout_local.saved.services import NotSaved

_SERVER_ERROR = 500


class LocalApi:
    """Sends requests to the API's handler in this process, with the method of ``urllib3.PoolManager``."""

    def __init__(self) -> None:
        # The function's log and metrics go to standard output, where a command's results belong.
        use_variables({"POWERTOOLS_METRICS_DISABLED": "true", "POWERTOOLS_LOG_LEVEL": "CRITICAL"})
        project.make_importable()

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str], **_options: object
    ) -> urllib3.HTTPResponse:
        """Returns the response to a request without a body.

        Raises:
            NotSaved: the API failed.
        """
        from functions.api.application import respond

        answer = respond(_event(method, url, headers), None)
        if answer["statusCode"] >= _SERVER_ERROR:
            raise NotSaved(f"The API answered {answer['statusCode']}.")
        body = answer.get("body") or ""
        raw = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
        return urllib3.HTTPResponse(raw, answer.get("headers"), answer["statusCode"])


@contextmanager
def index_server(connection: Connection) -> Iterator[str]:
    """Starts the embedded search server for the ``with`` block, with the indexes of a saved table.

    Yields its URL. Nothing is written to the platform's state folder.

    Raises:
        PlatformError: the server does not start, or an index could not be filled.
    """
    with tempfile.TemporaryDirectory(prefix="inkscout-") as temporary:
        folder = StateFolder(Path(temporary))
        folder.create()
        server = EmbeddedSearch(folder, ports.any_free())
        try:
            server.start(environment.inherited(outbound=False))
            index.fill(index.make(server.url), server.url, connection, lambda _text: None)
            yield server.url
        finally:
            server.stop()


def _event(method: str, url: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Returns a request as an event of API Gateway's payload format 2.0."""
    asked = urlsplit(url)
    path = asked.path.partition("/$default")[2] or asked.path
    query = parse_qs(asked.query, keep_blank_values=True)
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": asked.query,
        "headers": dict(headers),
        "queryStringParameters": {name: ",".join(values) for name, values in query.items()},
        "requestContext": {
            "domainName": asked.netloc,
            "http": {"method": method, "path": path, "sourceIp": ports.LOOPBACK},
            "requestId": str(uuid.uuid4()),
            "stage": "$default",
        },
        "isBase64Encoded": False,
    }
