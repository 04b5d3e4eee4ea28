"""One stage in two regions: neither takes the other's stacks."""

from pathlib import Path

import pytest

from inkscout_deploy.account import Account, StageDeployment
from inkscout_deploy.stages import StackSpec, Stage


def name_of(home: str, spec: StackSpec) -> str:
    account = Account(lambda _service, _region: None, home)
    stage = Stage(name="prod", parameters={}, stacks=[spec])
    return StageDeployment(account, stage, Path(), lambda _name, _changes: True)._name(spec)


def test_a_stack_that_aws_wants_elsewhere_bears_the_region_of_its_stage() -> None:
    edge = StackSpec(name="edge", region="us-east-1")
    assert name_of("eu-west-1", edge) == "inkscout-prod-eu-west-1-edge"
    assert name_of("ap-southeast-2", edge) == "inkscout-prod-ap-southeast-2-edge"


def bucket_of(home: str, spec: StackSpec, stage: str = "prod") -> str:
    account = Account(lambda _service, _region: None, home)
    deployment = StageDeployment(account, Stage(stage, {}, [spec]), Path(), lambda _name, _changes: True)
    return deployment._bucket_name(spec, "123456789012")


def test_no_two_regions_of_a_stage_share_a_bucket_which_one_would_delete() -> None:
    edge, homes = StackSpec(name="edge", region="us-east-1"), ("eu-west-1", "ap-southeast-2", "us-east-1")
    made = [bucket_of(home, spec) for home in homes for spec in (edge, StackSpec(name="data"))]
    assert len(set(made)) == len(made) - 1, "at home in us-east-1 there is one region"
    assert bucket_of("eu-west-1", StackSpec(name="data")) == "inkscout-prod-artifacts-123456789012-eu-west-1"
    assert len(bucket_of("ap-southeast-2", edge, "a-stage-of-16-ch")) <= 63


@pytest.mark.parametrize(
    "spec", [StackSpec(name="search_access"), StackSpec(name="edge", region="us-east-1")]
)
def test_a_stack_at_home_does_not(spec: StackSpec) -> None:
    assert name_of("us-east-1", spec) == f"inkscout-prod-{spec.name.replace('_', '-')}"
