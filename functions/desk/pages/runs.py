"""Runs: the list with filters, which stand in the address."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from functions.desk import registry
from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from functions.desk.views import run_words
from inkscout.bootstrap import desk_reading
from inkscout.usecases.runs.browse_runs import ListedRun, RunFilters

SECTION = "/desk/runs"
ENDED = (("", "any time"), ("24", "24 hours"), ("168", "7 days"), ("720", "30 days"))
"""Hours and label of each choice for the time within which a run has ended."""

_TONES = {
    "succeeded": "good",
    "running": "wait",
    "budget_reached": "plain",
    "failed": "bad",
    "stopped": "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Filters as the form shows them; a value that is none of its choices is empty."""

    state: str = ""
    region: str = ""
    ended: str = ""


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the list of runs."""
    filters = read_filters(asked)
    before = asked.request.one("before")
    found = desk_reading.browse_runs()(
        RunFilters(
            state=filters.state, region=filters.region, ended_hours=int(filters.ended or 0), before=before
        )
    )
    return page(
        asked,
        "runs.html",
        title="Runs",
        section=SECTION,
        rows=rows(found.runs),
        filters=filters,
        filtered=filters != Filters(),
        ended_choices=ENDED,
        any_live=any(run.is_live for run in found.runs),
        older=_address(filters, found.next_before) if found.next_before else "",
        actions=_actions(asked),
    )


def read_filters(asked: DeskRequest) -> Filters:
    """Returns the filters in the address."""
    state, ended = asked.request.one("state"), asked.request.one("ended")
    return Filters(
        state=state if state in run_words.STATUSES else "",
        region=asked.request.one("region")[:120],
        ended=ended if ended in dict(ENDED) else "",
    )


def rows(runs: Sequence[ListedRun]) -> list[dict[str, object]]:
    """Returns the rows of the table; the longest run has the whole width of a bar."""
    longest = max((run.seconds for run in runs), default=0.0)
    return [
        {
            **asdict(run),
            "width": round(max(1.0, 100 * run.seconds / longest), 2) if longest and run.seconds else 0,
            "tone": _TONES.get(run.status, "plain"),
        }
        for run in runs
    ]


def _address(filters: Filters, before: str) -> str:
    given = {**asdict(filters), "before": before}
    return f"{SECTION}?{urlencode({name: value for name, value in given.items() if value})}"


def _actions(asked: DeskRequest) -> list[tuple[str, str]]:
    start = "/desk/runs/start"
    known = any(route.path == start for route in registry.ROUTES)
    return [("Start a run", start)] if known and asked.may_act else []
