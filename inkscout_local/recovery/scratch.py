"""An empty platform for one restore: the emulator with the tables of the templates, and a search server.

Nothing of it is kept, and nothing else can be reached from it.
"""

import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inkscout_deploy import project, templates
from inkscout_local import environment
from inkscout_local.platform.child import ChildServer, spawn
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.ports import LOOPBACK, any_free
from inkscout_local.platform.search_server import EmbeddedSearch
from inkscout_local.platform.state import StateFolder

_START_SECONDS = 30.0
_NAME = "inkscout-scratch-{}"
_SECRET = "inkscout/scratch/denylist"  # noqa: S105 - a name, not a secret
_DATA_BUCKET, _FEEDS_BUCKET = _NAME.format("data"), _NAME.format("feeds")
_TABLES = {
    "directory": "DirectoryTable",
    "operations": "OperationsTable",
    "denylist": "DenylistTable",
    "records": "RecordsTable",
}
"""Outputs of the templates that name the tables, by the tables' short names."""

_DEFINED = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")


@dataclass(frozen=True)
class Scratch:
    """The empty platform.

    Attributes:
        connection: Connection to it.
        records_table: Name of the table of the feeds' records.
        search_url: Base URL of the search server.
    """

    connection: Connection
    records_table: str
    search_url: str


class _ScratchEmulator(ChildServer):
    """The AWS emulator, in memory alone."""

    def __init__(self, state: StateFolder) -> None:
        super().__init__()
        self._port, self._state = any_free(), state
        self.endpoint = f"http://{LOOPBACK}:{self._port}"

    def start(self) -> None:
        """Starts the process and waits until it responds.

        Raises:
            PlatformError: it did not respond in time.
        """
        variables = {
            **environment.inherited(outbound=False),
            **environment.emulator_credentials(self.endpoint),
            "GATEWAY_PORT": str(self._port),
            "BIND_HOST": LOOPBACK,
            "MINISTACK_REGION": environment.REGION,
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "DOCKER_HOST": "unix:///nonexistent/docker.sock",
        }
        command = [sys.executable, "-m", "inkscout_local.platform.emulator_main"]
        log = self._state.logs / "emulator.log"
        child = spawn("The AWS emulator", command, variables, log, folder=self._state.root)
        self._serve(child, self._answers, _START_SECONDS)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2) as response:  # noqa: S310 - loopback
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def scratch_platform() -> Iterator[Scratch]:
    """Starts the platform for the ``with`` block, and points this process's AWS clients and settings at it.

    Raises:
        PlatformError: a process does not start.
    """
    with tempfile.TemporaryDirectory(prefix="inkscout-scratch-") as temporary:
        folder = StateFolder(Path(temporary))
        folder.create()
        emulator, search = _ScratchEmulator(folder), EmbeddedSearch(folder, any_free())
        try:
            emulator.start()
            search.start(environment.inherited(outbound=False))
            yield _made(emulator.endpoint, search.url)
        finally:
            search.stop()
            emulator.stop()


def _made(endpoint: str, search_url: str) -> Scratch:
    """Creates tables, buckets and the denylist's key, and makes this process use them."""
    from inkscout import bootstrap

    names = {short: _NAME.format(short) for short in _TABLES}
    outputs = {_TABLES[short]: name for short, name in names.items()}
    outputs |= {
        "DataBucket": _DATA_BUCKET,
        "FeedsBucket": _FEEDS_BUCKET,
        "DenylistSecretArn": _SECRET,
        "OpenSearchUrl": search_url,
    }
    connection = Connection({"endpoint": endpoint, "search_url": search_url, "outputs": outputs})
    dynamodb, s3 = connection.client("dynamodb"), connection.client("s3")
    for short, definition in _definitions().items():
        dynamodb.create_table(TableName=names[short], **definition)
    for bucket in (_DATA_BUCKET, _FEEDS_BUCKET):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": environment.REGION})
    connection.client("secretsmanager").create_secret(Name=_SECRET, SecretString="-" * 32)
    environment.use_nothing_but(
        {
            **connection.variables(),
            "CURSOR_KEY": "a platform for one restore",
            "POWERTOOLS_METRICS_DISABLED": "true",
            "POWERTOOLS_LOG_LEVEL": "CRITICAL",
        }
    )
    bootstrap.forget()
    return Scratch(connection, names["records"], search_url)


def _definitions() -> dict[str, dict[str, Any]]:
    """Returns the tables' definitions in the templates, by short name, without streams."""
    found = {}
    for template in ("data", "feeds"):
        body = templates.read(project.PROJECT_ROOT / "infra" / f"{template}.yaml").body
        for resource in body["Resources"].values():
            if resource["Type"] == "AWS::DynamoDB::Table":
                properties = resource["Properties"]
                short = str(properties["TableName"]["Fn::Sub"]).rpartition("-")[2]
                found[short] = {name: properties[name] for name in _DEFINED if name in properties}
    return found
