"""A request to be removed from the directory, from its receipt to its decision."""

from dataclasses import dataclass
from enum import StrEnum


class RemovalStatus(StrEnum):
    """Status of a removal request; ``approved`` becomes ``removed`` once everything is purged."""

    PENDING = "pending"
    APPROVED = "approved"
    REMOVED = "removed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRequest:
    """One request by its unguessable id; times are ISO 8601 in UTC.

    ``artist_id``, ``instagram``, ``contact``, ``reason`` and ``note`` are personal: they are emptied once the
    request is decided and carried out, and never shown to anybody but an operator.
    """

    request_id: str
    status: RemovalStatus = RemovalStatus.PENDING
    artist_id: str = ""
    instagram: str = ""
    contact: str = ""
    reason: str = ""
    note: str = ""
    created_at: str = ""
    decided_at: str = ""
