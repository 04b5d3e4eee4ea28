"""One logger, one tracer and one set of metrics for every function and worker, made on first use."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger, Metrics

NAMESPACE = "Inkscout"
"""CloudWatch namespace of every metric."""


@lru_cache(maxsize=1)
def logger() -> "Logger":
    """The structured logger; fixed sentences with keyword fields, and no personal data in them."""
    from aws_lambda_powertools import Logger  # noqa: PLC0415 - nothing is configured at import

    return Logger(service="inkscout")


@lru_cache(maxsize=1)
def metrics() -> "Metrics":
    """The metrics, written to the log in CloudWatch's embedded metric format."""
    from aws_lambda_powertools import Metrics  # noqa: PLC0415 - nothing is configured at import

    return Metrics(namespace=NAMESPACE, service="inkscout")
