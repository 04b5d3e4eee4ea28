"""OpenSearch node for the benchmarks: the one at OPENSEARCH_URL, else one that is started."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inkscout_local.platform.opensearch_node import OpenSearchNode


@contextmanager
def search_node() -> Iterator[str]:
    """Yields the node's URL; empty, with a message, if there is neither a node nor a JDK and Maven."""
    address = os.environ.get("OPENSEARCH_URL", "")
    if address or not (shutil.which("java") and shutil.which("mvn")):
        if not address:
            print("no OPENSEARCH_URL, and no JDK and Maven to start a node with: not measured")
        yield address
        return
    with tempfile.TemporaryDirectory(prefix="inkscout-node-", ignore_cleanup_errors=True) as folder:
        node = OpenSearchNode(Path(folder), Path(folder))
        node.start(dict(os.environ))
        try:
            yield node.url
        finally:
            node.stop()
