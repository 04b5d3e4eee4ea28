"""Functions that prove backups: they find faults, AWS Backup hears of them, and their roles allow no more."""

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient

from tests.infra.test_function_roles import asked, handle, hold
from tests.support.deployed import ACCOUNT, REGION
from tests.support.iam import Need, needs, plain

__all__ = ["asked"]  # a fixture

PLAN = "inkscout_dev"
PLAN_ARN = f"arn:aws:backup:{REGION}:{ACCOUNT}:restore-testing-plan:{PLAN}-0f0f"
TABLES = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/"
RESTORED = "awsbackup-restore-test-1"


class Vault:
    """Answers of AWS Backup, which moto does not have: one restore test, and copies of an age in hours."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, found: set[Need]) -> None:
        self.concluded: list[dict[str, Any]] = []
        self.source, self.plan, self.copies, self.tests = (
            "inkscout-dev-directory",
            PLAN_ARN,
            [30.0, 3.0],
            [200.0],
        )
        self.now = datetime.now(UTC)
        call = BaseClient._make_api_call

        def answered(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
            if client.meta.service_model.signing_name != "backup":
                return call(client, operation, parameters)
            for action, resource in needs("backup", operation, parameters, REGION, ACCOUNT):
                found.add(plain((action, resource)))
            return getattr(self, operation)(**parameters)

        monkeypatch.setattr(BaseClient, "_make_api_call", answered)
        monkeypatch.setenv("RESTORE_TESTING_PLAN", PLAN)
        monkeypatch.setenv("RESTORE_TESTING_PLAN_ARN", PLAN_ARN)
        monkeypatch.setenv("TABLES_ARN_PREFIX", TABLES)
        monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Inkscout")

    def _before(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    def _job(self) -> dict[str, Any]:
        return {
            "RestoreJobId": "j-1",
            "SourceResourceArn": f"{TABLES}{self.source}",
            "CreatedResourceArn": f"{TABLES}{RESTORED}",
            "CreatedBy": {"RestoreTestingPlanArn": self.plan},
        }

    def DescribeRestoreJob(self, **_: Any) -> dict[str, Any]:  # noqa: N802 - the name of the operation
        return self._job()

    def PutRestoreValidationResult(self, **said: Any) -> dict[str, Any]:  # noqa: N802 - as above
        self.concluded.append(said)
        return {}

    def ListRecoveryPointsByResource(self, **_: Any) -> dict[str, Any]:  # noqa: N802 - as above
        points = [{"CreationDate": self._before(hours), "Status": "COMPLETED"} for hours in self.copies]
        return {"RecoveryPoints": [*points, {"CreationDate": self.now, "Status": "PARTIAL"}]}

    def ListRestoreJobs(self, **_: Any) -> dict[str, Any]:  # noqa: N802 - as above
        jobs = [
            {**self._job(), "CompletionDate": self._before(hours), "ValidationStatus": "SUCCESSFUL"}
            for hours in self.tests
        ]
        failed = {**self._job(), "CompletionDate": self.now, "ValidationStatus": "FAILED"}
        return {"RestoreJobs": [*jobs, failed]}

    def GetRestoreTestingPlan(self, **_: Any) -> dict[str, Any]:  # noqa: N802 - as above
        return {"RestoreTestingPlan": {"CreationTime": self._before(500)}}


def _restored(items: list[dict[str, Any]], keys: tuple[str, ...] = ("PK", "SK")) -> None:
    """A table as a restore test makes it."""
    dynamodb = boto3.client("dynamodb")
    dynamodb.create_table(
        TableName=RESTORED,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": key, "KeyType": kind}
            for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
        ],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
    )
    for item in items:
        dynamodb.put_item(TableName=RESTORED, Item=item)


STUDIO = {"PK": {"S": "STUDIO#s-1"}, "SK": {"S": "PROFILE"}, "version": {"N": "1"}}
STAY = {"PK": {"S": "STUDIO#s-1"}, "SK": {"S": "ARTIST#a-1"}}
ENDED = {"detail": {"restoreJobId": "j-1", "status": "COMPLETED", "resourceType": "DynamoDB"}}


def test_a_restored_table_is_checked_and_aws_backup_hears_of_it(
    asked: set[Need], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from inkscout import observability

    vault = Vault(monkeypatch, asked)
    observability.metrics.cache_clear()
    _restored([STUDIO, STAY])
    asked.clear()
    result = handle("verify_restore", ENDED)
    assert result["table"] == "directory"
    assert result["examples"] == ["the residency of ARTIST#a-1 at STUDIO#s-1 has no ARTIST#a-1"]
    assert vault.concluded[0]["ValidationStatus"] == "FAILED"
    assert '"BackupsBad":[1' in capsys.readouterr().out.replace(" ", "")
    hold("verify-restore", asked)
    artist = {"PK": {"S": "ARTIST#a-1"}, "SK": {"S": "PROFILE"}, "version": {"N": "2"}}
    boto3.client("dynamodb").put_item(TableName=RESTORED, Item=artist)
    assert handle("verify_restore", ENDED)["faults"] == 0
    assert vault.concluded[1] == {
        "RestoreJobId": "j-1",
        "ValidationStatus": "SUCCESSFUL",
        "ValidationStatusMessage": "3 items",
    }


def test_a_restore_that_is_no_test_is_left_alone(asked: set[Need], monkeypatch: pytest.MonkeyPatch) -> None:
    vault = Vault(monkeypatch, asked)
    vault.plan = "another"
    assert handle("verify_restore", ENDED)["table"] == ""
    vault.plan, vault.source = PLAN_ARN, "inkscout-prod-directory"
    assert handle("verify_restore", ENDED)["table"] == ""
    assert vault.concluded == []


@pytest.mark.parametrize(
    ("source", "keys", "items", "said"),
    [
        ("denylist", ("PK",), [{"PK": {"S": "a" * 64}}], "1 items"),
        ("denylist", ("PK",), [{"PK": {"S": "handle#plain"}}], "the denylist has an entry that is no hash"),
        ("operations", ("PK", "SK"), [], "the operations table is empty"),
    ],
)
def test_the_other_tables_are_looked_at_too(
    asked: set[Need],
    monkeypatch: pytest.MonkeyPatch,
    source: str,
    keys: tuple[str, ...],
    items: list[dict[str, Any]],
    said: str,
) -> None:
    vault = Vault(monkeypatch, asked)
    vault.source = f"inkscout-dev-{source}"
    _restored(items, keys)
    handle("verify_restore", ENDED)
    assert vault.concluded[0]["ValidationStatusMessage"] == said


def test_the_watch_tells_the_age_of_copies_and_tests(
    asked: set[Need], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from inkscout import observability

    vault = Vault(monkeypatch, asked)
    observability.metrics.cache_clear()
    asked.clear()
    found = handle("watch_backups", {})
    assert (round(found["backup_hours"]), round(found["tested_hours"])) == (3, 200)
    out = capsys.readouterr().out.replace(" ", "")
    assert '"BackupAge":[3' in out
    assert '"RestoreTestAge":[200' in out
    hold("watch-backups", asked)
    vault.copies = vault.tests = []
    found = handle("watch_backups", {})
    assert (round(found["backup_hours"]), round(found["tested_hours"])) == (500, 500)
