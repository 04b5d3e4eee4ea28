"""Checks the input of a run, takes the run's lease and returns the plan."""

from typing import Any

from inkscout.bootstrap import pipeline
from inkscout.contracts.base import parse
from inkscout.contracts.start_run import StartRunRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return pipeline.start_run()(parse(StartRunRequest, event)).model_dump(mode="json")
