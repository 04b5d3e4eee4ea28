"""Builds the index action (write or delete) for a directory entry. All index writes are built here."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from inkscout.domain.artist import Artist
from inkscout.domain.snapshot import Snapshot
from inkscout.domain.studio import Studio
from inkscout.ports.index import IndexAction
from inkscout.search.documents import Document, artist_document, studio_document

BULK = 500
"""Number of documents in a bulk request: about 1.5 MB; the embedded server accepts 5 MB."""


def action_for(snapshot: Snapshot) -> IndexAction:
    """Returns the write of a visible entry's document, else a deletion, at the entry's version."""
    return IndexAction(
        kind=snapshot.kind,
        entry_id=snapshot.entry_id,
        version=snapshot.version,
        document=document_of(snapshot.entry),
    )


def is_visible(snapshot: Snapshot) -> bool:
    """Whether the index should hold a document of the entry; much cheaper than ``document_of``."""
    return snapshot.entry is not None and snapshot.entry.is_shown


def document_of(entry: Artist | Studio | None) -> Document | None:
    """Returns the document of an entry; None if searchers must not see it."""
    if entry is None:
        return None
    return artist_document(entry) if isinstance(entry, Artist) else studio_document(entry)


def in_bulks(snapshots: Iterable[Snapshot], size: int = BULK) -> Iterator[Sequence[Snapshot]]:
    """Yields the snapshots in lists of at most ``size``."""
    remaining = iter(snapshots)
    while batch := list(islice(remaining, size)):
        yield batch
