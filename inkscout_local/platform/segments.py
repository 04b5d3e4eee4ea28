"""Keeps the embedded search server from indexing all its documents again, over and over.

osmem-server makes a segment of each write and merges ten segments of a size by indexing their documents anew,
within the write that comes tenth, 1.3 ms for each of our documents. Its largest merged segments hold 1,000
documents; one replaced document makes such a segment small again, and ten of them are merged once more. With
10,000 documents, every fifteenth write or so then takes eight seconds. It leaves alone what was indexed
before the mapping was last put, so the mapping is put again, unchanged, before there is much to merge.
"""

import json
import threading
import urllib.error
import urllib.request
from contextlib import suppress

DOCUMENTS = 800
"""Writes to an index after which its segments are set aside: ten segments of a hundred are never reached."""

_EVERY_SECONDS = 0.25
_TIMEOUT_SECONDS = 30.0
_SAME_MAPPING = b'{"properties": {}}'


class SegmentKeeper:
    """A thread that watches how much was written to each index, and sets its segments aside in time."""

    def __init__(self, url: str) -> None:
        """``url`` is the embedded server's address."""
        self._url = url
        self._kept: dict[str, int] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="segments", daemon=True)

    def start(self) -> None:
        """Starts to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; it may be called twice, and before ``start``."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(_TIMEOUT_SECONDS)

    def look(self) -> int:
        """Sets aside the segments of every index that was written enough to; returns how many indexes."""
        kept = 0
        for uuid, (name, written) in self._written().items():
            if written - self._kept.get(uuid, 0) >= DOCUMENTS:
                self._call("PUT", f"/{name}/_mapping", _SAME_MAPPING)
                self._kept[uuid] = written
                kept += 1
        return kept

    def _run(self) -> None:
        while not self._ended.wait(_EVERY_SECONDS):
            # It is busy, or ending: it is looked at again soon.
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
