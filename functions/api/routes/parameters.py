"""The types of parameters, each with its bounds and what the documentation says of it."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from inkscout.contracts.api.search import Match, Role, Sort

_ID = r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$"

Text = Annotated[
    str,
    Query(max_length=200, description="free text: names, handles, studios, styles and places, in any order"),
]
Styles = Annotated[
    list[Annotated[str, Query(min_length=1, max_length=60)]],
    Query(max_length=10, description="a style's key, name or synonym; may be repeated"),
]
MatchMode = Annotated[Match, Query(description="whether all styles are needed or any is enough")]
City = Annotated[str, Query(max_length=100, description="a city's name, without regard to accents and case")]
Country = Annotated[str, Query(max_length=2, pattern="^([A-Za-z]{2})?$", description="ISO 3166-1 alpha-2")]
Near = Annotated[str, Query(max_length=100, description="lat,lng in degrees, or the name of a place")]
Radius = Annotated[float | None, Query(ge=0.1, le=500, description="kilometres around near; 25 if not given")]
_FOUR_NUMBERS = r"[+-]?\d{1,3}(\.\d{1,20})?(,[+-]?\d{1,3}(\.\d{1,20})?){3}"
Bbox = Annotated[
    str,
    Query(max_length=100, pattern=f"^({_FOUR_NUMBERS})?$", description="west,south,east,north in degrees"),
]
RequiredBbox = Annotated[
    str, Query(max_length=100, pattern=f"^{_FOUR_NUMBERS}$", description="west,south,east,north in degrees")
]
RoleFilter = Annotated[Role | None, Query(description="what the person does at the studio")]
HasPortfolio = Annotated[bool | None, Query(description="only artists with, or without, portfolio images")]
StudioFilter = Annotated[
    str, Query(max_length=80, pattern=r"^([A-Za-z0-9][A-Za-z0-9_.:-]*)?$", description="a studio's id")
]
SortOrder = Annotated[
    Sort | None,
    Query(description="by default distance where near is given without q, else relevance"),
]
Limit = Annotated[int, Query(ge=1, le=100, description="results a page")]
Cursor = Annotated[
    str, Query(max_length=1024, description="next_cursor of the page before, with the same query")
]
ArtistId = Annotated[str, Path(min_length=1, max_length=80, pattern=_ID, description="an artist's id")]
StudioId = Annotated[str, Path(min_length=1, max_length=80, pattern=_ID, description="a studio's id")]
