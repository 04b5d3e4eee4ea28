"""Composes the use cases that the API's routes call, each when it is first used.

The search routes get a factory of the DynamoDB adapter, not the adapter, so that a search that needs no table
opens no client.
"""

from functools import lru_cache, partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from inkscout.bootstrap import stores

if TYPE_CHECKING:
    from collections.abc import Callable

    from inkscout.adapters.aws.execution_history import ExecutionHistories
    from inkscout.adapters.aws.step_functions import StepFunctionsWorkflows
    from inkscout.adapters.opensearch.search import OpenSearchReader
    from inkscout.contracts.api.records import RecordFigures
    from inkscout.settings import ApiSettings
    from inkscout.usecases.directory.denylist_filter import DenylistFilter
    from inkscout.usecases.runs.exports import GetExport
    from inkscout.usecases.runs.runs import GetRun, LaunchRun, ListRuns
    from inkscout.usecases.runs.scans import GetScan, GetScanResults, LaunchScan
    from inkscout.usecases.search.analytics import ReadAnalytics
    from inkscout.usecases.search.get_artist import GetArtist, GetStudio
    from inkscout.usecases.search.health import CheckLiveness, CheckReadiness
    from inkscout.usecases.search.list_styles import ListStyles
    from inkscout.usecases.search.map_clusters import MapClusters
    from inkscout.usecases.search.search_artists import SearchArtists, SearchStudios
    from inkscout.usecases.search.search_fallback import SearchFallback
    from inkscout.usecases.search.search_results import Search
    from inkscout.usecases.search.search_vocabulary import SearchVocabulary
    from inkscout.usecases.search.suggest import Suggest

FAILURES_TO_OPEN = 3
OPEN_SECONDS = 5.0
RELEASE_LENGTH = 12
"""Number of leading characters of the deployment's digest that name a release."""


@lru_cache(maxsize=1)
def settings() -> "ApiSettings":
    """Returns the API's settings, read from the environment once."""
    from inkscout.settings import ApiSettings

    return ApiSettings()


def cors_origins() -> tuple[str, ...]:
    """Returns the origins that browsers may call from; ``("*",)`` if none is configured."""
    origins = [origin.strip() for origin in settings().cors_origins.split(",") if origin.strip()]
    return tuple(origins) or ("*",)


@lru_cache(maxsize=1)
def index() -> "OpenSearchReader":
    """Returns the reader of the search index, with its circuit breaker."""
    import time

    from inkscout.adapters.opensearch.circuit_breaker import CircuitBreaker
    from inkscout.adapters.opensearch.search import OpenSearchReader
    from inkscout.adapters.opensearch.search_credentials import authentication
    from inkscout.settings import SearchSettings

    search = SearchSettings()
    return OpenSearchReader(
        search.opensearch_url,
        timeout_seconds=settings().search_timeout_seconds,
        breaker=CircuitBreaker(FAILURES_TO_OPEN, OPEN_SECONDS, time.monotonic),
        authenticate=authentication(search.opensearch_url, search.opensearch_secret_arn, stores.aws_client),
    )


@lru_cache(maxsize=1)
def vocabulary() -> "SearchVocabulary":
    """Returns the styles and places that search texts are interpreted with."""
    from inkscout.usecases.search.search_vocabulary import SearchVocabulary

    return SearchVocabulary(index(), stores.clock())


@lru_cache(maxsize=1)
def _search() -> "Search":
    from inkscout.usecases.search.search_results import Search

    return Search(index(), denylist_filter(), stores.clock(), cursor_key())


@lru_cache(maxsize=1)
def denylist_filter() -> "DenylistFilter":
    """Returns the filter of denylisted people.

    It opens the Denylist table when the first person is checked.
    """
    from inkscout.usecases.directory.denylist_filter import DenylistFilter

    return DenylistFilter(stores.denylist)


@lru_cache(maxsize=1)
def _fallback() -> "SearchFallback":
    from inkscout.usecases.search.search_fallback import SearchFallback

    return SearchFallback(stores.directory, denylist_filter())


