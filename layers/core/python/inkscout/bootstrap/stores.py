"""Creates the stores, queues and settings that all entrypoints share, each once per process.

Imports are inside the factories, so that a function loads only what its step needs.
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

_LEAST_HOLD_SECONDS, _HELD_SHARE = 0.25, 0.75
"""Time for which the end of a turn at a host may be kept back: at least, and as a share of the pause."""


@lru_cache(maxsize=1)
def clock() -> "Clock":
    """Returns the system clock."""
    from inkscout.adapters.system_clock import SystemClock

    return SystemClock()


@lru_cache(maxsize=1)
def reading_host() -> "ReadingHost":
    """Returns the process that reading processes are forked from; it outlives the calls of a function."""
    from inkscout.adapters.reading.reader import ReadingHost

    return ReadingHost()


@lru_cache(maxsize=8)
def aws_client(service: str) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
    """Returns a boto3 client with standard retries and explicit timeouts; one per service and process."""
    import boto3
    from botocore.config import Config

    config = Config(
        retries={"mode": "standard", "max_attempts": 5},
        connect_timeout=3,
        read_timeout=30,
        max_pool_connections=32,
        # botocore composes its own anew for each request, from dozens of parts.
        user_agent=f"inkscout boto3/{boto3.__version__}",
    )
    if service == "s3":
        config = config.merge(_signing_of_s3())
    client = boto3.client(service, config=config)
    if service == "dynamodb":
        from inkscout.adapters.aws.dynamodb.plain_pages import take_items_as_they_are

        take_items_as_they_are(client)
    return client


def check_identity() -> None:
    """Proves that this process has credentials of AWS, by an exchange of its token where it has one.

    Raises:
        IdentityRefused: it has none, or AWS refused its token or its role.
        StoreThrottled: AWS did not answer.
    """
    import boto3

    from inkscout.adapters.aws.identity import check_identity
    from inkscout.settings import IdentitySettings

    check_identity(boto3.Session(), IdentitySettings().aws_role_arn)


def _signing_of_s3() -> "Config":
    """Returns the S3 configuration: signature version 4, and the bucket's own host name on AWS.

    By default botocore signs presigned URLs with version 2, which objects under a KMS key and buckets created
    since June 2020 refuse, and uses the global host name, which redirects requests for a new bucket. A custom
    endpoint, such as an emulator, need not have a host name for each bucket.
    """
    from botocore.config import Config

    from inkscout.settings import EndpointSettings

    endpoints = EndpointSettings()
    elsewhere = endpoints.aws_endpoint_url or endpoints.aws_endpoint_url_s3
    style = {} if elsewhere else {"addressing_style": "virtual"}
    return Config(signature_version="s3v4", s3=style)


@lru_cache(maxsize=1)
def store_settings() -> "StoreSettings":
    """Returns the names of the tables and of the bucket, validated once."""
    from inkscout.settings import StoreSettings

    return StoreSettings()


@lru_cache(maxsize=1)
def directory() -> "DynamoDbDirectory":
    """Returns the store of studios and artists, in the Directory table."""
    from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory

    return DynamoDbDirectory(aws_client("dynamodb"), store_settings().directory_table, clock())


@lru_cache(maxsize=1)
def ledger() -> "DynamoDbRunLedger":
    """Returns the run ledger, in the Operations table."""
    from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger

    return DynamoDbRunLedger(aws_client("dynamodb"), store_settings().operations_table, clock())


@lru_cache(maxsize=1)
def state_store() -> "DynamoDbStateStore":
    """Returns the store of small state that outlives a run, in the Operations table."""
    from inkscout.adapters.aws.dynamodb.state_store import DynamoDbStateStore

    return DynamoDbStateStore(aws_client("dynamodb"), store_settings().operations_table, clock())


@lru_cache(maxsize=1)
def removals() -> "DynamoDbRemovals":
    """Returns the store of removal requests, in the Operations table."""
    from inkscout.adapters.aws.dynamodb.removals import DynamoDbRemovals

    return DynamoDbRemovals(aws_client("dynamodb"), store_settings().operations_table)


@lru_cache(maxsize=1)
def denylist() -> "DynamoDbDenylist":
    """Returns the denylist. Its key is read from Secrets Manager when the first identifier is hashed."""
    from inkscout.adapters.aws.dynamodb.denylist import DynamoDbDenylist
    from inkscout.settings import DenylistSettings

    arn = DenylistSettings().denylist_secret_arn
    return DynamoDbDenylist(
        aws_client("dynamodb"), store_settings().denylist_table, lambda: secret(arn).encode()
    )


@lru_cache(maxsize=1)
def lake() -> "S3Lake":
    """Returns the raw lake, in the data bucket. It does not redact; see ``redacting_lake``."""
    from inkscout.adapters.aws.s3.lake import S3Lake

    return S3Lake(aws_client("s3"), store_settings().data_bucket, clock())


@lru_cache(maxsize=1)
def redactor() -> "Redactor":
    """Returns the redactor that removes denylisted people from texts."""
    from inkscout.usecases.directory.returning import redactor_of

    return redactor_of(denylist())


@lru_cache(maxsize=1)
def redacting_lake() -> "RedactingLake":
    """Returns the raw lake for content of websites; it removes denylisted people before it stores."""
    from inkscout.adapters.redacting import RedactingLake

    return RedactingLake(lake(), redactor(), studios_of)


def studios_of(subject: str) -> "Sequence[str]":
    """Returns the ids of the studios that the lake's objects of a subject concern.

    For the id of an artist, these are the artist's studios; any other id stands for itself.
    """
    from inkscout.domain import cleared

    artist = directory().artist(subject) if subject.startswith("a-") else None
    return cleared.studios_of(artist) if artist else (subject,)


@lru_cache(maxsize=1)
def held_people() -> "DynamoDbHeldPeople":
    """Returns the store of people who are held for an operator's review, in the Operations table."""
    from inkscout.adapters.aws.dynamodb.held_people import DynamoDbHeldPeople

    return DynamoDbHeldPeople(aws_client("dynamodb"), store_settings().operations_table, clock())


