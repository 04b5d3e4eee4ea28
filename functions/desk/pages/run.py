"""Run: one run as it is now, with its state machine, counts, errors and record."""

from urllib.parse import quote

from functions.desk import registry
from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.pages.runs import SECTION
from functions.desk.rendering import page
from functions.desk.views import charts, machine, run_words
from functions.desk.views.charts import Piece
from inkscout.bootstrap import desk_reading
from inkscout.usecases.runs.run_progress import RunProgress

_STOP = "/desk/runs/{run_id}/stop"


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the page about a run, which asks for itself anew while the run is at work.

    Raises:
        NotFound: there is no such run.
    """
    run = desk_reading.read_run_progress()(asked.parts["run_id"])
    path = f"{SECTION}/{quote(run.run_id)}"
    summary = run.record.get("summary") or {}
    counts = run.counts
    return page(
        asked,
        "run.html",
        title=f"Run {', '.join(run.regions)[:60] or run.run_id}",
        section=SECTION,
        run=run,
        said=said(run),
        drawn=machine.drawing(run.definition, run.states),
        outcomes=outcomes(run, f"{path}/visits"),
        jobs=jobs(run),
        visited=sum(run.visits.values()),
        artists=int(summary.get("artists", counts.get("artists", 0))),
        new_artists=int(summary.get("new_artists", counts.get("new_artists", 0))),
        areas_done=int(counts.get("area", len(run.areas))),
        areas_exhausted=int(counts.get("area:exhausted", 0)),
        visits_path=f"{path}/visits",
        actions=_actions(asked, run),
    )


def said(run: RunProgress) -> str:
    """Returns what is announced when it changes: the status, and the state that is at work."""
    working = [state.name for state in run.states if state.status == "running"]
    text = f"The run is {run_words.STATUSES[run.status.value]}"
    return f"{text}: {', '.join(working)}." if working and run.is_live else f"{text}."


def outcomes(run: RunProgress, path: str) -> list[Piece]:
    """Returns the visits by outcome, the good ones first, each with its meaning and its list."""
    known = [name for name in run_words.OUTCOMES if name in run.visits]
    others = [name for name in run.visits if name not in run_words.OUTCOMES]
    return charts.stacked(
        (
            name,
            run_words.outcome(name),
            run.visits[name],
            run_words.tone(name),
            run_words.OUTCOMES[name][2] if name in run_words.OUTCOMES else "",
            f"{path}?outcome={quote(name)}",
        )
        for name in [*known, *others]
    )


def jobs(run: RunProgress) -> list[Piece]:
    """Returns the jobs by status."""
    return charts.stacked(
        (name, label, run.jobs.get(name, 0), tone, meaning, "")
        for name, (label, tone, meaning) in run_words.JOBS.items()
    )


def _actions(asked: DeskRequest, run: RunProgress) -> list[tuple[str, str]]:
    known = any(route.path == _STOP for route in registry.ROUTES)
    if not (known and run.is_live and asked.may_act):
        return []
    return [("Stop this run", _STOP.format(run_id=quote(run.run_id)))]
