"""One-time steps for an account or a stage that a CloudFormation template cannot express."""

import json
import time
from typing import Any

from inkscout.domain.snapshot import EntryKind
from inkscout_deploy.errors import DeployFailed

SERVICE_ROLES = ("ecs.amazonaws.com", "opensearchservice.amazonaws.com")
"""AWS services that refuse a cluster or a VPC domain until the account has their service-linked role.

An account has each role only once, so a template that created it would fail for the second stage.
"""

_FIRST = "first-"


def make_service_roles(iam: Any) -> list[str]:  # noqa: ANN401 - boto3 makes its clients at run time
    """Creates the service-linked roles that the account lacks; returns the services that got one.

    Raises:
        DeployFailed: IAM refuses to create a role.
    """
    return [service for service in SERVICE_ROLES if _made(iam, service)]


def mark_name(stage: str) -> str:
    """Name of the parameter that keeps by which execution each search index of a stage was begun."""
    return f"/inkscout/{stage}/first-indexes"


def fill_first_indexes(
    stepfunctions: Any,  # noqa: ANN401 - as above
    ssm: Any,  # noqa: ANN401 - as above
    rebuild_arn: str,
    stage: str,
) -> list[str]:
    """Starts building each search index that was never built; returns the names of the started executions.

    Only functions inside the VPC reach the search domain, so the state machine for index rebuilds is used.
    Its executions show what was built already, so that a broken first deployment can be resumed. Step
    Functions deletes them after 90 days, so a parameter of the stage names them as well.
    """
    machine = stepfunctions.describe_state_machine(stateMachineArn=rebuild_arn)["creationDate"].isoformat()
    before = _mark(ssm, stage)
    # A stage whose stacks were deleted by hand has left its parameter; the indexes are gone with the machine.
    marked = dict(before) if before.get("machine") == machine else {"machine": machine}
    answer = stepfunctions.list_executions(stateMachineArn=rebuild_arn, maxResults=1000)
    begun = {
        one["name"]: str(one["executionArn"])
        for one in answer["executions"]
        if one["status"] in {"RUNNING", "SUCCEEDED"}
    }
    by_hand = [arn for name, arn in begun.items() if not name.startswith(_FIRST)]
    names = []
    for kind in EntryKind:
        if marked.get(kind.value) and not _failed(stepfunctions, marked[kind.value]):
            continue
        own = [arn for name, arn in begun.items() if name.startswith(f"{_FIRST}{kind.value}")]
        if by_hand or own:  # an operator who has rebuilt an index manages both
            marked[kind.value] = (own or by_hand)[0]
            continue
        # An execution's name, even a failed one's, cannot be reused for 90 days.
        name = f"{_FIRST}{kind.value}-{time.time_ns() // 1_000_000}"
        marked[kind.value] = stepfunctions.start_execution(
            stateMachineArn=rebuild_arn, name=name, input=json.dumps({"kind": kind.value})
        )["executionArn"]
        names.append(name)
    if marked != before:
        ssm.put_parameter(Name=mark_name(stage), Value=json.dumps(marked), Type="String", Overwrite=True)
    return names


def _mark(ssm: Any, stage: str) -> dict[str, str]:  # noqa: ANN401 - as above
    found = ssm.get_parameters(Names=[mark_name(stage)])["Parameters"]
    marked: dict[str, str] = json.loads(found[0]["Value"]) if found else {}
    return marked


def _failed(stepfunctions: Any, execution: str) -> bool:  # noqa: ANN401 - as above
    """Whether an execution is known to have failed; one that was forgotten had its alarm at the time."""
    from botocore.exceptions import ClientError

    try:
        status = stepfunctions.describe_execution(executionArn=execution)["status"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ExecutionDoesNotExist":
            return False
        raise
    return status not in {"RUNNING", "SUCCEEDED"}


def _made(iam: Any, service: str) -> bool:  # noqa: ANN401 - as above
    from botocore.exceptions import ClientError

    try:
        iam.create_service_linked_role(AWSServiceName=service)
    except ClientError as error:
        fault = error.response["Error"]
        if fault["Code"] == "InvalidInput" and "has been taken" in fault.get("Message", ""):
            return False
        raise DeployFailed(
            f"The role of {service} cannot be made: {fault.get('Message', fault['Code'])}"
        ) from error
    return True
