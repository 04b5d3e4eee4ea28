"""Sizes that AWS refuses are refused by the emulator too, under the same name and at the same byte."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from inkscout_local.platform import emulator_limits as limits
from tests.support.emulator import CREDENTIALS
from tests.support.patience import until

ROLE = "arn:aws:iam::000000000000:role/any"
CODE = """
def handler(event, context):
    size = event.get("size", 0)
    if event.get("raises"):
        raise ValueError("x" * size)
    return {"text": "x" * size}
"""
# Compact JSON of {"text": ""} is 11 bytes, in the answer of a lambda:invoke task 39 more.
EMPTY = len('{"text":""}')
CATCH_ALL = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Caught"}]
RETRY_ALL = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 1}]
CAUGHT = {"Type": "Pass", "Result": {"caught": True}, "End": True}


@pytest.fixture
def client(emulated: str) -> Callable[[str], Any]:
    config = Config(retries={"total_max_attempts": 1})
    return lambda service: boto3.client(service, endpoint_url=emulated, config=config, **CREDENTIALS)


@pytest.fixture
def function(client: Callable[[str], Any]) -> str:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("index.py", CODE)
    answer = client("lambda").create_function(
        FunctionName=f"sized-{uuid4().hex[:8]}",
        Runtime="python3.12",
        Handler="index.handler",
        Role=ROLE,
        Code={"ZipFile": body.getvalue()},
        Timeout=30,
    )
    return str(answer["FunctionArn"])


def run(client: Callable[[str], Any], states: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The execution of a machine whose first state is ``First``, once it ended."""
    machines = client("stepfunctions")
    definition = json.dumps({"StartAt": "First", "States": {**states, "Caught": CAUGHT}})
    name = f"sized-{uuid4().hex[:8]}"
    machine = machines.create_state_machine(name=name, definition=definition, roleArn=ROLE)
    arn = machines.start_execution(stateMachineArn=machine["stateMachineArn"], input=json.dumps(given))

    def ended() -> Any:
        found = machines.describe_execution(executionArn=arn["executionArn"])
        return found if found["status"] != "RUNNING" else None

    return dict(until(ended))


def task(function: str, **fields: Any) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": function,
        "Retry": RETRY_ALL,
        "Catch": CATCH_ALL,
        "End": True,
        **fields,
    }


def test_a_task_s_result_over_the_limit_ends_the_execution_past_retry_and_catch_of_everything(
    client: Callable[[str], Any], function: str
) -> None:
    fits = limits.STATE_BYTES - EMPTY
    ended = run(client, {"First": task(function)}, {"size": fits})
    assert ended["status"] == "SUCCEEDED"
    assert len(json.loads(ended["output"])["text"]) == fits
    ended = run(client, {"First": task(function)}, {"size": fits + 1})
    assert (ended["status"], ended["error"]) == ("FAILED", "States.DataLimitExceeded")
    events = client("stepfunctions").get_execution_history(executionArn=ended["executionArn"])["events"]
    assert [event["type"] for event in events].count("TaskScheduled") == 1, "no retry"


def test_any_other_error_is_still_caught_by_states_all(client: Callable[[str], Any], function: str) -> None:
    ended = run(client, {"First": task(function)}, {"raises": True})
    assert json.loads(ended["output"]) == {"caught": True}


def test_a_result_that_is_thrown_away_counts_as_well(client: Callable[[str], Any], function: str) -> None:
    state = task(function, ResultPath=None)
    assert run(client, {"First": state}, {"size": 300_000})["error"] == "States.DataLimitExceeded"


def test_a_state_s_output_and_its_parameters_are_held_though_no_task_is_called(
    client: Callable[[str], Any],
) -> None:
    given = {"text": "x" * 140_000}
    doubled = {"Type": "Pass", "Parameters": {"a.$": "$.text", "b.$": "$.text"}, "End": True}
    assert run(client, {"First": doubled}, given)["error"] == "States.DataLimitExceeded"
    kept = {"Type": "Pass", "InputPath": "$.text", "ResultPath": "$.again", "End": True}
    assert run(client, {"First": kept}, given)["error"] == "States.DataLimitExceeded"
    fewer = {"Type": "Pass", "OutputPath": "$.text", "End": True}
    assert run(client, {"First": fewer}, given)["status"] == "SUCCEEDED"


def test_the_results_of_a_map_count_together(client: Callable[[str], Any], function: str) -> None:
    def mapped(mode: str) -> dict[str, Any]:
        configuration = {"Mode": mode, **({"ExecutionType": "STANDARD"} if mode == "DISTRIBUTED" else {})}
        inner = {"Type": "Task", "Resource": function, "End": True}
        processor = {"ProcessorConfig": configuration, "StartAt": "Item", "States": {"Item": inner}}
        return {
            "Type": "Map", "ItemsPath": "$.items", "ItemProcessor": processor, "ResultPath": None,
            "Catch": CATCH_ALL, "End": True,
        }  # fmt: skip

    for mode in ("INLINE", "DISTRIBUTED"):
        few = run(client, {"First": mapped(mode)}, {"items": [{"size": 100_000}] * 2})
        assert few["status"] == "SUCCEEDED"
        many = run(client, {"First": mapped(mode)}, {"items": [{"size": 100_000}] * 3})
        assert many["error"] == "States.DataLimitExceeded"


