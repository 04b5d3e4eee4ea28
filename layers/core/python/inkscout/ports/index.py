"""Ports for keeping the search index in step with the Directory table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from inkscout.domain.snapshot import EntryKind


class WriteOutcome(StrEnum):
    """Search server's answer to one action of a bulk call."""

    APPLIED = "applied"
    STALE = "stale"
    RETRY = "retry"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexAction:
    """A document to write at a version, or to delete at it when ``document`` is None."""

    kind: EntryKind
    entry_id: str
    version: int
    document: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionResult:
    """The verdict on one action; ``held`` is the version the index has, where it called the action stale."""

    action: IndexAction
    verdict: WriteOutcome
    reason: str = ""
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedDocument:
    """A document as the index has it."""

    version: int
    document: dict[str, Any]


class IndexWriter(Protocol):
    """The search server's indexes. Every call raises ``IndexUnavailable`` when the server does not answer."""

    def apply(
        self, actions: Sequence[IndexAction], *, index: str = "", same_version: bool = False
    ) -> Sequence[ActionResult]:
        """Applies actions in one bulk call, in order; to the live indexes, or to one that is being built.

        An action of a version that the index has already is stale; with ``same_version`` it is applied, for
        repairs.
        """
        ...

    def live(self, kind: EntryKind) -> str:
        """The index that searches of a kind go to; empty when there is none."""
        ...

    def indexes(self, kind: EntryKind) -> Sequence[str]:
        """All indexes of a kind, oldest first."""
        ...

    def definition(self, index: str) -> str:
        """The fingerprint of the definition an index was made from."""
        ...

    def create(self, kind: EntryKind, index: str, *, live: bool = False) -> None:
        """Makes an empty index of a kind's definition; ``live`` lets searches go to it at once."""
        ...

    def go_live(self, kind: EntryKind, index: str) -> None:
        """Lets searches go to another index, at once and without a gap; the old one is kept."""
        ...

    def drop(self, index: str) -> None:
        """Removes an index; an absent one is fine."""
        ...

    def refresh(self, index: str) -> None:
        """Makes everything that was written visible to searches."""
        ...

    def count(self, index: str) -> int:
        """The number of documents that searches see."""
        ...

    def documents(self, index: str, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        """The documents of some ids that exist, as they are now."""
        ...

    def versions(self, index: str, ids: Sequence[str]) -> dict[str, int]:
        """The versions of the documents of some ids that exist, as they are now."""
        ...

    def ids(self, kind: EntryKind, index: str) -> Iterator[str]:
        """The ids of all documents that searches see."""
        ...

    def search(self, index: str, body: dict[str, Any]) -> dict[str, Any]:
        """The server's answer to a search."""
        ...

    def tokens(self, index: str, analyzer: str, text: str) -> Sequence[str]:
        """Returns the tokens that an analyzer makes of a text."""
        ...


class IndexFailures(Protocol):
    """Dead-letter queue for entries that the index rejected."""

    def send(self, kind: EntryKind, entry_id: str, reason: str) -> None:
        """Keeps a key and why; the document itself is read from the table again."""
        ...
