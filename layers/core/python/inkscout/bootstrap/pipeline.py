"""Composes the steps of the directory pipeline and of the scan of one website."""

from collections.abc import Callable, Coroutine, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from inkscout.bootstrap.stores import (
    aws_client,
    clock,
    denylist,
    directory,
    events,
    fetch_policy,
    held_people,
    job_queue,
    ledger,
    manifests,
    reading_host,
    redacting_lake,
    redacting_state_store,
    redactor,
    secret,
    state_store,
    store_settings,
)

if TYPE_CHECKING:
    from inkscout.adapters.places.place_sources import PlaceSources
    from inkscout.contracts.check_progress import CheckProgressRequest
    from inkscout.contracts.discover_studios import DiscoverStudiosRequest, DiscoverStudiosResult, SearchArea
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
    from inkscout.usecases.discovery.price_regions import PriceRegionsPorts


@lru_cache(maxsize=1)
def start_run() -> "Callable[[StartRunRequest], StartRunResult]":
    """Returns the StartRun use case with its adapters."""
    from inkscout.adapters.aws.step_functions import StepFunctionsExecutions
    from inkscout.usecases.runs.start_run import StartRunPorts
    from inkscout.usecases.runs.start_run import start_run as step

    return partial(
        step,
        deps=StartRunPorts(
            ledger=ledger(),
            executions=StepFunctionsExecutions(aws_client("stepfunctions")),
            plan_areas=plan_areas(),
        ),
    )


@lru_cache(maxsize=1)
def place_sources() -> "PlaceSources":
    """Returns the factory of the configured place sources and of the geocoder."""
    from inkscout.adapters.places.place_sources import PlaceSources
    from inkscout.discovery.spend import prices
    from inkscout.settings import PlacesSettings

    return PlaceSources(
        settings=PlacesSettings(), secret=secret, state_store=state_store(), clock=clock(), prices=prices()
    )


def price_regions_ports() -> "PriceRegionsPorts":
    """Returns the adapters that a dry run prices regions with."""
    from inkscout.usecases.discovery.price_regions import PriceRegionsPorts

    sources = place_sources()
    return PriceRegionsPorts(
        open_sources=sources, state_store=state_store(), clock=clock(), prices=sources.prices
    )


@lru_cache(maxsize=1)
def plan_areas() -> "Callable[[Sequence[RegionInput]], list[SearchArea]]":
    """Returns the planner of a run's search areas.

    Without a Google key, regions must be given as geometry.
    """
    from inkscout.usecases.discovery.plan_areas import plan_areas as plan

    return partial(plan, geocoder=place_sources(), state_store=state_store())


@lru_cache(maxsize=1)
def discover_studios() -> "Callable[[DiscoverStudiosRequest], DiscoverStudiosResult]":
    """Returns the DiscoverStudios use case with its adapters."""
    from inkscout.discovery.spend import Budgets
    from inkscout.usecases.discovery.discover_studios import DiscoverStudiosPorts
    from inkscout.usecases.discovery.discover_studios import discover_studios as step

    sources = place_sources()
    limits = Budgets(run_usd=sources.settings.run_budget_usd, day_usd=sources.settings.day_budget_usd)
    deps = DiscoverStudiosPorts(
        open_sources=sources,
        directory=directory(),
        ledger=ledger(),
        state_store=state_store(),
        lake=redacting_lake(),
        redactor=redactor(),
        clock=clock(),
        prices=sources.prices,
        budgets=limits,
    )
    return partial(step, deps=deps)


@lru_cache(maxsize=1)
def plan_visits() -> "Callable[[PlanVisitsRequest], PlanVisitsResult]":
    """Returns the PlanVisits use case with its adapters."""
    from inkscout.usecases.visits.plan_visits import PlanVisitsPorts
    from inkscout.usecases.visits.plan_visits import plan_visits as step

    return partial(
        step,
        deps=PlanVisitsPorts(
            directory=directory(),
            ledger=ledger(),
            state_store=state_store(),
            manifests=manifests(),
            bucket=store_settings().data_bucket,
            clock=clock(),
        ),
    )


