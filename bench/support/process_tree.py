"""CPU seconds and peak memory of a program with all its descendants, sampled from ``/proc``."""

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
    """Samples a process tree until stopped; a process that has ended counts with its last sample.

    Attributes:
        root: Id of the topmost process.
        interval: Seconds between two samples.
        peak_pss: Highest proportional set size of the tree in bytes.
    """

    root: int
    interval: float = 0.1
    peak_pss: int = 0
    _cpu: dict[tuple[int, int], float] = field(default_factory=dict)
    _ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Samples until ``stop`` is called; blocks, so it needs a thread."""
        turn = 0
        while not self._ended.is_set():
            members = [processes.read_process(self.root), *processes.descendants(self.root)]
            alive = [member for member in members if member is not None]
            for member in alive:
                self._cpu[member.pid, member.started] = max(
                    cpu_seconds(member.pid), self._cpu.get((member.pid, member.started), 0.0)
                )
            if turn < 5 or turn % 5 == 0:  # a short program's peak comes early
                self.peak_pss = max(self.peak_pss, processes.pss_bytes([member.pid for member in alive]))
            turn += 1
            self._ended.wait(self.interval)

    def stop(self) -> None:
        """Ends the sampling."""
        self._ended.set()

    @property
    def cpu(self) -> float:
        """CPU seconds of the tree so far, user and system."""
        return sum(self._cpu.values())


def cpu_seconds(pid: int) -> float:
    """Returns user and system seconds of one process, without its children; 0 if it has ended."""
    try:
        fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


@dataclass(frozen=True)
class Measured:
    """Measurements of a program.

    Attributes:
        output: Its standard output.
        wall: Wall time in seconds.
        cpu: CPU seconds with all descendants.
        peak_mb: Peak memory with all descendants, in MiB.
    """

    output: str
    wall: float
    cpu: float
    peak_mb: float


def measure(command: Sequence[str], timeout: float) -> Measured:
    """Runs a program to its end and measures it with all its descendants.

    Raises:
        RuntimeError: its exit code is not 0.
        TimeoutExpired: it did not end within ``timeout`` seconds; it is killed.
    """
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
