"""A worker of the scraper fleet as an ECS task."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerTask:
    """A task that is running or starting.

    ``run_id`` is empty for a task of the ECS service, which belongs to no run; ``started_at`` is None while
    it is starting; ``is_stuck`` says that its health check failed.
    """

    arn: str
    run_id: str = ""
    started_at: datetime | None = None
    is_stuck: bool = False
