"""Benchmark of whole runs on one machine: where the seconds, the CPU and the requests of a run go.

A row is a run of ``inkscout run`` in a folder of its own: over simple studios of two pages and three artists
each, first new and then unchanged, or over the demo world. Below it: seconds of each state, CPU seconds of
each part, and requests to the emulator by service and kind, in all and for each studio. ``ROWS`` chooses the
rows: numbers of studios, or ``demo``; ``RUNS=1`` leaves out the second run of each.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from bench.support.process_tree import cpu_seconds
from inkscout_local.platform.emulator_requests import MARK
from scraper_task.browser import processes
from tests.support.simple_sites import write_world

ROWS = os.environ.get("ROWS", "demo 100 400").split()
DEMO = Path(__file__).parents[1] / "inkscout_local" / "worlds" / "demo"
RUNS = ("new", "unchanged")[: int(os.environ.get("RUNS", "2"))]
_SECONDS, _MEMORY_EVERY = 0.2, 10
"""Seconds between two samples, and samples between two of the memory, which cost the most."""
_SHOWN = 12
_PARTS = {
    "emulator": "emulator_main",
    "functions": "server.py",
    "reading pages": "import_module",
    "workers": "scraper_task",
    "browsers": "chrom|headless|playwright",
    "search server": "osmem",
    "world": "simulator",
    "command": "inkscout",
}
"""Parts of a run by a pattern that the command line of their processes matches; the first match counts."""


@dataclass
class Usage:
    """CPU seconds of a run's processes, and the most memory that each part had, sampled while it ran."""

    cpu: dict[tuple[int, int], float] = field(default_factory=dict)
    part: dict[tuple[int, int], str] = field(default_factory=dict)
    peak: Counter[str] = field(default_factory=Counter)

    def sample(self, root: int, *, memory_too: bool) -> None:
        """Takes a sample of a process and all of its descendants."""
        members = [member for member in processes.descendants(root) if member.pid != root]
        memory: Counter[str] = Counter()
        for pid, key in [(root, (root, 0)), *((one.pid, (one.pid, one.started)) for one in members)]:
            self.cpu[key] = max(cpu_seconds(pid), self.cpu.get(key, 0.0))
            part = _part_of(pid)
            # A process that ends, or that a fork has not renamed yet, has the name that it had.
            self.part[key] = part if part != "other" else self.part.get(key, part)
            if memory_too:
                memory[self.part[key]] += processes.pss_bytes([pid])
        for name, size in memory.items():
            self.peak[name] = max(self.peak[name], size)

    def by_part(self) -> Counter[str]:
        """Returns CPU seconds by part."""
        seconds: Counter[str] = Counter()
        for key, spent in self.cpu.items():
            seconds[self.part[key]] += spent  # type: ignore[assignment]  # a counter of seconds
        return seconds


def _part_of(pid: int) -> str:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return "other"
    return next((name for name, pattern in _PARTS.items() if re.search(pattern, line)), "other")


def main() -> None:
    """Runs each row and prints where its time went."""
    for row in ROWS:
        with tempfile.TemporaryDirectory(prefix="inkscout-bench-") as folder:
            home = Path(folder) / "home"
            world = DEMO if row == "demo" else write_world(Path(folder) / "world", int(row))
            for name in RUNS:
                _run(f"{row} {'' if row == 'demo' else 'studios, '}{name}", world, home)


def _run(name: str, world: Path, home: Path) -> None:
    started, usage = time.monotonic(), Usage()
    with tempfile.TemporaryFile("w+") as output:
        command = [str(Path(sys.executable).with_name("inkscout")), "run", "--json", "--world", str(world)]
        environment = {**os.environ, "INKSCOUT_HOME": str(home)}
        with subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.DEVNULL) as run:
            for number in count():
                if run.poll() is not None:
                    break
                usage.sample(run.pid, memory_too=number % _MEMORY_EVERY == 0)
                time.sleep(_SECONDS)
        output.seek(0)
        if run.returncode:
            raise SystemExit(f"the run ended with {run.returncode}: {output.read()[-500:]}")
        result = json.load(output)
    studios = max(1, sum(result["summary"]["outcomes"].values()))
    print(
        f"{name}: {result['seconds']:.1f} s of {time.monotonic() - started:.1f} s with start and end,"
        f" {studios} studios, {result['summary']['artists']} artists, load {os.getloadavg()[0]:.1f}"
    )
    states = Counter[str]()
    for state in result["states"]:
        states[state["name"]] += state["seconds"]
    _table("seconds of states", states, studios)
    _table("CPU seconds of parts", usage.by_part(), studios)
    _table("most MB of parts", {part: size / 2**20 for part, size in usage.peak.items()}, 0)
    _table("requests", _requests(home), studios)


def _requests(home: Path) -> dict[str, float]:
    """Returns the emulator's counts of the last run by kind, the largest first."""
    (log,) = home.glob("**/logs/emulator.log")
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.startswith(MARK)]
    return dict(json.loads(lines[-1].removeprefix(MARK)))


def _table(title: str, values: Mapping[str, float], studios: int) -> None:
    """Prints values, the largest first, and their share of each studio."""
    total = sum(values.values())
    print(f"  {title:24} {total:10.1f}" + (f" {total / studios:9.3f} a studio" if studios else ""))
    for name, value in sorted(values.items(), key=lambda pair: -pair[1])[:_SHOWN]:
        print(f"    {name:22} {value:10.1f}" + (f" {value / studios:9.3f}" if studios else ""))


if __name__ == "__main__":
    main()
