"""Counts the requests that the AWS emulator answers, by service and operation, for its log."""

import json
import re
from collections import Counter

from inkscout_local.loopback.asgi import Application, Message, Receive, Send

MARK = "requests by kind: "
"""Beginning of the line of the log that holds the counts as JSON."""

_SERVICE = re.compile(r"Credential=[^/]*/[^/]*/[^/]*/([a-z0-9-]+)/")


class RequestCounts:
    """Counts of requests by names such as ``dynamodb GetItem``."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def counting(self, app: Application) -> Application:
        """Returns an application that counts each signed HTTP request and passes it on."""

        async def count(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and (kind := kind_of(scope)):
                self.seen[kind] += 1
            await app(scope, receive, send)

        return count

    def line(self) -> str:
        """Returns the counts as one line of text, the largest first."""
        return MARK + json.dumps(dict(self.seen.most_common()))


def kind_of(scope: Message) -> str:
    """Returns the service and the operation of a signed request; empty for another one."""
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope.get("headers", ())
    }
    signed = _SERVICE.search(headers.get("authorization", ""))
    if not signed:
        return ""
    service, target = signed[1], headers.get("x-amz-target", "")
    if target:
        return f"{service} {target.rpartition('.')[2]}"
    method = str(scope["method"])
    if service == "s3" and method == "GET" and "/" not in str(scope["path"]).strip("/"):
        return "s3 list"
    return f"{service} {method}"
