"""Ports for rotating a secret: its versions, the user it belongs to, and the roles of the search domain."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class SecretVersions(Protocol):
    """Versions of a secret by their staging labels in Secrets Manager."""

    def current_version(self, secret_id: str) -> str:
        """Returns the id of the version in use (``AWSCURRENT``).

        Raises:
            SecretUnavailable: the secret does not exist.
        """
        ...

    def current(self, secret_id: str) -> str:
        """Returns the text of the version in use (``AWSCURRENT``).

        Raises:
            SecretUnavailable: there is no such version.
        """
        ...

    def pending(self, secret_id: str, token: str) -> str | None:
        """Returns the text of the version ``token`` that a rotation creates; None if not created yet."""
        ...

    def put_pending(self, secret_id: str, token: str, text: str) -> None:
        """Stores the version ``token`` that a rotation creates, without bringing it into use."""
        ...

    def make_current(self, secret_id: str, token: str) -> None:
        """Brings the pending version into use; the former version becomes the previous one."""
        ...

    def new_password(self) -> str:
        """Returns a random password that the search domain accepts.

        It has 32 characters, with upper-case and lower-case letters, digits and special characters.
        """
        ...


class SearchUser(Protocol):
    """Master user of the search domain."""

    def set_password(self, username: str, password: str) -> None:
        """Requests a new password for the user; the domain accepts it only after a while."""
        ...

    def accepts(self, username: str, password: str) -> bool:
        """Whether the domain accepts the password; waits for it for a bounded number of minutes."""
        ...


class SearchRoles(Protocol):
    """Roles of the search domain and their mapping to IAM roles."""

    def put_role(self, name: str, definition: Mapping[str, Any]) -> None:
        """Creates or replaces a role."""
        ...

    def put_members(self, name: str, arns: Sequence[str]) -> None:
        """Maps a role to exactly these IAM roles; removes any other mapping."""
        ...
