"""A deployed stage is found by its stacks, and what is missing is told in one sentence."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

from inkscout_cli import choice, deployed
from inkscout_deploy.aws_errors import sentence
from inkscout_deploy.errors import BadInput, PlatformError

REGION = "eu-west-1"


class Stacks:
    """Stacks of an account by region, as CloudFormation describes them."""

    def __init__(self) -> None:
        self._by_region: dict[str, list[dict[str, Any]]] = {}

    def __call__(self, region: str) -> list[dict[str, Any]]:
        return self._by_region.get(region, [])

    def add(self, name: str, region: str = REGION, *, outputs: dict[str, str], **parameters: str) -> None:
        described = {
            "StackName": name,
            "StackStatus": "CREATE_COMPLETE",
            "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
            "Outputs": [{"OutputKey": k, "OutputValue": v} for k, v in outputs.items()],
        }
        self._by_region.setdefault(region, []).append(described)


@pytest.fixture
def stacks(monkeypatch: pytest.MonkeyPatch) -> Stacks:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    found = Stacks()
    monkeypatch.setattr(deployed, "_stacks", found)
    monkeypatch.setattr(deployed, "use_variables", dict)
    return found


def test_a_stage_is_found_by_its_stacks_and_no_other_s(stacks: Stacks) -> None:
    stacks.add("inkscout-prod-data", outputs={"DirectoryTable": "prod-table"}, Stage="prod")
    stacks.add("inkscout-prod-api", outputs={"ApiUrl": "https://api"}, Stage="prod", EdgeInFront="false")
    stacks.add("inkscout-dev-data", outputs={"DirectoryTable": "dev-table"}, Stage="dev")
    with deployed.reached("prod", REGION) as stage:
        assert stage.outputs["DirectoryTable"] == "prod-table"
        assert stage.api_url == "https://api"
        assert stage.variables()["DIRECTORY_TABLE"] == "prod-table"
        assert stage.variables()["AWS_REGION"] == REGION
        with pytest.raises(PlatformError, match="its stack pipeline is missing"):
            _ = stage.state_machine
    with (
        pytest.raises(PlatformError, match=r"no stage staging in eu-west-1. Stages there: dev, prod"),
        deployed.reached("staging", REGION),
    ):
        pass


def test_public_routes_of_a_stage_behind_the_edge_are_asked_through_it(stacks: Stacks) -> None:
    stacks.add("inkscout-prod-api", outputs={"ApiUrl": "https://api"}, Stage="prod", EdgeInFront="true")
    stacks.add("inkscout-prod-eu-west-1-edge", "us-east-1", outputs={"EdgeUrl": "https://edge"}, Stage="prod")
    with deployed.reached("prod", REGION) as stage:
        assert stage.api_url == "https://edge"


@pytest.mark.usefixtures("stacks")
def test_the_region_is_the_given_one_else_that_of_aws_region(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="Give --region, or set AWS_REGION"):
        deployed.aws_region("")
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    assert deployed.aws_region("") == "eu-north-1"
    assert deployed.aws_region("eu-west-3") == "eu-west-3"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NoCredentialsError(), "aws sso login"),
        (ClientError({"Error": {"Code": "ExpiredToken"}}, "DescribeStacks"), "have expired"),
        (
            ClientError({"Error": {"Code": "AccessDenied", "Message": "not you"}}, "DescribeStacks"),
            "may not call DescribeStacks: not you.",
        ),
        (ClientError({"Error": {"Code": "InvalidClientTokenId"}}, "DescribeStacks"), "does not accept"),
        (EndpointConnectionError(endpoint_url="https://nowhere"), "AWS does not answer"),
        (ClientError({"Error": {"Code": "ValidationError"}}, "DescribeStacks"), ""),
    ],
)
def test_a_refusal_of_aws_is_one_sentence(error: Any, said: str) -> None:
    assert said in sentence(error)
    assert bool(sentence(error)) is bool(said)


def test_a_stage_and_a_local_platform_exclude_each_other() -> None:
    with pytest.raises(BadInput, match="leave out --world, --live and --state"):
        choice.chosen(None, live=True, state=None, stage="prod", region="")
    with pytest.raises(BadInput, match="give --stage too"):
        choice.chosen(None, live=False, state=None, stage="", region=REGION)
