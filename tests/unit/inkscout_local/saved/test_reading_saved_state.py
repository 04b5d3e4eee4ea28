"""A stopped platform's saved state is read as it is, or not at all, and never changed."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from inkscout.adapters.aws.dynamodb.removals import DynamoDbRemovals
from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
from inkscout.adapters.system_clock import SystemClock
from inkscout.domain.outcome import RunStatus
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout_cli import common
from inkscout_cli.choice import Choice
from inkscout_deploy import project, templates
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.state import StateFolder
from inkscout_local.saved import connection as saved
from inkscout_local.saved import services, state
from inkscout_local.saved.services import NotSaved
from inkscout_local.saved.state import SavedState
from inkscout_local.saving.generations import ENDED, Generations
from inkscout_local.saving.journal import Journal

TABLE = "inkscout-dev-operations"
KEYS = [{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}]
RECORD: dict[str, Any] = {
    "platform_id": "p1",
    "ready": True,
    "ended": True,
    "lost": "",
    "search": "embedded",
    "endpoint": "http://127.0.0.1:9",
    "outputs": {"OperationsTable": TABLE, "ApiFunctionName": "inkscout-dev-api"},
    "templates": templates.digest(project.PROJECT_ROOT / "infra"),
}
FUNCTIONS = {
    "functions": {
        "data": {
            "000000000000\x00eu-west-1\x00'inkscout-dev-api'": {
                "config": {"Environment": {"Variables": {"CURSOR_KEY": "k"}}}
            }
        }
    }
}


class _Every:
    """Contains every operation."""

    def __contains__(self, operation: object) -> bool:
        return True


def _save(folder: StateFolder, write: Callable[[Any], None]) -> None:
    """Writes the set that a platform saves at its end, with what ``write`` put into the table."""
    from ministack.core import persistence
    from ministack.services import dynamodb

    with pytest.MonkeyPatch.context() as patch, services.opened(SavedState(RECORD, {}, ())):
        patch.setattr(services, "_ANSWERED", {"dynamodb": _Every()})
        client = Connection(RECORD).client("dynamodb")
        client.create_table(
            TableName=TABLE,
            KeySchema=KEYS,
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("PK", "SK")],
            BillingMode="PAY_PER_REQUEST",
        )
        write(client)
        documents = {"dynamodb.json": dynamodb.get_state(), "lambda.json": FUNCTIONS}
        files = {
            name: json.dumps(
                {"__ministack_format__": 2, "payload": document}, default=persistence._json_default
            ).encode()
            for name, document in documents.items()
        }
    Generations(folder.emulator).write(1, files, (), None)
    (folder.emulator / ENDED).write_text('{"problem": ""}')


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps this process's environment as it is."""
    monkeypatch.setattr(saved, "use_endpoint", lambda _: None)


@pytest.fixture
def empty(tmp_path: Path) -> StateFolder:
    folder = StateFolder(tmp_path / "demo")
    folder.create()
    folder.write_record(RECORD)
    (folder.root / "lock").touch()
    return folder


@pytest.fixture
def folder(empty: StateFolder) -> StateFolder:
    item = {"PK": {"S": "RUN#r-1"}, "SK": {"S": "A"}, "n": {"N": "1"}}
    _save(empty, lambda client: client.put_item(TableName=TABLE, Item=item))
    journal = Journal(empty.emulator / "journal")
    journal.begin(1)
    change = {"account": "000000000000", "region": "eu-west-1", "table": TABLE, "pk": "RUN#r-1"}
    later = {"PK": {"S": "RUN#r-1"}, "SK": {"S": "B"}}
    journal.append({**change, "sk": "B", "item": later}, durably=False)
    journal.append({**change, "sk": "C", "item": None}, durably=False)
    return empty


def _contents(folder: StateFolder) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.root.rglob("*"))
        if path.is_file()
    }


def _names(connection: Connection) -> list[str]:
    found = connection.client("dynamodb").query(
        TableName=TABLE,
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues={":pk": {"S": "RUN#r-1"}},
    )
    return [item["SK"]["S"] for item in found["Items"]]


def test_a_set_is_read_with_the_writes_after_it_and_nothing_is_changed(folder: StateFolder) -> None:
    before = _contents(folder)
    with saved.reading(folder) as connection:
        assert connection is not None
        assert _names(connection) == ["A", "B"]
        assert connection.function_variables("arn:aws:lambda:eu-west-1:0:function:inkscout-dev-api") == {
            "CURSOR_KEY": "k"
        }
    assert _contents(folder) == before


