"""A template may ask whether its stack is there already, which by itself is no change."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from inkscout_deploy import templates
from inkscout_deploy.deployer import Deployer, StackChange
from inkscout_deploy.packager import Packager

TEMPLATE = """
Parameters:
  StackExists: { Type: String, Default: "false" }
  Word: { Type: String }
Resources:
  Said: { Type: AWS::SSM::Parameter, Properties: { Name: said, Type: String, Value: !Ref Word } }
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    file = tmp_path / "infra" / "said.yaml"
    file.parent.mkdir()
    file.write_text(TEMPLATE)
    with mock_aws():
        yield file


def bring(path: Path, word: str) -> tuple[StackChange, str]:
    """Deploys the template; what changed, and what the stack was told about itself."""
    cloudformation = boto3.client("cloudformation")
    deployer = Deployer(cloudformation, Packager(boto3.client("s3"), "artifacts"), "test")
    deployment = deployer.deploy([templates.read(path)], {"Word": word})
    (stack,) = cloudformation.describe_stacks(StackName="test-said")["Stacks"]
    told = {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]}
    return deployment.changes["said"], told["StackExists"]


def test_a_stack_is_told_that_it_exists_from_its_first_change_on(path: Path) -> None:
    assert bring(path, "one") == (StackChange.CREATED, "false")
    assert bring(path, "one") == (StackChange.UNCHANGED, "false")
    assert bring(path, "two") == (StackChange.UPDATED, "true")
    assert bring(path, "two") == (StackChange.UNCHANGED, "true")
