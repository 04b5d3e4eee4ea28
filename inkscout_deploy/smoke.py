"""Smoke test of the API right after its deployment; a failure's message says how to roll back."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from inkscout_deploy.errors import DeployFailed

HEALTH = "/v1/health"
ALIAS = "live"
"""Alias of the API's function that API Gateway invokes."""

_SECONDS, _PAUSE, _TIMEOUT = 180.0, 3.0, 35.0
_BODY_CHARS = 300


@dataclass(frozen=True)
class SmokeAnswer:
    """HTTP status and the beginning of the body; status 0 and the error's text if there was no response."""

    status: int
    body: str


Ask = Callable[[str], SmokeAnswer]


def version(functions: Any, name: str) -> str:  # noqa: ANN401 - boto3 makes its clients at run time
    """Returns the version that a function's alias points to; empty if there is no alias yet."""
    from botocore.exceptions import ClientError

    try:
        return str(functions.get_alias(FunctionName=name, Name=ALIAS)["FunctionVersion"])
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return ""
        raise


def check(url: str, function: str, before: str, *, ask: Ask | None = None, seconds: float = _SECONDS) -> str:
    """Requests the API's health until the status is 200, for at most ``seconds``; returns the body.

    Args:
        url: Base URL of the API.
        function: Name of the API's function, for the message.
        before: Version that served before the deployment; empty for none.
        ask: Sends a GET request; None for a real one.
        seconds: Time limit.

    Raises:
        DeployFailed: the status was not 200 in time; the message says how to roll back.
    """
    ask = ask or _get
    deadline = time.monotonic() + seconds
    while True:
        answer = ask(url.rstrip("/") + HEALTH)
        if answer.status == 200:
            return answer.body
        if time.monotonic() + _PAUSE > deadline:
            break
        time.sleep(_PAUSE)
    said = f"status {answer.status}: {answer.body}" if answer.status else answer.body
    back = _way_back(function, before)
    raise DeployFailed(f"{url.rstrip('/')}{HEALTH} does not answer after the deployment ({said}). {back}")


def _way_back(function: str, before: str) -> str:
    if not before:
        return "Nothing was served before; its log group is in docs/runbooks/api-errors.md."
    return (
        f"Back to the version before: aws lambda update-alias --function-name {function} --name {ALIAS} "
        f"--function-version {before} (docs/runbooks/roll-back-a-deploy.md)."
    )


def _get(url: str) -> SmokeAnswer:
    request = urllib.request.Request(url, headers={"User-Agent": "inkscout-deploy"})  # noqa: S310 - the stack's own URL
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:  # noqa: S310 - as above
            return SmokeAnswer(response.status, response.read(_BODY_CHARS).decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        return SmokeAnswer(error.code, error.read(_BODY_CHARS).decode("utf-8", "replace"))
    except OSError as error:
        return SmokeAnswer(0, str(error))
