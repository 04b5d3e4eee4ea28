"""A search server for tests: the one at ``OPENSEARCH_URL``, else the embedded one as a process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from opensearchpy import OpenSearch
from osmem_server import OsmemServer

ADDRESS = "OPENSEARCH_URL"


@contextmanager
def search_server() -> Iterator[str]:
    """The address of a server; what is started is ended afterwards."""
    address = os.environ.get(ADDRESS, "")
    if address:
        yield address
        return
    with OsmemServer.start(japanese=False) as server:
        yield server.url


def clear(address: str) -> None:
    """Removes the indexes that tests of the directory make, and no others."""
    client = OpenSearch(hosts=[address])
    for name in client.indices.get(index="*"):
        if name.startswith(("artists-v", "studios-v", "inkscout-canary")):
            client.indices.delete(index=name)
