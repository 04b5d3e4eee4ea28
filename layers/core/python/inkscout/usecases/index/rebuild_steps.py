"""The steps of a rebuild as the state machine calls them, one function call each; see ``rebuild_index``."""

from dataclasses import dataclass
from datetime import datetime

from inkscout.contracts.rebuild_index import (
    IndexBuild,
    IndexPart,
    IndexPartResult,
    PrepareIndexRequest,
    RebuildIndexResult,
)
from inkscout.ports import Clock, Directory
from inkscout.ports.index import IndexWriter
from inkscout.usecases.index import rebuild_index
from inkscout.usecases.index.audit_index import audit_index


@dataclass(frozen=True, slots=True)
class RebuildSteps:
    """Each may be repeated: all of them write by version, and none touches the index in use but the swap."""

    directory: Directory
    index: IndexWriter
    clock: Clock

    def prepare(self, request: PrepareIndexRequest) -> IndexBuild:
        """Proves the server and makes the new index."""
        replaces = self.index.live(request.kind)
        name = rebuild_index.prepare(request.kind, index=self.index)
        settled_before = self.clock.now() - rebuild_index.CLOCKS_AGREE
        return IndexBuild(
            kind=request.kind,
            index=name,
            replaces=replaces,
            segments=request.segments,
            parts=list(range(request.segments)),
            settled_before=settled_before.isoformat(),
        )

    def fill(self, part: IndexPart) -> IndexPartResult:
        """Writes one segment of the table into the new index."""
        count = rebuild_index.fill(
            part.kind,
            part.index,
            directory=self.directory,
            index=self.index,
            segment=part.segment,
            segments=part.segments,
        )
        return IndexPartResult(segment=part.segment, count=count)

    def catch_up(self, part: IndexPart) -> IndexPartResult:
        """Repairs what differs between one segment and the new index."""
        drift = audit_index(
            part.kind,
            directory=self.directory,
            index=self.index,
            name=part.index,
            repair=True,
            segment=part.segment,
            segments=part.segments,
            by_version=True,
        )
        return IndexPartResult(segment=part.segment, count=drift.total)

    def compare(self, build: IndexBuild) -> IndexBuild:
        """Compares the new index with the table; what was written since the build began is on its way."""
        documents = rebuild_index.compare(
            build.kind,
            build.index,
            directory=self.directory,
            index=self.index,
            settled_before=datetime.fromisoformat(build.settled_before),
        )
        return build.model_copy(update={"documents": documents})

    def swap(self, build: IndexBuild) -> IndexBuild:
        """Lets searches go to the new index."""
        self.index.go_live(build.kind, build.index)
        return build

    def drop_old(self, build: IndexBuild) -> RebuildIndexResult:
        """Removes old indexes, but the one before."""
        dropped = rebuild_index.drop_old(build.kind, index=self.index, keep=build.replaces)
        return RebuildIndexResult(
            kind=build.kind,
            index=build.index,
            replaces=build.replaces,
            documents=build.documents,
            dropped=dropped,
        )
