"""A request to be removed from the directory, from its receipt to its decision."""

from dataclasses import dataclass
from enum import StrEnum

from inkscout.domain import naming


class RemovalStatus(StrEnum):
    """Status of a removal request; ``approved`` becomes ``removed`` once everything is purged."""

    PENDING = "pending"
    APPROVED = "approved"
    REMOVED = "removed"
    REJECTED = "rejected"


ASKED = "removal-asked"
"""Scope of the state store that leads from who is asked about to the request that is pending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRequest:
    """One request by its unguessable id; times are ISO 8601 in UTC.

    ``artist_id``, ``instagram``, ``name``, ``contact``, ``reason`` and ``note`` are personal: they are
    emptied once the request is decided and carried out, and never shown to anybody but an operator. ``name``
    and ``studio_id`` say who it is where an operator found somebody again who had asked before.
    ``confirm_token`` stands in the link sent to the contact; ``confirmed_at`` tells when it was opened.
    """

    request_id: str
    status: RemovalStatus = RemovalStatus.PENDING
    artist_id: str = ""
    instagram: str = ""
    name: str = ""
    studio_id: str = ""
    contact: str = ""
    reason: str = ""
    note: str = ""
    created_at: str = ""
    decided_at: str = ""
    confirm_token: str = ""
    confirmed_at: str = ""


def asked_key(request: RemovalRequest) -> str:
    """The key under ``ASKED`` of the person a request is about; it goes when the request is decided."""
    return naming.digest("asked", request.artist_id, request.instagram)
