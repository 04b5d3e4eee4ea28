"""The process tree: found, measured and ended, whatever it does."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scraper_task.browser import processes
from tests.support.patience import PATIENCE_SECONDS, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")

STUBBORN = "import signal, time; [signal.signal(s, signal.SIG_IGN) for s in (15, 2, 1)]; time.sleep(60)"
PARENT = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {STUBBORN!r}], start_new_session=True)
print(child.pid, flush=True)
time.sleep(60)
"""


def test_a_whole_family_is_found_and_killed_though_it_ignores_signals_and_has_its_own_session() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    family = {process.pid for process in processes.descendants(os.getpid())}
    assert {parent.pid, child} <= family
    until(lambda: processes.rss_bytes(child) > 1_000_000)  # a process that has just begun is still small
    assert processes.pss_bytes([parent.pid, child]) > 1_000_000
    members = [
        process for process in processes.descendants(os.getpid()) if process.pid in (parent.pid, child)
    ]
    assert processes.kill(members) == []
    parent.wait(PATIENCE_SECONDS)
    assert processes.read_process(child) is None or processes.rss_bytes(child) == 0
    parent.stdout.close()


def test_a_reused_process_id_is_not_killed() -> None:
    innocent = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    found = processes.read_process(innocent.pid)
    assert found is not None
    stranger = processes.Process(pid=found.pid, parent=found.parent, started=found.started - 1)
    assert processes.kill([stranger], wait_seconds=0.1) == []
    time.sleep(0.05)
    assert innocent.poll() is None
    innocent.send_signal(signal.SIGKILL)
    innocent.wait(PATIENCE_SECONDS)


def test_a_process_that_is_gone_has_no_size() -> None:
    assert processes.read_process(2**22 + 1) is None
    assert processes.rss_bytes(2**22 + 1) == 0
    assert processes.pss_bytes([2**22 + 1]) == 0


def test_a_process_that_gives_way_has_the_lowest_priority_in_every_thread() -> None:
    program = "import threading, time; threading.Thread(target=time.sleep, args=(600,)).start(); print()"
    child = subprocess.Popen([sys.executable, "-u", "-c", program], stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        child.stdout.readline()
        found = processes.read_process(child.pid)
        assert found is not None
        assert processes.cpu_seconds(child.pid) >= 0
        processes.slow_down(found)
        threads = [int(thread.name) for thread in Path(f"/proc/{child.pid}/task").iterdir()]
        assert len(threads) == 2
        assert {os.getpriority(os.PRIO_PROCESS, thread) for thread in threads} == {19}
        assert not processes.is_renderer(child.pid)
    finally:
        child.kill()
        child.wait(PATIENCE_SECONDS)
        child.stdout.close()
