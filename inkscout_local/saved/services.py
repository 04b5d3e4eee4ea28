"""Answers of AWS services from saved state, given within this process by MiniStack's own code.

Clients made by ``boto3.client`` while the services are open get their answers here, before a connection is
opened: boto3, the adapters and the emulator's code are those of a running platform.
"""

import asyncio
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from inkscout_deploy.errors import PlatformError
from inkscout_local import environment
from inkscout_local.saved.state import SavedState

_ANSWERED = {
    "cloudwatch-logs": {"DescribeLogGroups", "FilterLogEvents"},
    "dynamodb": {"BatchGetItem", "DescribeTable", "GetItem", "Query", "Scan", "TransactGetItems"},
    "s3": {"GetObject", "HeadObject", "ListObjectsV2"},
    "scheduler": {"GetSchedule", "ListSchedules"},
    "secrets-manager": {"DescribeSecret", "GetSecretValue"},
    # Messages are hidden from this process alone.
    "sqs": {"ChangeMessageVisibility", "ChangeMessageVisibilityBatch", "GetQueueAttributes", "GetQueueUrl"}
    | {"ReceiveMessage"},
}
"""Operations that are answered, by service: those that change nothing that is saved."""

_MODULES = {"cloudwatch-logs": "cloudwatch_logs", "secrets-manager": "secretsmanager"}
"""MiniStack's names of services that it calls otherwise than botocore."""

_ANY = "before-send"


class NotSaved(PlatformError):
    """A request cannot be answered from saved state: it writes, or its service is not read."""


class SavedServices:
    """Services of a saved state.

    Attributes:
        refused: The first request that was not answered, as service and operation; empty if all were.
    """

    def __init__(self, state: SavedState) -> None:
        self.refused = ""
        self._state = state
        self._modules: dict[str, Any] = {}
        self._buckets: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._one_at_a_time = threading.Lock()

    def answer(self, request: Any, event_name: str, **_about: object) -> Any:  # noqa: ANN401 - botocore's types
        """Returns the response to a request that botocore is about to send.

        Raises:
            NotSaved: the request cannot be answered.
        """
        from botocore.awsrequest import AWSResponse

        _, service, operation = event_name.split(".")
        if operation not in _ANSWERED.get(service, ()):
            self.refused = self.refused or f"{service} {operation}"
            raise NotSaved(f"{service} {operation} is not answered from the saved state.")
        headers = {name.lower(): _text(value) for name, value in request.headers.items()}
        with self._one_at_a_time:
            status, sent, body = self._loop.run_until_complete(
                self._handled(service, request.method, urlsplit(request.url), headers, _bytes(request.body))
            )
        raw = _Body(body if isinstance(body, bytes) else body.encode())
        return AWSResponse(request.url, status, sent, raw)

    def close(self) -> None:
        """Forgets the state that MiniStack's modules hold."""
        for service, module in self._modules.items():
            module.reset()
            if service == "s3":
                module.S3_PERSIST = False
        self._loop.close()

    async def _handled(
        self, service: str, method: str, url: SplitResult, headers: dict[str, str], body: bytes
    ) -> Any:  # noqa: ANN401 - MiniStack's own response
        from ministack.core.responses import set_request_account_id, set_request_region

        set_request_account_id("")
        set_request_region(environment.REGION)
        module, path = self._module(service), unquote(url.path) or "/"
        if service == "s3":
            self._load_bucket(module, path.split("/")[1])
        query = parse_qs(url.query, keep_blank_values=True)
        return await module.handle_request(method, path, headers, body, query)

    def _module(self, service: str) -> Any:  # noqa: ANN401 - MiniStack's module, which has no types
        """Returns MiniStack's module of a service, with the saved state in it."""
        if service not in self._modules:
            name = _MODULES.get(service, service)
            module = self._dynamodb() if service == "dynamodb" else self._restored(name)
            self._modules[service] = module
        return self._modules[service]

    def _dynamodb(self) -> Any:  # noqa: ANN401 - MiniStack's module, which has no types
        from ministack.services import dynamodb

        from inkscout_local.saving.ministack import apply_change

        self._restore(dynamodb, "dynamodb")
        for change in self._state.changes:
            apply_change(dynamodb, change)
        return dynamodb

    def _restored(self, name: str) -> Any:  # noqa: ANN401 - as above
        module = import_module(f"ministack.services.{name}")
        self._restore(module, name)
        return module

    def _load_bucket(self, s3: Any, name: str) -> None:  # noqa: ANN401 - as above
        """Lets MiniStack read the list of a bucket's objects, whose bodies stay in their files."""
        from ministack.core.responses import get_account_id

        if name in self._buckets or self._state.objects is None:
            return
        self._buckets.add(name)
        folder = self._state.objects / get_account_id() / name
        if folder.is_dir():
            s3.S3_PERSIST, s3.DATA_DIR = True, str(self._state.objects)
            s3._load_persisted_bucket(get_account_id(), name, str(folder))

    def _restore(self, module: ModuleType, name: str) -> None:
        from inkscout_local.saving.ministack import decoded

        module.reset()
        if name in self._state.services:
            module.load_persisted_state(decoded(self._state.services[name]))


@contextmanager
def opened(state: SavedState) -> Iterator[SavedServices]:
    """Answers this process's AWS clients from a saved state inside the ``with`` block.

    Raises:
        NotSaved: a request inside the block could not be answered, whatever became of the error there.
    """
    import boto3

    services = SavedServices(state)
    session, before = boto3.session.Session(), boto3.DEFAULT_SESSION
    session.events.register(_ANY, services.answer)
    boto3.DEFAULT_SESSION = session
    try:
        yield services
    except Exception as error:
        if services.refused and not isinstance(error, NotSaved):
            raise NotSaved(f"{services.refused} is not answered from the saved state.") from error
        raise
    else:
        if services.refused:
            raise NotSaved(f"{services.refused} is not answered from the saved state.")
    finally:
        boto3.DEFAULT_SESSION = before
        services.close()


class _Body(io.BytesIO):
    """Body of a response, with the method of urllib3's that botocore reads it by."""

    def stream(self) -> Iterator[bytes]:
        """Yields the body at once."""
        yield self.read()


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _bytes(body: str | bytes | None) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""
