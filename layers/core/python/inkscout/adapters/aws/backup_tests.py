"""Copies of tables in AWS Backup, and its restore tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from inkscout.ports.recovery import RestoreJob

_LOOKED_BACK = timedelta(days=90)
_MOST_CHARACTERS = 1000


class AwsRestoreTests:
    """Implements ``ports.recovery.RestoreTests`` on AWS Backup."""

    def __init__(self, client: Any, *, plan: str, plan_arn: str, tables_prefix: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``backup`` client.

        ``plan`` is the name of the restore testing plan, ``tables_prefix`` the ARN of a table up to its name.
        """
        self._client, self._name, self._plan, self._prefix = client, plan, plan_arn, tables_prefix

    def job(self, job_id: str) -> RestoreJob:
        """Returns a restore."""
        found = self._client.describe_restore_job(RestoreJobId=job_id)
        return RestoreJob(
            source=_name(found.get("SourceResourceArn", "")),
            created=_name(found.get("CreatedResourceArn", "")),
            is_test=self._is_test(found),
        )

    def conclude(self, job_id: str, *, is_good: bool, message: str) -> None:
        """Tells whether what a test restored is good."""
        self._client.put_restore_validation_result(
            RestoreJobId=job_id,
            ValidationStatus="SUCCESSFUL" if is_good else "FAILED",
            ValidationStatusMessage=message[:_MOST_CHARACTERS],
        )

    def newest_copy(self, table: str) -> datetime | None:
        """Returns the time of the newest complete copy of a table; None if there is none."""
        pages = self._client.get_paginator("list_recovery_points_by_resource")
        times = [
            point["CreationDate"]
            for page in pages.paginate(ResourceArn=f"{self._prefix}{table}")
            for point in page["RecoveryPoints"]
            if point["Status"] == "COMPLETED"
        ]
        return max(times, default=None)

    def newest_success(self, table: str) -> datetime | None:
        """Returns the time at which the newest test of a table ended that was found good."""
        pages = self._client.get_paginator("list_restore_jobs").paginate(
            ByStatus="COMPLETED",
            ByRestoreTestingPlanArn=self._plan,
            ByCompleteAfter=datetime.now(UTC) - _LOOKED_BACK,
        )
        times = [
            job["CompletionDate"]
            for page in pages
            for job in page["RestoreJobs"]
            if job.get("ValidationStatus") == "SUCCESSFUL"
            and _name(job.get("SourceResourceArn", "")) == table
        ]
        return max(times, default=None)

    def begun(self) -> datetime:
        """Returns the time at which the restore testing plan was made."""
        found = self._client.get_restore_testing_plan(RestoreTestingPlanName=self._name)
        return found["RestoreTestingPlan"]["CreationTime"]  # type: ignore[no-any-return] # boto3's response

    def _is_test(self, job: dict[str, Any]) -> bool:
        return bool(job.get("CreatedBy", {}).get("RestoreTestingPlanArn") == self._plan)


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]
