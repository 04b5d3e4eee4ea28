"""Makes the schedules of feeds agree with the definitions in force, after the stack of the feeds."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inkscout.adapters.aws.s3.feed_definitions import S3FeedDefinitions
from inkscout.adapters.aws.scheduler_schedules import SchedulerFeedSchedules
from inkscout.usecases.feeds.definitions import FeedPorts, reconcile


def agree(client: Callable[[str], Any], outputs: Mapping[str, str]) -> Sequence[str]:
    """Adds, changes and removes schedules; returns a sentence for each.

    A stage that was destroyed and deployed again has its definitions in the retained bucket, but no
    schedules.

    Args:
        client: Returns a boto3 client by the service's name.
        outputs: Outputs of the stacks so far.
    """
    schedules = SchedulerFeedSchedules(
        client("scheduler"),
        group=outputs["FeedScheduleGroup"],
        function_arn=outputs["FetchFeedFunctionArn"],
        role_arn=outputs["FeedScheduleRoleArn"],
        dead_letter_arn=outputs["UndeliveredQueueArn"],
    )
    definitions = S3FeedDefinitions(client("s3"), outputs["FeedsBucket"])
    return reconcile(deps=FeedPorts(definitions=definitions, schedules=schedules))
