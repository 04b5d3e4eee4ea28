"""Compares feeds with dlt's REST API source and with curl and sqlite-utils over the same stand-in."""

import json
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

from bench.support.other_tools import interpreter_with
from bench.support.process_tree import Measured, measure
from inkscout.adapters.aws.dynamodb.record_reader import DynamoDbRecordReader
from inkscout.adapters.aws.s3.feed_definitions import S3FeedDefinitions
from inkscout_local.simulator import ApiFault, WorldServer, serve_world
from inkscout_local.simulator.model import World
from tests.support.feed_records import FEEDS_BUCKET, create_feeds_bucket, create_records_table
from tests.support.stores import REGION, create_tables

RECORDS = 500
KILLED_AT = (0.25, 0.5, 0.75)
DLT = ["dlt[duckdb]==1.31.0"]
SQLITE_UTILS = ["sqlite-utils==3.38"]
ADDRESS = "http://many.test/records"
_SECONDS = 300.0
_AGAIN = 60.0

_DEFINITION = """
title = "Many"
terms = "https://many.example/terms"
schedule = "rate(1 hour)"
[[requests]]
url = "https://many.example/records"
robots = false
[records]
each = [{ at = "@", as = "one" }]
key = ["one.id"]
type = "things"
[fields]
name = { from = "one.name", type = "text", required = true }
size = { from = "one.size", type = "integer" }
"""


@dataclass(frozen=True)
class Tool:
    """A tool in a folder of its own: its command, and the ids of records that it holds."""

    name: str
    command: Callable[[Path], Sequence[str]]
    held: Callable[[Path], set[str]]
    environment: Callable[[Path], dict[str, str]] = lambda folder: {}


def main(folder: Path) -> None:
    """Prints records a second and memory of an undisturbed run, and records lost by kills in it.

    For a kill, the source lists only the first third from then on, as sources do whose entries age; what
    the killed run had been given and the next run does not bring to light is lost.
    """
    world = World.from_document(
        {
            "name": "bench", "regions": [], "places": [], "hosts": {},
            "apis": {
                "many.test": {
                    "kind": "file", "path": "/records", "stands_for": "https://many.example",
                    "document": [
                        {"id": f"r{number}", "name": f"Record {number} {'x' * 100}", "size": number}
                        for number in range(RECORDS)
                    ],
                }
            },
        }
    )  # fmt: skip
    with serve_world(world) as server, _stores() as endpoint:
        print(
            f"{'over one stand-in':32}{'records/s':>10}{'peak MB':>9}   lost of {RECORDS}, killed at", end=" "
        )
        print(", ".join(f"{share:.0%}" for share in KILLED_AT))
        for tool in _tools(server, endpoint):
            plain = _run(tool, folder / f"{tool.name}-whole", server)
            rate = RECORDS / plain.wall
            lost = [
                _lost(tool, folder / f"{tool.name}-{share}", server, plain.wall * share)
                for share in KILLED_AT
            ]
            print(
                f"{tool.name:32}{rate:>10.0f}{plain.peak_mb:>9.0f}   {', '.join(map(str, lost))}", flush=True
            )
    print("inkscout writes to an emulator of DynamoDB in Python, the others to a file on this machine")


def _run(tool: Tool, folder: Path, server: WorldServer) -> Measured:
    folder.mkdir()
    os.environ.update(_proxied(server) | tool.environment(folder))
    found = measure(list(tool.command(folder)), _SECONDS)
    if len(tool.held(folder)) != RECORDS:
        raise RuntimeError(f"{tool.name} holds {len(tool.held(folder))} records")
    return found


