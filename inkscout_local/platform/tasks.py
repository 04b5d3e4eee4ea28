"""Reads a task's environment, grace period and service from the emulated ECS API."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# ECS's own default where a container sets none, and the most that Fargate allows.
_DEFAULT_STOP_SECONDS = 30
_MOST_STOP_SECONDS = 120
_PAGE = 100


@dataclass(frozen=True)
class Task:
    """One running task; ``service`` is empty for a task that RunTask started."""

    arn: str
    container: str
    environment: Mapping[str, str]
    stop_seconds: int
    service: str = ""

    @property
    def short_id(self) -> str:
        """The first characters of the task's id, enough for a file name."""
        return self.arn.rsplit("/", 1)[-1][:8]


class ProcessCluster:
    """The cluster's tasks through the ECS API."""

    def __init__(self, ecs: Any, name: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self._ecs = ecs
        self._name = name
        self._definitions: dict[str, dict[str, Any]] = {}

    def running(self) -> set[str]:
        """ARNs of the tasks that should be running now."""
        pages = self._ecs.get_paginator("list_tasks").paginate(cluster=self._name, desiredStatus="RUNNING")
        return {arn for page in pages for arn in page["taskArns"]}

    def describe(self, arns: set[str]) -> Iterator[Task]:
        """The tasks of these ARNs that still exist."""
        ordered = sorted(arns)
        for start in range(0, len(ordered), _PAGE):
            answer = self._ecs.describe_tasks(cluster=self._name, tasks=ordered[start : start + _PAGE])
            for description in answer["tasks"]:
                yield self._task(description)

    def stop(self, arn: str, reason: str) -> None:
        """Tells the cluster that a task has ended, or shall end."""
        self._ecs.stop_task(cluster=self._name, task=arn, reason=reason[:255])

    def restore(self, service: str) -> None:
        """Has a service start what it lacks of its desired count."""
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
