"""PlanVisits: which studios' websites this run reads, as a manifest of batches."""

from pydantic import Field

from inkscout.contracts.base import Contract


class PlanVisitsRequest(Contract):
    """The run; ``max_studios`` 0 means no limit."""

    run_id: str
    force: bool = False
    max_studios: int = Field(default=0, ge=0)


class PlanVisitsResult(Contract):
    """Location and contents of the manifest."""

    manifest_bucket: str
    manifest_key: str
    batches: int
    visits: int
    not_visited: int


class VisitBatch(Contract):
    """One line of the manifest: studios whose hosts appear in no other batch."""

    run_id: str
    force: bool = False
    studio_ids: list[str] = Field(min_length=1, max_length=100)
