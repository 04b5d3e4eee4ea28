"""Growth of CPU time with the size of the work, measured within one run: the machine's speed cancels out."""

import gc
import time
from collections.abc import Callable

LINEAR = 2.5
"""Bound for work that grows with its size, in times of linear growth; leaves room for noise and n log n.

Four times the size takes linear work 4 times as long, and quadratic work 16 times: 4 times the linear.
"""

_FACTOR = 4
_ROUNDS = 6
# Shorter than this, the clock and the interpreter's own housekeeping are what is measured.
_LEAST_SECONDS = 0.004


def growth(work: Callable[[int], object], size: int) -> float:
    """Returns how many times the linear growth ``work(size)`` takes, compared with a quarter of the size.

    Each side counts with the best of several rounds; rounds end as soon as the bound is kept.
    """
    small = large = float("inf")
    for _ in range(_ROUNDS):
        small = min(small, _seconds(work, size // _FACTOR))
        large = min(large, _seconds(work, size))
        ratio = large / max(small, _LEAST_SECONDS) / _FACTOR
        if ratio < LINEAR:
            break
    return ratio


def _seconds(work: Callable[[int], object], size: int) -> float:
    gc.disable()
    try:
        started = time.process_time()
        work(size)
        return time.process_time() - started
    finally:
        gc.enable()
