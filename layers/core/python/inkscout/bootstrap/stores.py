"""Factories of the stores, queues and settings that every entrypoint shares, each made once a process.

Imports stand inside the factories, so that a function loads only what its step needs.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from botocore.config import Config

    from inkscout.adapters.aws.dynamodb.denylist import DynamoDbDenylist
    from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
    from inkscout.adapters.aws.dynamodb.held_people import DynamoDbHeldPeople
    from inkscout.adapters.aws.dynamodb.removals import DynamoDbRemovals
    from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
    from inkscout.adapters.aws.dynamodb.state_store import DynamoDbStateStore
    from inkscout.adapters.aws.eventbridge_events import EventBridgeEvents
    from inkscout.adapters.aws.s3.lake import S3Lake
    from inkscout.adapters.aws.s3.manifests import S3Manifests
    from inkscout.adapters.aws.sqs.inbox import SqsInbox
    from inkscout.adapters.aws.sqs.queue import SqsQueue
    from inkscout.adapters.reading.reader import ReadingHost
    from inkscout.adapters.redacting import RedactingLake, RedactingStateStore
    from inkscout.domain.redaction import Redactor
    from inkscout.ports import Clock
    from inkscout.settings import StoreSettings
    from inkscout.web.policy import FetchPolicy


@lru_cache(maxsize=1)
def clock() -> "Clock":
    """The system's clock."""
    from inkscout.adapters.system_clock import SystemClock

    return SystemClock()


@lru_cache(maxsize=1)
def reading_host() -> "ReadingHost":
    """Returns the process that reading processes are forked from; it outlives the calls of a function."""
    from inkscout.adapters.reading.reader import ReadingHost

    return ReadingHost()


@lru_cache(maxsize=8)
def aws_client(service: str) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
    """A boto3 client with standard retries and explicit timeouts."""
    import boto3
    from botocore.config import Config

    config = Config(
        retries={"mode": "standard", "max_attempts": 5},
        connect_timeout=3,
        read_timeout=30,
        max_pool_connections=32,
    )
    if service == "s3":
        config = config.merge(_signing_of_s3())
    return boto3.client(service, config=config)


def _signing_of_s3() -> "Config":
    """Signature version 4, at the bucket's own name in its region.

    By default botocore signs addresses by version 2, which objects under a KMS key and buckets made since
    June 2020 refuse, and names the global host, which sends callers of a new bucket elsewhere. Another
    endpoint than AWS's, such as an emulator's, need not have a name for every bucket.
    """
    from botocore.config import Config

    from inkscout.settings import EndpointSettings

    endpoints = EndpointSettings()
    elsewhere = endpoints.aws_endpoint_url or endpoints.aws_endpoint_url_s3
    style = {} if elsewhere else {"addressing_style": "virtual"}
    return Config(signature_version="s3v4", s3=style)


@lru_cache(maxsize=1)
def store_settings() -> "StoreSettings":
    """The names of the tables and the bucket, validated once."""
    from inkscout.settings import StoreSettings

    return StoreSettings()


@lru_cache(maxsize=1)
def directory() -> "DynamoDbDirectory":
    """The Directory table."""
    from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory

    return DynamoDbDirectory(aws_client("dynamodb"), store_settings().directory_table, clock())


@lru_cache(maxsize=1)
def ledger() -> "DynamoDbRunLedger":
    """The run ledger in the Operations table."""
    from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger

    return DynamoDbRunLedger(aws_client("dynamodb"), store_settings().operations_table, clock())


@lru_cache(maxsize=1)
def state_store() -> "DynamoDbStateStore":
    """Small state in the Operations table."""
    from inkscout.adapters.aws.dynamodb.state_store import DynamoDbStateStore

    return DynamoDbStateStore(aws_client("dynamodb"), store_settings().operations_table, clock())


@lru_cache(maxsize=1)
def removals() -> "DynamoDbRemovals":
    """The removal requests in the Operations table."""
    from inkscout.adapters.aws.dynamodb.removals import DynamoDbRemovals

    return DynamoDbRemovals(aws_client("dynamodb"), store_settings().operations_table)


