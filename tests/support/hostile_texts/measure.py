"""Measures how the cost of a text grows with its length; run as a program, for all patterns of the product.

Only ratios within one run are judged, and a measurement that looks bad is repeated before it counts, the
least being kept: other work on the machine can only add to it. A run that passes its budget of computing time
is interrupted, so that a quadratic pattern fails at once instead of holding up everything.
"""

import json
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.support.hostile_texts.collected_patterns import CollectedPattern, collected
from tests.support.hostile_texts.probes import Probe, probes_of

KIB = 1024
SCREENED = (2 * KIB, 8 * KIB)
"""Characters of the two texts that every probe is tried with, to find the worst of a pattern."""
SHORT, MIDDLE, LONG = 16 * KIB, 64 * KIB, 256 * KIB
"""Characters of the texts that the worst probe is judged by, and every one that looks bad."""
SUSPICIOUS_STEP = 7.0
"""Between the two screening texts; noise takes a quadratic step below 8."""
WORST_STEP = 8.0
"""Between two texts of which one is four times the other: 4 is linear and 16 quadratic."""
QUADRATIC_STEP = 16.0
"""Between the middle and the long text; one whose matcher's stack outgrows the cache was seen to take 12."""
WORST_RATIO = WORST_STEP**2
"""Between the two that are judged, of which one is sixteen times the other."""
_UNSUSPICIOUS = 0.0003
"""Seconds for the longer text of a screening below which the clock says nothing."""
_MOST_PROBES = 60
"""Probes of one pattern, those of short units first: what repeats most often restarts a search most often."""
_MEASURABLE = 0.03
"""Seconds for the longest text below which the clock says nothing; a quadratic one takes ten times that."""
_TICK = 0.004
"""Seconds to which some machines count computing time."""
_BUDGET = 4.0
"""Seconds of computing for one text."""
_ROUNDS = 8
_LOOKS = 3
"""Rounds of a second screening, which cost a fifth of judging."""


class _OverBudget(Exception):
    pass


@dataclass(frozen=True)
class Growth:
    """Seconds for the short, the long and the middle text; ``long`` is None where the budget was passed.

    ``middle`` is measured where the long text takes long enough to be compared; else it is 0.
    """

    short: float
    long: float | None
    middle: float = 0.0

    @property
    def is_linear(self) -> bool:
        """Whether the texts cost in proportion to their lengths, as far as can be told."""
        if self.long is None or self.long < _MEASURABLE:
            return self.long is not None
        if self.middle and self.long / max(self.middle, _MEASURABLE / 32) >= QUADRATIC_STEP:
            return False
        return self.long / max(self.short, _MEASURABLE / 128) < WORST_RATIO


def first_step(work: Callable[[str], object], text_of: Callable[[int], str], *, rounds: int = 1) -> float:
    """Returns the cost of the longer screening text in those of the shorter; 0 where that is next to none.

    Each of the two counts with the least of the rounds.
    """
    shortest = longest = float("inf")
    for _ in range(rounds):
        longer = seconds(work, text_of(SCREENED[1]))
        if longer is None:
            return float("inf")
        longest = min(longer, longest)
        if longest <= _UNSUSPICIOUS:
            return 0.0
        shorter = seconds(work, text_of(SCREENED[0]))
        if shorter is None:
            return float("inf")
        shortest = min(shorter, shortest)
    return longest / max(shortest, _UNSUSPICIOUS / 8)


def growth(work: Callable[[str], object], text_of: Callable[[int], str]) -> Growth:
    """Returns how the work grows with its text, from the shortest to the longest."""
    found = Growth(float("inf"), float("inf"))
    for _ in range(_ROUNDS):
        short = seconds(work, text_of(SHORT))
        long = seconds(work, text_of(LONG)) if short is not None else None
        if short is None or long is None:
            return Growth(short or 0.0, None)
        middle = seconds(work, text_of(MIDDLE)) if long >= _MEASURABLE else None
        middle = min(middle or found.middle, found.middle or middle or 0.0)
        found = Growth(min(short, found.short), min(long, found.long or long), middle)
        if found.is_linear:
            break
    return found


def seconds(work: Callable[[str], object], text: str) -> float | None:
    """Returns the time of one run without what others took meanwhile; None when it passes the budget."""

    is_working = True

    def stop(*_: object) -> None:
        if is_working:  # the timer may run out when the work has just ended
            raise _OverBudget

    before = signal.signal(signal.SIGVTALRM, stop)
    computed, started = time.process_time(), time.perf_counter()
    signal.setitimer(signal.ITIMER_VIRTUAL, _BUDGET)
    try:
        work(text)
        is_working = False
    except _OverBudget:
        return None
    finally:
        is_working = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return min(time.perf_counter() - started, time.process_time() - computed + _TICK)


def matching(found: CollectedPattern) -> Callable[[str], object]:
    """Returns what the product does with a pattern: look for it everywhere, or at one place alone."""
    pattern = found.pattern
    is_bytes = isinstance(pattern.pattern, bytes)

    def work(text: str) -> None:
        given: Any = text.encode("latin-1", "replace") if is_bytes else text
        if found.anchored:
            pattern.match(given)
            pattern.fullmatch(given)
        else:
            for _ in pattern.finditer(given):
                pass

    return work


def worst_of(found: CollectedPattern) -> tuple[Probe, Growth] | None:
    """Returns the probe over which a pattern is worse than linear; None when there is none.

    Every probe is screened with two short texts; what looks bad twice, and the worst of all, is judged.
    """
    work = matching(found)
    probes = sorted(probes_of(found.pattern), key=lambda probe: len(probe.unit))[:_MOST_PROBES]
    steps: list[tuple[float, Probe]] = []
    for probe in probes:
        step = first_step(work, probe.text)
        if step == float("inf"):  # a short text passed the budget: proof enough, and others cost as much
            return probe, Growth(0.0, None)
        steps.append((step, probe))
    steps.sort(key=lambda step: -step[0])
    for at, (step, probe) in enumerate(steps):
        if at > 0 and step < SUSPICIOUS_STEP:
            break
        if at > 0 and first_step(work, probe.text, rounds=_LOOKS) < SUSPICIOUS_STEP:
            continue  # another process ran just then
        grown = growth(work, probe.text)
        if not grown.is_linear:
            return probe, grown
    return None


def main() -> None:
    """Prints the patterns that are worse than linear, and how many were tried, as JSON."""
    patterns = collected()
    bad = [
        {"place": found.place, "pattern": str(found.pattern.pattern)[:200], "probe": repr(worst[0]),
         "seconds": [worst[1].short, worst[1].middle, worst[1].long]}
        for found in patterns
        if (worst := worst_of(found)) is not None
    ]  # fmt: skip
    sys.stdout.write(json.dumps({"tried": len(patterns), "bad": bad}))


if __name__ == "__main__":
    main()
