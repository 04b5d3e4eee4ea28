"""One search server with the generated directory for all processes of a run of the tests, each with a clone.

Loading the directory takes the server several seconds of computing, as often as it is done. A clone has the
documents of its base and is written to by nobody else.
"""

import fcntl
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import urllib3
from osmem_server import resolve_binary

from tests.support.loaded_index import create_indices, load
from tests.support.patience import until
from tests.support.relevance_set.generator import directory, documents


@contextmanager
def clone_of_the_directory(folder: Path, size: int, ends_with: int) -> Iterator[str]:
    """The address of a server that holds a directory of ``size`` artists.

    Args:
        folder: A folder that the processes share; the first to come starts the server they clone.
        size: Number of artists.
        ends_with: Id of the process at whose end that server ends too.
    """
    known = folder / f"index-of-{size}"
    with (folder / "index.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not known.exists():
            url = _started(folder / f"index-of-{size}.log", ends_with)
            create_indices(url)
            load(url, documents(directory(size)))
            known.write_text(url, encoding="utf-8")
    base = known.read_text(encoding="utf-8")
    clone = urllib3.request("POST", f"{base}/_osmem/clones").json()
    try:
        yield str(clone["url"])
    finally:
        urllib3.request("DELETE", f"{base}/_osmem/clones/{clone['id']}")


def _started(log: Path, ends_with: int) -> str:
    command = [resolve_binary(), "--no-ja", "--no-stdin-watch", "--parent-pid", str(ends_with)]
    with log.open("w") as out:
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
    line = until(
        lambda: next((one for one in log.read_text().splitlines(keepends=True) if '"url"' in one), "")
    )
    return str(json.loads(line)["url"])


def shared_folder(own: Path) -> tuple[Path, int]:
    """The folder of all processes of a run, and the one that ends last; ``own`` is the folder of this one."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return own.parent, os.getppid()
    return own, os.getpid()
