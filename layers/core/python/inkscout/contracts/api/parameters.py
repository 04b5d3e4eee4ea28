"""The parameters of a search as they arrive, after the shape of each was checked."""

from inkscout.contracts.api.common import ApiModel
from inkscout.contracts.api.search import Match, Role, Sort


class SearchParameters(ApiModel):
    """Parameters of ``GET /v1/artists`` and, but for the last four, of ``GET /v1/studios``."""

    q: str = ""
    style: tuple[str, ...] = ()
    match: Match = "any"
    city: str = ""
    country: str = ""
    near: str = ""
    radius_km: float | None = None
    bbox: str = ""
    sort: Sort | None = None
    limit: int = 20
    cursor: str = ""
    role: Role | None = None
    has_portfolio: bool | None = None
    studio: str = ""
