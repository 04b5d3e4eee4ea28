"""Search quality on a real OpenSearch node: NDCG@10, and hits of suggestions."""

from bench.bench_ndcg import report
from bench.support.search_node import search_node
from tests.support.loaded_index import filled_node
from tests.support.relevance_set.generator import directory, documents


def main() -> None:
    """Prints both figures; nothing if there is no node."""
    generated = directory()
    with search_node() as node:
        if node:
            with filled_node(node, documents(generated)) as url:
                report("OpenSearch", url, generated)
