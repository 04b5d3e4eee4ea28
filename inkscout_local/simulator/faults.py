"""Simulated faults of the Google and Overpass endpoints, configured in the world or added by tests."""

from collections.abc import Iterable
from dataclasses import dataclass

from inkscout_local.simulator.model import GoogleFault

ENDPOINTS = frozenset(
    {"geocode", "textsearch", "nearbysearch", "details", "searchText", "searchNearby", "place", "overpass"}
)
"""Endpoint names that a fault can be added for; ``*`` means all of them."""


@dataclass(slots=True)
class _Armed:
    fault: GoogleFault
    skip: int
    left: int | None


class FaultPlan:
    """Schedule of simulated faults; the oldest one that matches a call and is not used up applies."""

    def __init__(self, faults: Iterable[GoogleFault] = ()) -> None:
        self._armed: list[_Armed] = []
        for fault in faults:
            self.add(fault)

    def add(self, fault: GoogleFault) -> None:
        """Adds a fault to the schedule.

        Raises:
            ValueError: the fault's endpoint is neither ``*`` nor in ``ENDPOINTS``.
        """
        if fault.endpoint != "*" and fault.endpoint not in ENDPOINTS:
            raise ValueError(
                f"{fault.endpoint} is no endpoint; there are {', '.join(sorted(ENDPOINTS))} and *."
            )
        self._armed.append(_Armed(fault, fault.after, fault.times))

    def clear(self) -> None:
        """Removes all faults."""
        self._armed.clear()

    def take(self, endpoint: str) -> GoogleFault | None:
        """Returns the fault for a call and counts its use; None if the call should succeed."""
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
