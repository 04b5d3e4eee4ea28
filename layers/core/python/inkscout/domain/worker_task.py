"""A worker of the scraper fleet as the cluster sees it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerTask:
    """A running task.

    ``run_id`` is empty for one of the service, which belongs to no run; ``started_at`` is None while it is
    still being started; ``is_stuck`` says that its health check failed.
    """

    arn: str
    run_id: str = ""
    started_at: datetime | None = None
    is_stuck: bool = False
