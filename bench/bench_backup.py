"""Benchmark of backups with 10,000 artists: saving, backing up, and verifying by a restore.

``verify`` restores the archive into an empty platform and checks it there; the seconds that it prints are the
measured recovery time.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inkscout.adapters.aws.dynamodb.table import Table
from inkscout.contracts.stored import directory_items as items
from inkscout.domain.snapshot import EntryKind
from inkscout_cli.common import DEMO
from inkscout_deploy.project import PROJECT_ROOT
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.platform import running
from inkscout_local.platform.state import StateFolder
from inkscout_local.saving.ministack import SAVE_PATH
from tests.support import directory_data

ARTISTS = int(os.environ.get("ARTISTS", "10000"))
PER_STUDIO = 4
PASSPHRASE = "a passphrase for a bench"


def main() -> None:
    """Prints seconds, sizes and the largest memory of each step, for ``ARTISTS`` artists."""
    with tempfile.TemporaryDirectory(prefix="inkscout-bench-") as name:
        folder = Path(name)
        (folder / "passphrase").write_text(PASSPHRASE)
        with running(StateFolder(folder / "state" / "demo"), PlatformOptions(world=DEMO)) as platform:
            started = time.monotonic()
            _fill(platform.connection)
            print(f"{ARTISTS} artists written in {time.monotonic() - started:.0f} s")
            _measure_saving(platform.connection)
            made = _command(folder, "backup", "--state", "state", "--with-key", "passphrase")
            # The command is the first child that has ended.
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            print(f"   largest memory of a process: {peak / 1024:.0f} MB")
        archive = made["archive"]
        print(f"   {made['items']}, {made['bytes'] / 1e6:.1f} MB")
        done = _command(folder, "backup", "verify", archive, "--with-key", "passphrase")
        print(f"   steps in seconds: {done['seconds']}")
        found = f"{done['found']} of {done['searched']} searches"
        print(f"   good: {done['good']}; {done['artists']} artists, {done['studios']} studios, {found}")
        print(f"   measured RTO: {done['rto_seconds']} s")
        if not done["good"]:
            raise SystemExit(f"the backup is not good: {done['faults']}")


def _fill(connection: Connection) -> None:
    table = Table(connection.client("dynamodb"), connection.outputs["DirectoryTable"])
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found: list[dict[str, Any]] = []
    for number in range(ARTISTS // PER_STUDIO):
        studio = replace(directory_data.studio(number), version=1, updated_at=now)
        found.append(items.profile_item(EntryKind.STUDIO, studio, items.VISIBLE))
        found.append(items.alias_item("site", f"studio{number}.example", studio.studio_id))
    for number in range(ARTISTS):
        artist = directory_data.artist(number, per_studio=PER_STUDIO)
        artist = replace(artist, version=1, updated_at=now)
        found.append(items.profile_item(EntryKind.ARTIST, artist, items.VISIBLE))
        found += items.style_items(artist)
        found += [items.residency_item(stay) for stay in artist.residencies]
        found.append(items.alias_item("handle", artist.instagram, artist.artist_id))
    table.put_many(found)


def _measure_saving(connection: Connection) -> None:
    """Prints how long requests wait while the emulator saves, beside requests of other times."""
    client, table = connection.client("dynamodb"), connection.outputs["DirectoryTable"]
    key = {"PK": {"S": "ARTIST#a-1"}, "SK": {"S": "PROFILE"}}
    waits: list[tuple[float, float]] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            started = time.monotonic()
            client.get_item(TableName=table, Key=key)
            waits.append((started, time.monotonic() - started))
            time.sleep(0.005)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(2)
    spans = []
    for _ in range(3):
        started = time.monotonic()
        request = urllib.request.Request(f"{connection.endpoint}{SAVE_PATH}", method="POST")
        with urllib.request.urlopen(request, timeout=120) as answer:
            json.load(answer)
        spans.append((started, time.monotonic()))
        time.sleep(1)
    over.set()
    asking.join()
    during = [wait for at, wait in waits if any(start - wait <= at <= end for start, end in spans)]
    other = [wait for at, wait in waits if not any(start - wait <= at <= end for start, end in spans)]
    print(f"saving: {statistics.mean(end - start for start, end in spans):.2f} s each")
    for when, seen in (("then", during), ("at other times", other)):
        print(f"   a request waits {when} {max(seen) * 1000:.0f} ms at most,", end=" ")
        print(f"{statistics.median(seen) * 1000:.0f} ms usually")


def _command(folder: Path, *arguments: str) -> dict[str, Any]:
    """Runs a command; prints its seconds and the largest memory of a process of it; returns its document."""
    started = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", "from inkscout_cli import main; main()", *arguments, "--json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if not ended.stdout:
        raise SystemExit(ended.stderr)
    print(f"{' '.join(arguments[:2])}: {time.monotonic() - started:.1f} s")
    return dict(json.loads(ended.stdout))
