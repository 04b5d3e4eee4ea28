"""Composes the reading, fetching and curating of feeds."""

import json
from collections.abc import Callable, Coroutine
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from inkscout.bootstrap.stores import aws_client, clock, denylist, events, fetch_policy, secret, state_store

if TYPE_CHECKING:
    from inkscout.adapters.aws.dynamodb.record_erasure import DynamoDbRecordErasure
    from inkscout.adapters.aws.dynamodb.record_reader import DynamoDbRecordReader
    from inkscout.adapters.aws.dynamodb.record_writer import DynamoDbRecordWriter
    from inkscout.adapters.aws.s3.feed_definitions import S3FeedDefinitions
    from inkscout.adapters.aws.s3.feed_lake import S3FeedLake
    from inkscout.adapters.aws.sqs.dead_letters import SqsDeadLetters
    from inkscout.adapters.aws.sqs.feed_queue import SqsFeedQueue
    from inkscout.adapters.web.json_source import HttpJsonSource
    from inkscout.contracts.feed_page import FeedPage
    from inkscout.contracts.fetch_feed import FetchFeedRequest, FetchFeedResult
    from inkscout.settings import RecordSettings
    from inkscout.usecases.feeds.curate_feed import Curated, CurateFeedPorts
    from inkscout.usecases.feeds.definitions import FeedPorts
    from inkscout.usecases.feeds.erase_feed import EraseFeedPorts

SECRETS = "inkscout/feeds/"
"""Prefix of the secrets that definitions may name."""


@lru_cache(maxsize=1)
def record_settings() -> "RecordSettings":
    """Returns the names of the Records table and of the feeds' bucket, validated once."""
    from inkscout.settings import RecordSettings

    return RecordSettings()


@lru_cache(maxsize=1)
def record_reader() -> "DynamoDbRecordReader":
    """Returns the reading half of the Records table."""
    from inkscout.adapters.aws.dynamodb.record_reader import DynamoDbRecordReader

    return DynamoDbRecordReader(aws_client("dynamodb"), record_settings().records_table)


@lru_cache(maxsize=1)
def feed_definitions() -> "S3FeedDefinitions":
    """Returns the store of definitions, in the feeds' bucket."""
    from inkscout.adapters.aws.s3.feed_definitions import S3FeedDefinitions

    return S3FeedDefinitions(aws_client("s3"), record_settings().feeds_bucket)


@lru_cache(maxsize=1)
def feed_lake() -> "S3FeedLake":
    """Returns the archive of answers, in the feeds' bucket."""
    from inkscout.adapters.aws.s3.feed_lake import S3FeedLake

    return S3FeedLake(aws_client("s3"), record_settings().feeds_bucket)


@lru_cache(maxsize=1)
def record_writer() -> "DynamoDbRecordWriter":
    """Returns the writing half of the Records table."""
    from inkscout.adapters.aws.dynamodb.record_writer import DynamoDbRecordWriter

    return DynamoDbRecordWriter(aws_client("dynamodb"), record_settings().records_table, clock())


@lru_cache(maxsize=1)
def feed_queue() -> "SqsFeedQueue":
    """Returns the sending end of the feeds' queue."""
    from inkscout.adapters.aws.sqs.feed_queue import SqsFeedQueue
    from inkscout.settings import FetchFeedSettings

    return SqsFeedQueue(aws_client("sqs"), FetchFeedSettings().feeds_queue_url)


@lru_cache(maxsize=1)
def feed_dead_letters() -> "SqsDeadLetters":
    """Returns the dead-letter queue of the feeds' queue."""
    from inkscout.adapters.aws.sqs.dead_letters import SqsDeadLetters
    from inkscout.adapters.aws.sqs.inbox import SqsInbox
    from inkscout.settings import FetchFeedSettings

    client = aws_client("sqs")
    return SqsDeadLetters(client, SqsInbox(client, FetchFeedSettings().feeds_queue_url))


