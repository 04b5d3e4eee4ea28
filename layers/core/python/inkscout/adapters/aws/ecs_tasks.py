"""Tasks of the scraper cluster on ECS."""

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.domain.worker_task import WorkerTask
from inkscout.errors import StoreThrottled

_PAGE = 100
RUN_TAG = "RunId"
"""Tag with the run's id on its workers."""


class EcsTasks:
    """Implements ``ports.WorkerTasks`` on one cluster."""

    def __init__(self, client: Any, cluster: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``ecs`` client and the cluster's name or ARN."""
        self._client, self._cluster = client, cluster

    def running(self) -> Iterator[WorkerTask]:
        """Yields every task that is running or about to run.

        Raises:
            StoreThrottled: ECS did not respond, or limited the rate of requests.
        """
        try:
            pages = self._client.get_paginator("list_tasks").paginate(cluster=self._cluster)
            arns = [arn for page in pages for arn in page["taskArns"]]
            for start in range(0, len(arns), _PAGE):
                answer = self._client.describe_tasks(
                    cluster=self._cluster, tasks=arns[start : start + _PAGE], include=["TAGS"]
                )
                yield from map(_task, answer["tasks"])
        except (BotoCoreError, ClientError) as error:
            raise StoreThrottled("the cluster did not list its tasks") from error

    def stop(self, arn: str, reason: str) -> None:
        """Stops a task; does nothing if it has ended already.

        Raises:
            StoreThrottled: ECS did not stop the task.
        """
        try:
            self._client.stop_task(cluster=self._cluster, task=arn, reason=reason[:255])
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "InvalidParameterException":
                raise StoreThrottled("the cluster did not stop a task") from error
        except BotoCoreError as error:
            raise StoreThrottled("the cluster did not stop a task") from error


def _task(description: dict[str, Any]) -> WorkerTask:
    """Returns a task by its tags, or else by the environment of its overrides: the emulator has no tags."""
    tags = {tag["key"]: tag["value"] for tag in description.get("tags", [])}
    return WorkerTask(
        arn=description["taskArn"],
        run_id=tags.get(RUN_TAG, "") or _overridden(description),
        started_at=description.get("startedAt") or description.get("createdAt"),
        is_stuck=description.get("healthStatus") == "UNHEALTHY",
    )


def _overridden(description: dict[str, Any]) -> str:
    for container in description.get("overrides", {}).get("containerOverrides", []):
        for variable in container.get("environment", []):
            if variable.get("name") == "RUN_ID":
                return str(variable.get("value", ""))
    return ""
