"""Measures the time between a write and a search that finds it.

On the platform with an embedded index of 10,000 artists.
"""

from bench.support.sync_figures import load, measure_rebuild, measure_rest, measure_writes
from bench.support.sync_stores import on_platform


def main() -> None:
    """Prints a rebuild at rest, latency at 25 writes a second, and a rebuild under the same writes."""
    with on_platform(10_000) as made:
        load(made, "embedded server")
        measure_rest(made)
        measure_writes(made, rate=25, seconds=60)
        measure_rebuild(made, rate=25)
