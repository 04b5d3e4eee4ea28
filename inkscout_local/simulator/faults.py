"""Simulated faults of the Google and Overpass endpoints, configured in the world or added by tests."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from inkscout_local.simulator.model import GoogleFault

ENDPOINTS = frozenset(
    {"geocode", "textsearch", "nearbysearch", "details", "searchText", "searchNearby", "place", "overpass"}
)
"""Endpoint names that a fault can be added for; ``*`` means all of them."""


class CountedFault(Protocol):
    """A fault that leaves out the first matching calls, and applies to a number of those after them."""

    @property
    def after(self) -> int:
        """Number of matching calls before it applies."""
        ...

    @property
    def times(self) -> int | None:
        """Number of calls it applies to; None for all."""
        ...


FaultT = TypeVar("FaultT", bound=CountedFault)


@dataclass(slots=True)
class _Armed(Generic[FaultT]):
    fault: FaultT
    skip: int
    left: int | None


class FaultSchedule(Generic[FaultT]):
    """Schedule of simulated faults; the oldest one that matches a call and is not used up applies."""

    def __init__(self, faults: Iterable[FaultT] = ()) -> None:
        self._armed: list[_Armed[FaultT]] = []
        for fault in faults:
            self.add(fault)

    def add(self, fault: FaultT) -> None:
        """Adds a fault to the schedule."""
        self._armed.append(_Armed(fault, fault.after, fault.times))

    def clear(self) -> None:
        """Removes all faults."""
        self._armed.clear()

    def first(self, matches: Callable[[FaultT], bool]) -> FaultT | None:
        """Returns the fault for a call and counts its use; None if the call should succeed."""
        for armed in self._armed:
            if armed.left == 0 or not matches(armed.fault):
                continue
            if armed.skip:
                armed.skip -= 1
                continue
            if armed.left is not None:
                armed.left -= 1
            return armed.fault
        return None


class FaultPlan(FaultSchedule[GoogleFault]):
    """Schedule of faults of the Google and Overpass endpoints."""

    def add(self, fault: GoogleFault) -> None:
        """Adds a fault to the schedule.

        Raises:
            ValueError: the fault's endpoint is neither ``*`` nor in ``ENDPOINTS``.
        """
        if fault.endpoint != "*" and fault.endpoint not in ENDPOINTS:
            raise ValueError(
                f"{fault.endpoint} is no endpoint; there are {', '.join(sorted(ENDPOINTS))} and *."
            )
        super().add(fault)

    def take(self, endpoint: str) -> GoogleFault | None:
        """Returns the fault for a call and counts its use; None if the call should succeed."""
        return self.first(lambda fault: fault.endpoint in {"*", endpoint})
