"""Everything DiscoverStudios needs, from fakes, so that a test names only what it is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from inkscout.contracts.discover_studios import DiscoverStudiosRequest, DiscoverStudiosResult, SearchArea
from inkscout.discovery.spend import Budgets, prices
from inkscout.domain.place import Region
from inkscout.ports import Meter, PlaceSource
from inkscout.usecases.directory.returning import redactor_of
from inkscout.usecases.discovery import plan_areas
from inkscout.usecases.discovery.discover_studios import DiscoverStudiosPorts, discover_studios
from inkscout.usecases.discovery.discovery_summary import discovery_summary
from inkscout.usecases.discovery.plan_areas import planned
from inkscout.usecases.discovery.planned_regions import PlannedRegion, keep_region
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeDenylist, FakeRunLedger, FakeStateStore
from tests.support.fakes.stores import FakeLake


@dataclass(frozen=True)
class PlannedArea:
    """An area with its region, as a plan would keep it, and the most its run may spend in US dollars."""

    plan: PlannedRegion
    area: SearchArea
    budget_usd: float | None = None


def areas_of(region: Region) -> list[PlannedArea]:
    """The areas of a region."""
    plan = planned(region)
    return [PlannedArea(plan, area) for area in plan_areas.areas_of(plan)]


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
        self.redactor = redactor_of(FakeDenylist())

    def discover(
        self, area: "SearchArea | PlannedArea", run_id: str = "run-1", *, force: bool = False
    ) -> DiscoverStudiosResult:
        """One call of the step; the region of an area that was not planned with this state is kept first."""
        budget_usd = None
        if isinstance(area, PlannedArea):
            keep_region(self.state_store, area.plan)
            budget_usd, area = area.budget_usd, area.area
        deps = DiscoverStudiosPorts(
            open_sources=self.open_sources,
            directory=self.directory,
            ledger=self.ledger,
            state_store=self.state_store,
            lake=self.lake,
            redactor=self.redactor,
            clock=self.clock,
            prices=prices(),
            budgets=self.budgets,
            work_seconds=self.work_seconds,
        )
        request = DiscoverStudiosRequest(run_id=run_id, area=area, force=force, budget_usd=budget_usd)
        return discover_studios(request, deps=deps)

    def summary(self, run_id: str = "run-1") -> dict[str, Any]:
        """Returns discovery's part of the run summary."""
        return discovery_summary(run_id, ledger=self.ledger)

    def with_sources(self, open_sources: OpenSources) -> "DiscoveryBench":
        """The same state with other sources."""
        other = replace(self, open_sources=open_sources)
        other.directory, other.ledger = self.directory, self.ledger
        other.state_store, other.lake = self.state_store, self.lake
        return other
