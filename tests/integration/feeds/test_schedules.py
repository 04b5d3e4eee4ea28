"""Definitions in force and their schedules, in a real Scheduler group and bucket of moto."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from inkscout.adapters.aws.s3.feed_definitions import S3FeedDefinitions
from inkscout.adapters.aws.scheduler_schedules import SCHEDULED_TIME, SchedulerFeedSchedules
from inkscout.errors import InvalidInput, NotFound
from inkscout.usecases.feeds.definitions import FeedPorts, add_feed, reconcile, remove_feed, switch_feed
from inkscout_deploy import feed_schedules
from tests.support.aws_in_memory import aws_in_memory
from tests.support.feeds import REGION, THINGS

OUTPUTS = {
    "FeedScheduleGroup": "feeds", "FeedsBucket": "feeds",
    "UndeliveredQueueArn": "arn:aws:sqs:eu-west-1:1:dead",
    "FetchFeedFunctionArn": "arn:aws:lambda:eu-west-1:1:function:fetch-feed",
    "FeedScheduleRoleArn": "arn:aws:iam::1:role/start-feeds",
}  # fmt: skip


@pytest.fixture
def feeds(monkeypatch: pytest.MonkeyPatch) -> Iterator[FeedPorts]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with aws_in_memory():
        client("scheduler").create_schedule_group(Name="feeds")
        client("s3").create_bucket(Bucket="feeds", CreateBucketConfiguration={"LocationConstraint": REGION})
        schedules = SchedulerFeedSchedules(
            client("scheduler"), group="feeds", function_arn=OUTPUTS["FetchFeedFunctionArn"],
            role_arn=OUTPUTS["FeedScheduleRoleArn"], dead_letter_arn=OUTPUTS["UndeliveredQueueArn"],
        )  # fmt: skip
        yield FeedPorts(definitions=S3FeedDefinitions(client("s3"), "feeds"), schedules=schedules)


def client(service: str) -> Any:
    return boto3.client(service, REGION)


def test_a_feed_is_added_changed_paused_and_removed(feeds: FeedPorts) -> None:
    add_feed("things", THINGS, deps=feeds)
    made = client("scheduler").get_schedule(GroupName="feeds", Name="things")
    assert json.loads(made["Target"]["Input"]) == {"feed": "things", "scheduled": SCHEDULED_TIME}
    assert made["Target"]["Arn"] == OUTPUTS["FetchFeedFunctionArn"]
    switch_feed("things", enabled=False, deps=feeds)
    add_feed("things", THINGS.replace("rate(5 minutes)", "rate(1 hour)"), deps=feeds)
    (schedule,) = feeds.schedules.all()
    assert (schedule.expression, schedule.enabled, schedule.window_minutes) == ("rate(1 hour)", False, 5)
    remove_feed("things", deps=feeds)
    assert not feeds.schedules.all()
    assert not feeds.definitions.names()
    with pytest.raises(NotFound):
        remove_feed("things", deps=feeds)


def test_a_feed_that_conflicts_with_another_is_refused(feeds: FeedPorts) -> None:
    add_feed("things", THINGS, deps=feeds)
    with pytest.raises(InvalidInput, match="export things"):
        add_feed("others", THINGS, deps=feeds)
    assert feeds.definitions.names() == ["things"]


def test_a_deployment_makes_schedules_agree_with_the_definitions_in_the_bucket(feeds: FeedPorts) -> None:
    add_feed("old", THINGS.replace('name = "things"', 'name = "old"'), deps=feeds)
    feeds.definitions.put("things", THINGS)
    feeds.definitions.remove("old")
    changes = feed_schedules.agree(client, OUTPUTS)
    assert list(changes) == ["made the schedule of things", "removed the schedule of old"]
    assert [schedule.name for schedule in feeds.schedules.all()] == ["things"]
    assert not reconcile(deps=feeds)