def _lost(tool: Tool, folder: Path, server: WorldServer, seconds: float) -> int:
    """Returns how many records are lost by a kill so many seconds after the start, and a further run."""
    folder.mkdir()
    os.environ.update(_proxied(server) | tool.environment(folder))
    before = server.apis["many.test"].requests
    process = subprocess.Popen(
        list(tool.command(folder)),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if server.apis["many.test"].requests == before:
        return 0
    server.apis["many.test"].faults.add(ApiFault(kind="short"))
    try:
        with suppress(subprocess.TimeoutExpired):
            # A lease that the killed process held may outlast this; what was archived is stored before.
            subprocess.run(list(tool.command(folder)), check=False, capture_output=True, timeout=_AGAIN)
        return RECORDS - len(tool.held(folder))
    finally:
        server.apis["many.test"].faults.clear()


def _proxied(server: WorldServer) -> dict[str, str]:
    return {"http_proxy": server.proxy_url, "HTTP_PROXY": server.proxy_url, "NO_PROXY": "127.0.0.1"}


def _tools(server: WorldServer, endpoint: str) -> Iterator[Tool]:
    dlt, sqlite_utils = interpreter_with(DLT), interpreter_with(SQLITE_UTILS)
    program = Path(__file__).with_name("with_dlt.py")

    def duckdb(folder: Path) -> set[str]:
        select = "execute('select id from bench.records').fetchall()"
        asked = f"import duckdb; print(*(r[0] for r in duckdb.connect('{folder}/bench.duckdb').{select}))"
        command = [str(dlt), "-c", asked]
        return set(subprocess.run(command, capture_output=True, text=True, check=False).stdout.split())

    def sqlite(folder: Path) -> set[str]:
        try:
            with sqlite3.connect(folder / "bench.db") as database:
                return {str(row[0]) for row in database.execute("select id from records")}
        except sqlite3.OperationalError:
            return set()

    def stored(folder: Path) -> set[str]:
        client = boto3.client("dynamodb", region_name=REGION, endpoint_url=endpoint)
        return {one.partition("-")[2] for one in DynamoDbRecordReader(client, folder.name).live_ids("many")}

    yield Tool(
        "inkscout",
        lambda _: [sys.executable, "-m", "bench.feeds.ours", "many"],
        stored,
        lambda folder: _prepared(folder.name, server, endpoint),
    )
    yield Tool("dlt rest_api to DuckDB", lambda f: [str(dlt), str(program), ADDRESS, str(f)], duckdb)
    upsert = f"{sqlite_utils.with_name('sqlite-utils')} upsert {{}}/bench.db records - --pk id"
    pipe = f"curl -sf {ADDRESS} | {upsert}"
    yield Tool("curl | sqlite-utils", lambda folder: ["sh", "-c", pipe.format(folder)], sqlite)


@contextmanager
def _stores() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def _prepared(name: str, server: WorldServer, endpoint: str) -> dict[str, str]:
    """Makes tables, bucket and queue for one run of ours; returns the environment that names them."""
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}
    os.environ.update(keys)

    def client(service: str) -> object:
        return boto3.client(service, region_name=REGION, endpoint_url=endpoint)

    tables = create_tables(client("dynamodb"))
    create_records_table(client("dynamodb"), name)
    s3 = boto3.client("s3", region_name=REGION, endpoint_url=endpoint)
    if FEEDS_BUCKET not in {one["Name"] for one in s3.list_buckets()["Buckets"]}:
        create_feeds_bucket(s3)
    S3FeedDefinitions(s3, FEEDS_BUCKET).put("many", _DEFINITION)
    queue = boto3.client("sqs", region_name=REGION, endpoint_url=endpoint).create_queue(
        QueueName=name.replace(".", "-")
    )
    return keys | {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": REGION,
        "DIRECTORY_TABLE": tables["directory"],
        "OPERATIONS_TABLE": tables["operations"],
        "DENYLIST_TABLE": tables["denylist"],
        "DATA_BUCKET": FEEDS_BUCKET,
        "RECORDS_TABLE": name,
        "FEEDS_BUCKET": FEEDS_BUCKET,
        "FEEDS_QUEUE_URL": queue["QueueUrl"],
        "FEED_ENDPOINTS": json.dumps(server.feed_endpoints),
        "CRAWLER_CONTACT": "operator@inkscout.example",
        "UPSTREAM_PROXY_URLS": server.proxy_url,
        "MIN_DELAY_SECONDS": "0",
    }
