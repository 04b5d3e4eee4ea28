"""Connects the saver to MiniStack, which by itself saves only when it ends, each service separately."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from inkscout_local.saving.journal import Journal
from inkscout_local.saving.objects import mend_interrupted
from inkscout_local.saving.saver import Saver
from inkscout_local.saving.tables import encoded_in_parts, state_of_tables

SAVE_PATH = "/_inkscout/save"
"""Path of the emulator: ``POST`` saves now, with status 200 or 507; ``GET`` returns ``Saver.state``."""

# Writes that must survive a power failure: the denylist, and removal requests with their approval.
_DURABLE_TABLE = "denylist"
_DURABLE_PARTITION = "REMOVALS"

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def install(app: Any, folder: Path) -> None:  # noqa: ANN401 - MiniStack's module, which has no types
    """Makes MiniStack save and restore its state through a ``Saver``.

    Args:
        app: The module ``ministack.app``, before the server starts.
        folder: The emulator's state folder.

    Raises:
        ValueError: everything that was saved is damaged.
        OSError: the folder cannot be written.
    """
    from ministack.core import persistence
    from ministack.services import dynamodb, lambda_svc, s3, stepfunctions

    referenced: set[str] = set()
    watching: list[asyncio.Task[None]] = []

    def remember(blobs: set[str]) -> None:
        # MiniStack would delete code files that the newest state does not need, but the previous set may.
        referenced.clear()
        referenced.update(blobs)

    def encode(service: str, state: object) -> bytes:
        document = {
            "__ministack_format__": persistence._state_format_version(service),
            "payload": state,
        }
        return b"".join(encoded_in_parts(document, persistence._json_default))

    def services() -> dict[str, Callable[[], Any]]:
        found: dict[str, Callable[[], Any]] = app._build_persistence_save_dict()
        return found | ({"dynamodb": quick_state} if "dynamodb" in found else {})

    quick_state = state_of_tables(dynamodb)

    journal = Journal(folder / "journal", persistence._json_default)
    saver = Saver(
        folder,
        services=services,
        encode=encode,
        blobs=lambda: set(referenced),
        is_busy=lambda: _is_busy(stepfunctions),
        journal=journal,
    )
    lambda_svc._prune_orphan_code_blobs = remember
    current = saver.open()
    if s3.S3_PERSIST:
        mend_interrupted(Path(s3.DATA_DIR))
    restore = app._load_persisted_state

    def restored() -> None:
        restore()
        saver.replay(lambda change: apply_change(dynamodb, change))
        _journal_writes(dynamodb, saver, journal)
        watching.append(asyncio.get_running_loop().create_task(saver.watch()))

    def saved(_services: object) -> None:
        saver.end()

    def load(service: str) -> Any:  # noqa: ANN401 - any state of any service
        content = current.read(service) if current else None
        if content is None:
            return None
        return decoded(content)

    app.load_state, app.save_all, app._load_persisted_state = load, saved, restored
    app.app = _with_saving(app.app, saver)


def decoded(content: bytes) -> Any:  # noqa: ANN401 - any state of any service
    """Returns the state in the content of a service's saved file."""
    from ministack.core import persistence

    document = json.loads(content, object_hook=persistence._json_object_hook)
    return document.get("payload") if "__ministack_format__" in document else document


def _journal_writes(dynamodb: Any, saver: Saver, journal: Journal) -> None:  # noqa: ANN401 - as above
    """Wraps MiniStack's functions so that every write is journalled, those of a transaction as one."""
    set_item, remove_item = dynamodb._set_item, dynamodb._remove_item
    transact = dynamodb._transact_write_items

    def written(table: dict[str, Any], pk: str, sk: str, item: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
        with journal.locked():
            old = set_item(table, pk, sk, item)
            saver.keep(_change(table, pk, sk, item), durably=_is_durable(table, pk))
            return old

    def removed(table: dict[str, Any], pk: str, sk: str) -> Any:  # noqa: ANN401 - as above
        with journal.locked():
            old = remove_item(table, pk, sk)
            if old is not None:
                saver.keep(_change(table, pk, sk, None), durably=_is_durable(table, pk))
            return old

    def transacted(request: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
        with saver.together():
            return transact(request)

    dynamodb._set_item, dynamodb._remove_item = written, removed
    dynamodb._transact_write_items = transacted


def _change(table: Mapping[str, Any], pk: str, sk: str, item: Mapping[str, Any] | None) -> dict[str, Any]:
    _, _, _, region, account, _ = str(table["TableArn"]).split(":", 5)
    name = table["TableName"]
    return {"account": account, "region": region, "table": name, "pk": pk, "sk": sk, "item": item}


def apply_change(dynamodb: Any, change: Mapping[str, Any]) -> bool:  # noqa: ANN401 - as above
    """Applies a journalled write to its table; returns False if the table does not exist."""
    table = dynamodb._tables.get_scoped(change["account"], change["region"], change["table"])
    if table is None:
        return False
    if change["item"] is None:
        dynamodb._remove_item(table, change["pk"], change["sk"])
    else:
        dynamodb._set_item(table, change["pk"], change["sk"], change["item"])
    return True


def _is_durable(table: Mapping[str, Any], pk: str) -> bool:
    return str(table["TableName"]).endswith(_DURABLE_TABLE) or pk == _DURABLE_PARTITION


def _is_busy(stepfunctions: Any) -> bool:  # noqa: ANN401 - as above
    return any(execution.get("status") == "RUNNING" for execution in stepfunctions._executions.all_values())


def _with_saving(app: Application, saver: Saver) -> Application:
    """Returns the application with ``SAVE_PATH`` added."""

    async def saving(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == SAVE_PATH:
            kept = await saver.save_aside() if scope["method"] == "POST" else True
            await _answer(send, 200 if kept else 507, saver.state())
            return
        await app(scope, receive, send)

    return saving


async def _answer(send: Send, status: int, document: Mapping[str, Any]) -> None:
    body = json.dumps(document).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
