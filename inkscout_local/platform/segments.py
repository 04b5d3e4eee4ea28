"""Prevents slow segment merges of the embedded search server.

osmem-server creates a segment for each write and merges ten segments of similar size by indexing their
documents again, during the tenth write, at 1.3 ms for each document. Merged segments have up to 1,000
documents; replacing one document makes such a segment mergeable again. With 10,000 documents about every
fifteenth write then takes eight seconds. Segments from before the last update of the mapping are never
merged, so the mapping is updated, without a change, before there is much to merge.
"""

import json
import threading
import urllib.error
import urllib.request
from contextlib import suppress

DOCUMENTS = 800
"""Number of writes to an index after which its mapping is updated; too few for ten segments of a hundred."""

_EVERY_SECONDS = 0.25
_TIMEOUT_SECONDS = 30.0
_SAME_MAPPING = b'{"properties": {}}'


class SegmentKeeper:
    """A thread that counts the writes to each index and updates the mapping in time to prevent merges."""

    def __init__(self, url: str) -> None:
        """Takes the base URL of the embedded server."""
        self._url = url
        self._kept: dict[str, int] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="segments", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; may be called twice, and before ``start``."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(_TIMEOUT_SECONDS)

    def look(self) -> int:
        """Updates the mapping of every index with enough writes since the last time; returns their number."""
        kept = 0
        for uuid, (name, written) in self._written().items():
            if written - self._kept.get(uuid, 0) >= DOCUMENTS:
                self._call("PUT", f"/{name}/_mapping", _SAME_MAPPING)
                self._kept[uuid] = written
                kept += 1
        return kept

    def _run(self) -> None:
        while not self._ended.wait(_EVERY_SECONDS):
            # The server is busy or ending; the next round tries again.
            with suppress(urllib.error.URLError, OSError, ValueError, KeyError):
                self.look()

    def _written(self) -> dict[str, tuple[str, int]]:
        indices = json.loads(self._call("GET", "/_stats/indexing"))["indices"]
        return {
            str(about["uuid"]): (name, int(about["total"]["indexing"]["index_total"]))
            for name, about in indices.items()
        }

    def _call(self, method: str, path: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - loopback
            f"{self._url}{path}", data=body, method=method, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310 - loopback
            content: bytes = response.read()
        return content
