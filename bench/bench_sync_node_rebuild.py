"""Benchmark of an index rebuild on an OpenSearch node with 100,000 artists, during writes and searches."""

import os

from bench.bench_sync_node import can_be_measured
from bench.support.sync_figures import load, measure_rebuild
from bench.support.sync_stores import followed, on_node

ARTISTS = int(os.environ.get("ARTISTS", "100000"))
WRITES_A_SECOND = 100


def main() -> None:
    """Prints the result of a rebuild during 100 writes a second."""
    if not can_be_measured():
        return
    with on_node(ARTISTS) as made:
        load(made, "OpenSearch node", indexed=True)
        with followed(made):
            measure_rebuild(made, rate=WRITES_A_SECOND)
