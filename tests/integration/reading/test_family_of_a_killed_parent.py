"""Processes that read pages end with the process they read for, whatever they do when it is killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scraper_task.browser import processes
from tests.support.patience import PATIENCE_SECONDS, until
from tests.support.poisoned_host import SPIN

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")

PARENT = """
import json, sys, time
from inkscout.adapters.reading.frames import Call, packed
from inkscout.adapters.reading.reader import ReadingBounds, ReadingHost
from tests.support.pages import page

host = ReadingHost("tests.support.poisoned_host")
bounds = ReadingBounds(seconds=3600.0)
lines = []
for text in json.loads(sys.argv[1]):
    lines.append(host.open(bounds)[1])
    if text:
        lines[-1].sendall(packed(Call("profile", ((page(text),),))))
print("ready", flush=True)
time.sleep(3600)
"""
"""Opens a process for each text and has it read the text; an empty one leaves it idle."""


@contextmanager
def parent(texts: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A process that has asked for reading processes; ``texts`` are what they read."""
    command = [sys.executable, "-c", PARENT, json.dumps(texts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            processes.kill_descendants(process.pid)
            process.kill()


def family_of(process: subprocess.Popen[str], size: int) -> list[processes.Process]:
    """The processes below a parent once there are ``size`` of them, parents first."""

    def found() -> list[processes.Process] | None:
        below = processes.descendants(process.pid)
        return below if len(below) == size else None

    return until(found)


def is_busy(process: processes.Process) -> bool:
    """Whether a process computes, and has done so for a while."""
    fields = (Path("/proc") / str(process.pid) / "stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") > 0.1


@pytest.mark.parametrize(
    ("texts", "busy"),
    [
        pytest.param([""], 0, id="idle"),
        pytest.param([SPIN], 1, id="reading"),
        pytest.param(["", SPIN, "", SPIN], 2, id="among siblings"),
    ],
)
def test_processes_end_with_a_parent_that_is_killed(texts: list[str], busy: int) -> None:
    with parent(texts) as process:
        family = family_of(process, 1 + len(texts))
        until(lambda: sum(map(is_busy, family[1:])) >= busy)
        process.send_signal(signal.SIGKILL)
        assert process.wait(PATIENCE_SECONDS) == -signal.SIGKILL
        until(lambda: processes.alive(family) == [])


def test_a_host_that_is_starting_ends_with_a_parent_that_is_killed() -> None:
    with parent([SPIN]) as process:
        family = family_of(process, 1)
        process.send_signal(signal.SIGKILL)
        assert process.wait(PATIENCE_SECONDS) == -signal.SIGKILL
        until(lambda: processes.alive(family) == [])


def test_reading_processes_end_when_parent_and_host_are_killed_at_once() -> None:
    with parent(["", SPIN]) as process:
        family = family_of(process, 3)
        until(lambda: any(map(is_busy, family[1:])))
        for victim in (process.pid, family[0].pid):
            os.kill(victim, signal.SIGKILL)
        assert process.wait(PATIENCE_SECONDS) == -signal.SIGKILL
        until(lambda: processes.alive(family) == [])


def test_reading_processes_end_when_only_their_host_is_killed() -> None:
    with parent(["", SPIN]) as process:
        family = family_of(process, 3)
        until(lambda: any(map(is_busy, family[1:])))
        os.kill(family[0].pid, signal.SIGKILL)
        until(lambda: processes.alive(family) == [])
        assert process.poll() is None
