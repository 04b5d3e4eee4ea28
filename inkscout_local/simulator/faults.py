"""Faults of the Google and Overpass endpoints, switched on by the world or by a test."""

from collections.abc import Iterable
from dataclasses import dataclass

from inkscout_local.simulator.model import GoogleFault

ENDPOINTS = frozenset(
    {"geocode", "textsearch", "nearbysearch", "details", "searchText", "searchNearby", "place", "overpass"}
)
"""Names a fault can be switched on for; ``*`` means all of them."""


@dataclass(slots=True)
class _Armed:
    fault: GoogleFault
    skip: int
    left: int | None


class FaultPlan:
    """Schedule of simulated failures; the oldest fault that matches a call and is not used up applies."""

    def __init__(self, faults: Iterable[GoogleFault] = ()) -> None:
        self._armed: list[_Armed] = []
        for fault in faults:
            self.add(fault)

    def add(self, fault: GoogleFault) -> None:
        """Switches a fault on.

        Raises:
            ValueError: the endpoint is not one of ``ENDPOINTS``.
        """
        if fault.endpoint != "*" and fault.endpoint not in ENDPOINTS:
            raise ValueError(
                f"{fault.endpoint} is no endpoint; there are {', '.join(sorted(ENDPOINTS))} and *."
            )
        self._armed.append(_Armed(fault, fault.after, fault.times))

    def clear(self) -> None:
        """Switches all faults off."""
        self._armed.clear()

    def take(self, endpoint: str) -> GoogleFault | None:
        """The fault of this call, which is then used up once; None when the call is good."""
        for armed in self._armed:
            if armed.fault.endpoint not in {"*", endpoint} or armed.left == 0:
                continue
            if armed.skip:
                armed.skip -= 1
                continue
            if armed.left is not None:
                armed.left -= 1
            return armed.fault
        return None
