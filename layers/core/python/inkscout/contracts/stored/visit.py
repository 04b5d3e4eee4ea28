"""Visit of a studio's website as an entry of the run ledger.

The entry of the browser worker replaces that of the HTTP visit.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from inkscout.contracts.base import Contract
from inkscout.domain.outcome import VisitOutcome

Tier = Literal["none", "http", "browser"]


class Visit(Contract):
    """Outcome of the visit of one studio's website; ``written`` and ``unchanged`` count Directory items."""

    studio_id: str
    outcome: VisitOutcome
    reason: str = ""
    tier: Tier = "none"
    website: str = ""
    artists: list[str] = Field(default_factory=list)
    new_artists: int = 0
    written: int = 0
    unchanged: int = 0
    suppressed: int = 0
    quarantined: int = 0
    pages: int = 0
    bytes: int = 0
    seconds: float = 0.0
    promised: str = ""

    @classmethod
    def of_entry(cls, entry: Mapping[str, Any]) -> "Visit":
        """Builds a visit from an entry of the ledger, which has the extra field ``key``."""
        return cls.model_validate({name: value for name, value in entry.items() if name != "key"})

    def document(self) -> dict[str, Any]:
        """Returns the visit in the form that the ledger stores."""
        return self.model_dump(mode="json")
