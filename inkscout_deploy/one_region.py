"""One region to a stage: IAM policies and the edge's distribution have one name in the whole account."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inkscout_deploy import templates
from inkscout_deploy.errors import BadInput
from inkscout_deploy.stages import Stage

Client = Callable[[str, str], Any]
"""A client by service and region; an empty region is the stage's own."""


def refuse_second_region(client: Client, stage: Stage, infra: Path, account: str, region: str) -> None:
    """Refuses a stage that another region of the account has already.

    Raises:
        BadInput: its boundary or its edge belongs to another region; says which and what to do.
    """
    from botocore.exceptions import ClientError

    _refuse_second_edge(client, stage, region)
    if stage.parameters.get("ExistingPermissionsBoundaryArn") or _stands(client, _security(stage), ""):
        return
    boundary = _boundary(infra, stage, region)
    iam = client("iam", "")
    try:
        iam.get_policy(PolicyArn=f"arn:{iam.meta.partition}:iam::{account}:policy/{boundary}")
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchEntity":
            return
        raise
    others = [one["RegionName"] for one in client("ec2", "").describe_regions()["Regions"]]
    for other in sorted(set(others) - {region}):
        if _stands(client, _security(stage), other):
            raise BadInput(
                f"Stage {stage.name} stands in {other}, and a stage has one region: its policy {boundary} "
                f"cannot be made twice. Choose another stage name for {region}, or destroy it there first."
            )
    raise BadInput(
        f"The policy {boundary} exists and belongs to no stack {_security(stage)}: delete it, or choose "
        "another stage name."
    )


def _refuse_second_edge(client: Client, stage: Stage, region: str) -> None:
    """The edge stands in one region for all, so a second one would take the first one's API away from it."""
    for spec in (spec for spec in stage.stacks if spec.region):
        stack = _stack(client, f"inkscout-{stage.name}-{spec.name}", spec.region) or {}
        values = {one["ParameterKey"]: one["ParameterValue"] for one in stack.get("Parameters", [])}
        before = re.search(r"\.execute-api\.([a-z0-9-]+)\.", values.get("ApiUrl", ""))
        if before and before[1] != region:
            raise BadInput(
                f"Stack inkscout-{stage.name}-{spec.name} serves the API of {before[1]}: choose another "
                f"stage name for {region}."
            )


def _security(stage: Stage) -> str:
    return f"inkscout-{stage.name}-security"


def _boundary(infra: Path, stage: Stage, region: str) -> str:
    resources = templates.read(infra / "security.yaml").body["Resources"]
    [policy] = [one for one in resources.values() if one["Type"] == "AWS::IAM::ManagedPolicy"]
    name = policy["Properties"]["ManagedPolicyName"]
    text = str(name["Fn::Sub"] if isinstance(name, dict) else name)
    return text.replace("${Stage}", stage.name).replace("${AWS::Region}", region)


def _stands(client: Client, name: str, region: str) -> bool:
    return _stack(client, name, region) is not None


def _stack(client: Client, name: str, region: str) -> dict[str, Any] | None:
    from botocore.exceptions import ClientError

    try:
        [stack] = client("cloudformation", region).describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in error.response["Error"]["Message"]:
            return None
        raise
    return None if stack["StackStatus"] == "DELETE_COMPLETE" else dict(stack)
