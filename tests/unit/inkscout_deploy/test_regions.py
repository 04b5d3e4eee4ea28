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


@pytest.mark.parametrize(
    "spec", [StackSpec(name="search_access"), StackSpec(name="edge", region="us-east-1")]
)
def test_a_stack_at_home_does_not(spec: StackSpec) -> None:
    assert name_of("us-east-1", spec) == f"inkscout-prod-{spec.name.replace('_', '-')}"
