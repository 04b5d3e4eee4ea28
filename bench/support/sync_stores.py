"""Stores for the sync benchmarks: those of the local platform, or DynamoDB Local with an OpenSearch node."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import boto3

from bench.dynamodb_local import dynamodb_local
from bench.support.sync_clients import Store
from bench.support.sync_figures import Bench
from inkscout.usecases.index.rebuild_index import ensure_index
from inkscout_cli.common import DEMO
from inkscout_deploy.project import PROJECT_ROOT
from inkscout_local.environment import inherited
from inkscout_local.platform.child import spawn
from inkscout_local.platform.opensearch_node import OpenSearchNode
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.platform import running
from inkscout_local.platform.state import StateFolder
from tests.support.emulator import CREDENTIALS
from tests.support.search_server import ADDRESS, clear
from tests.support.stores import create_tables, read_template


@contextmanager
def on_platform(artists: int) -> Iterator[Bench]:
    """Runs the local platform with the demo world and an empty table; yields its stores."""
    with (
        tempfile.TemporaryDirectory(prefix="inkscout-bench-") as folder,
        running(StateFolder(Path(folder)), PlatformOptions(world=DEMO)) as platform,
    ):
        connection = platform.connection
        options = {"endpoint_url": connection.endpoint, **CREDENTIALS}
        yield Bench(Store(options, connection.outputs["DirectoryTable"], connection.search_url, artists))


@contextmanager
def on_node(artists: int) -> Iterator[Bench]:
    """Runs DynamoDB Local and an OpenSearch node, unless ``OPENSEARCH_URL`` is set; yields these stores."""
    with tempfile.TemporaryDirectory(prefix="inkscout-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        search = os.environ.get(ADDRESS, "") or _node(folder, stack)
        clear(search)
        options = {"endpoint_url": stack.enter_context(dynamodb_local(folder)), **CREDENTIALS}
        table = create_tables(boto3.client("dynamodb", **options))["directory"]
        made = Bench(Store(options, table, search, artists))
        ensure_index(made.index)
        yield made


@contextmanager
def followed(made: Bench) -> Iterator[None]:
    """Enables the table's stream and runs the function ``sync_index`` on it while the block runs."""
    stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    made.dynamodb.update_table(TableName=made.store.table, StreamSpecification=stream)
    with tempfile.TemporaryDirectory(prefix="inkscout-bench-") as name:
        environment = inherited(outbound=False) | {
            "AWS_ENDPOINT_URL": made.dynamodb.meta.endpoint_url,
            "AWS_ACCESS_KEY_ID": CREDENTIALS["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": CREDENTIALS["aws_secret_access_key"],
            "AWS_DEFAULT_REGION": CREDENTIALS["region_name"],
            "DIRECTORY_TABLE": made.store.table,
            "OPERATIONS_TABLE": "none",
            "DENYLIST_TABLE": "none",
            "DATA_BUCKET": "none",
            "OPENSEARCH_URL": made.store.url,
            "INDEX_FAILURE_QUEUE_URL": "http://127.0.0.1:1/none",
            "POWERTOOLS_METRICS_DISABLED": "true",
        }
        made.deliveries = Path(name) / "deliveries.jsonl"
        command = [sys.executable, "-m", "bench.support.stream_poller"]
        command += [made.store.table, str(_batch_size()), str(made.deliveries)]
        log = Path(name) / "poller.log"
        child = spawn("The stream's poller", command, environment, log, folder=PROJECT_ROOT)
        try:
            yield
            if not child.running:
                raise RuntimeError(child.log_tail())
        finally:
            child.stop(5)
            made.deliveries = None


def _node(folder: Path, stack: ExitStack) -> str:
    node = OpenSearchNode(folder / "opensearch", folder, heap="2g")
    stack.callback(node.stop)
    node.start(inherited(outbound=False))
    return node.url


def _batch_size() -> int:
    return int(read_template("sync.yaml")["Parameters"]["SyncBatchSize"]["Default"])
