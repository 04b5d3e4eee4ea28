"""Reads tasks, with their environment, stop timeout and service, from the emulated ECS API."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# ECS's default stop timeout for containers without one, and Fargate's maximum.
_DEFAULT_STOP_SECONDS = 30
_MOST_STOP_SECONDS = 120
_PAGE = 100


@dataclass(frozen=True)
class Task:
    """A task of the cluster.

    Attributes:
        arn: ARN of the task.
        container: Name of the essential container.
        environment: Variables of that container, with the task's overrides applied.
        stop_seconds: Time between SIGTERM and SIGKILL.
        service: Name of the ECS service; empty for a task started with RunTask.
    """

    arn: str
    container: str
    environment: Mapping[str, str]
    stop_seconds: int
    service: str = ""

    @property
    def short_id(self) -> str:
        """First eight characters of the task's id, for file names."""
        return self.arn.rsplit("/", 1)[-1][:8]


class ProcessCluster:
    """The tasks of a cluster, read and changed through the ECS API."""

    def __init__(self, ecs: Any, name: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self._ecs = ecs
        self._name = name
        self._definitions: dict[str, dict[str, Any]] = {}

    def running(self) -> set[str]:
        """Returns the ARNs of the tasks that should be running."""
        pages = self._ecs.get_paginator("list_tasks").paginate(cluster=self._name, desiredStatus="RUNNING")
        return {arn for page in pages for arn in page["taskArns"]}

    def describe(self, arns: set[str]) -> Iterator[Task]:
        """Yields the tasks with these ARNs that still exist."""
        ordered = sorted(arns)
        for start in range(0, len(ordered), _PAGE):
            answer = self._ecs.describe_tasks(cluster=self._name, tasks=ordered[start : start + _PAGE])
            for description in answer["tasks"]:
                yield self._task(description)

    def stop(self, arn: str, reason: str) -> None:
        """Stops a task in the cluster's records, with a reason of up to 255 characters."""
        self._ecs.stop_task(cluster=self._name, task=arn, reason=reason[:255])

    def restore(self, service: str) -> None:
        """Makes a service start new tasks if fewer are running than desired."""
        found = self._ecs.describe_services(cluster=self._name, services=[service])["services"]
        if found and found[0]["runningCount"] < found[0]["desiredCount"]:
            self._ecs.update_service(
                cluster=self._name, service=service, desiredCount=found[0]["desiredCount"]
            )

    def _task(self, description: Mapping[str, Any]) -> Task:
        definition = self._definition(description["taskDefinitionArn"])
        container = next((c for c in definition["containerDefinitions"] if c.get("essential", True)), None)
        container = container or definition["containerDefinitions"][0]
        environment = {entry["name"]: entry["value"] for entry in container.get("environment", [])}
        for override in description.get("overrides", {}).get("containerOverrides", []):
            if override.get("name") == container["name"]:
                environment |= {entry["name"]: entry["value"] for entry in override.get("environment", [])}
        group = description.get("group", "")
        return Task(
            arn=description["taskArn"],
            container=container["name"],
            environment=environment,
            stop_seconds=min(container.get("stopTimeout") or _DEFAULT_STOP_SECONDS, _MOST_STOP_SECONDS),
            service=group.partition("service:")[2],
        )

    def _definition(self, arn: str) -> dict[str, Any]:
        if arn not in self._definitions:
            self._definitions[arn] = self._ecs.describe_task_definition(taskDefinition=arn)["taskDefinition"]
        return self._definitions[arn]
