"""Composes the reading, fetching and curating of feeds."""

from functools import lru_cache
from typing import TYPE_CHECKING

from inkscout.bootstrap.stores import aws_client

if TYPE_CHECKING:
    from inkscout.adapters.aws.dynamodb.record_reader import DynamoDbRecordReader
    from inkscout.adapters.aws.s3.feed_definitions import S3FeedDefinitions
    from inkscout.adapters.aws.s3.feed_lake import S3FeedLake
    from inkscout.settings import RecordSettings


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
