"""RebuildIndex: inputs and results of its steps."""

from pydantic import Field

from inkscout.contracts.base import Contract
from inkscout.domain.snapshot import EntryKind

SEGMENTS = 16
"""Number of segments that the table is scanned in, unless it is large or a request names another."""

MOST_SEGMENTS = 64
"""Maximum number of segments."""


class PrepareIndexRequest(Contract):
    """Kind of index to build, and the number of segments for the table scan; 0: by the size of the index."""

    kind: EntryKind
    segments: int = Field(default=0, ge=0, le=MOST_SEGMENTS)


class IndexBuild(Contract):
    """State of an index rebuild, passed from step to step.

    Attributes:
        index: Name of the new index.
        replaces: Name of the index that serves searches until the swap; empty if there is none.
        parts: Numbers of the segments of the table scan.
        settled_before: Time (ISO 8601); entries written since are not compared.
        documents: Documents in the new index when it was compared with the table.
    """

    kind: EntryKind
    index: str
    replaces: str = ""
    segments: int = Field(ge=1, le=MOST_SEGMENTS)
    parts: list[int]
    settled_before: str
    documents: int = Field(default=0, ge=0)


class IndexPart(Contract):
    """One segment of the table scan for a new index."""

    kind: EntryKind
    index: str
    segment: int = Field(ge=0)
    segments: int = Field(ge=1, le=MOST_SEGMENTS)


class IndexPartResult(Contract):
    """Number of documents written, or of differences repaired, in one segment."""

    segment: int
    count: int


class RebuildIndexResult(Contract):
    """Name of the rebuilt, live index, its documents when it was compared, and the indexes dropped."""

    kind: EntryKind
    index: str
    replaces: str
    documents: int
    dropped: list[str] = Field(default_factory=list)
