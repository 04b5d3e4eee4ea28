"""The bucket that code is deployed from: this account's own, closed, and without what no release uses."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from inkscout_deploy import artifact_bucket
from inkscout_deploy.account_packager import AccountPackager
from inkscout_deploy.artifact_bucket import ArtifactBucket
from inkscout_deploy.errors import DeployFailed
from inkscout_deploy.retained import retained
from tests.support.emulator import CREDENTIALS
from tests.support.stores import REGION

OWNER, NAME = "123456789012", "inkscout-dev-artifacts-123456789012-eu-west-1"
KEY = f"arn:aws:kms:{REGION}:{OWNER}:key/0"


@pytest.fixture
def s3(emulated: str) -> Iterator[Any]:
    client = boto3.client("s3", endpoint_url=emulated, **CREDENTIALS)
    yield client
    ArtifactBucket(client, NAME, OWNER).delete()


def packager(s3: Any) -> AccountPackager:
    return AccountPackager(s3, NAME, {}, owner=OWNER)


def test_every_call_names_the_account_that_has_to_own_the_bucket(s3: Any, tmp_path: Path) -> None:
    (tmp_path / "handler.py").write_text("x = 1\n")
    asked: list[tuple[str, dict[str, Any]]] = []
    s3.meta.events.register(
        "before-parameter-build.s3.*",
        lambda params, model, **_: asked.append((model.name, dict(params))),
    )
    found = packager(s3)
    found.ensure_bucket()
    found._upload(tmp_path)
    found.bucket.prune(found.used)
    found.bucket.delete()
    assert len({name for name, _ in asked}) >= 10
    without = {name for name, params in asked if params.get("ExpectedBucketOwner") != OWNER}
    assert without == {"CreateBucket"}, "which knows no owner, and fails where the name is taken"


@pytest.mark.parametrize("code", ["403", "AccessDenied"])
def test_a_bucket_of_another_account_is_never_deployed_from(code: str) -> None:
    s3 = boto3.client("s3", region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")
    with Stubber(s3) as stub:
        stub.add_client_error("head_bucket", code, http_status_code=403)
        with pytest.raises(DeployFailed, match=f"{NAME} belongs to another account"):
            packager(s3).ensure_bucket()
        stub.assert_no_pending_responses()


def test_a_name_that_another_account_takes_meanwhile_is_told_too() -> None:
    s3 = boto3.client("s3", region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")
    with Stubber(s3) as stub:
        stub.add_client_error("head_bucket", "404", http_status_code=404)
        stub.add_client_error("create_bucket", "BucketAlreadyExists", http_status_code=409)
        with pytest.raises(DeployFailed, match="belongs to another account"):
            packager(s3).ensure_bucket()


def test_data_of_a_stranger_s_bucket_is_not_taken_into_use() -> None:
    s3 = boto3.client("s3", region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")
    sts = boto3.client("sts", region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")
    body = {
        "Resources": {
            "Data": {
                "Type": "AWS::S3::Bucket",
                "DeletionPolicy": "Retain",
                "Properties": {
                    "BucketName": {"Fn::Sub": "inkscout-${Stage}-${AWS::AccountId}-${AWS::Region}"}
                },
            }
        }
    }
    with Stubber(s3) as stub, Stubber(sts) as identity:
        identity.add_response("get_caller_identity", {"Account": OWNER})
        identity.add_response("get_caller_identity", {"Account": OWNER})
        expected = {"Bucket": f"inkscout-dev-{OWNER}-{REGION}", "ExpectedBucketOwner": OWNER}
        stub.add_client_error("head_bucket", "403", http_status_code=403, expected_params=expected)
        assert retained(body, {"Stage": "dev"}, lambda service: {"s3": s3, "sts": sts}[service]) == []


def test_the_bucket_refuses_what_is_not_encrypted_on_its_way_and_lets_old_versions_go(s3: Any) -> None:
    packager(s3).ensure_bucket()
    [statement] = json.loads(s3.get_bucket_policy(Bucket=NAME)["Policy"])["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statement["Resource"] == [f"arn:aws:s3:::{NAME}", f"arn:aws:s3:::{NAME}/*"]
    [rule] = s3.get_bucket_lifecycle_configuration(Bucket=NAME)["Rules"]
    assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] == 30
    assert "Days" not in rule["Expiration"], "what a stack may be rolled back to does not go by its age"


def test_artifacts_are_encrypted_under_the_stage_s_key_once_there_is_one_unless_code_is_signed(
    s3: Any,
) -> None:
    def algorithm() -> dict[str, str]:
        [rule] = s3.get_bucket_encryption(Bucket=NAME)["ServerSideEncryptionConfiguration"]["Rules"]
        return dict(rule["ApplyServerSideEncryptionByDefault"])

    found = packager(s3)
    found.ensure_bucket()
    assert algorithm() == {"SSEAlgorithm": "AES256"}
    found.key_arn = KEY
    found.ensure_bucket()
    assert algorithm() == {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}
    found.signing_profile = "profile"
    found.ensure_bucket()
    assert algorithm() == {"SSEAlgorithm": "AES256"}


def test_old_artifacts_that_the_release_does_not_use_go_and_those_it_uses_stay(
    s3: Any, tmp_path: Path
) -> None:
    (tmp_path / "handler.py").write_text("x = 1\n")
    found = packager(s3)
    found.ensure_bucket()
    s3.put_object(Bucket=NAME, Key="before.zip", Body=b"the release before")
    used = found._upload(tmp_path)
    soon = datetime.now(UTC) + timedelta(days=artifact_bucket.UNUSED_DAYS - 1)
    late = datetime.now(UTC) + timedelta(days=artifact_bucket.UNUSED_DAYS + 1)
    assert found.bucket.prune(found.used, soon) == []
    assert found.bucket.prune(found.used, late) == ["before.zip"]
    assert [one["Key"] for one in s3.list_objects_v2(Bucket=NAME)["Contents"]] == [used]


def test_deleting_takes_every_version_and_the_bucket(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artifact_bucket, "_DELETED_AT_ONCE", 2)
    bucket = ArtifactBucket(s3, NAME, OWNER)
    bucket.ensure()
    for body in (b"one", b"two"):
        s3.put_object(Bucket=NAME, Key="a.zip", Body=body)
    s3.put_object(Bucket=NAME, Key="b.zip", Body=b"three")
    s3.delete_object(Bucket=NAME, Key="b.zip")
    assert bucket.delete()
    assert NAME not in {one["Name"] for one in s3.list_buckets()["Buckets"]}
    assert not bucket.delete()
