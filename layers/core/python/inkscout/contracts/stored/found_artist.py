"""Validation of artists that were read from pages, before they are stored; invalid ones are quarantined."""

from dataclasses import asdict, replace
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from inkscout.contracts.base import describe
from inkscout.domain import naming
from inkscout.domain.artist_merge import MAX_EVIDENCE, MAX_IMAGES, MAX_STYLES
from inkscout.domain.reading import Evidence, FoundArtist, Image, ProfileReading

BIO_LENGTH, TEXT_LENGTH, NAME_LENGTH = 4_000, 300, 120
"""Maximum lengths in characters. Longer texts are cut; a longer name is invalid."""


def _a_name(text: str) -> str:
    if not any(char.isalpha() for char in text):
        raise ValueError("has no letter")
    if "://" in text or "@" in text or any(not char.isprintable() for char in text):
        raise ValueError("is no name")
    return text


def _a_handle(text: str) -> str:
    if text and naming.handle_key(text) != text:
        raise ValueError("is no handle")
    return text


_Address = Annotated[str, Field(max_length=2_048, pattern=r"^(https?://[^\s/][^\s]*)?$")]
_Day = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
_Style = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{1,39}$")]


class _PortfolioPicture(BaseModel):
    url: Annotated[str, Field(max_length=2_048, pattern=r"^https?://[^\s]+$")]
    width: int = Field(ge=0)
    height: int = Field(ge=0)


class _FoundModel(BaseModel):
    model_config = ConfigDict(extra="ignore")

    name: Annotated[str, Field(min_length=1, max_length=NAME_LENGTH), AfterValidator(_a_name)]
    instagram: Annotated[str, AfterValidator(_a_handle)]
    socials: tuple[_Address, ...] = Field(max_length=20)
    role: Literal["artist", "guest", "apprentice", "piercer", "owner", "manager", ""]
    residency: Literal["resident", "guest"]
    guest_from: _Day
    guest_to: _Day
    styles: tuple[_Style, ...]
    email: Annotated[str, Field(max_length=254, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")]
    booking_url: _Address
    page_url: _Address
    website: _Address
    portfolio: tuple[_PortfolioPicture, ...]
    aliases: tuple[Annotated[str, Field(max_length=NAME_LENGTH), AfterValidator(_a_name)], ...]
    confidence: float = Field(ge=0, le=1, allow_inf_nan=False)


_BLANK = FoundArtist(name="")
_OF_PROFILE = ("bio", "email", "booking_url", "instagram", "styles", "portfolio", "evidence")


def accepted(found: FoundArtist) -> tuple[FoundArtist | None, str]:
    """Returns the artist with its valid fields only, and a description of the invalid ones (empty if none).

    An invalid field is blanked; with an invalid name the result is None. Texts are cut to their maximum
    length.
    """
    tidy = _tidy(found)
    faults = _faults(tidy)
    if not faults:
        return tidy, ""
    reason = "; ".join(faults.values())
    if "name" in faults:
        return None, reason
    blanks: dict[str, Any] = {name: getattr(_BLANK, name) for name in faults}
    return replace(tidy, **blanks), reason


def accepted_profile(reading: ProfileReading, name: str) -> tuple[ProfileReading, str]:
    """Returns a profile's reading with its valid fields only, and a description of the invalid ones.

    ``name`` is used to validate a profile without a name.
    """
    same = {field: getattr(reading, field) for field in _OF_PROFILE}
    checked, reason = accepted(FoundArtist(name=naming.printed(reading.name) or name, **same))
    if checked is None:
        checked, _ = accepted(FoundArtist(name="Unnamed", **same))
    fields: dict[str, Any] = {field: getattr(checked, field) for field in _OF_PROFILE}
    followers = reading.followers if reading.followers is None or reading.followers >= 0 else None
    tidy = replace(
        reading,
        **fields,
        name="" if "name" in reason else naming.printed(reading.name),
        followers=followers,
        prices=_cut(reading.prices, TEXT_LENGTH),
        availability=_cut(reading.availability, TEXT_LENGTH),
    )
    return tidy, reason


def _faults(found: FoundArtist) -> dict[str, str]:
    try:
        _FoundModel.model_validate(asdict(found))
    except ValidationError as error:
        clauses = describe(error).split("; ")
        names = [str(fault["loc"][0]) for fault in error.errors(include_url=False, include_input=False)]
        return dict(zip(names, clauses, strict=False))
    return {}


def _tidy(found: FoundArtist) -> FoundArtist:
    return replace(
        found,
        name=naming.printed(found.name),
        aliases=naming.unique(naming.printed(alias) for alias in found.aliases)[:10],
        instagram=found.instagram.strip().lstrip("@").lower(),
        bio=_cut(found.bio, BIO_LENGTH),
        styles=naming.unique(found.styles)[:MAX_STYLES],
        socials=naming.unique(found.socials)[:20],
        portfolio=tuple(_picture(image) for image in found.portfolio[:MAX_IMAGES]),
        evidence=tuple(_shown(entry) for entry in found.evidence[:MAX_EVIDENCE]),
    )


def _picture(image: Image) -> Image:
    return replace(image, alt=_cut(image.alt, TEXT_LENGTH))


def _shown(evidence: Evidence) -> Evidence:
    return replace(evidence, url=evidence.url[:2_048], snippet=_cut(evidence.snippet, TEXT_LENGTH))


def _cut(text: str, length: int) -> str:
    """Returns the text without characters that UTF-8 cannot encode, at most ``length`` characters."""
    return text.encode("utf-8", "ignore").decode()[:length]
