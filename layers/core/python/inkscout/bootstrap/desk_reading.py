"""Composes what the desk shows: runs, visits, coverage and records, each when it is first used."""

from functools import lru_cache
from typing import TYPE_CHECKING

from inkscout.bootstrap import api, stores

if TYPE_CHECKING:
    from inkscout.usecases.desk.browse_entries import BrowseEntries, ReadEntry
    from inkscout.usecases.desk.read_overview import ReadOverview
    from inkscout.usecases.discovery.browse_regions import BrowseRegions, ReadRegion
    from inkscout.usecases.runs.browse_runs import BrowseRuns
    from inkscout.usecases.runs.browse_visits import BrowseVisits, ReadVisit
    from inkscout.usecases.runs.run_progress import ReadRunProgress


@lru_cache(maxsize=1)
def browse_runs() -> "BrowseRuns":
    """Returns the BrowseRuns use case."""
    from inkscout.adapters.aws.step_functions import StepFunctionsExecutions
    from inkscout.usecases.runs.browse_runs import BrowseRuns

    executions = StepFunctionsExecutions(stores.aws_client("stepfunctions"))
    return BrowseRuns(stores.ledger(), executions, stores.clock())


@lru_cache(maxsize=1)
def read_run_progress() -> "ReadRunProgress":
    """Returns the ReadRunProgress use case."""
    from inkscout.usecases.runs.run_progress import ReadRunProgress

    return ReadRunProgress(stores.ledger(), api.execution_histories(), execution_arn, stores.clock())


@lru_cache(maxsize=1)
def browse_visits() -> "BrowseVisits":
    """Returns the BrowseVisits use case."""
    from inkscout.usecases.runs.browse_visits import BrowseVisits

    return BrowseVisits(stores.ledger(), stores.directory())


@lru_cache(maxsize=1)
def read_visit() -> "ReadVisit":
    """Returns the ReadVisit use case."""
    from inkscout.usecases.runs.browse_visits import ReadVisit

    return ReadVisit(stores.ledger(), stores.directory(), stores.lake())


@lru_cache(maxsize=1)
def read_overview() -> "ReadOverview":
    """Returns the ReadOverview use case, which serves ``/desk``."""
    from inkscout.adapters.aws.metric_reader import MetricReader
    from inkscout.adapters.aws.step_functions import StepFunctionsExecutions
    from inkscout.bootstrap import api_records, scraper
    from inkscout.usecases.desk.read_overview import OverviewPorts, ReadOverview

    metrics = MetricReader(stores.aws_client("cloudwatch"), stores.clock())
    return ReadOverview(
        OverviewPorts(
            figures=api.read_directory_figures(),
            ledger=stores.ledger(),
            removals=stores.removals(),
            held_people=lambda: len(stores.held_people().waiting()),
            dead_letters=lambda: scraper.dead_letters().waiting(),
            index_lag_ms=lambda: metrics.maximum("IndexLag"),
            feeds=lambda: api_records.list_feeds()(private=True).items,
            is_running=StepFunctionsExecutions(stores.aws_client("stepfunctions")).is_running,
            clock=stores.clock(),
        )
    )


@lru_cache(maxsize=1)
def browse_entries() -> "BrowseEntries":
    """Returns the BrowseEntries use case, which serves ``/desk/records``."""
    from inkscout.adapters.aws.dynamodb.hidden_entries import DynamoDbHiddenEntries
    from inkscout.usecases.desk.browse_entries import BrowseEntries

    hidden = DynamoDbHiddenEntries(stores.aws_client("dynamodb"), stores.store_settings().directory_table)
    return BrowseEntries(api.index(), hidden, stores.directory(), stores.clock())


@lru_cache(maxsize=1)
def read_entry() -> "ReadEntry":
    """Returns the ReadEntry use case, which serves ``/desk/records/{id}``."""
    from inkscout.usecases.desk.browse_entries import ReadEntry

    return ReadEntry(stores.directory(), api.index())


@lru_cache(maxsize=1)
def browse_regions() -> "BrowseRegions":
    """Returns the BrowseRegions use case, which serves ``/desk/coverage``."""
    from inkscout.usecases.discovery.browse_regions import BrowseRegions

    return BrowseRegions(stores.state_store())


@lru_cache(maxsize=1)
def read_region() -> "ReadRegion":
    """Returns the ReadRegion use case, which serves ``/desk/coverage/{key}``."""
    from inkscout.usecases.discovery.browse_regions import ReadRegion

    return ReadRegion(stores.state_store(), stores.directory())


def execution_arn(run_id: str) -> str:
    """Returns the ARN of a run's execution, whose name is the run's id; empty without a pipeline."""
    machine = api.settings().directory_pipeline_arn
    return f"{machine.replace(':stateMachine:', ':execution:')}:{run_id}" if machine else ""