@pytest.mark.parametrize(
    "refuse",
    [
        lambda client: client.put_item(TableName=TABLE, Item={"PK": {"S": "x"}, "SK": {"S": "y"}}),
        lambda client: client.delete_table(TableName=TABLE),
    ],
)
def test_a_write_is_refused_and_the_block_fails_even_if_it_hides_the_refusal(
    folder: StateFolder, refuse: Callable[[Any], None]
) -> None:
    before = _contents(folder)
    with pytest.raises(NotSaved, match="dynamodb"):
        _hide_the_refusal(folder, "dynamodb", refuse)
    assert _contents(folder) == before


def _hide_the_refusal(folder: StateFolder, service: str, ask: Callable[[Any], None]) -> None:
    with saved.reading(folder) as connection:
        assert connection is not None
        with suppress(NotSaved):
            ask(connection.client(service))


def test_a_service_that_is_not_read_is_refused_and_no_connection_is_opened(folder: StateFolder) -> None:
    with pytest.raises(NotSaved, match="sqs ListQueues"):
        _hide_the_refusal(folder, "sqs", lambda client: client.list_queues())


@pytest.mark.parametrize(
    "change",
    [
        {"ended": False},
        {"ready": False},
        {"lost": "the search server"},
        {"templates": "of an earlier release"},
        {"templates": None},
    ],
    ids=lambda change: "{}={}".format(*next(iter(change.items()))),
)
def test_a_session_that_ended_otherwise_or_with_other_templates_is_not_read(
    folder: StateFolder, change: dict[str, Any]
) -> None:
    folder.write_record(RECORD | change)
    with saved.reading(folder) as connection:
        assert connection is None


def test_a_platform_that_runs_is_asked_instead(folder: StateFolder) -> None:
    with folder.locked(), saved.reading(folder) as connection:
        assert connection is None


def test_a_damaged_set_is_left_to_the_start_of_a_platform_to_explain(folder: StateFolder) -> None:
    path = next(folder.emulator.rglob("dynamodb.json"))
    path.write_bytes(path.read_bytes()[:-9])
    with saved.reading(folder) as connection:
        assert connection is None


@pytest.mark.parametrize("ended", [None, '{"problem": "No space left on device"}'])
def test_a_state_that_could_not_be_saved_is_left_to_the_start_to_explain(
    folder: StateFolder, ended: str | None
) -> None:
    path = folder.emulator / ENDED
    path.unlink() if ended is None else path.write_text(ended)
    with saved.reading(folder) as connection:
        assert connection is None


@pytest.mark.parametrize("has_ended", [False, True], ids=["and goes on", "and has ended"])
def test_a_platform_that_starts_while_the_state_is_read_makes_the_reading_void(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch, has_ended: bool
) -> None:
    started = folder.locked()
    changes = state._changes

    def meanwhile(*given: Any) -> list[dict[str, Any]]:
        if not has_ended:
            started.__enter__()
        folder.write_record(RECORD | {"platform_id": "p2", "ended": has_ended})
        return changes(*given)

    monkeypatch.setattr(state, "_changes", meanwhile)
    assert state.read(folder) is None
    if not has_ended:
        started.__exit__(None, None, None)


def _unfinished_run(client: Any) -> None:
    DynamoDbRunLedger(client, TABLE, SystemClock()).start_run("r-9", {"execution_arn": "arn:x"})


def _finished_run(client: Any) -> None:
    _unfinished_run(client)
    DynamoDbRunLedger(client, TABLE, SystemClock()).finish_run("r-9", RunStatus.SUCCEEDED, {})


def _removal(status: RemovalStatus) -> Callable[[Any], None]:
    request = RemovalRequest(request_id="q-1", status=status, artist_id="a-1")
    return lambda client: DynamoDbRemovals(client, TABLE).put(request)


@pytest.mark.parametrize(
    ("left", "is_read"),
    [
        pytest.param(_finished_run, True, id="finished run"),
        pytest.param(_removal(RemovalStatus.PENDING), True, id="pending removal"),
        pytest.param(_unfinished_run, False, id="unfinished run"),
        pytest.param(_removal(RemovalStatus.APPROVED), False, id="approved removal"),
    ],
)
def test_unfinished_work_of_the_last_session_is_left_to_a_platform_to_settle(
    empty: StateFolder, left: Callable[[Any], None], is_read: bool
) -> None:
    _save(empty, left)
    with saved.reading(empty) as connection:
        assert (connection is not None) is is_read


def test_a_question_that_needs_more_than_was_saved_is_put_to_a_platform(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    @contextmanager
    def connected(_folder: StateFolder) -> Iterator[tuple[str, None]]:
        yield "a platform", None

    def question(connection: Any) -> str:
        asked.append(connection)
        if connection != "a platform":
            with suppress(NotSaved):  # as an adapter might
                connection.client("sqs").list_queues()
            return "half an answer"
        return "the answer"

    monkeypatch.setattr(common, "connected", connected)
    assert Choice(lambda: folder).read(question) == "the answer"
    assert [type(one) for one in asked] == [saved.SavedConnection, str]
