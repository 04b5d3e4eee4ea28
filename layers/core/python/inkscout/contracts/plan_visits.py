"""PlanVisits: selects the studios whose websites a run reads, as a manifest of batches."""

from pydantic import Field

from inkscout.contracts.base import Contract


class PlanVisitsRequest(Contract):
    """Run to plan; ``max_studios`` 0 means no limit. ``force`` also visits websites that are not due."""

    run_id: str
    force: bool = False
    max_studios: int = Field(default=0, ge=0)


class PlanVisitsResult(Contract):
    """Location of the manifest, and the numbers of batches, visits and studios not visited."""

    manifest_bucket: str
    manifest_key: str
    batches: int
    visits: int
    not_visited: int


class VisitBatch(Contract):
    """One line of the manifest: a batch of studios. No other batch contains a studio on the same host."""

    run_id: str
    force: bool = False
    studio_ids: list[str] = Field(min_length=1, max_length=100)
