"""The embedded search server beside the tests, and documents for it."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import urllib3
from osmem_server import OsmemServer

from inkscout.search import definition
from inkscout.search.definition import Kind, index_name

BULK = 1000


@contextmanager
def embedded_index() -> Iterator[str]:
    """An empty embedded server with both indices behind their aliases; gives its address."""
    with OsmemServer.start(japanese=False) as server:
        create_indices(server.url)
        yield server.url


def create_indices(url: str) -> None:
    """Both indices and their aliases, as the rebuild makes them."""
    for kind in Kind:
        body = definition.body(kind) | {"aliases": {kind.value: {}}}
        _send("PUT", f"{url}/{index_name(kind, 1)}", json.dumps(body).encode())


def load(url: str, documents: Iterable[tuple[str, str, dict[str, object]]]) -> int:
    """Indexes documents by alias and id; returns how many there were."""
    lines: list[bytes] = []
    count = 0
    for alias, key, document in documents:
        lines.append(json.dumps({"index": {"_index": alias, "_id": key}}).encode())
        lines.append(json.dumps(document).encode())
        count += 1
        if len(lines) >= 2 * BULK:
            _bulk(url, lines)
            lines = []
    if lines:
        _bulk(url, lines)
    _send("POST", f"{url}/artists,studios/_refresh", b"")
    return count


def _bulk(url: str, lines: list[bytes]) -> None:
    answer = _send("POST", f"{url}/_bulk", b"\n".join(lines) + b"\n", "application/x-ndjson")
    if answer.get("errors"):
        faults = [item for item in answer["items"] if item["index"].get("error")]
        raise AssertionError(f"the index refused documents: {faults[:2]}")


def _send(method: str, url: str, body: bytes, kind: str = "application/json") -> dict[str, object]:
    response = urllib3.request(method, url, body=body or None, headers={"content-type": kind}, timeout=120)
    if response.status >= 300:
        raise AssertionError(f"{method} {url}: {response.status} {response.data[:300]!r}")
    document: dict[str, object] = json.loads(response.data)
    return document


@contextmanager
def filled_node(url: str, documents: Iterable[tuple[str, str, dict[str, object]]]) -> Iterator[str]:
    """A real node with fresh indices of these documents, which are removed afterwards."""
    _drop(url)
    create_indices(url)
    try:
        load(url, documents)
        yield url
    finally:
        _drop(url)


def _drop(url: str) -> None:
    for kind in Kind:
        urllib3.request("DELETE", f"{url}/{index_name(kind, 1)}", timeout=60)
