"""Logger and metrics that every function and worker shares, created on first use."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger, Metrics

NAMESPACE = "Inkscout"
"""CloudWatch namespace of every metric."""


@lru_cache(maxsize=1)
def logger() -> "Logger":
    """Returns the structured logger.

    Messages are constant; values are keyword fields without personal data.
    """
    from aws_lambda_powertools import Logger  # noqa: PLC0415 - nothing is configured at import

    return Logger(service="inkscout")


@lru_cache(maxsize=1)
def metrics() -> "Metrics":
    """Returns the metrics, which are written to the log in CloudWatch's embedded metric format.

    Their dimension ``service`` is the deployment, which Powertools reads from ``POWERTOOLS_SERVICE_NAME``.
    """
    from aws_lambda_powertools import Metrics  # noqa: PLC0415 - nothing is configured at import

    return Metrics(namespace=NAMESPACE)


def emit(values: Mapping[str, float]) -> None:
    """Writes metrics, by their CloudWatch names, to the log at once; none has a unit."""
    from aws_lambda_powertools.metrics import MetricUnit  # noqa: PLC0415 - nothing is configured at import

    sink = metrics()
    for name, value in values.items():
        sink.add_metric(name=name, unit=MetricUnit.NoUnit, value=value)
    sink.flush_metrics()
