"""botocore's descriptions of services, parsed once for all sessions of this process and of its forks.

A session parses them anew, which takes longer than anything else that a client is made of. They are data that
nobody changes.
"""

from collections.abc import Callable
from typing import Any

import boto3
from botocore import loaders

_SERVICES = (
    *("cloudformation", "dynamodb", "ecs", "iam", "lambda", "logs", "s3", "scheduler", "secretsmanager"),
    *("sqs", "stepfunctions"),
)
"""Services that a platform and the commands ask."""


def keep() -> None:
    """Has each description parsed once from now on."""
    loaders.JSONFileLoader.load_file = _once(loaders.JSONFileLoader.load_file)  # type: ignore[method-assign]
    keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
    session = boto3.session.Session(region_name="us-east-1", **keys)
    for service in _SERVICES:
        session.client(service)


def _once(load: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    parsed: dict[str, Any] = {}

    def load_once(loader: Any, path: str) -> Any:
        if path not in parsed:
            parsed[path] = load(loader, path)
        return parsed[path]

    return load_once
