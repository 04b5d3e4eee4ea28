"""A stage that comes back adopts the key its data is encrypted with."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from inkscout_deploy import templates
from inkscout_deploy.errors import DeployFailed
from inkscout_deploy.retained import only, retained
from tests.support.project import INFRA

VALUES = {"Stage": "prod", "CustomerManagedKey": "true"}
ALIAS = "alias/inkscout-prod"


@pytest.fixture
def kms(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield boto3.client("kms")


@pytest.fixture
def key(kms: Any) -> str:
    made = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=ALIAS, TargetKeyId=made)
    return str(made)


def body() -> dict[str, Any]:
    return templates.read(INFRA / "security.yaml").body


def test_the_key_of_kept_data_is_imported_with_its_alias(key: str) -> None:
    found = retained(body(), VALUES, boto3.client)
    assert found == [
        {"ResourceType": kind, "LogicalResourceId": name, "ResourceIdentifier": identifier}
        for kind, name, identifier in (
            ("AWS::KMS::Key", "DataKey", {"KeyId": key}),
            ("AWS::KMS::Alias", "DataKeyAlias", {"AliasName": ALIAS}),
        )
    ]
    imported = json.loads(only(body(), found))["Resources"]
    assert {one["DeletionPolicy"] for one in imported.values()} == {"Retain"}, "CloudFormation asks for it"


def test_without_a_key_of_one_s_own_none_is_imported(key: str) -> None:
    assert retained(body(), {**VALUES, "CustomerManagedKey": "false"}, boto3.client) == []
    assert retained(body(), {"Stage": "prod"}, boto3.client) == []
    assert retained(body(), {**VALUES, "Stage": "dev"}, boto3.client) == []


def test_a_key_that_is_about_to_be_deleted_stops_the_deployment(kms: Any, key: str) -> None:
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=30)
    with pytest.raises(DeployFailed, match=r"PendingDeletion: aws kms cancel-key-deletion"):
        retained(body(), VALUES, boto3.client)


def test_everything_that_a_template_keeps_comes_back() -> None:
    from inkscout_deploy.retained import _LOOKUPS

    kept = {
        resource["Type"]
        for path in INFRA.glob("*.yaml")
        for resource in templates.read(path).body["Resources"].values()
        if isinstance(resource, dict) and resource.get("DeletionPolicy") == "Retain"
    }
    assert kept == _LOOKUPS.keys()
