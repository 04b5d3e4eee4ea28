"""Benchmark of the index sync on the local platform with 10,000 artists in the embedded search server."""

from bench.support.sync_figures import load, measure_rebuild, measure_rest, measure_writes
from bench.support.sync_stores import on_platform


def main() -> None:
    """Prints an idle rebuild's time, the latency at 25 writes a second, and a rebuild during such writes."""
    with on_platform(10_000) as made:
        load(made, "embedded server")
        measure_rest(made)
        measure_writes(made, rate=25, seconds=60)
        measure_rebuild(made, rate=25)
