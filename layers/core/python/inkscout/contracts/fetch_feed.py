"""Input and result of FetchFeed, which asks a feed's source once."""

from pydantic import Field

from inkscout.contracts.base import Contract


class FetchFeedRequest(Contract):
    """Name of the feed; ``scheduled`` is the time that the schedule meant, in ISO 8601.

    A text that is no time, such as a placeholder that nobody filled in, stands for the current minute.
    ``by_hand`` asks in quiet hours and before a wait after failures is over. ``force`` asks while the feed is
    paused too, asks for everything, and accepts few records.
    """

    feed: str = Field(min_length=1, max_length=40)
    scheduled: str = Field(default="", max_length=60)
    by_hand: bool = False
    force: bool = False


class FetchFeedResult(Contract):
    """Outcome of the run; ``busy`` if another run of the feed is under way, and nothing was asked.

    ``failures`` is the number of failed runs in a row, this one included.
    """

    feed: str
    run: str
    outcome: str
    detail: str = ""
    pages: int = 0
    parts: int = 0
    bytes: int = 0
    found: int = 0
    quarantined: int = 0
    milliseconds: int = 0
    is_failure: bool = False
    failures: int = 0
