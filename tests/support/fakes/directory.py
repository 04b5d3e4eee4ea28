"""The directory in memory, at a time of the tests' own."""

from inkscout.ports import Clock
from inkscout_cli.evaluation.in_memory.directory import MemoryDirectory
from tests.support.fakes.clock import FakeClock


class FakeDirectory(MemoryDirectory):
    """``ports.Directory``; ``writes`` counts what a table would have been asked to write."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock or FakeClock())
