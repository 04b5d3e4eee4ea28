"""Settings of a world's JSON APIs; ``docs/worlds.md`` describes each field and each kind of fault."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _ApiSettingsModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ApiFault(_ApiSettingsModel):
    """Simulated fault of an API; the first rule that matches a path and is not used up applies.

    Attributes:
        kind: Kind of fault.
        path: Shell pattern for the decoded path, without the query.
        times: Number of times that the rule applies; None for always.
        after: Number of matching requests that succeed first.
        field: Field of a record that ``drift`` and ``big_integers`` change, with dots between its parts.
        value: New value of the field for ``drift``; the field is removed where ``gone`` is set.
        wrap: Name of an object that ``drift`` puts around the whole document.
    """

    kind: Literal[
        "status",
        "slow",
        "hang",
        "reset",
        "truncate",
        "cut_off",
        "not_json",
        "error_200",
        "empty",
        "short",
        "short_page",
        "repeat_page",
        "late_pages",
        "drift",
        "nulls",
        "double_keys",
        "big_integers",
        "not_a_number",
        "byte_order_mark",
        "surrogates",
        "duplicates",
        "conflicts",
        "etag_lies",
        "stale",
        "too_large",
        "packed",
    ]
    path: str = "*"
    times: int | None = Field(default=None, ge=1)
    after: int = Field(default=0, ge=0)
    status: int = Field(default=503, ge=400, le=599)
    headers: Mapping[str, str] = Field(default_factory=dict)
    seconds: float = Field(default=0.0, ge=0)
    size: int = Field(default=0, ge=0)
    field: str = ""
    value: Any = None
    gone: bool = False
    wrap: str = ""


class _Api(_ApiSettingsModel):
    stands_for: str = Field(default="", pattern=r"^(https://[a-z0-9.-]+)?$")
    seed: str = "world"
    faults: tuple[ApiFault, ...] = ()


class PostsApi(_Api):
    """An API of blog posts in the shape of JSONPlaceholder."""

    kind: Literal["posts"]
    count: int = Field(default=100, ge=0, le=10_000)


class PeopleApi(_Api):
    """An API of random people in the shape of randomuser.me; ``version`` 1.2 has streets as texts."""

    kind: Literal["people"]
    version: Literal["1.2", "1.4"] = "1.4"


class Resort(_ApiSettingsModel):
    """A ski resort: its lifts by area, as ``{area: {lift: type}}``, and when they run by local time."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    zone: str = "America/Denver"
    opens: str = Field(default="08:30", pattern="^[0-2][0-9]:[0-5][0-9]$")
    closes: str = Field(default="16:00", pattern="^[0-2][0-9]:[0-5][0-9]$")
    areas: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    out_of_season: tuple[str, ...] = ()


class LiftsApi(_Api):
    """An API of ski lifts whose status and waiting times follow the clock, in the shape of one family."""

    kind: Literal["lifts"]
    family: Literal["mtnpowder", "dor", "boyne", "liftie", "zaneray"] = "mtnpowder"
    resorts: tuple[Resort, ...] = ()


class Park(_ApiSettingsModel):
    """A theme park: its rides, and when they run by local time."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    zone: str = "Europe/Paris"
    opens: str = Field(default="09:30", pattern="^[0-2][0-9]:[0-5][0-9]$")
    closes: str = Field(default="21:00", pattern="^[0-2][0-9]:[0-5][0-9]$")
    rides: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()


class ParksApi(_Api):
    """An API of waiting times of theme parks in the shape of themeparks.wiki, version 1."""

    kind: Literal["parks"]
    parks: tuple[Park, ...] = ()


class FileApi(_Api):
    """An API that answers with one stored document, whole or in pages.

    Attributes:
        document: The document; absent if ``file`` names a file of the world's folder ``apis``.
        at: Path to the list of records in the document, with dots; empty for a document that is a list.
        paging: Way in which the records are asked for in pages.
        size: Records of a page where the request names no size.
    """

    kind: Literal["file"]
    path: str = "/"
    document: Any = None
    file: str = Field(default="", pattern=r"^([a-z0-9_-]+\.json)?$")
    at: str = ""
    paging: Literal["none", "page", "offset", "cursor", "link", "next"] = "none"
    size: int = Field(default=100, ge=1)

    @model_validator(mode="after")
    def _has_one_source(self) -> "FileApi":
        if bool(self.file) == (self.document is not None):
            raise ValueError("an API of the kind file needs a document or the name of a file, and not both.")
        return self


WorldApi = Annotated[PostsApi | PeopleApi | LiftsApi | ParksApi | FileApi, Field(discriminator="kind")]
"""Settings of one API, by its ``kind``."""


class ClockRequest(_ApiSettingsModel):
    """A request to fix the clock of the APIs at a time, or to let it run again (``at`` null)."""

    at: datetime | None = None
