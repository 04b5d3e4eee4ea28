"""moto, with a short way for items of DynamoDB."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto import mock_aws
from moto.core.serialize import JSONSerializer


@contextmanager
def aws_in_memory() -> Iterator[None]:
    """Keeps AWS in this process for the boto3 clients that are made within.

    moto looks up each value of an item under each of the ten type names and their aliases, although
    the value names its type. Taking the value as it is gives the same responses in about half the time.
    """
    whole = JSONSerializer._serialize_type_structure

    def structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name == "AttributeValue" and type(value) is dict and key:
            self._default_serialize(serialized, _encoded(value), shape, key)
        else:
            whole(self, serialized, value, shape, key)

    with mock_aws(), patch.object(JSONSerializer, "_serialize_type_structure", structure):
        yield


def _encoded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _encoded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_encoded(part) for part in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
