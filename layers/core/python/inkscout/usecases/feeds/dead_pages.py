"""Inspection and redrive of pages of feeds that could not be curated."""

from dataclasses import dataclass

from inkscout.contracts.feed_page import FeedPage, parse_message
from inkscout.domain.job import Delivery
from inkscout.errors import InvalidInput
from inkscout.ports import DeadLetters


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadPage:
    """One dead message. ``fault`` says why the body cannot be parsed; it is empty if it can."""

    message_id: str
    receives: int
    feed: str = ""
    run: str = ""
    part: int = 0
    raw_key: str = ""
    fault: str = ""


def list_dead_pages(letters: DeadLetters, *, name: str = "") -> list[DeadPage]:
    """Returns the dead messages of a feed, or of all and those that cannot be parsed."""
    found = [_described(delivery) for delivery in letters.messages()]
    return [page for page in found if not name or page.feed == name]


def redrive_dead_pages(letters: DeadLetters, *, name: str = "") -> int:
    """Moves dead messages of a feed, or of all, back to the queue; returns how many.

    Messages whose body violates its contract are left, since they would only come back.
    """

    def wanted(delivery: Delivery) -> bool:
        page = _parsed(delivery)
        return isinstance(page, FeedPage) and (not name or page.source == name)

    return letters.redrive(wanted)


def _described(delivery: Delivery) -> DeadPage:
    page = _parsed(delivery)
    if isinstance(page, str):
        return DeadPage(message_id=delivery.message_id, receives=delivery.receives, fault=page)
    return DeadPage(
        message_id=delivery.message_id,
        receives=delivery.receives,
        feed=page.source,
        run=page.run,
        part=page.part,
        raw_key=page.s3_key,
    )


def _parsed(delivery: Delivery) -> FeedPage | str:
    """Returns the message, or the reason why it is none."""
    try:
        return parse_message(delivery.body)
    except InvalidInput as fault:
        return str(fault)