def json_source() -> "HttpJsonSource":
    """Returns a source of JSON answers, an async context manager, with the rate limits of all visits."""
    from inkscout.adapters.web.json_source import HttpJsonSource
    from inkscout.settings import FetchFeedSettings

    endpoints = json.loads(FetchFeedSettings().feed_endpoints or "{}")
    return HttpJsonSource(fetch_policy(), state_store=state_store(), clock=clock(), endpoints=endpoints)


def checking_source(contact: str) -> "HttpJsonSource":
    """Returns a source for trying a definition out; its rate limits are this process's own."""
    from inkscout.adapters.web.json_source import HttpJsonSource
    from inkscout.web.policy import FetchPolicy

    return HttpJsonSource(FetchPolicy(contact=contact), state_store=None, clock=clock())


@lru_cache(maxsize=1)
def fetch_feed() -> "Callable[[FetchFeedRequest], Coroutine[Any, Any, FetchFeedResult]]":
    """Returns the FetchFeed use case with its adapters."""
    from inkscout.usecases.feeds.fetch_feed import FetchFeedPorts
    from inkscout.usecases.feeds.fetch_feed import fetch_feed as step
    from inkscout.usecases.feeds.withhold import Withholding

    deps = FetchFeedPorts(
        definitions=feed_definitions(),
        reader=record_reader(),
        writer=record_writer(),
        lake=feed_lake(),
        queue=feed_queue(),
        open_source=json_source,
        state_store=state_store(),
        clock=clock(),
        secret=lambda name: secret(f"{SECRETS}{name}"),
        withhold=Withholding(denylist),
    )
    return partial(step, deps=deps)


@lru_cache(maxsize=1)
def curate_feed_ports() -> "CurateFeedPorts":
    """Returns the ports of CurateFeed, which a replay uses too."""
    from inkscout.usecases.feeds.curate_feed import CurateFeedPorts

    return CurateFeedPorts(
        definitions=feed_definitions(),
        reader=record_reader(),
        writer=record_writer(),
        lake=feed_lake(),
        state_store=state_store(),
        events=events(),
        clock=clock(),
    )


@lru_cache(maxsize=1)
def curate_feed() -> "Callable[[FeedPage], Curated]":
    """Returns the CurateFeed use case with its adapters."""
    from inkscout.usecases.feeds.curate_feed import curate_feed as step

    return partial(step, deps=curate_feed_ports())


def erase_feed_ports() -> "EraseFeedPorts":
    """Returns the ports of erasing a feed, or a person in feeds."""
    from inkscout.adapters.aws.s3.feed_erasure import S3FeedErasure
    from inkscout.usecases.feeds.erase_feed import EraseFeedPorts

    return EraseFeedPorts(
        feeds=feed_ports(),
        records=record_erasure(),
        files=S3FeedErasure(aws_client("s3"), record_settings().feeds_bucket),
        state_store=state_store(),
    )


def record_erasure() -> "DynamoDbRecordErasure":
    """Returns what reads and erases all entries of a feed."""
    from inkscout.adapters.aws.dynamodb.record_erasure import DynamoDbRecordErasure

    return DynamoDbRecordErasure(aws_client("dynamodb"), record_settings().records_table)


@lru_cache(maxsize=1)
def feed_ports() -> "FeedPorts":
    """Returns the ports of putting feeds in force: definitions and schedules."""
    from inkscout.adapters.aws.scheduler_schedules import SchedulerFeedSchedules
    from inkscout.settings import FeedScheduleSettings
    from inkscout.usecases.feeds.definitions import FeedPorts

    settings = FeedScheduleSettings()
    schedules = SchedulerFeedSchedules(
        aws_client("scheduler"),
        group=settings.feed_schedule_group,
        function_arn=settings.fetch_feed_function_arn,
        role_arn=settings.feed_schedule_role_arn,
        dead_letter_arn=settings.undelivered_queue_arn,
    )
    return FeedPorts(definitions=feed_definitions(), schedules=schedules)
