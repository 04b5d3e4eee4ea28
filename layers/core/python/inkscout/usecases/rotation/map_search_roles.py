"""MapSearchRoles: maps IAM roles to roles of the search domain, so that no function needs a password.

Names of permissions are the security plugin's action groups ("Default action groups", OpenSearch).
"""

from dataclasses import dataclass
from typing import Any

from inkscout.contracts.map_search_roles import MapSearchRolesRequest
from inkscout.ports.secrets import SearchRoles
from inkscout.search.definition import Kind

_PATTERNS = [pattern for kind in Kind for pattern in (kind.value, f"{kind.value}-*")]
_SCRATCH = "inkscout-canary*"
_LOOK = ["read", "indices:admin/aliases/get", "indices:admin/mappings/get", "indices:admin/refresh*"]

READ, WRITE, MANAGE = "inkscout_read", "inkscout_write", "inkscout_manage"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSearchRolesPorts:
    """Ports of MapSearchRoles."""

    roles: SearchRoles


def definitions() -> dict[str, dict[str, Any]]:
    """Returns the domain's roles by name: searching, changing documents, and changing indexes as well."""
    return {
        READ: _role(["cluster_composite_ops_ro"], _LOOK),
        WRITE: _role(["cluster_composite_ops"], [*_LOOK, "indices:admin/get", "write"]),
        MANAGE: _role(["cluster_composite_ops"], ["indices_all"], [*_PATTERNS, _SCRATCH]),
    }


def map_search_roles(request: MapSearchRolesRequest, *, deps: MapSearchRolesPorts) -> None:
    """Creates the domain's roles and maps the IAM roles to them; a repeated call changes nothing.

    Raises:
        IndexUnavailable: the domain does not respond.
    """
    members = {READ: request.read, WRITE: request.write, MANAGE: request.manage}
    for name, definition in definitions().items():
        deps.roles.put_role(name, definition)
        deps.roles.put_members(name, members[name])


def _role(cluster: list[str], actions: list[str], patterns: list[str] | None = None) -> dict[str, Any]:
    index = {"index_patterns": patterns or _PATTERNS, "allowed_actions": actions}
    return {"cluster_permissions": cluster, "index_permissions": [index]}
