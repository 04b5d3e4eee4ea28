"""Summarises a run, releases its lease and emits the summary's figures as metrics."""

from typing import Any

from inkscout.bootstrap import pipeline
from inkscout.contracts.base import parse
from inkscout.contracts.finish_run import FinishRunRequest
from inkscout.observability import emit
from inkscout.usecases.runs.run_metrics import run_metrics


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    summary = pipeline.finish_run()(parse(FinishRunRequest, event))
    emit(run_metrics(summary))
    return summary.model_dump(mode="json")
