"""WatchRemovals: finds removals that were approved but have not ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from inkscout.contracts.remove_artist import WatchRemovalsResult
from inkscout.domain.removal_request import RemovalStatus
from inkscout.ports import Clock, Removals

LONGEST = timedelta(days=7)
"""Time from approval within which a removal must have ended; the law allows a month from the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRemovalsPorts:
    """Ports of WatchRemovals."""

    removals: Removals
    clock: Clock


def watch_removals(*, deps: WatchRemovalsPorts) -> WatchRemovalsResult:
    """Counts the approved requests, and those of them that were approved before more than ``LONGEST``."""
    before = deps.clock.now() - LONGEST
    approved = deps.removals.requests(RemovalStatus.APPROVED)
    overdue = [one for one in approved if datetime.fromisoformat(one.decided_at) < before]
    return WatchRemovalsResult(approved=len(approved), overdue=len(overdue))
