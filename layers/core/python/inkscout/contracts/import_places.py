"""Import of an operator's own list of studios: one line, and the result."""

from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, TypeAdapter, ValidationError, model_validator

from inkscout.contracts.base import Contract
from inkscout.contracts.text import Line
from inkscout.vocabulary.countries import country_code

_URL = TypeAdapter(HttpUrl)


def _web_address(value: str) -> str:
    if not value:
        return ""
    text = value if "://" in value else f"http://{value}"
    try:
        return str(_URL.validate_python(text))
    except ValidationError:
        raise ValueError("is not the address of a website") from None


def _country(value: str) -> str:
    code = country_code(value) if value else ""
    if value and not code:
        raise ValueError("is neither the code nor the name of a country")
    return code


class ImportedStudio(Contract):
    """A studio of the operator's list; it needs a position, or an address to geocode.

    ``id`` is the operator's own key: a line with the same id replaces the one imported before.
    """

    name: Line = Field(min_length=1, max_length=200)
    id: Line = Field(default="", max_length=120)
    lat: float | None = Field(default=None, ge=-90, le=90)
    lng: float | None = Field(default=None, ge=-180, le=180)
    address: Line = Field(default="", max_length=300)
    city: Line = Field(default="", max_length=100)
    country: Annotated[Line, AfterValidator(_country)] = Field(
        default="", max_length=100, description="A country's ISO 3166-1 code or name; kept as alpha-2"
    )
    phone: Line = Field(default="", max_length=40)
    website: Annotated[Line, AfterValidator(_web_address)] = Field(default="", max_length=500)

    @model_validator(mode="after")
    def _can_be_found(self) -> "ImportedStudio":
        if (self.lat is None) != (self.lng is None):
            raise ValueError("lat and lng belong together")
        if self.lat is None and not self.address:
            raise ValueError("give lat and lng, or an address")
        return self


class RejectedLine(Contract):
    """A line that was not imported; ``line`` counts from 1 and includes the header of a CSV."""

    line: int
    reason: str


class ImportResult(Contract):
    """Counts and rejected lines of an import."""

    imported: int
    unchanged: int
    located: int = Field(description="positions that were looked up from an address")
    rejected: list[RejectedLine]
    unknown_columns: list[str] = Field(default=[], description="columns of the file that were left out")
