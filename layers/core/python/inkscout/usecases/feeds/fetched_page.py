"""One page of a source as a run got it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from inkscout.domain.feed_run import RunPart


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """One answer; ``document`` is None for one that is not modified, or that is no JSON.

    ``before`` is the part of the last run that holds the same answer.
    """

    request: int
    number: int
    url: str
    captured_at: datetime
    body: bytes = field(default=b"", repr=False)
    document: Any = field(default=None, repr=False)
    hash: str = ""
    etag: str = ""
    last_modified: str = ""
    before: RunPart | None = None
    fault: str = ""

    @classmethod
    def archived(cls, part: RunPart) -> "FetchedPage":
        """Returns a page that an earlier run got, with its body in the archive."""
        return cls(
            request=part.request,
            number=part.page,
            url=part.url,
            captured_at=part.captured_at,
            hash=part.hash,
            etag=part.etag,
            last_modified=part.last_modified,
            before=part,
        )
