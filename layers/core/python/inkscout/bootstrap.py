"""The one place where use cases meet adapters: a cached factory per entrypoint, importing its own adapters.

Imports stand inside the factories so that a function loads only what its step needs.
"""

from collections.abc import Callable, Coroutine, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inkscout.adapters.dynamodb_denylist import DynamoDbDenylist
    from inkscout.adapters.dynamodb_directory import DynamoDbDirectory
    from inkscout.adapters.dynamodb_ledger import DynamoDbLedger
    from inkscout.adapters.dynamodb_memory import DynamoDbMemory
    from inkscout.adapters.eventbridge_events import EventBridgeEvents
    from inkscout.adapters.place_sources import PlaceSources
    from inkscout.adapters.redacting import RedactingLake, RedactingMemory
    from inkscout.adapters.s3_lake import S3Lake
    from inkscout.adapters.s3_manifests import S3Manifests
    from inkscout.adapters.sqs_inbox import SqsInbox
    from inkscout.adapters.sqs_queue import SqsQueue
    from inkscout.contracts.check_progress import CheckProgressRequest
    from inkscout.contracts.discover_studios import (
        DiscoverStudiosRequest,
        DiscoverStudiosResult,
        SearchArea,
    )
    from inkscout.contracts.find_artists import FindArtistsRequest, FindArtistsResult
    from inkscout.contracts.finish_run import (
        FinishRunRequest,
        RecordFailureRequest,
        RecordFailureResult,
        RunSummary,
    )
    from inkscout.contracts.plan_visits import PlanVisitsRequest, PlanVisitsResult
    from inkscout.contracts.queue_scraping import FleetPlan, QueueScrapingRequest
    from inkscout.contracts.scan_studio import FinishScanRequest, Scan, StartScanRequest, StartScanResult
    from inkscout.contracts.start_run import RegionInput, StartRunRequest, StartRunResult
    from inkscout.domain.redaction import Redactor
    from inkscout.ports import Clock
    from inkscout.settings import StoreSettings
    from inkscout.web.policy import FetchPolicy


@lru_cache(maxsize=1)
def clock() -> "Clock":
    """The system's clock."""
    from inkscout.adapters.system_clock import SystemClock

    return SystemClock()


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
    return boto3.client(service, config=config)


@lru_cache(maxsize=1)
def store_settings() -> "StoreSettings":
    """The names of the tables and the bucket, validated once."""
    from inkscout.settings import StoreSettings

    return StoreSettings()


@lru_cache(maxsize=1)
def directory() -> "DynamoDbDirectory":
    """The Directory table."""
    from inkscout.adapters.dynamodb_directory import DynamoDbDirectory

    return DynamoDbDirectory(aws_client("dynamodb"), store_settings().directory_table, clock())


@lru_cache(maxsize=1)
def ledger() -> "DynamoDbLedger":
    """The run ledger in the Operations table."""
    from inkscout.adapters.dynamodb_ledger import DynamoDbLedger

    return DynamoDbLedger(aws_client("dynamodb"), store_settings().operations_table, clock())


@lru_cache(maxsize=1)
def memory() -> "DynamoDbMemory":
    """Small state in the Operations table."""
    from inkscout.adapters.dynamodb_memory import DynamoDbMemory

    return DynamoDbMemory(aws_client("dynamodb"), store_settings().operations_table, clock())


@lru_cache(maxsize=1)
def denylist() -> "DynamoDbDenylist":
    """The Denylist table; its key is read from Secrets Manager when the first identifier is hashed."""
    from inkscout.adapters.dynamodb_denylist import DynamoDbDenylist
    from inkscout.settings import DenylistSettings

    arn = DenylistSettings().denylist_secret_arn
    return DynamoDbDenylist(
        aws_client("dynamodb"), store_settings().denylist_table, lambda: secret(arn).encode()
    )


@lru_cache(maxsize=1)
def lake() -> "S3Lake":
    """The raw lake in the data bucket."""
    from inkscout.adapters.s3_lake import S3Lake

    return S3Lake(aws_client("s3"), store_settings().data_bucket, clock())


@lru_cache(maxsize=1)
def redactor() -> "Redactor":
    """What takes people who asked not to be listed out of texts."""
    from inkscout.domain.redaction import Redactor

    return Redactor(denylist().hashed, denylist().hashes)


