"""Everything DiscoverStudios needs, from fakes, so that a test names only what it is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from inkscout.contracts.discover_studios import DiscoverStudiosRequest, DiscoverStudiosResult, SearchArea
from inkscout.discovery.spend import Budgets, prices
from inkscout.ports import Meter, PlaceSource
from inkscout.usecases.discovery.discover_studios import DiscoverStudiosPorts, discover_studios
from inkscout.usecases.discovery.discovery_summary import discovery_summary
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeRunLedger, FakeStateStore
from tests.support.fakes.stores import FakeLake

OpenSources = Callable[[Meter], Sequence[PlaceSource]]


@dataclass
class DiscoveryBench:
    """The step over fakes; state stays between calls, as it does between runs."""

    open_sources: OpenSources
    budgets: Budgets = field(default_factory=Budgets)
    work_seconds: float = 540.0
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.directory = FakeDirectory(self.clock)
        self.ledger = FakeRunLedger(self.clock)
        self.state_store = FakeStateStore(self.clock)
        self.lake = FakeLake(self.clock)

    def discover(
        self, area: SearchArea, run_id: str = "run-1", *, force: bool = False
    ) -> DiscoverStudiosResult:
        """One call of the step."""
        deps = DiscoverStudiosPorts(
            open_sources=self.open_sources,
            directory=self.directory,
            ledger=self.ledger,
            state_store=self.state_store,
            lake=self.lake,
            clock=self.clock,
            prices=prices(),
            budgets=self.budgets,
            work_seconds=self.work_seconds,
        )
        return discover_studios(DiscoverStudiosRequest(run_id=run_id, area=area, force=force), deps=deps)

    def summary(self, run_id: str = "run-1") -> dict[str, Any]:
        """Returns discovery's part of the run summary."""
        return discovery_summary(run_id, ledger=self.ledger)

    def with_sources(self, open_sources: OpenSources) -> "DiscoveryBench":
        """The same state with other sources."""
        other = replace(self, open_sources=open_sources)
        other.directory, other.ledger = self.directory, self.ledger
        other.state_store, other.lake = self.state_store, self.lake
        return other
