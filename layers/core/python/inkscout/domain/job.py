"""A unit of work for the scraper fleet."""

from dataclasses import dataclass
from enum import StrEnum


class JobKind(StrEnum):
    """Kind of a scraping job: render a studio's website, or read one artist's public profile."""

    RENDER_SITE = "render_site"
    READ_PROFILE = "read_profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job. ``scrape_id`` depends only on run, kind and subject, so that a repeated job is recognised."""

    scrape_id: str
    run_id: str
    kind: JobKind
    url: str
    studio_id: str
    artist_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One receipt of a message.

    Attributes:
        message_id: Id of the message, the same in every receipt.
        handle: Valid for this receipt only.
        body: Text of the message.
        receives: Number of receipts so far, from 1.
        sent_at: Time at which it was first sent, in seconds since 1970; 0 if unknown.
    """

    message_id: str
    handle: str
    body: str
    receives: int = 1
    sent_at: float = 0.0
