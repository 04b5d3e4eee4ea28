"""Reads the deployment's own metrics from CloudWatch."""

from datetime import timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import StoreThrottled
from inkscout.ports import Clock
from inkscout.settings import MetricSettings

WINDOW = timedelta(minutes=15)


class MetricReader:
    """Reads metrics that functions of this deployment emit, under their namespace and service."""

    def __init__(self, client: Any, clock: Clock) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``cloudwatch`` client."""
        self._client, self._clock = client, clock

    def maximum(self, name: str) -> float | None:
        """Returns the largest value of a metric within ``WINDOW``; None if there is none.

        Raises:
            StoreThrottled: CloudWatch does not answer.
        """
        settings, now = MetricSettings(), self._clock.now()
        try:
            answer = self._client.get_metric_statistics(
                Namespace=settings.powertools_metrics_namespace,
                MetricName=name,
                Dimensions=[{"Name": "service", "Value": settings.powertools_service_name}],
                StartTime=now - WINDOW,
                EndTime=now,
                Period=int(WINDOW.total_seconds()),
                Statistics=["Maximum"],
            )
        except (BotoCoreError, ClientError) as error:
            raise StoreThrottled(f"CloudWatch did not answer: {type(error).__name__}") from error
        return max((float(point["Maximum"]) for point in answer.get("Datapoints", ())), default=None)
