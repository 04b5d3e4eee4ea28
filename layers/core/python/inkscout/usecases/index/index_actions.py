"""Builds the index action (write or delete) for a directory entry, the only way into the index."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from inkscout.domain.artist import Artist
from inkscout.domain.snapshot import Snapshot
from inkscout.domain.studio import Studio
from inkscout.ports.index import IndexAction
from inkscout.search.documents import Document, artist_document, studio_document

BULK = 500
"""Documents of one bulk call: about 1.5 MB, below the 5 MB that the embedded server takes well."""


def action_for(snapshot: Snapshot) -> IndexAction:
    """Write what a searcher should see, else delete, both at the entry's version."""
    return IndexAction(
        kind=snapshot.kind,
        entry_id=snapshot.entry_id,
        version=snapshot.version,
        document=document_of(snapshot.entry),
    )


def document_of(entry: Artist | Studio | None) -> Document | None:
    """The document of an entry; None where a searcher should see nothing."""
    if entry is None:
        return None
    return artist_document(entry) if isinstance(entry, Artist) else studio_document(entry)


def in_bulks(snapshots: Iterable[Snapshot], size: int = BULK) -> Iterator[Sequence[Snapshot]]:
    """Snapshots in lists of at most ``size``."""
    remaining = iter(snapshots)
    while batch := list(islice(remaining, size)):
        yield batch
