"""Memory and CPU limits of this machine or container (cgroup), and the number of slots they allow."""

import os
from dataclasses import dataclass
from pathlib import Path

_MIB = 1024 * 1024
_UNLIMITED = 1 << 60

BASE_BYTES = 500 * _MIB
"""Memory of worker, Playwright driver and an idle Chromium in bytes (measured: ``make bench-browser``)."""

SLOT_BYTES = 220 * _MIB
"""Memory in bytes for one more site at once: a renderer and its share of the other processes."""

MAX_SLOTS = 8
"""Maximum number of sites at once on any machine; with more, one crash would repeat too much work."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Memory and CPUs that this process may use."""

    memory_bytes: int
    cpus: float

    @property
    def slots(self) -> int:
        """Number of sites at once: if memory allows, two for each CPU, as one waits while one computes."""
        wanted = min(MAX_SLOTS, round(self.cpus * 2))
        by_memory = int((self.memory_bytes - BASE_BYTES) // SLOT_BYTES)
        return max(1, min(wanted, by_memory - 1 if by_memory > 1 else by_memory))

    @property
    def slow_slots(self) -> int:
        """Number of slow sites besides: half as many, as memory allows; 0 where it allows a single site."""
        by_memory = int((self.memory_bytes - BASE_BYTES) // SLOT_BYTES)
        return max(0, min((self.slots + 1) // 2, by_memory - self.slots))

    @property
    def renderer_bytes(self) -> int:
        """Maximum resident memory of a site's renderer: a fair share if all slots need the most at once."""
        fair = (self.memory_bytes - BASE_BYTES) // (self.slots + self.slow_slots)
        return int(min(max(fair * 0.8, 300 * _MIB), 700 * _MIB))

    @property
    def process_bytes(self) -> int:
        """Maximum writable memory of a browser process, which bounds it between two measurements.

        Far less of it is resident: Chromium's allocators reserve about 400 MB beforehand (measured).
        """
        return self.renderer_bytes + 600 * _MIB


def this_machine(root: Path = Path("/")) -> Machine:
    """Returns the limits of the machine or of its control group (cgroup v2 or v1), whichever are smaller.

    ``root`` is the root of the file system, for tests.
    """
    group = _own_group(root)
    memory = [limit for limit in (_physical_memory(), *_memory_limits(root, group)) if 0 < limit < _UNLIMITED]
    cpus = [count for count in (float(os.cpu_count() or 1), *_cpu_limits(root, group)) if count > 0]
    return Machine(memory_bytes=min(memory, default=2048 * _MIB), cpus=min(cpus))


def _physical_memory() -> int:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _own_group(root: Path) -> str:
    """Returns this process's path in the cgroup v2 hierarchy; empty if there is none."""
    for line in _read(root / "proc/self/cgroup").splitlines():
        if line.startswith("0::"):
            return line[3:].strip().lstrip("/")
    return ""


def _memory_limits(root: Path, group: str) -> list[int]:
    tree = root / "sys/fs/cgroup"
    places = [tree / group / "memory.max", tree / "memory.max", tree / "memory/memory.limit_in_bytes"]
    return [int(text) for place in places if (text := _read(place)).isdigit()]


def _cpu_limits(root: Path, group: str) -> list[float]:
    tree = root / "sys/fs/cgroup"
    limits = []
    for place in (tree / group / "cpu.max", tree / "cpu.max"):
        quota, _, period = _read(place).partition(" ")
        limits.append(_ratio(quota, period))
    limits.append(_ratio(_read(tree / "cpu/cpu.cfs_quota_us"), _read(tree / "cpu/cpu.cfs_period_us")))
    return limits


def _ratio(quota: str, period: str) -> float:
    return int(quota) / int(period) if quota.isdigit() and period.isdigit() and int(period) else 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
