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


def fill_first_indexes(stepfunctions: Any, rebuild_arn: str) -> list[str]:  # noqa: ANN401 - as above
    """Starts building each search index that was never built; returns the names of the started executions.

    Only functions inside the VPC reach the search domain, so the state machine for index rebuilds is used.
    Its executions show what was built already, so that a broken first deployment can be resumed.
    """
    answer = stepfunctions.list_executions(stateMachineArn=rebuild_arn, maxResults=1000)
    begun = [one["name"] for one in answer["executions"] if one["status"] in {"RUNNING", "SUCCEEDED"}]
    if any(not name.startswith(_FIRST) for name in begun):
        return []  # an operator has rebuilt an index and now manages both
    names = []
    for kind in EntryKind:
        if any(name.startswith(f"{_FIRST}{kind.value}") for name in begun):
            continue
        # An execution's name, even a failed one's, cannot be reused for 90 days.
        name = f"{_FIRST}{kind.value}-{time.time_ns() // 1_000_000}"
        stepfunctions.start_execution(
            stateMachineArn=rebuild_arn, name=name, input=json.dumps({"kind": kind.value})
        )
        names.append(name)
    return names


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
