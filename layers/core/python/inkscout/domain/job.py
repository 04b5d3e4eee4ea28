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
    """One receipt of a message; ``receives`` counts from 1, and ``handle`` is valid for this receipt only."""

    message_id: str
    handle: str
    body: str
    receives: int = 1