@lru_cache(maxsize=1)
def search_artists() -> "SearchArtists":
    """Returns the SearchArtists use case, which serves ``GET /v1/artists``."""
    from inkscout.usecases.search.search_artists import SearchArtists

    return SearchArtists(_search(), vocabulary(), _fallback)


@lru_cache(maxsize=1)
def search_studios() -> "SearchStudios":
    """Returns the SearchStudios use case, which serves ``GET /v1/studios``."""
    from inkscout.usecases.search.search_artists import SearchStudios

    return SearchStudios(_search(), vocabulary(), _fallback)


@lru_cache(maxsize=1)
def get_artist() -> "GetArtist":
    """Returns the GetArtist use case, which serves ``GET /v1/artists/{id}``."""
    from inkscout.usecases.search.get_artist import GetArtist

    return GetArtist(stores.directory(), denylist_filter())


@lru_cache(maxsize=1)
def get_studio() -> "GetStudio":
    """Returns the GetStudio use case, which serves ``GET /v1/studios/{id}``."""
    from inkscout.usecases.search.get_artist import GetStudio

    return GetStudio(stores.directory(), denylist_filter())


@lru_cache(maxsize=1)
def check_liveness() -> "CheckLiveness":
    """Returns the CheckLiveness use case, which serves ``GET /health/live``."""
    from inkscout.usecases.search.health import CheckLiveness

    return CheckLiveness(release())


@lru_cache(maxsize=1)
def check_readiness() -> "CheckReadiness":
    """Returns the CheckReadiness use case, which serves ``GET /health`` and ``/health/ready``."""
    from inkscout.usecases.search.health import CheckReadiness

    return CheckReadiness(index(), stores.directory, stores.denylist, release())


@lru_cache(maxsize=1)
def suggest() -> "Suggest":
    """Returns the Suggest use case, which serves ``GET /v1/suggest``."""
    from inkscout.usecases.search.suggest import Suggest

    return Suggest(index(), vocabulary(), denylist_filter(), stores.clock())


@lru_cache(maxsize=1)
def list_styles() -> "ListStyles":
    """Returns the ListStyles use case, which serves ``GET /v1/styles``."""
    from inkscout.usecases.search.list_styles import ListStyles

    return ListStyles(index(), stores.clock())


@lru_cache(maxsize=1)
def map_clusters() -> "MapClusters":
    """Returns the MapClusters use case, which serves ``GET /v1/map``."""
    from inkscout.usecases.search.map_clusters import MapClusters

    return MapClusters(index(), _search(), vocabulary(), denylist_filter(), stores.clock())


@lru_cache(maxsize=1)
def read_analytics() -> "ReadAnalytics":
    """Returns the ReadAnalytics use case, which serves ``GET /v1/analytics``."""
    from inkscout.bootstrap import api_records
    from inkscout.usecases.search.analytics import ReadAnalytics

    def record_figures() -> "RecordFigures":
        return api_records.read_record_figures()()

    return ReadAnalytics(index(), stores.ledger, vocabulary(), record_figures, stores.clock())


@lru_cache(maxsize=1)
def read_directory_figures() -> "ReadAnalytics":
    """Returns the ReadAnalytics use case without records of feeds, for functions that may not read those."""
    from inkscout.usecases.search.analytics import ReadAnalytics

    return ReadAnalytics(index(), stores.ledger, vocabulary(), None, stores.clock())


@lru_cache(maxsize=1)
def workflows() -> "StepFunctionsWorkflows":
    """Returns the starter of the state machines behind the operators' routes."""
    from inkscout.adapters.aws.step_functions import StepFunctionsWorkflows

    arns = settings()
    return StepFunctionsWorkflows(
        stores.aws_client("stepfunctions"),
        pipeline_arn=arns.directory_pipeline_arn,
        scan_arn=arns.scan_studio_arn,
        removal_arn=arns.remove_artist_arn,
    )