@lru_cache(maxsize=1)
def find_artists() -> "Callable[[FindArtistsRequest], Coroutine[Any, Any, FindArtistsResult]]":
    """Returns the FindArtists use case with its adapters.

    Each call opens its own HTTP connections and its own processes for reading pages.
    """
    from inkscout.adapters.reading.reader import ProcessReader
    from inkscout.adapters.web.http_fetcher import HttpFetcher
    from inkscout.adapters.working_clock import WorkingClock
    from inkscout.settings import WebSettings
    from inkscout.usecases.visits.find_artists import FindArtistsPorts
    from inkscout.usecases.visits.find_artists import find_artists as step

    web = WebSettings()
    state_store, lake = redacting_state_store(), redacting_lake()

    async def call(request: "FindArtistsRequest") -> "FindArtistsResult":
        async with ProcessReader(reading_host()) as reader, WorkingClock() as stopwatch:
            deps = FindArtistsPorts(
                open_fetcher=lambda websites: HttpFetcher(
                    fetch_policy(),
                    state_store=state_store,
                    clock=clock(),
                    stopwatch=stopwatch,
                    websites=websites,
                ),
                directory=directory(),
                ledger=ledger(),
                state_store=state_store,
                lake=lake,
                denylist=denylist(),
                held_people=held_people(),
                reader=reader,
                clock=clock(),
                stopwatch=stopwatch,
                max_pages=web.max_pages_per_site,
                seconds=web.seconds_per_site,
                least_confidence=web.publish_confidence,
            )
            return await step(request, deps=deps)

    return call


@lru_cache(maxsize=1)
def queue_scraping() -> "Callable[[QueueScrapingRequest], FleetPlan]":
    """Returns the QueueScraping use case with its adapters."""
    from inkscout.settings import ExternalFleetSettings, FleetSizeSettings
    from inkscout.usecases.visits.external_fleet import ExternalFleet
    from inkscout.usecases.visits.queue_scraping import QueueScrapingPorts
    from inkscout.usecases.visits.queue_scraping import queue_scraping as step

    chosen = ExternalFleetSettings()
    fleet = ExternalFleet(
        clock=clock(),
        look_seconds=chosen.fleet_look_seconds,
        stall_seconds=chosen.fleet_stall_seconds,
        deadline_seconds=chosen.fleet_deadline_seconds,
    )
    return partial(
        step,
        deps=QueueScrapingPorts(
            ledger=ledger(),
            directory=directory(),
            denylist=denylist(),
            queue=job_queue(),
            external=fleet if chosen.fleet_mode == "external" else None,
            max_workers=FleetSizeSettings().fleet_max_workers,
        ),
    )


@lru_cache(maxsize=1)
def check_progress() -> "Callable[[CheckProgressRequest], FleetPlan]":
    """Returns the CheckProgress use case with its adapters."""
    from inkscout.settings import FleetSizeSettings
    from inkscout.usecases.visits.check_progress import CheckProgressPorts
    from inkscout.usecases.visits.check_progress import check_progress as step

    most = FleetSizeSettings().fleet_max_workers
    ports = CheckProgressPorts(ledger=ledger(), queue=job_queue(), clock=clock(), max_workers=most)
    return partial(step, deps=ports)


@lru_cache(maxsize=1)
def finish_run() -> "Callable[[FinishRunRequest], RunSummary]":
    """Returns the FinishRun use case with its adapters."""
    from inkscout.usecases.directory.enforce_removals import enforce_removals
    from inkscout.usecases.directory.expire_facts import expire_facts
    from inkscout.usecases.directory.export_directory import export_directory
    from inkscout.usecases.discovery.discovery_summary import discovery_summary
    from inkscout.usecases.runs.finish_run import FinishRunPorts
    from inkscout.usecases.runs.finish_run import finish_run as step

    return partial(
        step,
        deps=FinishRunPorts(
            ledger=ledger(),
            events=events(),
            clock=clock(),
            export=partial(export_directory, directory=directory(), manifests=manifests(), clock=clock()),
            discovery=partial(discovery_summary, ledger=ledger()),
            expire=partial(expire_facts, directory=directory(), clock=clock()),
            enforce=partial(enforce_removals, directory=directory(), denylist=denylist()),
        ),
    )


@lru_cache(maxsize=1)
def record_failure() -> "Callable[[RecordFailureRequest], RecordFailureResult]":
    """Returns the RecordFailure use case with its adapters."""
    from inkscout.usecases.runs.record_failure import RecordFailurePorts
    from inkscout.usecases.runs.record_failure import record_failure as step

    return partial(step, deps=RecordFailurePorts(ledger=ledger(), events=events(), clock=clock()))


@lru_cache(maxsize=1)
def start_scan() -> "Callable[[StartScanRequest], StartScanResult]":
    """Returns the StartScan use case with its adapters."""
    from inkscout.usecases.runs.start_scan import StartScanPorts
    from inkscout.usecases.runs.start_scan import start_scan as step

    return partial(step, deps=StartScanPorts(directory=directory(), state_store=state_store(), clock=clock()))


@lru_cache(maxsize=1)
def finish_scan() -> "Callable[[FinishScanRequest], Scan]":
    """Returns the FinishScan use case with its adapters."""
    from inkscout.usecases.runs.finish_scan import FinishScanPorts
    from inkscout.usecases.runs.finish_scan import finish_scan as step

    return partial(step, deps=FinishScanPorts(ledger=ledger(), state_store=state_store(), clock=clock()))
