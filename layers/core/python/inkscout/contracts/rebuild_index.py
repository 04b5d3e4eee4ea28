"""RebuildIndex: inputs and results of its steps."""

from pydantic import Field

from inkscout.contracts.base import Contract
from inkscout.domain.snapshot import EntryKind

SEGMENTS = 16
"""Number of segments that the table is scanned in, unless a request names another."""


class PrepareIndexRequest(Contract):
    """Kind of index to build, and the number of segments for the table scan."""

    kind: EntryKind
    segments: int = Field(default=SEGMENTS, ge=1, le=64)


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
    segments: int = Field(ge=1, le=64)
    parts: list[int]
    settled_before: str
    documents: int = Field(default=0, ge=0)


class IndexPart(Contract):
    """One segment of the table scan for a new index."""

    kind: EntryKind
    index: str
    segment: int = Field(ge=0)
    segments: int = Field(ge=1, le=64)


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
