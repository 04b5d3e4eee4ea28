"""moto, with short ways for items of DynamoDB and for lists of the versions in a bucket."""

import base64
import copy
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from moto import mock_aws
from moto.core.serialize import JSONSerializer
from moto.s3 import models


@contextmanager
def aws_in_memory() -> Iterator[None]:
    """Keeps AWS in this process for the boto3 clients that are made within.

    moto looks up each value of an item under each of the ten type names and their aliases, although
    the value names its type. Taking the value as it is gives the same responses in about half the time.
    It also copies every object of a bucket, with its content, to list the versions under one prefix.
    """
    whole = JSONSerializer._serialize_type_structure

    def structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name == "AttributeValue" and type(value) is dict and key:
            self._default_serialize(serialized, _encoded(value), shape, key)
        else:
            whole(self, serialized, value, shape, key)

    # ``copy`` and ``deepcopy`` are all that moto's module takes from ``copy``; the second is called with the
    # versions of a key, of which it then changes nothing but whether they are the latest.
    copying = SimpleNamespace(copy=copy.copy, deepcopy=list)
    with (
        mock_aws(),
        patch.object(JSONSerializer, "_serialize_type_structure", structure),
        patch.object(models, "copy", copying),
    ):
        yield


def _encoded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _encoded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_encoded(part) for part in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
