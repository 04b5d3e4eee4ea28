"""Prometheus metrics of the server; their names are documented in ``docs/how-to/containers.md``."""

import os
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Environment variable of the folder in which processes share values; read when the library is imported."""

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the latency histogram's buckets."""


def share_between_processes() -> str:
    """Makes a folder for the values of this process and its children, and returns it.

    Call it before anything imports prometheus_client.
    """
    os.environ[SHARED_FOLDER] = tempfile.mkdtemp(prefix="inkscout-metrics-")
    return os.environ[SHARED_FOLDER]


class RequestMetrics:
    """Counters of one process' requests."""

    def __init__(self, registry: "CollectorRegistry") -> None:
        from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

        disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no types
        self.requests = Counter(
            "inkscout_api_requests",
            "Requests that were answered.",
            ["route", "status"],
            registry=registry,
        )
        self.seconds = Histogram(
            "inkscout_api_request_seconds",
            "Time from a request's head to its answer.",
            ["route"],
            buckets=SECONDS,
            registry=registry,
        )
        self.in_flight = Gauge(
            "inkscout_api_in_flight",
            "Requests that are worked on or wait for a thread.",
            multiprocess_mode="livesum",
            registry=registry,
        )
        self.shed = Counter(
            "inkscout_api_shed", "Requests refused with 503, as the waiting line was full.", registry=registry
        )
        self.limited = Counter(
            "inkscout_api_rate_limited",
            "Requests refused with 429, as their client asks too often.",
            registry=registry,
        )

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Counts one answer by its route's template and its status."""
        self.requests.labels(route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)


def exposition(registry: "CollectorRegistry", depth: tuple[int, int] | None) -> bytes:
    """Returns all metrics as Prometheus text.

    Args:
        registry: Registry of this process; not read where processes share their values.
        depth: Messages of the job queue that wait and that are in flight; None if not known.
    """
    from prometheus_client import CollectorRegistry, Gauge, generate_latest, multiprocess

    read = registry
    if os.environ.get(SHARED_FOLDER):
        read = CollectorRegistry()
        multiprocess.MultiProcessCollector(read)  # type: ignore[no-untyped-call]  # its constructor has no types
    text = generate_latest(read)
    if depth is None:
        return text
    queue = CollectorRegistry()
    for name, words, value in (
        ("inkscout_jobs_waiting", "Messages of the job queue that wait for a worker.", depth[0]),
        ("inkscout_jobs_in_flight", "Messages of the job queue that a worker holds.", depth[1]),
    ):
        Gauge(name, words, registry=queue).set(value)
    return text + generate_latest(queue)


def forget_process(number: int) -> None:
    """Removes the gauges of a process that has ended from what the others share."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(number)  # type: ignore[no-untyped-call]  # it has no types
