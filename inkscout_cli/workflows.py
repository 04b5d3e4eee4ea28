"""State machines of a platform for commands: start, and follow to the end."""

import json
import time
from typing import Any

from inkscout.ports import Workflows
from inkscout_cli.choice import Reached
from inkscout_deploy.errors import PlatformError

_POLL_SECONDS = 1.0


def workflows(connection: Reached) -> Workflows:
    """Returns the port that starts scans and removals on a platform."""
    from inkscout.adapters.aws.step_functions import StepFunctionsWorkflows

    return StepFunctionsWorkflows(
        connection.client("stepfunctions"),
        pipeline_arn="",
        scan_arn=connection.outputs.get("ScanStudioArn", ""),
        removal_arn=connection.outputs.get("RemoveArtistArn", ""),
    )


def carried_out(connection: Reached, machine: str, document: dict[str, Any]) -> dict[str, Any]:
    """Starts a state machine, waits for its end, and returns its output.

    Raises:
        PlatformError: the execution did not succeed; the message has its error and cause.
    """
    client = connection.client("stepfunctions")
    arn = client.start_execution(stateMachineArn=machine, input=json.dumps(document))["executionArn"]
    while True:
        found = client.describe_execution(executionArn=arn)
        if found["status"] == "SUCCEEDED":
            return dict(json.loads(found.get("output") or "{}"))
        if found["status"] != "RUNNING":
            reason = ": ".join(filter(None, [found.get("error", ""), found.get("cause", "")]))
            name = arn.rsplit(":", 1)[-1]
            raise PlatformError(f"Execution {name} {found['status'].lower()}: {reason or 'no reason'}.")
        time.sleep(_POLL_SECONDS)
