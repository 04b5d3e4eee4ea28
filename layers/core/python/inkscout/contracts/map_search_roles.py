"""MapSearchRoles: the IAM roles that may read, write and manage the search domain."""

from pydantic import Field

from inkscout.contracts.base import Contract


class MapSearchRolesRequest(Contract):
    """ARNs of the IAM roles that may read, write and manage the search domain."""

    read: list[str] = Field(alias="Read", min_length=1)
    write: list[str] = Field(alias="Write", min_length=1)
    manage: list[str] = Field(alias="Manage", min_length=1)
