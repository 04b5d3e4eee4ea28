"""moto, with short ways for items of DynamoDB and for lists of the versions in a bucket."""

import base64
import copy
import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from botocore import session, useragent
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.hooks import EVENT_ALIASES, EventAliaser
from moto import mock_aws
from moto.core import responses
from moto.core.base_backend import BaseBackend
from moto.core.serialize import JSONSerializer
from moto.s3 import models

from tests.support.aws_shortcuts import shortcuts

_KEPT = (
    (session, "create_loader"),
    (useragent, "sanitize_user_agent_string_component"),
    (responses, "method_names_from_class"),
)
"""Functions whose answers depend on their arguments alone, called once a session or a request."""


@contextmanager
def aws_in_memory() -> Iterator[None]:
    """Keeps AWS in this process for the boto3 clients that are made within.

    moto looks up each value of an item under each of the ten type names and their aliases, although
    the value names its type. Taking the value as it is gives the same responses in about half the time.
    It also copies every object of a bucket, with its content, to list the versions under one prefix.
    botocore reads the descriptions of services anew for each session, of which each test has one, and both
    work out names and addresses at each request that never change: a third of the time of a small request.
    Nobody checks the signatures of requests that do not leave the process.
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
    with ExitStack() as stack:
        for place, name in _KEPT:
            stack.enter_context(patch.object(place, name, _kept(getattr(place, name))))
        stack.enter_context(patch.object(BaseBackend, "urls", property(_urls)))
        stack.enter_context(patch.object(EventAliaser, "__init__", _aliaser))
        stack.enter_context(patch.object(SigV4Auth, "canonical_request", _canonical_request))
        stack.enter_context(patch.object(SigV4Auth, "signature", _signature))
        stack.enter_context(shortcuts())
        stack.enter_context(mock_aws())
        stack.enter_context(patch.object(JSONSerializer, "_serialize_type_structure", structure))
        stack.enter_context(patch.object(models, "copy", copying))
        yield


@functools.cache
def _kept(function: Callable[..., Any]) -> Callable[..., Any]:
    """Returns a function that remembers its answers, the same one each time."""
    return functools.lru_cache(maxsize=4096)(function)


_COMPUTED_URLS = BaseBackend.urls.fget


def _urls(backend: BaseBackend) -> dict[str, Any]:
    kind = type(backend)
    if kind not in _URLS:
        _URLS[kind] = _COMPUTED_URLS(backend)
    return _URLS[kind]


_URLS: dict[type[BaseBackend], dict[str, Any]] = {}


_MADE = EventAliaser.__init__
_ALIASES: dict[str, str] = {}
"""Names of botocore's events by what they were called before; each client works them out anew."""


def _aliaser(self: Any, event_emitter: Any, event_aliases: Any = None) -> None:
    _MADE(self, event_emitter, event_aliases)
    if event_aliases is None or event_aliases == EVENT_ALIASES:
        self._alias_name_cache = _ALIASES


_CANONICAL_REQUEST, _SIGNATURE = SigV4Auth.canonical_request, SigV4Auth.signature


def _stays_here(signer: SigV4Auth) -> bool:
    """Whether a request goes to moto: no address that is signed, and none of a search domain."""
    return type(signer) in (SigV4Auth, S3SigV4Auth) and signer._service_name not in ("es", "aoss")


def _canonical_request(self: SigV4Auth, request: Any) -> str:
    return "" if _stays_here(self) else str(_CANONICAL_REQUEST(self, request))


def _signature(self: SigV4Auth, string_to_sign: str, request: Any) -> str:
    return "0" * 64 if _stays_here(self) else str(_SIGNATURE(self, string_to_sign, request))


def _encoded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _encoded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_encoded(part) for part in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
