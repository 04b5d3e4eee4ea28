"""Metrics of a finished run, for the alarms and the dashboard."""

from collections.abc import Mapping

from inkscout.contracts.finish_run import RunSummary
from inkscout.domain.outcome import VisitOutcome

_NOT_ASKED_FOR = {VisitOutcome.NO_WEBSITE, VisitOutcome.CLOSED}


def run_metrics(summary: RunSummary) -> Mapping[str, float]:
    """Returns values by metric name.

    Omits metrics that are undefined, such as the success rate of no visits.
    """
    visits = {VisitOutcome(name): count for name, count in summary.outcomes.items()}
    asked = sum(count for outcome, count in visits.items() if outcome not in _NOT_ASKED_FOR)
    failed = sum(count for outcome, count in visits.items() if outcome.is_failed_visit)
    paused = "provider_paused" in summary.discovery.get("outcomes", [])
    barren = bool(summary.error or (asked and not summary.artists and summary.artists_before))
    values: dict[str, float] = {
        "RunsFinished": 1,
        "RunSeconds": summary.seconds,
        "StudiosVisited": asked,
        "ArtistsFound": summary.artists,
        "ArtistsNew": summary.new_artists,
        "BarrenRuns": int(barren),
        "ProvidersPaused": int(paused),
        "SpendUsd": float(summary.discovery.get("spend_usd", 0.0)),
    }
    if asked:
        values["VisitSuccessPercent"] = round(100 * (asked - failed) / asked, 2)
    return values
