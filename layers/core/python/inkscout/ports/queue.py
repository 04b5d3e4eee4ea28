"""Ports of the scraping queue: sender, receiver, dead letters and workers."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Protocol

from inkscout.domain.job import Delivery, Job
from inkscout.domain.worker_task import WorkerTask
from inkscout.ports.json_map import JsonMap

DoJob = Callable[[Job], Awaitable[JsonMap]]
"""Does one job and stores its results; returns the document for the run ledger, at least ``outcome``."""


class JobQueue(Protocol):
    """Sending end of the scraping queue."""

    def send(self, run_id: str, jobs: Sequence[Job]) -> int:
        """Sends jobs, at most 10 to a message; returns the number of messages."""
        ...

    def depth(self) -> int:
        """Returns the approximate number of messages, visible or in flight."""
        ...

    def in_flight(self) -> int:
        """Messages that a worker has received and neither deleted nor given back, approximately.

        Raises:
            StoreThrottled: the queue did not answer, or asked for a slower pace.
        """
        ...


class JobInbox(Protocol):
    """Receiving end of the scraping queue. A message that is not deleted is delivered again."""

    @property
    def max_receives(self) -> int:
        """Number of receives after which the queue moves a message to the dead-letter queue."""
        ...

    def receive(self, limit: int, wait_seconds: int, visibility_seconds: int) -> Sequence[Delivery]:
        """Returns up to ``limit`` messages; waits at most ``wait_seconds`` (0 to 20) for the first one.

        ``visibility_seconds`` is the time for which the messages are hidden from other workers.

        Raises:
            StoreThrottled: the queue did not respond, or limited the rate of requests.
        """
        ...

    def extend(self, delivery: Delivery, seconds: int) -> bool:
        """Sets the visibility timeout to ``seconds`` from now; returns False if it had expired already.

        0 makes the message visible to other workers at once.
        """
        ...

    def delete(self, delivery: Delivery) -> None:
        """Deletes a message; call it after its results are stored."""
        ...

    def send_again(self, delivery: Delivery) -> None:
        """Sends the body as a new message, with a receive count of 0, and deletes the old message."""
        ...


class DeadLetters(Protocol):
    """Messages that were received more often than the queue allows."""

    def messages(self, limit: int | None = None) -> Sequence[Delivery]:
        """Returns the messages in the dead-letter queue, at most ``limit``, and leaves them there."""
        ...

    def redrive(self, wanted: Callable[[Delivery], bool]) -> int:
        """Moves the messages that ``wanted`` selects back to the queue as new ones; returns how many."""
        ...


class WorkerTasks(Protocol):
    """ECS tasks of the workers."""

    def running(self) -> Iterator[WorkerTask]:
        """Yields every task that is running or about to run."""
        ...

    def stop(self, arn: str, reason: str) -> None:
        """Stops a task; does nothing if it has ended already."""
        ...
