"""Estimates the number of studios that two sources have missed, by capture and recapture."""

from dataclasses import dataclass
from math import exp, log, sqrt

Z_95 = 1.959964
"""Two-sided 95 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class PopulationEstimate:
    """Estimated total with its 95 % interval; ``seen`` is the number that either source knows."""

    seen: int
    total: float
    low: float
    high: float

    @property
    def missing(self) -> float:
        """Estimated number that neither source knows."""
        return self.total - self.seen


def capture_recapture(first: int, second: int, both: int) -> PopulationEstimate | None:
    """Returns Chapman's estimate of a population from two samples, with a log-normal interval.

    None if the samples do not overlap, since then they say nothing about each other. The estimator assumes
    that the samples are independent; well-known studios are in both sources, so that the true number tends to
    be higher. Sources: D. G. Chapman (1951) for the estimator, G. A. F. Seber (1970) for its variance, A.
    Chao (1987) for the interval.

    Raises:
        ValueError: the overlap is negative or larger than a sample.
    """
    if both < 0 or both > min(first, second):
        raise ValueError("the overlap is larger than a sample")
    if not both:
        return None
    seen = first + second - both
    total = (first + 1) * (second + 1) / (both + 1) - 1
    unseen = total - seen
    if unseen <= 0:
        return PopulationEstimate(seen, float(seen), float(seen), float(seen))
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    spread = exp(Z_95 * sqrt(log(1 + variance / unseen**2)))
    return PopulationEstimate(seen, total, seen + unseen / spread, seen + unseen * spread)
