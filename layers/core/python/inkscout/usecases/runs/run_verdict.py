"""Judges a finished run by the share of due websites that it read; a run that read nothing has failed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inkscout.domain.outcome import VisitOutcome

NOTHING_READ = "NothingRead"
_NOT_DUE = frozenset({VisitOutcome.NO_WEBSITE, VisitOutcome.CLOSED, VisitOutcome.ROBOTS_FORBIDDEN})
_MUCH = 5
"""Minimum number of due websites for failing a run; with fewer, each may have its own reason."""
_NEXT_TO_NOTHING = 0.2
_TOO_LITTLE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class RunVerdict:
    """Verdict on a run: it failed if ``error`` is set; ``warning`` is shown in its summary.

    ``due`` counts websites.
    """

    due: int = 0
    error: str = ""
    cause: str = ""
    warning: str = ""


def judge_run(outcomes: Sequence[VisitOutcome]) -> RunVerdict:
    """Judges a run by the outcomes of its visits.

    Studios without a website, closed studios and websites whose robots.txt forbids the visit are not due.
    """
    due = [outcome for outcome in outcomes if outcome not in _NOT_DUE]
    unread = Counter(outcome.value for outcome in due if not outcome.is_read)
    read = len(due) - unread.total()
    if not due or read > _TOO_LITTLE * len(due):
        return RunVerdict(due=len(due))
    rest = ", ".join(f"{number} {outcome}" for outcome, number in unread.most_common())
    sentence = f"{read} of {len(due)} websites were read ({rest})"
    if len(due) >= _MUCH and read < _NEXT_TO_NOTHING * len(due):
        return RunVerdict(due=len(due), error=NOTHING_READ, cause=f"only {sentence}")
    return RunVerdict(due=len(due), warning=f"only {sentence}")
