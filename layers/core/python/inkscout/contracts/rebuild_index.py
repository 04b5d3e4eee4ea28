"""RebuildIndex: what its steps hand on."""

from pydantic import Field

from inkscout.contracts.base import Contract
from inkscout.domain.snapshot import EntryKind


class PrepareIndexRequest(Contract):
    """Kind of index to build, and the number of segments for the table scan."""

    kind: EntryKind
    segments: int = Field(default=4, ge=1, le=64)


class IndexBuild(Contract):
    """The index that is being built.

    ``parts`` are the numbers of the scan's segments; ``replaces`` is the index that searches go to until the
    swap; entries written since ``settled_before`` (ISO 8601) are left to the last catching up; ``documents``
    were in the new index at the comparison.
    """

    kind: EntryKind
    index: str
    replaces: str = ""
    segments: int = Field(ge=1, le=64)
    parts: list[int]
    settled_before: str
    documents: int = Field(default=0, ge=0)


class IndexPart(Contract):
    """One segment of the scan."""

    kind: EntryKind
    index: str
    segment: int = Field(ge=0)
    segments: int = Field(ge=1, le=64)


class IndexPartResult(Contract):
    """Documents written, or differences repaired, in one segment."""

    segment: int
    count: int


class RebuildIndexResult(Contract):
    """The rebuilt index, in use, with the documents it held at the comparison; and the indexes dropped."""

    kind: EntryKind
    index: str
    replaces: str
    documents: int
    dropped: list[str] = Field(default_factory=list)
