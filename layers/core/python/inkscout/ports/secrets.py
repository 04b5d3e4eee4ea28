"""Ports for rotating a secret: its versions, and the user whose password it holds."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class SecretVersions(Protocol):
    """The versions of a secret, as Secrets Manager labels them."""

    def current_version(self, secret_id: str) -> str:
        """Id of the version in use.

        Raises:
            SecretUnavailable: there is no such secret.
        """
        ...

    def current(self, secret_id: str) -> str:
        """The text in use.

        Raises:
            SecretUnavailable: there is none.
        """
        ...

    def pending(self, secret_id: str, token: str) -> str | None:
        """The text of the version that a rotation makes; None before it is made."""
        ...

    def put_pending(self, secret_id: str, token: str, text: str) -> None:
        """Stores the version that a rotation makes, beside the one in use."""
        ...

    def make_current(self, secret_id: str, token: str) -> None:
        """Brings the pending version into use; the one before stays as the previous one."""
        ...

    def new_password(self) -> str:
        """A random password that the search domain allows: upper, lower, digit and sign, 32 characters."""
        ...


class SearchUser(Protocol):
    """The user of the search domain."""

    def set_password(self, username: str, password: str) -> None:
        """Asks the domain for a new password, which it takes after a while."""
        ...

    def accepts(self, username: str, password: str) -> bool:
        """Whether the domain takes the password now; waits for it within a bound of minutes."""
        ...


class SearchRoles(Protocol):
    """Roles of the search domain, and the IAM roles that have them."""

    def put_role(self, name: str, definition: Mapping[str, Any]) -> None:
        """Makes a role, or replaces it."""
        ...

    def put_members(self, name: str, arns: Sequence[str]) -> None:
        """Gives a role to IAM roles, and to nobody else."""
        ...
