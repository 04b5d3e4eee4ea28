"""Schedules of feeds in one group of EventBridge Scheduler; deleting the group deletes them."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import StoreThrottled
from inkscout.ports.feeds import FeedSchedule

SCHEDULED_TIME = "<aws.scheduler.scheduled-time>"
"""Placeholder that EventBridge Scheduler fills in, so that a retry is the same run."""

_ABSENT = "ResourceNotFoundException"


class SchedulerFeedSchedules:
    """Implements ``ports.feeds.FeedSchedules``; each schedule starts FetchFeed with the feed's name."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        *,
        group: str,
        function_arn: str,
        role_arn: str,
        dead_letter_arn: str,
    ) -> None:
        """Uses a boto3 ``scheduler`` client, the group's name, and the ARNs that a schedule needs."""
        self._client, self._group = client, group
        self._function_arn, self._role_arn, self._dead_letter_arn = function_arn, role_arn, dead_letter_arn

    def all(self) -> Sequence[FeedSchedule]:
        """Returns every schedule of the group, sorted by name."""
        with _translated():
            pages = self._client.get_paginator("list_schedules").paginate(GroupName=self._group)
            names = sorted(str(entry["Name"]) for page in pages for entry in page.get("Schedules", []))
        found = (self.get(name) for name in names)
        return [schedule for schedule in found if schedule is not None]

    def get(self, name: str) -> FeedSchedule | None:
        """Returns a feed's schedule; None if it has none."""
        try:
            with _translated():
                found = self._client.get_schedule(GroupName=self._group, Name=name)
        except FileNotFoundError:
            return None
        return FeedSchedule(
            name=name,
            expression=str(found["ScheduleExpression"]),
            zone=str(found.get("ScheduleExpressionTimezone") or "UTC"),
            enabled=found.get("State", "ENABLED") == "ENABLED",
            window_minutes=int(found.get("FlexibleTimeWindow", {}).get("MaximumWindowInMinutes") or 0),
        )

    def put(self, schedule: FeedSchedule) -> None:
        """Makes or changes a feed's schedule."""
        request = self._request(schedule)
        try:
            with _translated():
                self._client.update_schedule(**request)
        except FileNotFoundError:
            with _translated():
                self._client.create_schedule(**request)

    def remove(self, name: str) -> None:
        """Deletes a feed's schedule; does nothing if there is none."""
        try:
            with _translated():
                self._client.delete_schedule(GroupName=self._group, Name=name)
        except FileNotFoundError:
            return

    def _request(self, schedule: FeedSchedule) -> dict[str, Any]:
        window: dict[str, Any] = {"Mode": "OFF"}
        if schedule.window_minutes:
            window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": schedule.window_minutes}
        return {
            "GroupName": self._group,
            "Name": schedule.name,
            "ScheduleExpression": schedule.expression,
            "ScheduleExpressionTimezone": schedule.zone,
            "State": "ENABLED" if schedule.enabled else "DISABLED",
            "FlexibleTimeWindow": window,
            "Target": {
                "Arn": self._function_arn,
                "RoleArn": self._role_arn,
                "Input": json.dumps({"feed": schedule.name, "scheduled": SCHEDULED_TIME}),
                "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 600},
                "DeadLetterConfig": {"Arn": self._dead_letter_arn},
            },
        }


@contextmanager
def _translated() -> Iterator[None]:
    """Converts an absent schedule to ``FileNotFoundError``, and a silent Scheduler to ``StoreThrottled``."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code", "") == _ABSENT:
            raise FileNotFoundError(_ABSENT) from error
        raise
    except BotoCoreError as error:
        raise StoreThrottled(f"the scheduler did not answer: {type(error).__name__}") from error
