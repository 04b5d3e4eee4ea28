"""Benchmark of the API's Lambda handler with a real OpenSearch node: latency by directory size."""

from bench.support.api_figures import measure, tables
from bench.support.search_node import search_node
from tests.support.loaded_index import filled_node
from tests.support.relevance_set.generator import directory, documents

SIZES = (1_000, 10_000, 100_000)


def main() -> None:
    """Prints a table of latencies for each size; at the first one the node is not warm yet."""
    with search_node() as node, tables() as stores:
        for size in SIZES if node else ():
            generated = directory(size)
            with filled_node(node, documents(generated)) as url:
                measure(f"OpenSearch, {size:,} artists", url, generated, stores)
