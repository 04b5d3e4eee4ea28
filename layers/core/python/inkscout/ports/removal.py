"""Ports for removing a person from every store."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol


class FilePurge(Protocol):
    """Removes and rewrites objects of the data bucket, old versions included."""

    def purge_subject(self, subject: str) -> int:
        """Removes everything the lake holds of a subject; returns the number of objects."""
        ...

    def rewrite_subject(self, subject: str, clean: Callable[[Any], Any]) -> int:
        """Rewrites every stored document of a subject by ``clean``; one it makes None is removed.

        Returns the number of objects that changed. Snapshots cannot be cleared, and are removed.
        """
        ...

    def purge_exports(self) -> int:
        """Removes every export that was made so far; returns the number of objects."""
        ...


class OperationsPurge(Protocol):
    """Removes a person from the Operations table."""

    def purge(self, terms: Sequence[str]) -> int:
        """Takes whatever contains one of the terms out of every item; returns how many items changed."""
        ...
