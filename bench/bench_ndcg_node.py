"""NDCG@10 and suggestion hits on a real OpenSearch node."""

from bench.bench_ndcg import report
from bench.support.search_node import search_node
from tests.support.loaded_index import filled_node
from tests.support.relevance_set.generator import directory, documents


def main() -> None:
    """Prints both figures."""
    generated = directory()
    with search_node() as node:
        if node:
            with filled_node(node, documents(generated)) as url:
                report("OpenSearch", url, generated)
