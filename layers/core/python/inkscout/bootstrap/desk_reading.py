"""Composes what the desk shows: runs, visits, coverage and records, each when it is first used."""

from functools import lru_cache
from typing import TYPE_CHECKING

from inkscout.bootstrap import api, stores

if TYPE_CHECKING:
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


def execution_arn(run_id: str) -> str:
    """Returns the ARN of a run's execution, whose name is the run's id; empty without a pipeline."""
    machine = api.settings().directory_pipeline_arn
    return f"{machine.replace(':stateMachine:', ':execution:')}:{run_id}" if machine else ""
