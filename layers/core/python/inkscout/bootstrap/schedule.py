"""Composes the starter of scheduled runs, for clusters that start them in place of EventBridge Scheduler."""

from typing import TYPE_CHECKING

from inkscout.bootstrap import stores

if TYPE_CHECKING:
    from inkscout.adapters.aws.step_functions import StepFunctionsWorkflows


def pipeline(arn: str) -> "StepFunctionsWorkflows":
    """Returns the starter of the directory pipeline with the ARN ``arn``, and of no other machine."""
    from inkscout.adapters.aws.step_functions import StepFunctionsWorkflows

    client = stores.aws_client("stepfunctions")
    return StepFunctionsWorkflows(client, pipeline_arn=arn, scan_arn="", removal_arn="")
