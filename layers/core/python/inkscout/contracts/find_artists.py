"""FindArtists: one batch of the manifest in, what came of it out."""

from pydantic import Field

from inkscout.contracts.base import Contract


class FindArtistsRequest(Contract):
    """A line of the manifest, as PlanVisits wrote it."""

    run_id: str
    force: bool = False
    studio_ids: list[str] = Field(min_length=1, max_length=100)


class FindArtistsResult(Contract):
    """Counts of one batch; the ledger holds each visit."""

    visits: int
    artists: int
    outcomes: dict[str, int]
