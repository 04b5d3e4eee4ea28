"""NDCG@10 and suggestion hits on a real OpenSearch node."""

from tests.bench.bench_ndcg import report
from tests.bench.search_node import search_node
from tests.loaded_index import filled_node
from tests.relevance_set.generator import directory, documents


def main() -> None:
    """Prints both figures."""
    generated = directory()
    with search_node() as node:
        if node:
            with filled_node(node, documents(generated)) as url:
                report("OpenSearch", url, generated)
