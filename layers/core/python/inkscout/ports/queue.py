"""The scraping queue, from both ends."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Protocol

from inkscout.domain.job import Delivery, Job
from inkscout.domain.worker_task import WorkerTask
from inkscout.ports.json_map import JsonMap

DoJob = Callable[[Job], Awaitable[JsonMap]]
"""Does one job and stores its results; returns the ledger's document with at least ``outcome``."""


class JobQueue(Protocol):
    """The scraping queue."""

    def send(self, run_id: str, jobs: Sequence[Job]) -> int:
        """Sends jobs, at most 10 to a message; returns the number of messages."""
        ...

    def depth(self) -> int:
        """Messages visible or in flight, approximately."""
        ...


class JobInbox(Protocol):
    """The receiving end of the scraping queue. A message that is not deleted comes back."""

    @property
    def max_receives(self) -> int:
        """Receives after which the queue moves a message to the dead-letter queue."""
        ...

    def receive(self, limit: int, wait_seconds: int, visibility_seconds: int) -> Sequence[Delivery]:
        """Up to ``limit`` messages, waiting for the first at most ``wait_seconds`` (long poll, at most 20).

        Raises:
            StoreThrottled: the queue did not answer, or asked for a slower pace.
        """
        ...

    def extend(self, delivery: Delivery, seconds: int) -> bool:
        """Hides the message for ``seconds`` from now, 0 hands it back; False when it is no longer held."""
        ...

    def delete(self, delivery: Delivery) -> None:
        """Removes a message whose results are stored."""
        ...

    def send_again(self, delivery: Delivery) -> None:
        """Sends the body as a new message, whose receives count from the beginning, and deletes the old."""
        ...


class DeadLetters(Protocol):
    """Messages that were received too often."""

    def messages(self) -> Sequence[Delivery]:
        """Every message there; looking does not use it up."""
        ...

    def redrive(self, wanted: Callable[[Delivery], bool]) -> int:
        """Puts the wanted messages back into the queue as new ones; returns how many."""
        ...


class WorkerTasks(Protocol):
    """The workers as the cluster sees them."""

    def running(self) -> Iterator[WorkerTask]:
        """Every task that runs or is about to."""
        ...

    def stop(self, arn: str, reason: str) -> None:
        """Stops a task; one that is gone already stays gone."""
        ...
