"""One-time steps for an account or a stage that no template can express."""

import json
import time
from typing import Any

from inkscout.domain.snapshot import EntryKind
from inkscout_deploy.errors import DeployFailed

SERVICE_ROLES = ("ecs.amazonaws.com", "opensearchservice.amazonaws.com")
"""Services that refuse a cluster or a domain in a VPC until the account holds their service-linked role.

An account has each of them once, so a template that made them would fail in the second stage.
"""

_FIRST = "first-"


def make_service_roles(iam: Any) -> list[str]:  # noqa: ANN401 - boto3 makes its clients at run time
    """Makes the service-linked roles that the account lacks; returns the services that got one.

    Raises:
        DeployFailed: IAM does not let this machine make them.
    """
    return [service for service in SERVICE_ROLES if _made(iam, service)]


def fill_first_indexes(stepfunctions: Any, rebuild_arn: str) -> list[str]:  # noqa: ANN401 - as above
    """Starts the building of each search index that was never built; returns the names of the executions.

    Only functions inside the VPC reach the domain, so the state machine that rebuilds an index makes it. Its
    executions say what was built, so a first deployment that broke anywhere is resumed by the next one.
    """
    answer = stepfunctions.list_executions(stateMachineArn=rebuild_arn, maxResults=1000)
    begun = [one["name"] for one in answer["executions"] if one["status"] in {"RUNNING", "SUCCEEDED"}]
    if any(not name.startswith(_FIRST) for name in begun):
        return []  # an operator has rebuilt an index, so both are theirs to look after
    names = []
    for kind in EntryKind:
        if any(name.startswith(f"{_FIRST}{kind.value}") for name in begun):
            continue
        # A name is taken for 90 days, also by an execution that failed.
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