@lru_cache(maxsize=1)
def launch_run() -> "LaunchRun":
    """Returns the LaunchRun use case, which serves ``POST /v1/runs``."""
    from inkscout.adapters.aws.step_functions import StepFunctionsExecutions
    from inkscout.usecases.runs.runs import LaunchRun

    executions = StepFunctionsExecutions(stores.aws_client("stepfunctions"))
    return LaunchRun(stores.ledger(), workflows(), executions, stores.clock(), new_id)


@lru_cache(maxsize=1)
def list_runs() -> "ListRuns":
    """Returns the ListRuns use case, which serves ``GET /v1/runs``."""
    from inkscout.usecases.runs.runs import ListRuns

    return ListRuns(stores.ledger())


@lru_cache(maxsize=1)
def get_run() -> "GetRun":
    """Returns the GetRun use case, which serves ``GET /v1/runs/{id}``."""
    from inkscout.usecases.runs.runs import GetRun

    return GetRun(stores.ledger(), execution_histories(), stores.clock())


@lru_cache(maxsize=1)
def execution_histories() -> "ExecutionHistories":
    """Returns the reader of executions with their states."""
    from inkscout.adapters.aws.execution_history import ExecutionHistories

    return ExecutionHistories(stores.aws_client("stepfunctions"))


@lru_cache(maxsize=1)
def launch_scan() -> "LaunchScan":
    """Returns the LaunchScan use case, which serves ``POST /v1/scans``."""
    from inkscout.usecases.runs.scans import LaunchScan

    return LaunchScan(stores.state_store(), workflows(), stores.clock(), new_id)


@lru_cache(maxsize=1)
def get_scan() -> "GetScan":
    """Returns the GetScan use case, which serves ``GET /v1/scans/{id}``."""
    from inkscout.usecases.runs.scans import GetScan

    return GetScan(stores.state_store())


@lru_cache(maxsize=1)
def get_scan_results() -> "GetScanResults":
    """Returns the GetScanResults use case, which serves ``GET /v1/scans/{id}/results``."""
    from inkscout.usecases.runs.scans import GetScanResults

    return GetScanResults(
        stores.state_store(), stores.directory(), denylist_filter(), stores.clock(), cursor_key()
    )


@lru_cache(maxsize=1)
def get_export() -> "GetExport":
    """Returns the GetExport use case, which serves ``GET /v1/exports/{file}``."""
    from inkscout.adapters.aws.s3.exports import S3Exports
    from inkscout.usecases.runs.exports import GetExport

    bucket = stores.store_settings().data_bucket
    exports = S3Exports(stores.aws_client("s3"), bucket, settings().export_url_seconds)
    return GetExport(exports.newest)


def new_id() -> str:
    """Returns an unguessable id: a random UUID of 122 random bits."""
    import uuid

    return str(uuid.uuid4())


def cursor_key() -> bytes:
    """Returns the deployment's key for signing cursors and hashing callers' addresses."""
    return settings().cursor_key.get_secret_value().encode()


def api() -> "tuple[object, ...]":
    """Returns every route's use case, to prove that the environment of a template is sufficient."""
    from inkscout.bootstrap import api_records, api_removals

    return (
        search_artists(),
        search_studios(),
        get_artist(),
        get_studio(),
        check_liveness(),
        check_readiness(),
        suggest(),
        list_styles(),
        map_clusters(),
        read_analytics(),
        *api_removals.all_routes(),
        *api_records.all_routes(),
        launch_run(),
        list_runs(),
        get_run(),
        launch_scan(),
        get_scan(),
        get_scan_results(),
        get_export(),
    )


@lru_cache(maxsize=1)
def release() -> str:
    """Returns the first characters of the deployment's digest, else the installed version, else ``0``."""
    deployed = settings().release
    if len(deployed) >= RELEASE_LENGTH:
        return deployed[:RELEASE_LENGTH]
    try:
        return version("inkscout")
    except PackageNotFoundError:
        return "0"


def origin_secret() -> "Callable[[str], str] | None":
    """Returns a function that reads the edge's secret by version label; None if there is no edge."""
    arn = settings().origin_secret_arn
    return partial(stores.secret, arn) if arn else None
