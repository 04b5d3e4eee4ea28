"""Shorter ways from a boto3 client to moto, for requests that do not leave the process.

A request of DynamoDB passes from botocore to moto as a request of HTTP: it is signed, made into an
environment of WSGI, matched against the address patterns of all services, and taken apart again. That is half
of the time of a small request, and only its operation, parameters and region matter. botocore still validates
and serializes the parameters and parses the response; moto still evaluates the operation.

moto copies whole tables before each transaction; the copies that are made here have what it may change.
"""

import copy
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from botocore import endpoint
from botocore.regions import EndpointRulesetResolver
from botocore.signers import RequestSigner
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb import models
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

_AWS = re.compile(r"https://[^/]+\.amazonaws\.com(/|$)")
_DYNAMODB = re.compile(r"https://dynamodb\.([a-z0-9-]+)\.amazonaws\.com/$")
_SIGNATURE = "AWS4-HMAC-SHA256 Credential={}/20260101/{}/{}/aws4_request, SignedHeaders=host, Signature=0"


@contextmanager
def shortcuts() -> Iterator[None]:
    """Takes the shorter ways while moto is active."""
    # Numbers of requests tell the attempts of one request apart, which nobody reads here.
    numbers = SimpleNamespace(uuid4=lambda: "one-of-many")
    copying = SimpleNamespace(copy=copy.copy, deepcopy=_copied)
    with ExitStack() as stack:
        stack.enter_context(patch.object(RequestSigner, "handler", _signed))
        stack.enter_context(patch.object(BotocoreStubber, "process_request", _answered))
        stack.enter_context(patch.object(endpoint, "uuid", numbers))
        stack.enter_context(patch.object(EndpointRulesetResolver, "construct_endpoint", _addressed))
        stack.enter_context(patch.object(models, "copy", copying))
        stack.enter_context(patch.object(models.DynamoDBBackend, "transact_write_items", _transact))
        yield


_SIGN = RequestSigner.handler


def _signed(self: Any, operation_name: str | None = None, request: Any = None, **more: Any) -> Any:
    """Adds what moto reads of a signature: that there is one, its key, region and service.

    That of S3 also says how the body is sent.
    """
    if self._signature_version != "v4" or not _AWS.match(request.url):
        return _SIGN(self, operation_name, request, **more)
    key = getattr(self._credentials, "access_key", None) or "none"
    request.headers["Authorization"] = _SIGNATURE.format(key, self.region_name, self.signing_name)
    return None


_ADDRESS = EndpointRulesetResolver.construct_endpoint


def _addressed(self: Any, operation_model: Any, call_args: Any, request_context: Any) -> Any:
    """Works out once a client the address of DynamoDB, which no parameter but the ARN of a table changes."""
    if operation_model.service_model.service_name != "dynamodb" or ":" in str(call_args.get("TableName", "")):
        return _ADDRESS(self, operation_model, call_args, request_context)
    if "address" not in self.__dict__:
        self.address = _ADDRESS(self, operation_model, call_args, request_context)
    return self.address


@dataclass(frozen=True)
class _Request:
    """The parts of a request that moto's parser of parameters reads."""

    data: Any
    headers: dict[str, str]
    content_type: str
    method: str = "POST"
    path: str = "/"
    values: dict[str, str] = field(default_factory=dict)


_PROCESS = BotocoreStubber.process_request


def _answered(self: BotocoreStubber, request: Any) -> Any:
    found = _DYNAMODB.match(request.url)
    return _evaluated(request, found[1]) if found else _PROCESS(self, request)


def _evaluated(request: Any, region: str) -> Any:
    """Status, headers and body of moto's response to a request of DynamoDB, for ``BotocoreStubber``."""
    headers = {name.lower(): _text(value) for name, value in request.headers.items()}
    handler = DynamoHandler()
    # What ``setup_class`` takes from a request of WSGI, as far as operations of DynamoDB read it.
    handler.headers = headers | {
        "X-Amz-Target": headers["x-amz-target"],
        "Content-Type": headers["content-type"],
    }
    handler.querystring, handler.uri_match = {}, {}
    handler.region, handler.partition, handler.current_account = region, "aws", DEFAULT_ACCOUNT_ID
    handler.response_headers = {"server": "amazon.com"}
    try:
        asked: Any = _Request(request.body, handler.headers, headers["content-type"])
        handler.parse_parameters(asked)
        return handler.call_action()
    except HTTPException as error:
        return error.code, error.get_headers(), error.get_body()


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


_TRANSACT = models.DynamoDBBackend.transact_write_items
_TOUCHED = threading.local()


def _transact(self: Any, transact_items: list[dict[str, Any]]) -> None:
    _TOUCHED.items = [next(iter(item.values())) for item in transact_items]
    try:
        _TRANSACT(self, transact_items)
    finally:
        del _TOUCHED.items


def _copied(value: Any, *memo: Any) -> Any:
    """Copies of a table what a transaction under way may change: the set of items, and those it names."""
    if not isinstance(value, Table) or not hasattr(_TOUCHED, "items"):
        return copy.deepcopy(value, *memo)
    kept = copy.copy(value)
    kept.items = defaultdict(dict)
    for key, held in value.items.items():
        kept.items[key] = dict(held) if value.has_range_key else held
    for operation in _TOUCHED.items:
        if operation.get("TableName") == value.name:
            _copy_item(kept, operation.get("Key") or operation.get("Item") or {})
    if value.stream_shard is not None:
        kept.stream_shard = copy.copy(value.stream_shard)
        kept.stream_shard.items, kept.stream_shard.table = list(value.stream_shard.items), kept
    return kept


def _copy_item(table: Table, attributes: dict[str, Any]) -> None:
    if not all(name in attributes for name in table.table_key_attrs):
        return
    hash_key, *ranges = (DynamoType(attributes[name]) for name in table.table_key_attrs)
    held, key = (table.items.get(hash_key, {}), ranges[0]) if ranges else (table.items, hash_key)
    if key in held:
        held[key] = copy.deepcopy(held[key])
