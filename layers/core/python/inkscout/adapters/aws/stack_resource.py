"""The response that CloudFormation expects from a function behind a custom resource."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

from inkscout.observability import logger

Put = Callable[[str, bytes], None]


@contextmanager
def answering(event: Mapping[str, Any], put: Put | None = None) -> Iterator[None]:
    """Sends the result of the enclosed work to CloudFormation, also if it raised.

    Without the response, the stack would wait for an hour. An exception is logged and not raised again.

    Args:
        event: CloudFormation's event ("Custom resource request objects").
        put: Uploads a body to a URL; over HTTPS by default.
    """
    answer = {
        "PhysicalResourceId": event.get("PhysicalResourceId") or event["LogicalResourceId"],
        **{name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")},
    }
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever happened, CloudFormation is told
        logger().exception("A resource of the stack failed")
        answer |= {"Status": "FAILED", "Reason": f"{type(error).__name__}: {error}"[:400]}
    else:
        answer |= {"Status": "SUCCESS"}
    (put or _put)(str(event["ResponseURL"]), json.dumps(answer).encode())


def _put(address: str, body: bytes) -> None:
    # The URL is signed for a request without a content type.
    request = Request(  # noqa: S310 - CloudFormation's own address
        address, data=body, method="PUT", headers={"Content-Type": ""}
    )
    with urlopen(request, timeout=30):  # noqa: S310 - as above
        return
