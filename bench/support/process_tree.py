"""CPU seconds and peak memory of a program with everything below it, sampled from ``/proc``."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scraper_task.browser import processes

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Meter:
    """Samples a process tree until stopped; CPU of processes that ended counts as last seen."""

    root: int
    interval: float = 0.1
    peak_pss: int = 0
    _cpu: dict[tuple[int, int], float] = field(default_factory=dict)
    _ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Samples until ``stop``."""
        turn = 0
        while not self._ended.is_set():
            members = [processes.read_process(self.root), *processes.descendants(self.root)]
            alive = [member for member in members if member is not None]
            for member in alive:
                self._cpu[member.pid, member.started] = max(
                    cpu_seconds(member.pid), self._cpu.get((member.pid, member.started), 0.0)
                )
            if turn % 5 == 0:
                self.peak_pss = max(self.peak_pss, processes.pss_bytes([member.pid for member in alive]))
            turn += 1
            self._ended.wait(self.interval)

    def stop(self) -> None:
        """Ends the sampling."""
        self._ended.set()

    @property
    def cpu(self) -> float:
        """CPU seconds of the tree, user and system."""
        return sum(self._cpu.values())


def cpu_seconds(pid: int) -> float:
    """User and system time of one process, without its children."""
    try:
        fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


@dataclass(frozen=True)
class Measured:
    """Measurements of a program."""

    output: str
    wall: float
    cpu: float
    peak_mb: float


def measure(command: Sequence[str], timeout: float) -> Measured:
    """Runs a program to its end and measures it with all its children."""
    started = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        meter = Meter(process.pid)
        thread = threading.Thread(target=meter.run)
        thread.start()
        try:
            output, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        finally:
            meter.stop()
            thread.join()
    if process.returncode:
        raise RuntimeError(f"{command[-2:]} ended with {process.returncode}")
    return Measured(output, time.monotonic() - started, meter.cpu, meter.peak_pss / 1024 / 1024)
