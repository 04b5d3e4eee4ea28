"""Releases on the emulator: an image before the revision that names it, and nothing left of a failed one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient

from inkscout_cli.commands import deploy as command
from inkscout_deploy import artifacts, first_time, image
from inkscout_deploy.account import Account, StageDeployment
from inkscout_deploy.errors import BadInput, DeployFailed
from inkscout_deploy.stages import StackSpec, Stage
from tests.support.emulator import CREDENTIALS, emulator

PARAMETERS = {
    "CrawlerContact": "operator@inkscout.example",
    "GoogleMapsSecretArn": "arn:aws:secretsmanager:x",
}
REPOSITORY = {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": "inkscout-dev-scraper"}}
FLEET = {
    "Parameters": {"ImageTag": {"Type": "String"}},
    "Resources": {
        "Repository": REPOSITORY,
        "Named": {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Name": "/image", "Type": "String", "Value": {"Ref": "ImageTag"}},
        },
    },
    "Outputs": {"ScraperRepositoryUri": {"Value": {"Fn::GetAtt": ["Repository", "RepositoryUri"]}}},
}
WRONG = {
    "Type": "AWS::Lambda::Function",
    "DependsOn": "Kept",
    "Properties": {
        "Runtime": "python3.12",
        "Handler": "index.handler",
        "Role": "arn:aws:iam::000000000000:role/any",
        "Code": {"ZipFile": "x = 1"},
        "Layers": ["arn:aws:lambda:eu-west-1:000000000000:layer:nowhere:1"],
    },
}
KEPT = {
    "Type": "AWS::S3::Bucket",
    "DeletionPolicy": "Retain",
    "Properties": {"BucketName": "kept-by-template"},
}


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with emulator() as endpoint:

        def client(service: str, _region: str) -> Any:
            return boto3.client(service, endpoint_url=endpoint, **CREDENTIALS)

        yield Account(client, CREDENTIALS["region_name"])


@pytest.fixture
def order(account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Records pushes and executed change sets of ``inkscout deploy`` with one stack."""
    done: list[str] = []
    call = BaseClient._make_api_call

    def recorded(self: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        if operation == "ExecuteChangeSet":
            done.append(parameters["StackName"])
        return call(self, operation, parameters)

    def push(ecr: Any, _repository: Path, uri: str, tag: str, _architecture: str) -> bool:
        done.append("push")
        ecr.put_image(repositoryName=uri.rpartition("/")[2], imageManifest="{}", imageTag=tag)
        return True

    infra = tmp_path / "infra"
    (infra / "stages").mkdir(parents=True)
    (infra / "stacks.json").write_text('{"stacks": [{"name": "fleet"}]}')
    (infra / "stages" / "dev.json").write_text(json.dumps({"parameters": PARAMETERS}))
    (infra / "fleet.yaml").write_text(json.dumps(FLEET))
    monkeypatch.setattr(BaseClient, "_make_api_call", recorded)
    monkeypatch.setattr(image, "push", push)
    monkeypatch.setattr(first_time, "make_service_roles", lambda _iam: [])
    monkeypatch.setattr(command, "PROJECT_ROOT", tmp_path)
    monkeypatch.setattr(command, "account_of", lambda _region: account)
    monkeypatch.setattr(command, "_look_ahead", lambda *_: None)
    monkeypatch.setattr(command, "build", lambda *_: {})
    return done


def test_an_image_is_pushed_before_the_revision_that_names_it(
    order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for tag, expected in (("one", ["inkscout-dev-fleet", "push"]), ("two", ["push", "inkscout-dev-fleet"])):
        order.clear()
        monkeypatch.setattr(artifacts, "image_tag", lambda *_, tag=tag: tag)
        command.deploy(stage="dev", yes=True)
        assert order == expected
    order.clear()
    monkeypatch.setattr(artifacts, "image_tag", lambda *_: "three")
    with pytest.raises(BadInput, match=r"Push .*inkscout-dev-scraper:three first"):
        command.deploy(stage="dev", yes=True, skip_image=True)
    assert order == []
    # The way back: an image that is there already is named by its tag, and none is built.
    command.deploy(stage="dev", yes=True, parameter=["ImageTag=one"])
    assert order == ["inkscout-dev-fleet"]


@pytest.mark.usefixtures("order")
def test_json_is_one_document_and_progress_stands_aside(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(artifacts, "image_tag", lambda *_: "four")
    command.deploy(stage="dev", yes=True, as_json=True)
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert (document["stage"], document["stacks"]["fleet"]) in {("dev", "created"), ("dev", "updated")}
    assert document["outputs"]["ScraperRepositoryUri"]
    assert "Stage dev in account" in said.err


def test_a_failed_release_leaves_nothing_that_has_it_refused_when_tried_again(
    account: Account, tmp_path: Path
) -> None:
    stage = Stage("retried", {"Stage": "retried"}, [StackSpec("tried")])
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "tried"}}

    def deploy(resources: dict[str, Any]) -> None:
        (tmp_path / "tried.yaml").write_text(json.dumps({"Resources": {"Topic": topic, **resources}}))
        StageDeployment(account, stage, tmp_path, lambda *_: True, poll_seconds=0.01).deploy()

    def buckets() -> set[str]:
        return {one["Name"] for one in account.client("s3", "").list_buckets()["Buckets"]}

    deploy({})
    with pytest.raises(DeployFailed):
        deploy({"Kept": KEPT, "Wrong": WRONG})
    assert "kept-by-template" not in buckets()
    deploy({"Kept": KEPT})
    assert "kept-by-template" in buckets()
