"""Ports for keeping the search index in step with the Directory table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from inkscout.domain.snapshot import EntryKind


class WriteOutcome(StrEnum):
    """Outcome of one action of a bulk request. ``STALE``: the index has the version or a newer one."""

    APPLIED = "applied"
    STALE = "stale"
    RETRY = "retry"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexAction:
    """Write of a document at a version, or its deletion if ``document`` is None."""

    kind: EntryKind
    entry_id: str
    version: int
    document: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionResult:
    """Outcome of one action; ``held`` is the version in the index if the action was stale, else 0."""

    action: IndexAction
    verdict: WriteOutcome
    reason: str = ""
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedDocument:
    """Document and version as the index stores them."""

    version: int
    document: dict[str, Any]


class IndexWriter(Protocol):
    """Write side of the search indexes.

    Every method raises ``IndexUnavailable`` if the server does not respond.
    """

    def apply(
        self, actions: Sequence[IndexAction], *, index: str = "", same_version: bool = False
    ) -> Sequence[ActionResult]:
        """Applies actions in order, in one bulk request; to ``index``, or to the live indexes if it is empty.

        With the live index, the one that ``follow`` named is written as well; an action that it refuses or
        cannot take for now has that verdict.

        An action whose version the index already has is stale; with ``same_version`` it is applied
        nevertheless, for repairs.
        """
        ...

    def live(self, kind: EntryKind) -> str:
        """Returns the name of the index that serves searches of a kind; empty if there is none."""
        ...

    def indexes(self, kind: EntryKind) -> Sequence[str]:
        """Returns the names of all indexes of a kind, oldest first."""
        ...

    def definition(self, index: str) -> str:
        """Returns the fingerprint of the definition that an index was created with."""
        ...

    def create(self, kind: EntryKind, index: str, *, live: bool = False) -> None:
        """Creates an empty index from the definition of a kind; ``live`` makes it serve searches at once."""
        ...

    def follow(self, kind: EntryKind, index: str) -> None:
        """Makes all later writes to the live index go to another one as well, until one of them goes live."""
        ...

    def go_live(self, kind: EntryKind, index: str) -> None:
        """Switches searches to another index atomically; keeps the old index, which gets no more writes."""
        ...

    def drop(self, index: str) -> None:
        """Deletes an index; does nothing if it does not exist."""
        ...

    def refresh(self, index: str) -> None:
        """Makes everything written so far visible to searches."""
        ...

    def count(self, index: str) -> int:
        """Returns the number of documents that are visible to searches.

        Raises:
            IndexGone: there is no such index.
        """
        ...

    def documents(self, index: str, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        """Returns the current documents of some ids; omits ids that do not exist."""
        ...

    def versions(self, index: str, ids: Sequence[str]) -> dict[str, int]:
        """Returns the current document versions of some ids; omits ids that do not exist."""
        ...

    def ids(self, kind: EntryKind, index: str) -> Iterator[str]:
        """Yields the ids of all documents that are visible to searches."""
        ...

    def search(self, index: str, body: dict[str, Any]) -> dict[str, Any]:
        """Returns the server's response to a search."""
        ...

    def tokens(self, index: str, analyzer: str, text: str) -> Sequence[str]:
        """Returns the tokens that an analyzer makes from a text."""
        ...


class IndexFailures(Protocol):
    """Dead-letter queue for keys of entries that the index rejected."""

    def send(self, kind: EntryKind, entry_id: str, reason: str) -> None:
        """Queues the key of an entry with the reason; a redrive reads the entry from the table again."""
        ...
