"""Ports for removing a person from every store."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from inkscout.domain.held_person import HeldPerson


class FilePurge(Protocol):
    """Deletes and rewrites objects of the data bucket, including their old versions."""

    def purge_subject(self, subject: str) -> int:
        """Deletes all objects of a subject from the raw lake; returns their number."""
        ...

    def rewrite_subject(self, subject: str, clean: Callable[[Any], Any]) -> int:
        """Rewrites every stored document of a subject by ``clean``; deletes it if ``clean`` returns None.

        Returns the number of objects that changed. Snapshots such as screenshots cannot be redacted, and are
        deleted.
        """
        ...

    def rewrite_answers(self, clean: Callable[[Any], Any]) -> int:
        """Rewrites the stored responses of place providers; returns the number of objects that changed."""
        ...

    def purge_exports(self) -> int:
        """Deletes every export; returns the number of objects."""
        ...


class OperationsPurge(Protocol):
    """Removes a person from the Operations table."""

    def purge(self, names: Callable[[str, str], bool]) -> int:
        """Removes texts that name the person from every item; returns the number of items that changed.

        ``names`` takes a text and the key of its item, and returns whether the text names the person.
        """
        ...


class HeldPeople(Protocol):
    """Store of people who may have asked to be removed, in the Operations table until an operator decides."""

    def hold(self, person: HeldPerson) -> None:
        """Records a person; does nothing if the same person is held already."""
        ...

    def get(self, held_id: str) -> HeldPerson | None:
        """Returns the person held under an id; None if there is none."""
        ...

    def waiting(self) -> Sequence[HeldPerson]:
        """Returns everybody who is held, the longest-waiting first."""
        ...

    def forget(self, held_id: str) -> None:
        """Deletes a person after the decision; does nothing if there is none."""
        ...
