"""Memory and CPU limits from the control group."""

from pathlib import Path

import pytest

from scraper_task.limits import Machine, this_machine

MIB = 1024 * 1024


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_the_containers_own_limits_count(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "sys/fs/cgroup/memory.max": f"{900 * MIB}\n",
            "sys/fs/cgroup/cpu.max": "50000 100000\n",
        },
    )
    machine = this_machine(root)
    assert machine.memory_bytes == 900 * MIB
    assert machine.cpus == pytest.approx(0.5)


def test_a_nested_group_counts_when_it_is_stricter(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "proc/self/cgroup": "0::/task/worker\n",
            "sys/fs/cgroup/memory.max": "max\n",
            "sys/fs/cgroup/task/worker/memory.max": f"{600 * MIB}\n",
        },
    )
    assert this_machine(root).memory_bytes == 600 * MIB


def test_version_one_groups_are_read(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "sys/fs/cgroup/memory/memory.limit_in_bytes": str(700 * MIB),
            "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "25000",
            "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
        },
    )
    machine = this_machine(root)
    assert machine.memory_bytes == 700 * MIB
    assert machine.cpus == pytest.approx(0.25)


def test_without_limits_the_machine_itself_counts(tmp_path: Path) -> None:
    unlimited = write(tmp_path, {"sys/fs/cgroup/memory/memory.limit_in_bytes": str(2**63 - 4096)})
    machine = this_machine(unlimited)
    assert 0 < machine.memory_bytes < 2**60
    assert machine.cpus >= 1


@pytest.mark.parametrize(
    ("megabytes", "cpus", "slots"), [(512, 1, 1), (2048, 1, 2), (2048, 0.25, 1), (4096, 4, 8), (65536, 64, 8)]
)
def test_slots_follow_memory_and_cpu(megabytes: int, cpus: float, slots: int) -> None:
    assert Machine(memory_bytes=megabytes * MIB, cpus=cpus).slots == slots


@pytest.mark.parametrize(
    ("megabytes", "cpus", "slow"), [(512, 1, 0), (940, 1, 1), (2048, 1, 1), (4096, 4, 4), (2048, 8, 1)]
)
def test_slow_sites_get_slots_besides_as_memory_allows(megabytes: int, cpus: float, slow: int) -> None:
    machine = Machine(memory_bytes=megabytes * MIB, cpus=cpus)
    assert machine.slow_slots == slow
    needed = machine.renderer_bytes * (machine.slots + machine.slow_slots)
    assert needed <= max(machine.memory_bytes - 500 * MIB, 300 * MIB * (machine.slots + machine.slow_slots))