@lru_cache(maxsize=1)
def redacting_lake() -> "RedactingLake":
    """The raw lake for what websites show, which keeps nothing of people who asked not to be listed."""
    from inkscout.adapters.redacting import RedactingLake

    return RedactingLake(lake(), redactor())


@lru_cache(maxsize=1)
def redacting_memory() -> "RedactingMemory":
    """Small state about websites, without addresses that name people who asked not to be listed."""
    from inkscout.adapters.redacting import RedactingMemory

    return RedactingMemory(memory(), redactor())


@lru_cache(maxsize=1)
def manifests() -> "S3Manifests":
    """Work lists and exports in the data bucket."""
    from inkscout.adapters.s3_manifests import S3Manifests

    return S3Manifests(aws_client("s3"), store_settings().data_bucket)


@lru_cache(maxsize=1)
def job_queue() -> "SqsQueue":
    """The scraping queue."""
    from inkscout.adapters.sqs_queue import SqsQueue
    from inkscout.settings import QueueSettings

    return SqsQueue(aws_client("sqs"), QueueSettings().jobs_queue_url)


@lru_cache(maxsize=1)
def job_inbox() -> "SqsInbox":
    """The receiving end of the scraping queue."""
    from inkscout.adapters.sqs_inbox import SqsInbox
    from inkscout.settings import QueueSettings

    return SqsInbox(aws_client("sqs"), QueueSettings().jobs_queue_url)


@lru_cache(maxsize=1)
def events() -> "EventBridgeEvents":
    """Announcements on the account's default event bus."""
    from inkscout.adapters.eventbridge_events import EventBridgeEvents

    return EventBridgeEvents(aws_client("events"))


def secret(arn: str, stage: str = "AWSCURRENT") -> str:
    """The value of a secret, in the version with the label.

    Raises:
        SecretUnavailable: the secret is missing, empty or not readable.
    """
    from inkscout.adapters.secrets import read_secret

    return read_secret(aws_client("secretsmanager"), arn, stage)


def fetch_policy() -> "FetchPolicy":
    """What may be fetched from websites and how fast, as the settings say."""
    from inkscout.settings import WebSettings
    from inkscout.web.egress import EgressRule
    from inkscout.web.policy import FetchPolicy, PacePolicy

    web = WebSettings()
    proxies = tuple(
        url.strip() for url in web.upstream_proxy_urls.get_secret_value().split(",") if url.strip()
    )
    ports = frozenset(int(port) for port in web.extra_website_ports.split(",") if port)
    return FetchPolicy(
        contact=web.crawler_contact,
        egress=EgressRule(ports),
        pace=PacePolicy(min_delay_seconds=web.min_delay_seconds),
        proxies=proxies,
    )


@lru_cache(maxsize=1)
def start_run() -> "Callable[[StartRunRequest], StartRunResult]":
    """StartRun with its ports."""
    from inkscout.adapters.executions import StepFunctionsExecutions
    from inkscout.usecases.start_run import start_run as step

    return partial(
        step,
        ledger=ledger(),
        executions=StepFunctionsExecutions(aws_client("stepfunctions")),
        plan_areas=plan_areas(),
    )


@lru_cache(maxsize=1)
def place_sources() -> "PlaceSources":
    """The configured sources of places, and the geocoder."""
    from inkscout.adapters.place_sources import PlaceSources
    from inkscout.discovery.spend import prices
    from inkscout.settings import PlacesSettings

    return PlaceSources(
        settings=PlacesSettings(), secret=secret, memory=memory(), clock=clock(), prices=prices()
    )


@lru_cache(maxsize=1)
def plan_areas() -> "Callable[[Sequence[RegionInput]], list[SearchArea]]":
    """The plan of a run's search areas; without a Google key, regions must be given as geometry."""
    from inkscout.usecases.plan_areas import plan_areas as plan

    return partial(plan, geocoder=place_sources(), memory=memory())


