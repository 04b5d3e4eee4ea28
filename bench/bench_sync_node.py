"""Benchmark of the index sync on a real OpenSearch node with 100,000 artists; needs a JDK and Maven."""

import shutil

from bench.support.sync_figures import fill, load, measure_writes
from bench.support.sync_stores import followed, on_node


def main() -> None:
    """Prints the time to fill an index, and the latency at 100 writes a second."""
    if not can_be_measured():
        return
    with on_node(100_000) as made:
        load(made, "OpenSearch node")
        with followed(made):
            fill(made)
            measure_writes(made, rate=100, seconds=60)


def can_be_measured() -> bool:
    """Whether a node can be started; prints the reason if not."""
    if shutil.which("mvn") and shutil.which("java"):
        return True
    print("no JDK and Maven here: not measured")
    return False
