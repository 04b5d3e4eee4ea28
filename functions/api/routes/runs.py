"""Routes of ``/v1/runs``."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from functions.api.routes import parameters as p
from functions.api.routes.answers import OPERATOR, documented, fresh, new_router
from inkscout.bootstrap import api
from inkscout.contracts.api.operations import RunDetail, RunList, RunStarted
from inkscout.contracts.start_run import RunInput

router = new_router()

RunId = Annotated[
    str, Path(min_length=1, max_length=80, pattern="^[A-Za-z0-9_:.-]+$", description="a run's id")
]


@router.post(
    "/v1/runs",
    summary="Start a run",
    operation_id="startRun",
    status_code=202,
    **OPERATOR,
    responses=documented(403, 409, 415, 503, status=202, ok="The run was started."),
)
def start_run(body: Annotated[RunInput, Body()]) -> Response[RunStarted]:
    """Starts the directory pipeline for the given regions; only one run may be active at a time."""
    return fresh(api.launch_run()(body), 202)


@router.get(
    "/v1/runs",
    summary="The newest runs",
    operation_id="listRuns",
    **OPERATOR,
    responses=documented(403, 503, ok="The runs, newest first."),
)
def list_runs(limit: p.Limit = 20) -> Response[RunList]:
    """Lists the newest runs recorded in the run ledger."""
    return fresh(api.list_runs()(limit))


@router.get(
    "/v1/runs/<run_id>",
    summary="One run's progress",
    operation_id="getRun",
    **OPERATOR,
    responses=documented(403, 404, 503, ok="The run."),
)
def get_run(run_id: RunId) -> Response[RunDetail]:
    """Returns visits by outcome, jobs by state, coverage, spend, and the summary once the run has ended."""
    return fresh(api.get_run()(run_id))