@lru_cache(maxsize=1)
def discover_studios() -> "Callable[[DiscoverStudiosRequest], DiscoverStudiosResult]":
    """DiscoverStudios with its ports."""
    from inkscout.discovery.spend import Budgets
    from inkscout.usecases.discover_studios import Discovery
    from inkscout.usecases.discover_studios import discover_studios as step

    sources = place_sources()
    limits = Budgets(run_usd=sources.settings.run_budget_usd, day_usd=sources.settings.day_budget_usd)
    deps = Discovery(
        open_sources=sources,
        directory=directory(),
        ledger=ledger(),
        memory=memory(),
        lake=lake(),
        clock=clock(),
        prices=sources.prices,
        budgets=limits,
    )
    return partial(step, deps=deps)


@lru_cache(maxsize=1)
def plan_visits() -> "Callable[[PlanVisitsRequest], PlanVisitsResult]":
    """PlanVisits with its ports."""
    from inkscout.usecases.plan_visits import plan_visits as step

    return partial(
        step,
        directory=directory(),
        ledger=ledger(),
        memory=memory(),
        manifests=manifests(),
        bucket=store_settings().data_bucket,
        clock=clock(),
    )


@lru_cache(maxsize=1)
def find_artists() -> "Callable[[FindArtistsRequest], Coroutine[Any, Any, FindArtistsResult]]":
    """FindArtists with its ports; each call opens its own connections to websites."""
    from inkscout.adapters.http_fetcher import HttpFetcher
    from inkscout.settings import WebSettings
    from inkscout.usecases.find_artists import SiteVisits
    from inkscout.usecases.find_artists import find_artists as step

    web = WebSettings()
    deps = SiteVisits(
        directory=directory(),
        ledger=ledger(),
        memory=redacting_memory(),
        lake=redacting_lake(),
        denylist=denylist(),
        clock=clock(),
        max_pages=web.max_pages_per_site,
        seconds=web.seconds_per_site,
    )

    async def call(request: "FindArtistsRequest") -> "FindArtistsResult":
        async with HttpFetcher(fetch_policy(), memory=deps.memory, clock=deps.clock) as fetcher:
            return await step(request, fetcher=fetcher, deps=deps)

    return call


@lru_cache(maxsize=1)
def queue_scraping() -> "Callable[[QueueScrapingRequest], FleetPlan]":
    """QueueScraping with its ports."""
    from inkscout.usecases.queue_scraping import queue_scraping as step

    return partial(step, ledger=ledger(), directory=directory(), denylist=denylist(), queue=job_queue())


@lru_cache(maxsize=1)
def check_progress() -> "Callable[[CheckProgressRequest], FleetPlan]":
    """CheckProgress with its ports."""
    from inkscout.usecases.check_progress import check_progress as step

    return partial(step, ledger=ledger(), queue=job_queue())


@lru_cache(maxsize=1)
def finish_run() -> "Callable[[FinishRunRequest], RunSummary]":
    """FinishRun with its ports."""
    from inkscout.usecases.discovery_summary import discovery_summary
    from inkscout.usecases.enforce_removals import enforce_removals
    from inkscout.usecases.expire_facts import expire_facts
    from inkscout.usecases.export_directory import export_directory
    from inkscout.usecases.finish_run import finish_run as step

    return partial(
        step,
        ledger=ledger(),
        events=events(),
        clock=clock(),
        export=partial(export_directory, directory=directory(), manifests=manifests(), clock=clock()),
        discovery=partial(discovery_summary, ledger=ledger()),
        expire=partial(expire_facts, directory=directory(), clock=clock()),
        enforce=partial(enforce_removals, directory=directory(), denylist=denylist()),
    )


@lru_cache(maxsize=1)
def record_failure() -> "Callable[[RecordFailureRequest], RecordFailureResult]":
    """RecordFailure with its ports."""
    from inkscout.usecases.record_failure import record_failure as step

    return partial(step, ledger=ledger(), events=events(), clock=clock())


@lru_cache(maxsize=1)
def start_scan() -> "Callable[[StartScanRequest], StartScanResult]":
    """StartScan with its ports."""
    from inkscout.usecases.start_scan import start_scan as step

    return partial(step, directory=directory(), memory=memory(), clock=clock())


@lru_cache(maxsize=1)
def finish_scan() -> "Callable[[FinishScanRequest], Scan]":
    """FinishScan with its ports."""
    from inkscout.usecases.finish_scan import finish_scan as step

    return partial(step, ledger=ledger(), memory=memory(), clock=clock())
