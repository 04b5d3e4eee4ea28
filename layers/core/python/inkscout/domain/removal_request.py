"""A request to be removed from the directory, from its receipt to its decision."""

from dataclasses import dataclass
from enum import StrEnum

from inkscout.domain import naming


class RemovalStatus(StrEnum):
    """Status of a removal request; ``approved`` becomes ``removed`` once everything is deleted."""

    PENDING = "pending"
    APPROVED = "approved"
    REMOVED = "removed"
    REJECTED = "rejected"


ASKED = "removal-asked"
"""Scope of the state store that maps the person of a request to the pending request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRequest:
    """One request by its unguessable id; times are ISO 8601 in UTC.

    ``artist_id``, ``instagram``, ``name``, ``contact``, ``reason`` and ``note`` are personal: they are
    deleted once the request is decided and carried out, and only operators see them. ``name`` and
    ``studio_id`` identify a person whom an operator recognised as one who had asked before. ``confirm_token``
    is part of the link sent to the contact; ``confirmed_at`` is the time it was opened.
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
    """Returns the key of a request's person in scope ``ASKED``; the value is deleted with the decision."""
    return naming.digest("asked", request.artist_id, request.instagram)
