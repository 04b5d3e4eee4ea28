"""Measures feeds, dlt's REST API source, and curl with sqlite-utils over one stand-in.

Feeds write to an emulator of DynamoDB, S3 and SQS on this machine, the others to a file.
"""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.feeds.ours import OurFeed
from bench.support.other_tools import interpreter_with
from bench.support.process_tree import Measured, measure
from inkscout_local.platform.connection import Connection
from inkscout_local.simulator import ApiFault, WorldServer, serve_world
from inkscout_local.simulator.model import World

RECORDS = 2000
RUNS = 3
KILLED_AT = (0.25, 0.5, 0.75)
DLT = ["dlt[duckdb]==1.31.0"]
SQLITE_UTILS = ["sqlite-utils==3.38"]
ADDRESS = "http://many.test/records"
_SECONDS = 300.0
_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Tool:
    """A tool in a folder of its own: its command, and the ids of records that it holds."""

    name: str
    command: Callable[[Path], Sequence[str]]
    held: Callable[[Path], set[str]]


MANY: dict[str, object] = {
    "kind": "file",
    "stands_for": "https://many.example",
    "path": "/records",
    "document": [
        {"id": f"r{number}", "name": f"Record {number} {'x' * 100}", "size": number}
        for number in range(RECORDS)
    ],
}
"""The stand-in that all of them read."""


def main(folder: Path, connection: Connection) -> None:
    """Prints records a second of the best of some runs, their peak memory, and records lost by kills.

    A kill comes between the source's answer and the end of the run. The source lists only the first third
    from then on, as sources do whose entries age; what the killed run had been given and the next run does
    not bring to light is lost.
    """
    world = World.from_document(
        {"name": "bench", "regions": [], "places": [], "hosts": {}, "apis": {"many.test": MANY}}
    )
    print(f"{'over one stand-in':32}{'records/s':>10}{'peak MB':>9}   lost of {RECORDS}, killed at", end=" ")
    print(", ".join(f"{share:.0%}" for share in KILLED_AT))
    _print_ours(connection)
    with serve_world(world) as server:
        for tool in _tools():
            runs = [_run(tool, folder / f"{tool.name}-{number}", server) for number in range(RUNS)]
            seconds, peak = min(run.wall for run in runs), max(run.peak_mb for run in runs)
            lost = [
                _lost(tool, folder / f"{tool.name}-{share}", server, seconds, share) for share in KILLED_AT
            ]
            _print(tool.name, seconds, peak, lost)


def _print_ours(connection: Connection) -> None:
    google = str(connection.record["world_addresses"]["google_url"])
    ours = OurFeed(connection, f"{google}/_world/apis/many.test")
    runs = [ours.whole(f"whole{number}", RECORDS) for number in range(RUNS)]
    seconds, peak = min(run[0] for run in runs), max(run[1] for run in runs)
    lost = [ours.lost(f"killed{number}", RECORDS, seconds, at) for number, at in enumerate(KILLED_AT)]
    _print("feeds, the larger function", seconds, peak, lost)


def _print(name: str, seconds: float, peak_mb: float, lost: Sequence[int]) -> None:
    figures = ", ".join(map(str, lost))
    print(f"{name:32}{RECORDS / seconds:>10.0f}{peak_mb:>9.0f}   {figures}", flush=True)


def _run(tool: Tool, folder: Path, server: WorldServer) -> Measured:
    folder.mkdir()
    os.environ.update(_proxied(server))
    found = measure(list(tool.command(folder)), _SECONDS)
    if len(tool.held(folder)) != RECORDS:
        raise RuntimeError(f"{tool.name} holds {len(tool.held(folder))} records")
    return found


def _lost(tool: Tool, folder: Path, server: WorldServer, seconds: float, share: float) -> int:
    """Returns how many records are lost by a kill in a run of so many seconds, and a further run."""
    folder.mkdir()
    os.environ.update(_proxied(server))
    before, began = server.apis["many.test"].requests, time.monotonic()
    process = subprocess.Popen(
        list(tool.command(folder)),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while server.apis["many.test"].requests == before and process.poll() is None:
        time.sleep(_POLL_SECONDS)
    time.sleep(share * max(0.0, seconds - (time.monotonic() - began)))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    server.apis["many.test"].faults.add(ApiFault(kind="short"))
    try:
        subprocess.run(list(tool.command(folder)), check=False, capture_output=True, timeout=_SECONDS)
        return RECORDS - len(tool.held(folder))
    finally:
        server.apis["many.test"].faults.clear()


def _proxied(server: WorldServer) -> dict[str, str]:
    return {"http_proxy": server.proxy_url, "HTTP_PROXY": server.proxy_url, "NO_PROXY": "127.0.0.1"}


def _tools() -> Iterator[Tool]:
    dlt, sqlite_utils = interpreter_with(DLT), interpreter_with(SQLITE_UTILS)
    program = Path(__file__).with_name("with_dlt.py")

    def duckdb(folder: Path) -> set[str]:
        select = "execute('select id from stored.records').fetchall()"
        asked = f"import duckdb; print(*(r[0] for r in duckdb.connect('{folder}/bench.duckdb').{select}))"
        command = [str(dlt), "-c", asked]
        return set(subprocess.run(command, capture_output=True, text=True, check=False).stdout.split())

    def sqlite(folder: Path) -> set[str]:
        try:
            with sqlite3.connect(folder / "bench.db") as database:
                return {str(row[0]) for row in database.execute("select id from records")}
        except sqlite3.OperationalError:
            return set()

    yield Tool("dlt rest_api to DuckDB", lambda f: [str(dlt), str(program), ADDRESS, str(f)], duckdb)
    upsert = f"{sqlite_utils.with_name('sqlite-utils')} upsert '{{}}/bench.db' records - --pk id"
    pipe = f"curl -sf {ADDRESS} | {upsert}"
    yield Tool("curl to sqlite-utils", lambda folder: ["sh", "-c", pipe.format(folder)], sqlite)
