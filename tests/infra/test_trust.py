"""Services and deployments that are let in: for how long, from which resource, under which condition."""

from typing import Any

import pytest
import yaml

from inkscout_deploy.account import _hinted
from inkscout_deploy.errors import DeployFailed
from tests.support.project import INFRA, ROOT, resources, template


def deploy_job() -> dict[str, Any]:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    job: dict[str, Any] = workflow["jobs"]["deploy"]
    return job


def test_the_credentials_of_a_deployment_outlive_its_job() -> None:
    """A first deployment takes longer than the hour that is the action's default."""
    job = deploy_job()
    [step] = [one for one in job["steps"] if "configure-aws-credentials" in one.get("uses", "")]
    seconds = step["with"]["role-duration-seconds"]
    assert seconds >= job["timeout-minutes"] * 60
    role = (INFRA / "examples" / "github_deploy_role.yaml").read_text()
    assert f"MaxSessionDuration: {seconds}" in role, "IAM refuses a longer session than the role allows"


def test_no_service_may_call_a_function_for_any_resource() -> None:
    found = resources("AWS::Lambda::Permission")
    assert found
    for logical_id, permission in found.items():
        assert permission["Properties"].get("SourceArn"), logical_id


def test_no_condition_of_the_key_drops_events_in_silence() -> None:
    """EventBridge says no source account to an encrypted topic, so such a condition drops its events."""
    statements = template("security")["Resources"]["DataKey"]["Properties"]["KeyPolicy"]["Statement"]
    for statement in statements:
        services = statement["Principal"].get("Service", [])
        names = services if isinstance(services, list) else [services]
        assert "events.amazonaws.com" not in str(names) or "aws:SourceAccount" not in str(statement)
    alerted = [one for one in statements if "cloudwatch.amazonaws.com" in str(one["Principal"])]
    assert len(alerted) == 1, "alarms reach an encrypted topic"
    targets = [
        target for rule in resources("AWS::Events::Rule").values() for target in rule["Properties"]["Targets"]
    ]
    assert not [target for target in targets if "Topic" in str(target["Arn"])], (
        "a rule to a topic needs a statement without the condition"
    )


@pytest.mark.parametrize("action", ["iam:CreatePolicyVersion", "iam:DeletePolicyVersion"])
def test_a_refused_change_of_the_boundary_is_told_with_what_to_do(action: str) -> None:
    text = f"security.yaml: PermissionsBoundary: User is not authorized to perform: {action} on resource"
    told = str(_hinted(DeployFailed(text)))
    assert told.startswith(text)
    assert "deploy this release once as an administrator" in told
    other = DeployFailed("data.yaml: DirectoryTable: limit exceeded")
    assert _hinted(other) is other
