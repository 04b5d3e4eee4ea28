"""Lambda handler of pictures: small copies of the pictures that profiles hold, and nothing else."""

import base64
from typing import Any

from inkscout import observability
from inkscout.bootstrap import pictures
from inkscout.domain.public_paths import read_picture_path
from inkscout.errors import NotFound, TransientError

_KEPT = "public, max-age=300, stale-if-error=0"
_MISSING = "public, max-age=60, stale-if-error=0"


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Returns the picture; 404 for every address that no profile holds, 503 while its source is busy."""
    del context
    method = str(event.get("requestContext", {}).get("http", {}).get("method", "GET"))
    if not pictures.admits(event):
        return _answer(403, "no-store")
    asked = read_picture_path(str(event.get("rawPath", "")))
    if asked is None or method not in ("GET", "HEAD") or not pictures.shows_pictures():
        return _answer(404, _MISSING)
    try:
        body = pictures.show_picture()(*asked)
    except NotFound:
        return _answer(404, _MISSING)
    except TransientError as error:
        observability.logger().warning("A picture is not at hand", error=type(error).__name__)
        answer = _answer(503, "no-store")
        answer["headers"]["Retry-After"] = "5"
        return answer
    return _answer(200, _KEPT, b"" if method == "HEAD" else body)


def _answer(status: int, cache: str, body: bytes = b"") -> dict[str, Any]:
    headers = {
        "Cache-Control": cache,
        "Content-Type": "image/webp" if status == 200 else "text/plain",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, noimageindex",
    }
    return {
        "statusCode": status,
        "headers": headers,
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }
