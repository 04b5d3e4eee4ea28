"""DynamoDB Local, Amazon's own emulator, as a process, for tables that are too large for MiniStack.

MiniStack sorts the whole table for each page of a scan. DynamoDB Local does not, applies DynamoDB's limits,
and serves the table's stream at the same address.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from inkscout_local.environment import inherited
from inkscout_local.platform.child import spawn
from tests.support.emulator import free_port

_POM = Path(__file__).parent / "pom.xml"
_MAIN = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner"
_START_SECONDS = 60.0


@contextmanager
def dynamodb_local(folder: Path) -> Iterator[str]:
    """Runs DynamoDB Local with its data in memory; yields its URL and ends it afterwards.

    ``folder`` receives its libraries, which Maven downloads, and its log.
    """
    libraries = folder / "libraries"
    command = ["mvn", "--quiet", "--batch-mode", "--file", str(_POM), "dependency:copy-dependencies"]
    subprocess.run([*command, f"-DoutputDirectory={libraries}"], check=True, timeout=600)
    port = free_port()
    start = ["java", "-Xmx3g", f"-Djava.library.path={libraries}", "-cp", f"{libraries}/*", _MAIN]
    start += ["-inMemory", "-disableTelemetry", "-port", str(port)]
    child = spawn("DynamoDB Local", start, inherited(outbound=False), folder / "dynamodb.log", folder=folder)
    try:
        child.wait_for(lambda: _answers(port), _START_SECONDS)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.stop(5)


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}", timeout=2):
            return True
    except HTTPError:
        return True  # it refuses an unsigned request, so it is running
    except OSError:
        return False
