"""The API in its handler over a real OpenSearch node: latency of a typical mix by size."""

from bench.support.api_figures import measure, tables
from bench.support.search_node import search_node
from tests.support.loaded_index import filled_node
from tests.support.relevance_set.generator import directory, documents

SIZES = (1_000, 10_000, 100_000)


def main() -> None:
    """Prints a table for each size; the first one's node has just started and is not warm yet."""
    with search_node() as node, tables() as stores:
        for size in SIZES if node else ():
            generated = directory(size)
            with filled_node(node, documents(generated)) as url:
                measure(f"OpenSearch, {size:,} artists", url, generated, stores)
