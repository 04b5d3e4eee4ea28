"""Benchmark of commands that read: wall and CPU seconds after a run, with no platform running.

The state is that of a run of the demo. CPU seconds include those of processes that the command waits for.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPEATS = 3
PLAIN_SECONDS, STATE_SECONDS, SEARCH_SECONDS = 0.3, 1.5, 4.0
"""Wall seconds on two quiet cores that help, a command without the index and a search may take."""

_MISSPELT = 2
"""Exit code of a command that does not exist, which is measured too."""

_COMMANDS = (
    (("--version",), PLAIN_SECONDS),
    (("--help",), PLAIN_SECONDS),
    (("serach", "leeds"), PLAIN_SECONDS),
    (("status",), STATE_SECONDS),
    (("runs",), STATE_SECONDS),
    (("coverage", "Leeds, UK"), STATE_SECONDS),
    (("removals", "list"), STATE_SECONDS),
    (("dlq", "list"), STATE_SECONDS),
    (("logs",), STATE_SECONDS),
    (("logs", "pipeline", "--errors"), STATE_SECONDS),
    (("feeds", "list"), STATE_SECONDS),
    (("export", "--to", "copies"), STATE_SECONDS),
    (("show", "a-7798f6bed32b957ef8e5"), STATE_SECONDS),
    (("show", "@cleofarsley.tattoo"), SEARCH_SECONDS),
    (("search", "fine line leeds"), SEARCH_SECONDS),
    (("studios", "headingley"), SEARCH_SECONDS),
)
_COMPLETION = {"_INKSCOUT_COMPLETE": "complete_bash", "COMP_WORDS": "inkscout ru", "COMP_CWORD": "1"}


def main() -> None:
    """Prints the least of three calls of each command, beside what it may take."""
    with tempfile.TemporaryDirectory(prefix="inkscout-bench-") as folder:
        home = {**os.environ, "INKSCOUT_HOME": folder}
        subprocess.run(
            [_command(), "run", "--json"], env=home, check=True, stdout=subprocess.DEVNULL, cwd=folder
        )
        print(f"{'':32} {'wall s':>8} {'CPU s':>8} {'at most':>8}   load {os.getloadavg()[0]:.1f}")
        _show("completion", PLAIN_SECONDS, *_least((), home | _COMPLETION, folder))
        for arguments, most in _COMMANDS:
            _show(" ".join(arguments), most, *_least(arguments, home, folder))


def _show(name: str, most: float, wall: float, cpu: float) -> None:
    print(f"{name:32} {wall:8.2f} {cpu:8.2f} {most:8.2f}{'' if wall <= most else '   too slow'}", flush=True)


def _least(arguments: tuple[str, ...], environment: dict[str, str], folder: str) -> tuple[float, float]:
    """Returns the least wall and CPU seconds of a command's calls in a folder."""
    walls, cpus = [], []
    for _ in range(REPEATS):
        before, started = _computed(), time.monotonic()
        called = subprocess.run(
            [_command(), *arguments],
            env=environment,
            cwd=folder,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if called.returncode not in {0, _MISSPELT}:
            raise SystemExit(f"{' '.join(arguments)} ended with {called.returncode}: {called.stderr}")
        walls.append(time.monotonic() - started)
        cpus.append(_computed() - before)
    return min(walls), min(cpus)


def _computed() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _command() -> str:
    return str(Path(sys.executable).with_name("inkscout"))


if __name__ == "__main__":
    main()