def test_an_execution_takes_no_input_over_the_limit(client: Callable[[str], Any]) -> None:
    inner = {"Type": "Pass", "OutputPath": None, "End": True}
    padding = limits.STATE_BYTES - len('{"text": ""}')
    assert run(client, {"First": inner}, {"text": "x" * padding})["status"] == "SUCCEEDED"
    with pytest.raises(ClientError, match=r"ValidationException.*less than or equal to 262144"):
        run(client, {"First": inner}, {"text": "x" * (padding + 1)})


def test_a_cause_is_cut_where_step_functions_cuts_it(client: Callable[[str], Any], function: str) -> None:
    bare = {"Type": "Task", "Resource": function, "End": True}
    ended = run(client, {"First": bare}, {"raises": True, "size": 100_000})
    assert ended["error"] == "ValueError"
    assert len(ended["cause"]) == limits.CAUSE_CHARS


def test_a_function_takes_and_gives_six_megabytes(client: Callable[[str], Any], function: str) -> None:
    functions = client("lambda")

    def invoke(payload: dict[str, Any], kind: str = "RequestResponse") -> dict[str, Any]:
        return dict(functions.invoke(FunctionName=function, InvocationType=kind, Payload=json.dumps(payload)))

    largest = limits.SYNC_RESPONSE_BYTES - EMPTY
    assert "FunctionError" not in invoke({"size": largest})
    refused = invoke({"size": largest + 1})
    assert refused["FunctionError"] == "Unhandled"
    assert json.load(refused["Payload"])["errorType"] == "Function.ResponseSizeTooLarge"

    room = limits.SYNC_REQUEST_BYTES - len('{"pad":""}')
    assert invoke({"pad": "x" * room})["StatusCode"] == 200
    with pytest.raises(ClientError, match=r"RequestTooLargeException.*6291456 bytes"):
        invoke({"pad": "x" * (room + 1)})
    room = limits.ASYNC_REQUEST_BYTES - len('{"pad":""}')
    assert invoke({"pad": "x" * room}, "Event")["StatusCode"] == 202
    with pytest.raises(ClientError, match=r"RequestTooLargeException.*Event invocation type"):
        invoke({"pad": "x" * (room + 1)}, "Event")


def test_a_queue_takes_one_mebibyte_in_a_message_and_in_a_batch(client: Callable[[str], Any]) -> None:
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="sized")["QueueUrl"]
    whole = 1_048_576
    sqs.send_message(QueueUrl=url, MessageBody="x" * whole)
    with pytest.raises(ClientError, match="InvalidParameterValue"):
        sqs.send_message(QueueUrl=url, MessageBody="x" * (whole + 1))
    halves = [{"Id": str(number), "MessageBody": "x" * (whole // 2)} for number in range(2)]
    assert len(sqs.send_message_batch(QueueUrl=url, Entries=halves)["Successful"]) == 2
    halves[0]["MessageBody"] += "x"
    with pytest.raises(ClientError, match="BatchRequestTooLong"):
        sqs.send_message_batch(QueueUrl=url, Entries=halves)


def test_an_item_of_a_table_has_four_hundred_kibibytes(client: Callable[[str], Any]) -> None:
    dynamodb = client("dynamodb")
    dynamodb.create_table(
        TableName="sized",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
    )
    room = 400 * 1024 - len("PK" + "a" + "text")
    dynamodb.put_item(TableName="sized", Item={"PK": {"S": "a"}, "text": {"S": "x" * room}})
    with pytest.raises(ClientError, match="Item size has exceeded"):
        dynamodb.put_item(TableName="sized", Item={"PK": {"S": "a"}, "text": {"S": "x" * (room + 1)}})


def test_an_address_signed_by_version_2_opens_nothing(emulated: str) -> None:
    import urllib.error
    import urllib.request

    def signed(version: str) -> str:
        s3 = boto3.client(
            "s3", endpoint_url=emulated, config=Config(signature_version=version), **CREDENTIALS
        )
        if version == "s3v4":
            s3.create_bucket(Bucket="signed", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
            s3.put_object(Bucket="signed", Key="a", Body=b"content")
        return str(s3.generate_presigned_url("get_object", Params={"Bucket": "signed", "Key": "a"}))

    with urllib.request.urlopen(signed("s3v4")) as response:
        assert response.read() == b"content"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(signed("s3"))
    assert refused.value.code == 400
    assert b"AWS4-HMAC-SHA256" in refused.value.read()


def test_a_release_of_ministack_without_what_is_held_is_refused() -> None:
    from types import ModuleType

    empty = ModuleType("empty")
    empty._ExecutionError = Exception  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError, match="install the pinned one"):
        limits.hold(empty, empty, empty)
