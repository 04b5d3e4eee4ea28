"""Metrics of all feeds together; the feed is named in the log line, since a metric for each costs more."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from inkscout.contracts.fetch_feed import FetchFeedResult
from inkscout.observability import emit, metrics
from inkscout.usecases.feeds.curate_feed import Curated

LATE_AFTER = 3
"""Number of failures in a row after which a feed counts as late."""


def emit_fetched(result: FetchFeedResult) -> None:
    """Emits what a run of FetchFeed got; nothing of a run that found another under way."""
    if result.outcome == "busy":
        return
    values: dict[str, float] = {
        "FeedRuns": 1,
        "FeedFailures": int(result.is_failure),
        "FeedsLate": int(result.failures >= LATE_AFTER),
    }
    values["RecordsIngested"] = 0 if result.is_failure else result.found
    values["RecordsQuarantined"] = result.quarantined
    if result.pages:
        values["ResponseMilliseconds"] = result.milliseconds / result.pages
    _emit(result.feed, values)


def emit_curated(curated: Curated) -> None:
    """Emits what became of a page's records."""
    values = {"RecordsProcessed": curated.processed, "RecordsQuarantined": curated.quarantined}
    _emit(curated.source, values)


@contextmanager
def counting_errors(source: str) -> Iterator[None]:
    """Counts an exception as a processing error of the feed, and raises it again."""
    try:
        yield
    except Exception:
        _emit(source, {"ProcessingErrors": 1})
        raise


def _emit(source: str, values: Mapping[str, float]) -> None:
    metrics().add_metadata(key="feed", value=source)
    emit(values)
