"""Writes the manifest that lists the websites a run reads."""

from typing import Any

from inkscout.bootstrap import pipeline
from inkscout.contracts.base import parse
from inkscout.contracts.plan_visits import PlanVisitsRequest


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Parses the event, calls the use case and returns its result as JSON; errors propagate."""
    return pipeline.plan_visits()(parse(PlanVisitsRequest, event)).model_dump(mode="json")