@lru_cache(maxsize=1)
def denylist() -> "DynamoDbDenylist":
    """The Denylist table; its key is read from Secrets Manager when the first identifier is hashed."""
    from inkscout.adapters.aws.dynamodb.denylist import DynamoDbDenylist
    from inkscout.settings import DenylistSettings

    arn = DenylistSettings().denylist_secret_arn
    return DynamoDbDenylist(
        aws_client("dynamodb"), store_settings().denylist_table, lambda: secret(arn).encode()
    )


@lru_cache(maxsize=1)
def lake() -> "S3Lake":
    """The raw lake in the data bucket."""
    from inkscout.adapters.aws.s3.lake import S3Lake

    return S3Lake(aws_client("s3"), store_settings().data_bucket, clock())


@lru_cache(maxsize=1)
def redactor() -> "Redactor":
    """Returns the redactor that removes denylisted people from texts."""
    from inkscout.usecases.directory.returning import redactor_of

    return redactor_of(denylist())


@lru_cache(maxsize=1)
def redacting_lake() -> "RedactingLake":
    """The raw lake for what websites show, which keeps nothing of people who asked not to be listed."""
    from inkscout.adapters.redacting import RedactingLake

    return RedactingLake(lake(), redactor(), studios_of)


def studios_of(subject: str) -> "Sequence[str]":
    """The studios that what the lake keeps of a subject is about: an artist's, or the studio itself."""
    from inkscout.domain import cleared

    artist = directory().artist(subject) if subject.startswith("a-") else None
    return cleared.studios_of(artist) if artist else (subject,)


@lru_cache(maxsize=1)
def held_people() -> "DynamoDbHeldPeople":
    """People who wait for an operator's look, in the Operations table."""
    from inkscout.adapters.aws.dynamodb.held_people import DynamoDbHeldPeople

    return DynamoDbHeldPeople(aws_client("dynamodb"), store_settings().operations_table, clock())


@lru_cache(maxsize=1)
def redacting_state_store() -> "RedactingStateStore":
    """Small state about websites, without addresses that name people who asked not to be listed."""
    from inkscout.adapters.redacting import RedactingStateStore

    return RedactingStateStore(state_store(), redactor())


@lru_cache(maxsize=1)
def manifests() -> "S3Manifests":
    """Work lists and exports in the data bucket."""
    from inkscout.adapters.aws.s3.manifests import S3Manifests

    return S3Manifests(aws_client("s3"), store_settings().data_bucket)


@lru_cache(maxsize=1)
def job_queue() -> "SqsQueue":
    """The scraping queue."""
    from inkscout.adapters.aws.sqs.queue import SqsQueue
    from inkscout.settings import QueueSettings

    return SqsQueue(aws_client("sqs"), QueueSettings().jobs_queue_url)


@lru_cache(maxsize=1)
def job_inbox() -> "SqsInbox":
    """The receiving end of the scraping queue."""
    from inkscout.adapters.aws.sqs.inbox import SqsInbox
    from inkscout.settings import QueueSettings

    return SqsInbox(aws_client("sqs"), QueueSettings().jobs_queue_url)


@lru_cache(maxsize=1)
def events() -> "EventBridgeEvents":
    """Announcements on the account's default event bus."""
    from inkscout.adapters.aws.eventbridge_events import EventBridgeEvents

    return EventBridgeEvents(aws_client("events"))


def secret(arn: str, stage: str = "AWSCURRENT") -> str:
    """The value of a secret, in the version with the label.

    Raises:
        SecretUnavailable: the secret is missing, empty or not readable.
    """
    from inkscout.adapters.aws.secrets import read_secret

    return read_secret(aws_client("secretsmanager"), arn, stage)


def fetch_policy() -> "FetchPolicy":
    """Builds the rules for fetching websites, and their rate limits, from the settings."""
    from inkscout.settings import WebSettings
    from inkscout.web.egress import EgressRule
    from inkscout.web.policy import FetchPolicy, PacePolicy

    web = WebSettings()
    listed = (
        secret(web.upstream_proxy_secret_arn)
        if web.upstream_proxy_secret_arn
        else web.upstream_proxy_urls.get_secret_value()
    )
    proxies = tuple(url.strip() for url in listed.split(",") if url.strip())
    ports = frozenset(int(port) for port in web.extra_website_ports.split(",") if port)
    return FetchPolicy(
        contact=web.crawler_contact,
        egress=EgressRule(ports),
        pace=PacePolicy(min_delay_seconds=web.min_delay_seconds),
        proxies=proxies,
    )