@lru_cache(maxsize=1)
def redacting_state_store() -> "RedactingStateStore":
    """Returns the state store for data of websites; it drops URLs that name denylisted people."""
    from inkscout.adapters.redacting import RedactingStateStore

    return RedactingStateStore(state_store(), redactor())


@lru_cache(maxsize=1)
def manifests() -> "S3Manifests":
    """Returns the store of work lists and exports, in the data bucket."""
    from inkscout.adapters.aws.s3.manifests import S3Manifests

    return S3Manifests(aws_client("s3"), store_settings().data_bucket)


@lru_cache(maxsize=1)
def job_queue() -> "SqsQueue":
    """Returns the sending end of the scraping queue."""
    from inkscout.adapters.aws.sqs.queue import SqsQueue
    from inkscout.settings import QueueSettings

    return SqsQueue(aws_client("sqs"), QueueSettings().jobs_queue_url)


@lru_cache(maxsize=1)
def job_inbox() -> "SqsInbox":
    """Returns the receiving end of the scraping queue."""
    from inkscout.adapters.aws.sqs.inbox import SqsInbox
    from inkscout.settings import QueueSettings

    return SqsInbox(aws_client("sqs"), QueueSettings().jobs_queue_url)


@lru_cache(maxsize=1)
def events() -> "EventBridgeEvents":
    """Returns the publisher of events on the account's default event bus."""
    from inkscout.adapters.aws.eventbridge_events import EventBridgeEvents

    return EventBridgeEvents(aws_client("events"))


def secret(arn: str, stage: str = "AWSCURRENT") -> str:
    """Returns the value of a secret, in the version that has the label ``stage``.

    Raises:
        SecretUnavailable: the secret is missing, empty or not readable.
    """
    from inkscout.adapters.aws.secrets import read_secret

    return read_secret(aws_client("secretsmanager"), arn, stage)


def fetch_policy() -> "FetchPolicy":
    """Returns the rules for fetching websites, with their rate limits, from the settings.

    Raises:
        SecretUnavailable: the secret of the upstream proxies is configured, but missing, empty or not
            readable.
    """
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
        pace=PacePolicy(
            min_delay_seconds=web.min_delay_seconds,
            hold_seconds=max(_LEAST_HOLD_SECONDS, _HELD_SHARE * web.min_delay_seconds),
        ),
        proxies=proxies,
    )
