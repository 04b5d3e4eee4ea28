"""The roles of the feeds' functions, held both ways against what their handlers ask for."""

import json
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient

from functions.curate_feed import handler as curating
from functions.fetch_feed import handler as fetching
from inkscout.bootstrap import feeds, stores
from inkscout.domain.feed_run import RunOutcome
from inkscout.ports.feeds import JsonAnswer, JsonRequest
from tests.infra.test_function_roles import hold
from tests.support.aws_in_memory import aws_in_memory
from tests.support.deployed import ACCOUNT, REGION, arn, statements
from tests.support.feeds import THINGS, answer, thing, things
from tests.support.iam import Need, grants, needs, plain
from tests.support.stores import _TABLE_FIELDS, read_template, template_tables

BUCKET = arn("FeedsBucketResource").removeprefix("arn:aws:s3:::")
SECRET = '[[requests]]\nheaders = { Authorization = "secret:things" }\n'
Calls = dict[str, set[Need]]


class Account:
    """An account in memory with the feeds' stores, and the calls of each function in it."""

    def __init__(self) -> None:
        self.asked: Calls = {"fetch-feed": set(), "curate-feed": set()}
        self.who = ""
        self.answer: JsonAnswer = answer({})

    @asynccontextmanager
    async def source(self) -> Any:
        yield self

    async def get(self, request: JsonRequest) -> JsonAnswer:
        is_unusable = self.answer.outcome is not RunOutcome.READ or self.answer.body.startswith(b"<")
        if is_unusable or not request.url.endswith("/more"):
            return self.answer
        if request.etag:
            return JsonAnswer(outcome=RunOutcome.UNCHANGED, http_status=304)
        return answer(things(thing(100, "more")), etag='"m"')

    def run(self, said: JsonAnswer, minute: int) -> str:
        self.answer, self.who = said, "fetch-feed"
        event = {"feed": "things", "scheduled": f"2026-03-01T09:{minute:02}:00Z", "force": minute > 30}
        outcome = str(fetching.lambda_handler(event, None)["outcome"])
        self.who = ""
        sqs = boto3.client("sqs", REGION)
        url = sqs.get_queue_url(QueueName="inkscout-dev-feeds")["QueueUrl"]
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        self.who = "curate-feed"
        records = [
            {"messageId": m["MessageId"], "body": m["Body"], "eventSource": "aws:sqs", "receiptHandle": "x"}
            for m in found
        ]
        if records:
            assert curating.lambda_handler({"Records": records}, None) == {"batchItemFailures": []}
        self.who = ""
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return outcome


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION,
        "DIRECTORY_TABLE": "inkscout-dev-directory", "OPERATIONS_TABLE": "inkscout-dev-operations",
        "DENYLIST_TABLE": "inkscout-dev-denylist",
        "DENYLIST_SECRET_ARN": "inkscout/dev/denylist", "DATA_BUCKET": "inkscout-dev-data",
        "RECORDS_TABLE": "inkscout-dev-records", "FEEDS_BUCKET": BUCKET,
        "CRAWLER_CONTACT": "operator@inkscout.example", "POWERTOOLS_SERVICE_NAME": "inkscout-dev",
        "FEEDS_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/inkscout-dev-feeds",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    made, call = Account(), BaseClient._make_api_call

    def recorded(self: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        service = self.meta.service_model.signing_name
        asked = needs(service, operation, parameters, REGION, ACCOUNT) if made.who else ()
        for action, resource in asked:
            made.asked[made.who].add(plain((action, resource.replace("123456789012", ACCOUNT))))
        return call(self, operation, parameters)

    with aws_in_memory():
        _forget()
        _prepare()
        monkeypatch.setattr(feeds, "json_source", made.source)
        monkeypatch.setattr(BaseClient, "_make_api_call", recorded)
        yield made
    _forget()


def _forget() -> None:
    for module in (stores, feeds):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def _prepare() -> None:
    dynamodb, s3 = boto3.client("dynamodb", REGION), boto3.client("s3", REGION)
    properties = read_template("feeds.yaml")["Resources"]["RecordsTableResource"]["Properties"]
    tables = {"records": properties, **{name: template_tables()[name] for name in ("operations", "denylist")}}
    for name, definition in tables.items():
        wanted = {field: definition[field] for field in _TABLE_FIELDS if field in definition}
        dynamodb.create_table(TableName=f"inkscout-dev-{name}", **wanted)
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    more = '[[requests]]\nurl = "https://things.example/more"\n[records]'
    text = THINGS.replace("[[requests]]\n", SECRET).replace("[records]", f"{more}\npersonal = true")
    s3.put_object(Bucket=BUCKET, Key="definitions/things.toml", Body=text.encode())
    boto3.client("sqs", REGION).create_queue(QueueName="inkscout-dev-feeds")
    boto3.client("secretsmanager", REGION).create_secret(Name="inkscout/feeds/things", SecretString="x")
    boto3.client("secretsmanager", REGION).create_secret(Name="inkscout/dev/denylist", SecretString="key")


def test_each_function_asks_for_what_its_role_allows_and_for_all_of_it(account: Account) -> None:
    many = [thing(number, f"x{number}@mail.example") for number in range(10)]
    bad = {"id": 3, "name": "x", "size": "large"}
    assert account.run(answer(things(*many)), 0) == "read"
    assert account.run(answer(things(*many)), 5) == "unchanged"
    assert account.run(answer(things(thing(0, "y"), *many[1:9], bad)), 10) == "read"
    assert account.run(answer(b"<html>"), 15) == "not_json"
    assert account.run(JsonAnswer(outcome=RunOutcome.REFUSED, http_status=404), 20) == "refused"
    for minute in (31, 32, 33):
        assert account.run(answer(things(*many[:6])), minute) == "read"
    late = json.dumps(things(*many[:5])).encode()
    assert account.run(answer(late), 34) == "read"
    for function in ("fetch-feed", "curate-feed"):
        hold(function, account.asked[function])


def test_a_schedule_of_a_feed_may_start_it_set_aside_what_it_cannot_and_nothing_else() -> None:
    assert grants(statements("FeedScheduleRole")) == {
        ("lambda:InvokeFunction", arn("FetchFeedFunction")),
        ("sqs:SendMessage", arn("UndeliveredQueue")),
    }
