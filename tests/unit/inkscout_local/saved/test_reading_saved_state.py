"""A stopped platform's saved state is read as it is, or not at all, and never changed."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib import import_module
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
GROUP = "/inkscout/dev/pipeline"
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
    """Contains every operation of every service."""

    def get(self, *_: object) -> "_Every":
        return self

    def __contains__(self, operation: object) -> bool:
        return True


def _save(folder: StateFolder, write: Callable[[Any], None], *others: str) -> None:
    """Writes the set that a platform saves at its end, with what ``write`` put into the table."""
    from ministack.core import persistence
    from ministack.services import dynamodb

    with pytest.MonkeyPatch.context() as patch, services.opened(SavedState(RECORD, {}, ())):
        patch.setattr(services, "_ANSWERED", _Every())
        client = Connection(RECORD).client("dynamodb")
        client.create_table(
            TableName=TABLE,
            KeySchema=KEYS,
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("PK", "SK")],
            BillingMode="PAY_PER_REQUEST",
        )
        write(client)
        if others:
            _write_others(patch, folder)
        documents = {"dynamodb.json": dynamodb.get_state(), "lambda.json": FUNCTIONS}
        for name in others:
            documents[f"{name}.json"] = import_module(f"ministack.services.{name}").get_state()
        files = {
            name: json.dumps(
                {"__ministack_format__": 2, "payload": document}, default=persistence._json_default
            ).encode()
            for name, document in documents.items()
        }
    Generations(folder.emulator).write(1, files, (), None)
    (folder.emulator / ENDED).write_text('{"problem": ""}')


def _write_others(patch: pytest.MonkeyPatch, folder: StateFolder) -> None:
    """Writes a message, a log line, a schedule and an object, as a platform's functions do."""
    from ministack.services import s3

    patch.setattr(s3, "S3_PERSIST", True)
    patch.setattr(s3, "DATA_DIR", str(folder.objects))
    client = Connection(RECORD).client
    queue = client("sqs").create_queue(QueueName="dead")["QueueUrl"]
    client("sqs").send_message(QueueUrl=queue, MessageBody="a job")
    client("logs").create_log_group(logGroupName=GROUP)
    client("logs").create_log_stream(logGroupName=GROUP, logStreamName="s")
    events = [{"timestamp": int(datetime.now(UTC).timestamp() * 1000), "message": "a line"}]
    client("logs").put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=events)
    client("scheduler").create_schedule(
        Name="feed",
        ScheduleExpression="rate(5 minutes)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": "arn:aws:lambda:eu-west-1:0:function:f", "RoleArn": "arn:aws:iam::0:role/r"},
    )
    client("s3").create_bucket(Bucket="feeds", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    put = s3.handle_request("PUT", "/feeds/definitions/a feed.toml", {}, b"name = 'a'", {})
    assert asyncio.run(put)[0] == 200


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


def test_messages_logs_schedules_and_objects_are_read_and_stay_as_they_are(empty: StateFolder) -> None:
    folder = empty
    _save(folder, lambda _: None, "cloudwatch_logs", "s3", "scheduler", "sqs")
    before = _contents(folder)
    for _ in range(2):  # a message that was received is there for the next command
        with saved.reading(folder) as connection:
            assert connection is not None
            sqs = connection.client("sqs")
            queue = sqs.get_queue_url(QueueName="dead")["QueueUrl"]
            received = sqs.receive_message(QueueUrl=queue)["Messages"]
            assert [message["Body"] for message in received] == ["a job"]
            lines = connection.client("logs").filter_log_events(logGroupName=GROUP)["events"]
            assert [line["message"] for line in lines] == ["a line"]
            schedule = connection.client("scheduler").get_schedule(Name="feed")
            assert schedule["ScheduleExpression"] == "rate(5 minutes)"
            bucket = connection.client("s3")
            (listed,) = bucket.list_objects_v2(Bucket="feeds", Prefix="definitions/")["Contents"]
            body = bucket.get_object(Bucket="feeds", Key=listed["Key"])["Body"].read()
            assert (listed["Key"], body) == ("definitions/a feed.toml", b"name = 'a'")
            with pytest.raises(connection.client("s3").exceptions.NoSuchKey):
                bucket.get_object(Bucket="feeds", Key="definitions/none.toml")
    assert _contents(folder) == before


def test_a_write_to_what_is_read_is_refused(folder: StateFolder) -> None:
    before = _contents(folder)
    writes: dict[str, Callable[[Any], None]] = {
        "sqs": lambda sqs: sqs.delete_message(QueueUrl="http://127.0.0.1:9/0/dead", ReceiptHandle="h"),
        "s3": lambda s3: s3.delete_object(Bucket="feeds", Key="definitions/a feed.toml"),
        "scheduler": lambda scheduler: scheduler.delete_schedule(Name="feed"),
        "logs": lambda logs: logs.delete_log_group(logGroupName=GROUP),
    }
    for service, write in writes.items():
        with pytest.raises(NotSaved):
            _hide_the_refusal(folder, service, write)
    assert _contents(folder) == before


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
