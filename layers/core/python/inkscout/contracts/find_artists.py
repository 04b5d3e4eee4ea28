"""FindArtists: request (one batch of the manifest) and result (its counts)."""

from pydantic import Field

from inkscout.contracts.base import Contract


class FindArtistsRequest(Contract):
    """One line of the manifest that PlanVisits wrote: studios whose websites are read."""

    run_id: str
    force: bool = False
    studio_ids: list[str] = Field(min_length=1, max_length=100)


class FindArtistsResult(Contract):
    """Counts of one batch. The ledger has an entry for each visit."""

    visits: int
    artists: int
    outcomes: dict[str, int]
