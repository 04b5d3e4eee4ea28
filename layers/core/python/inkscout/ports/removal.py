"""Ports for removing a person from every store."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from inkscout.domain.held_person import HeldPerson


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

    def rewrite_answers(self, clean: Callable[[Any], Any]) -> int:
        """Rewrites the providers' answers that are still kept; returns the number of objects that changed."""
        ...

    def purge_exports(self) -> int:
        """Removes every export that was made so far; returns the number of objects."""
        ...


class OperationsPurge(Protocol):
    """Removes a person from the Operations table."""

    def purge(self, names: Callable[[str, str], bool]) -> int:
        """Takes texts that name the person out of every item; returns how many items changed.

        ``names`` is given a text and the key of the item it stands in.
        """
        ...


class HeldPeople(Protocol):
    """People who may have asked to be removed, in the Operations table until an operator has looked."""

    def hold(self, person: HeldPerson) -> None:
        """Records a person, once; nothing where the same person is held already."""
        ...

    def get(self, held_id: str) -> HeldPerson | None:
        """A person by the id they are held under."""
        ...

    def waiting(self) -> Sequence[HeldPerson]:
        """Everybody who is held, the longest first."""
        ...

    def forget(self, held_id: str) -> None:
        """Deletes a person who was decided on; an absent one is fine."""
        ...
