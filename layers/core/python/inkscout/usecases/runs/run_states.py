"""States of a run's execution with their times, as the API and the desk show them."""

from datetime import datetime

from inkscout.contracts.api.operations import MapItems, StateView
from inkscout.domain.state_progress import ExecutionRecord, StateProgress, full_progress


def state_views(record: ExecutionRecord | None, now: datetime) -> list[StateView]:
    """Returns the top-level states of an execution in the order of its definition; none without one."""
    if record is None:
        return []
    return [state_view(state) for state in full_progress(record, now)]


def state_view(state: StateProgress) -> StateView:
    """Returns one state with its times in ISO 8601."""
    items = state.items
    return StateView(
        name=state.name,
        type=state.kind,
        status=state.status.value,
        comment=state.comment,
        started_at=_text(state.first_at),
        ended_at=_text(state.last_at) if state.since is None else "",
        seconds=round(state.seconds, 3),
        visits=state.visits,
        retries=state.retries,
        failures=state.failures,
        items=None
        if items is None
        else MapItems(
            total=items.total, running=items.running, succeeded=items.succeeded, failed=items.failed
        ),
    )


def _text(at: datetime | None) -> str:
    return at.isoformat(timespec="milliseconds") if at else ""
