"""Roles of a search domain's security plugin, set as the domain's master user."""

from collections.abc import Mapping, Sequence
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException

from inkscout.errors import IndexUnavailable

_API = "/_plugins/_security/api"


class OpenSearchRoles:
    """Implements ``ports.secrets.SearchRoles`` on a domain's security plugin."""

    def __init__(self, client: OpenSearch) -> None:
        """Uses an opensearch-py client that signs in as the master user."""
        self._client = client

    def put_role(self, name: str, definition: Mapping[str, Any]) -> None:
        """Creates or replaces a role."""
        self._put(f"{_API}/roles/{name}", dict(definition))

    def put_members(self, name: str, arns: Sequence[str]) -> None:
        """Maps exactly these IAM roles to a role; others that were mapped before lose it."""
        self._put(f"{_API}/rolesmapping/{name}", {"backend_roles": list(arns), "hosts": [], "users": []})

    def _put(self, path: str, body: dict[str, Any]) -> None:
        try:
            self._client.transport.perform_request("PUT", path, body=body)
        except OpenSearchException as error:
            raise IndexUnavailable(f"{path}: {type(error).__name__}") from error
