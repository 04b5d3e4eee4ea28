"""Visits the desk's handler as a browser would, with sessions of any kind."""

import base64
import gzip
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import boto3

from inkscout.adapters.aws.sqs.inbox import SqsInbox
from inkscout.bootstrap import desk, desk_reading, index, scraper
from inkscout.desk import sessions
from inkscout.domain.job import Delivery
from tests.support import api_client
from tests.support.aws_in_memory import aws_in_memory
from tests.support.feed_records import create_feeds_bucket, create_records_table
from tests.support.stores import REGION, create_bucket, create_tables
from tests.support.website import Visited

SECRET = "the secret of the desk, for tests only"
SITE = "http://127.0.0.1:8400"
COOKIE = "desk-8400"

ROLE = "arn:aws:iam::123456789012:role/any"


@dataclass(frozen=True)
class DeskAccount:
    """The emulated AWS that a desk acts on."""

    machines: dict[str, str]
    jobs_url: str
    dead_letters_url: str
    tables: dict[str, str]


@contextmanager
def emulated(index_url: str) -> Iterator[DeskAccount]:
    """The desk composed over an emulated AWS and a search server, by one-time links."""
    with aws_in_memory(), patch.object(SqsInbox, "receive", _at_once):
        tables = create_tables(boto3.client("dynamodb", region_name=REGION))
        secrets = boto3.client("secretsmanager", region_name=REGION)
        denylist = secrets.create_secret(Name="denylist", SecretString="a key that is only for tests")["ARN"]
        own = secrets.create_secret(Name="desk", SecretString=SECRET)["ARN"]
        machines = {name: _machine(name) for name in ("pipeline", "scan", "removal", "rebuild")}
        jobs, dead = _queues()
        with api_client.environment(
            OPENSEARCH_URL=index_url,
            DIRECTORY_TABLE=tables["directory"],
            OPERATIONS_TABLE=tables["operations"],
            DENYLIST_TABLE=tables["denylist"],
            DENYLIST_SECRET_ARN=denylist,
            DATA_BUCKET=create_bucket(boto3.client("s3", region_name=REGION)),
            RECORDS_TABLE=create_records_table(boto3.client("dynamodb", region_name=REGION), "records"),
            FEEDS_BUCKET=create_feeds_bucket(boto3.client("s3", region_name=REGION)),
            JOBS_QUEUE_URL=jobs,
            DIRECTORY_PIPELINE_ARN=machines["pipeline"],
            SCAN_STUDIO_ARN=machines["scan"],
            REMOVE_ARTIST_ARN=machines["removal"],
            REBUILD_INDEX_ARN=machines["rebuild"],
            TEND_INDEX_FUNCTION_ARN="inkscout-test-tend-index",
            DESK_LOGIN="link",
            DESK_SECRET_ARN=own,
            SITE_URL=SITE,
        ):
            forget()
            yield DeskAccount(machines, jobs, dead, tables)
        forget()


def forget() -> None:
    """Drops what the desk's composition roots hold."""
    for module in (desk, desk_reading, scraper, index):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def session(*groups: str, hours: float = 1, name: str = "ada@desk.example") -> sessions.DeskSession:
    """A session of somebody in groups; of hours below zero it has expired."""
    begun = sessions.begun(name, groups, datetime.now(UTC))
    until = int((datetime.now(UTC) + timedelta(hours=hours)).timestamp())
    return sessions.DeskSession(
        session_id=begun.session_id, name=begun.name, groups=begun.groups, until=until
    )


def visit(
    path: str,
    who: sessions.DeskSession | None = None,
    *,
    method: str = "GET",
    form: dict[str, str] | None = None,
    secret: str = SECRET,
    headers: dict[str, str] | None = None,
    source: str = "127.0.0.1",
) -> Visited:
    """The answer to a request of somebody; ``secret`` seals their session."""
    from functions.desk.handler import lambda_handler

    bare, _, query = path.partition("?")
    sent = {"sec-fetch-site": "same-origin" if form is not None else "none", **(headers or {})}
    if who is not None:
        sent["cookie"] = f"other=1; {COOKIE}={sessions.sealed(who, secret)}"
    if form is not None:
        sent["content-type"] = "application/x-www-form-urlencoded"
        method = "POST"
    body = urlencode(form) if form is not None else None
    event = api_client.event(
        method, bare, query, body=body, headers=sent, route_key="ANY /desk/{proxy+}", source=source
    )
    return visited(lambda_handler(event, None))


def visited(raw: dict[str, Any]) -> Visited:
    """An answer of the handler as a browser sees it; its cookies are in the header ``set-cookie``."""
    body = base64.b64decode(raw["body"]) if raw["isBase64Encoded"] else raw["body"].encode()
    kept = {name.lower(): value for name, value in raw["headers"].items()}
    if kept.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    kept["set-cookie"] = "\n".join(raw.get("cookies", ()))
    return Visited(raw["statusCode"], kept, body)


def fields(page: Visited) -> dict[str, str]:
    """The fields of the form in a page's main part, as the browser would send them untouched."""
    form = page.page.xpath("//main//form[@method='post']")[0]
    found = {one.get("name"): one.get("value", "") for one in form.xpath(".//input[not(@type='checkbox')]")}
    found |= {one.get("name"): (one.text or "").lstrip("\n") for one in form.xpath(".//textarea")}
    return {name: value for name, value in found.items() if name}


def confirm(path: str, who: sessions.DeskSession, **filled: str) -> Visited:
    """The answer to an action that somebody confirms on its page, with some fields filled in."""
    page = visit(path, who)
    assert page.status == 200, page.said()
    return visit(path.partition("?")[0], who, form={**fields(page), **filled})


_receive = SqsInbox.receive


def _at_once(self: SqsInbox, limit: int, wait_seconds: int, visibility_seconds: int) -> Sequence[Delivery]:
    """Receives without waiting: a queue in memory hides no message that is there."""
    del wait_seconds
    return _receive(self, limit, 0, visibility_seconds)


def _machine(name: str) -> str:
    definition = json.dumps({"StartAt": "End", "States": {"End": {"Type": "Pass", "End": True}}})
    client = boto3.client("stepfunctions", region_name=REGION)
    made = client.create_state_machine(name=f"inkscout-test-{name}", definition=definition, roleArn=ROLE)
    return str(made["stateMachineArn"])


def _queues() -> tuple[str, str]:
    sqs = boto3.client("sqs", region_name=REGION)
    dead = sqs.create_queue(QueueName="inkscout-test-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "3"})
    jobs = sqs.create_queue(QueueName="inkscout-test-jobs", Attributes={"RedrivePolicy": policy})["QueueUrl"]
    return str(jobs), str(dead)
