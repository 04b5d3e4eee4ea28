"""The scraping queue, from both ends."""

from collections.abc import Sequence
from typing import Protocol

from inkscout.domain.job import Delivery, Job


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
