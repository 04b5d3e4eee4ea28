"""The one place where use cases meet adapters: a cached factory per entrypoint, importing its own adapters.

Imports stand inside the factories so that a function loads only what its step needs.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inkscout.ports import Clock


@lru_cache(maxsize=1)
def clock() -> "Clock":
    """The system's clock."""
    from inkscout.adapters.system_clock import SystemClock

    return SystemClock()


@lru_cache(maxsize=8)
def aws_client(service: str) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
    """A boto3 client with standard retries and explicit timeouts."""
    import boto3
    from botocore.config import Config

    config = Config(
        retries={"mode": "standard", "max_attempts": 5},
        connect_timeout=3,
        read_timeout=30,
        max_pool_connections=32,
    )
    return boto3.client(service, config=config)
