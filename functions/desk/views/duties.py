"""Texts, addresses and runbooks of what needs a person."""

from dataclasses import dataclass
from urllib.parse import quote

from inkscout.usecases.desk.read_overview import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A duty for people: what it is, where it is dealt with, and the name of its runbook."""

    text: str
    detail: str
    href: str
    runbook: str
    is_urgent: bool


_OF_KIND = {
    "run_failed": ("The last run failed", "/desk/runs/{subject}", "run-failed"),
    "visits_failing": (
        "The last run could not read many websites",
        "/desk/runs/{subject}",
        "visits-failing",
    ),
    "budget_reached": ("The last run ended at its budget", "/desk/runs/{subject}", "spend"),
    "removals": ("{count} to be decided: requests for removal", "/desk/removals", "removal-failed"),
    "held_people": ("{count} held: people who may be removed ones come back", "/desk/removals", ""),
    "dead_letters": (
        "{count} dead letters: jobs that no worker could finish",
        "/desk/dead-letters",
        "dead-letter-queue",
    ),
    "index_behind": ("The search index is behind the table", "/desk/index", "index-behind"),
    "feed": ("The feed {subject} is {detail}", "/desk/feeds/{subject}", "feed-late"),
}


def told(duty: Duty) -> Told:
    """Returns a duty as people read it."""
    text, href, runbook = _OF_KIND[duty.kind]
    return Told(
        text=text.format(count=duty.count, subject=duty.subject, detail=duty.detail),
        detail="" if "{detail}" in text else duty.detail,
        href=href.format(subject=quote(duty.subject)),
        runbook=runbook,
        is_urgent=duty.is_urgent,
    )
