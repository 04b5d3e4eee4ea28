"""Notices on the end of runs, to the webhook of the settings file."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import InkscoutError, NoticeFailed
from inkscout_cli.output import say

_LOOK_SECONDS = 5.0
_NEWEST = 5
_ENDED = frozenset({"succeeded", "failed", "budget_reached"})


class RunWatch:
    """Watches the run ledger for runs that end, and sends a notice of each, such as of scheduled ones."""

    def __init__(self, webhook: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Takes the webhook's address, where empty switches the watch off, and a clock in seconds."""
        self._webhook, self._monotonic = webhook, monotonic
        self._next = 0.0
        self._known: set[str] | None = None

    def look(self) -> None:
        """Reads the ledger, at most every five seconds.

        Runs that had ended before the first look are left out.
        """
        if not self._webhook or self._monotonic() < self._next:
            return
        self._next = self._monotonic() + _LOOK_SECONDS
        from inkscout.bootstrap import stores

        try:
            runs = list(stores.ledger().runs(_NEWEST))
        except (BotoCoreError, ClientError, InkscoutError):
            return  # the emulator is busy or has ended; the next look shows it
        ended = {str(run["run_id"]): run for run in runs if run.get("status") in _ENDED}
        for run_id in ended.keys() - (self._known if self._known is not None else ended.keys()):
            notify(self._webhook, run_sentence(run_id, ended[run_id].get("summary") or {}))
        self._known = (self._known or set()) | ended.keys()


def notify(webhook: str, text: str) -> None:
    """Sends a text to a webhook, if there is one; a failure is told on standard error and stops nothing."""
    if not webhook:
        return
    from inkscout.adapters.web.webhook import Webhook

    try:
        Webhook(webhook).post(text)
    except NoticeFailed as error:
        say(f"inkscout: {error}", errors=True)


def run_sentence(run_id: str, summary: Mapping[str, Any], error: str = "") -> str:
    """Returns a sentence on the end of a run."""
    failed = error or str(summary.get("error", ""))
    if failed:
        return f"Inkscout: run {run_id} failed: {failed}."
    spent = float((summary.get("discovery") or {}).get("spend_usd", 0.0))
    regions = "; ".join(str(name) for name in summary.get("regions", []))
    return (
        f"Inkscout: run {run_id} {str(summary.get('status', 'ended')).replace('_', ' ')}: "
        f"{summary.get('artists', 0)} artists, {summary.get('new_artists', 0)} of them new, "
        f"{summary.get('studios', 0)} studios, {spent:.2f} US dollars ({regions})."
    )
