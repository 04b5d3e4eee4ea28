"""Shared models of the routes: strict base classes, geographic points, images and problems."""

from pydantic import BaseModel, ConfigDict, Field


class ApiModel(BaseModel):
    """An immutable model of the API; an unknown field in a request is an error that names the field.

    Answers have all their fields, so that the document calls all of them required.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class Point(ApiModel):
    """A position in WGS 84 degrees."""

    lat: float = Field(ge=-90, le=90)
    lng: float = Field(ge=-180, le=180)


class ImageView(ApiModel):
    """An image by its URL on the site that published it, and by its path on this website."""

    url: str
    alt: str = ""
    kind: str = Field(default="", description="portrait: a likeness of the artist; work; empty if unknown")
    page_url: str = Field(default="", description="the page that showed it; in profiles only")
    path: str = Field(
        default="",
        description="path on this host of a small copy as WebP; -640 in it may also be -320 or -1280",
    )
    width: int | None = Field(default=None, description="CSS pixels; null if the page does not say")
    height: int | None = Field(default=None, description="CSS pixels; null if the page does not say")


class InvalidParam(ApiModel):
    """One invalid parameter."""

    name: str = Field(description="the parameter's name, or the path of a body's field")
    reason: str


class Problem(ApiModel):
    """An error in the format of RFC 9457; ``instance`` is the request's id."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    type: str = Field(description="an identifier of the kind of problem, relative to the API's documentation")
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str
    invalid_params: list[InvalidParam] | None = Field(
        default=None, description="with status 400: every parameter that was refused, and why"
    )
