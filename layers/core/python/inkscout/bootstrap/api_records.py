"""Composes the use cases of the API's routes for records and feeds, each when it is first used."""

from functools import lru_cache
from typing import TYPE_CHECKING

from inkscout.bootstrap import stores
from inkscout.bootstrap.api import cursor_key, settings
from inkscout.bootstrap.feeds import feed_definitions, feed_lake, record_reader

if TYPE_CHECKING:
    from inkscout.usecases.records.catalogue import FeedCatalogue
    from inkscout.usecases.records.feed_cards import ReadFeedCards
    from inkscout.usecases.records.feeds import GetFeed, ListFeedRuns, ListFeeds, ListQuarantine
    from inkscout.usecases.records.get_record import GetHistory, GetRecord
    from inkscout.usecases.records.list_records import ListRecords
    from inkscout.usecases.records.record_figures import ReadRecordFigures
    from inkscout.usecases.records.start_feed_run import StartFeedRun


@lru_cache(maxsize=1)
def catalogue() -> "FeedCatalogue":
    """Returns the catalogue of the feeds in force."""
    from inkscout.usecases.records.catalogue import FeedCatalogue

    return FeedCatalogue(feed_definitions(), stores.clock())


@lru_cache(maxsize=1)
def list_records() -> "ListRecords":
    """Returns the ListRecords use case, which serves ``GET /v1/records``."""
    from inkscout.usecases.records.list_records import ListRecords

    return ListRecords(record_reader(), catalogue(), stores.clock(), cursor_key())


@lru_cache(maxsize=1)
def get_record() -> "GetRecord":
    """Returns the GetRecord use case, which serves ``GET /v1/records/{id}``."""
    from inkscout.usecases.records.get_record import GetRecord

    return GetRecord(record_reader(), catalogue(), feed_lake())


@lru_cache(maxsize=1)
def get_history() -> "GetHistory":
    """Returns the GetHistory use case, which serves ``GET /v1/records/{id}/history``."""
    from inkscout.usecases.records.get_record import GetHistory

    return GetHistory(record_reader(), catalogue(), stores.clock(), cursor_key())


@lru_cache(maxsize=1)
def list_feeds() -> "ListFeeds":
    """Returns the ListFeeds use case, which serves ``GET /v1/feeds``."""
    from inkscout.usecases.records.feeds import ListFeeds

    return ListFeeds(record_reader(), catalogue(), stores.clock())


@lru_cache(maxsize=1)
def get_feed() -> "GetFeed":
    """Returns the GetFeed use case, which serves ``GET /v1/feeds/{name}``."""
    from inkscout.usecases.records.feeds import GetFeed

    return GetFeed(record_reader(), catalogue(), stores.clock())


@lru_cache(maxsize=1)
def list_feed_runs() -> "ListFeedRuns":
    """Returns the ListFeedRuns use case, which serves ``GET /v1/feeds/{name}/runs``."""
    from inkscout.usecases.records.feeds import ListFeedRuns

    return ListFeedRuns(record_reader(), catalogue())


@lru_cache(maxsize=1)
def start_feed_run() -> "StartFeedRun":
    """Returns the StartFeedRun use case, which serves ``POST /v1/feeds/{name}/run``."""
    from inkscout.adapters.aws.lambda_feed_runs import LambdaFeedRuns
    from inkscout.usecases.records.start_feed_run import StartFeedRun

    starts = LambdaFeedRuns(stores.aws_client("lambda"), settings().fetch_feed_function_arn)
    return StartFeedRun(feed_definitions(), stores.state_store(), starts, stores.clock())


@lru_cache(maxsize=1)
def list_quarantine() -> "ListQuarantine":
    """Returns the ListQuarantine use case, which serves ``GET /v1/feeds/{name}/quarantine``."""
    from inkscout.usecases.records.feeds import ListQuarantine

    return ListQuarantine(feed_lake(), catalogue())


@lru_cache(maxsize=1)
def read_record_figures() -> "ReadRecordFigures":
    """Returns the ReadRecordFigures use case, a part of ``GET /v1/analytics``."""
    from inkscout.usecases.records.record_figures import ReadRecordFigures

    return ReadRecordFigures(record_reader(), catalogue(), stores.clock())


@lru_cache(maxsize=1)
def read_feed_cards() -> "ReadFeedCards":
    """Returns the ReadFeedCards use case, which the desk of operators shows."""
    from inkscout.usecases.records.feed_cards import ReadFeedCards

    return ReadFeedCards(read_record_figures(), list_feeds())


def all_routes() -> tuple[object, ...]:
    """Returns every use case of these routes."""
    return (
        list_records(),
        get_record(),
        get_history(),
        list_feeds(),
        get_feed(),
        list_feed_runs(),
        list_quarantine(),
        start_feed_run(),
        read_record_figures(),
    )
