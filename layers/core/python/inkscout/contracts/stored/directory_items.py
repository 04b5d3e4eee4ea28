"""Conversion between entries of the directory and items of the Directory table.

Values are those of boto3's document types: numbers are ``Decimal``; empty values are omitted.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from math import isfinite
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from inkscout.contracts.base import describe
from inkscout.domain import naming
from inkscout.domain.artist import Artist, Residency
from inkscout.domain.facts import next_expiry
from inkscout.domain.reading import Evidence
from inkscout.domain.snapshot import EntryKind, Snapshot, record_digest
from inkscout.domain.studio import Studio
from inkscout.errors import InvalidInput

Item = dict[str, Any]
EntryT = TypeVar("EntryT", bound=Artist | Studio | Residency)

PROFILE = "PROFILE"
RESIDENCY = "residency"
"""Value of the attribute ``type`` of a residency."""

STYLE_INDEX = "style-location"
EXPIRING = "EXPIRES"
"""Partition of ``STYLE_INDEX`` that lists profiles by the time at which their first fact expires."""

HIDDEN_INDEX = "hidden"
"""Index of the profiles that searchers do not see, by kind and time; no other item has its keys."""

VISIBLE, INTERNAL, GONE = "visible", "internal", "gone"
"""Values of the attribute ``change``: the effect of a profile's last write, for the stream's filters."""

_STORED_AS: Mapping[type, Mapping[str, str]] = {Evidence: {"finder": "layer"}}
"""Names of fields that are stored under another name, by model class."""

_OF_KIND: Mapping[EntryKind, type[Artist] | type[Studio]] = {
    EntryKind.ARTIST: Artist,
    EntryKind.STUDIO: Studio,
}


def partition(kind: EntryKind, entry_id: str) -> str:
    """Returns the partition key of an entry, such as ``ARTIST#a-1``."""
    return f"{kind.name}#{entry_id}"


def profile_key(kind: EntryKind, entry_id: str) -> Item:
    """Returns the key of an entry's profile item."""
    return {"PK": partition(kind, entry_id), "SK": PROFILE}


def residency_key(studio_id: str, artist_id: str) -> Item:
    """Returns the key of a residency item."""
    return {"PK": f"STUDIO#{studio_id}", "SK": f"ARTIST#{artist_id}"}


def alias_key(kind: str, value: str) -> Item:
    """Returns the key of an alias item."""
    return {"PK": f"ALIAS#{kind}#{value}", "SK": "ALIAS"}


def profile_item(kind: EntryKind, entry: Artist | Studio, change: str) -> Item:
    """Builds the profile item of a studio or an artist.

    A profile with facts that expire is listed in ``STYLE_INDEX`` under the earliest expiry time, one that
    searchers do not see in ``HIDDEN_INDEX``.
    """
    entry_id = entry.artist_id if isinstance(entry, Artist) else entry.studio_id
    first = next_expiry(entry)
    return {
        **encode(entry),
        **({"GSI1PK": EXPIRING, "GSI1SK": f"{first}#{kind.value}#{entry_id}"} if first else {}),
        **({} if entry.is_shown else hidden_keys(kind, entry.updated_at)),
        **profile_key(kind, entry_id),
        "type": kind.value,
        "version": entry.version,
        "digest": record_digest(entry),
        "change": change,
    }


def hidden_keys(kind: EntryKind, at: str) -> Item:
    """Returns the keys in ``HIDDEN_INDEX`` of an entry that changed at a time (ISO 8601, UTC)."""
    return {"hidden": kind.value, "hidden_at": at or "-"}


def tombstone_item(kind: EntryKind, entry_id: str, version: int, expires_at: int, at: str) -> Item:
    """Builds the item that replaces an entry, deleted at ``at``, until ``expires_at`` (epoch seconds).

    It keeps the version, so that a new entry with the same id continues with a higher one.
    """
    return {
        **profile_key(kind, entry_id),
        **hidden_keys(kind, at),
        "type": kind.value,
        "version": version,
        "deleted": True,
        "change": GONE,
        "expires_at": expires_at,
    }


def redirect_item(kind: EntryKind, entry_id: str, version: int, merged_into: str, at: str) -> Item:
    """Builds the item that replaces an entry, merged at ``at``, for good and leads its id to the new one."""
    return {
        **profile_key(kind, entry_id),
        **hidden_keys(kind, at),
        "type": kind.value,
        "version": version,
        "merged_into": merged_into,
        "change": GONE,
    }


def style_items(artist: Artist) -> list[Item]:
    """Builds an item per style of an active artist, for lookups by style and place in ``STYLE_INDEX``."""
    if not artist.is_shown:
        return []
    place = f"{artist.country}#{naming.key(artist.city)}#{artist.artist_id}"
    return [
        {
            "PK": f"ARTIST#{artist.artist_id}",
            "SK": f"STYLE#{style}",
            "type": "style",
            "artist_id": artist.artist_id,
            "GSI1PK": f"STYLE#{style}",
            "GSI1SK": place,
        }
        for style in naming.unique(artist.styles)
    ]


def residency_item(residency: Residency) -> Item:
    """Builds the item of a residency, in its studio's partition."""
    key = residency_key(residency.studio_id, residency.artist_id)
    return {**encode(residency), **key, "type": RESIDENCY}


def alias_item(kind: str, value: str, subject_id: str) -> Item:
    """Builds the item of an alias; ``STYLE_INDEX`` lists it under the id it stands for."""
    key = alias_key(kind, value)
    return {
        **key,
        "type": "alias",
        "subject_id": subject_id,
        "GSI1PK": f"SUBJECT#{subject_id}",
        "GSI1SK": key["PK"],
    }


OUTLINE = (
    "PK",
    "SK",
    "version",
    "deleted",
    "merged_into",
    "artist_id",
    "studio_id",
    "name",
    "active",
    "withheld",
    "business_status",
    "updated_at",
)
"""Attributes of a profile that tell whether, and since when, searchers see the entry."""


def snapshot_of(item: Mapping[str, Any]) -> Snapshot | None:
    """Returns the state that a profile item describes; None if the item is not a profile.

    Raises:
        InvalidInput: the item is a profile that violates its contract.
    """
    kind_name, _, entry_id = str(item.get("PK", "")).partition("#")
    if item.get("SK") != PROFILE or kind_name not in EntryKind.__members__:
        return None
    kind = EntryKind[kind_name]
    gone = "deleted" in item or "merged_into" in item
    return Snapshot(
        kind=kind,
        entry_id=entry_id,
        version=int(item["version"]),
        entry=None if gone else decode(_OF_KIND[kind], item),
    )


def encode(entry: Artist | Studio | Residency) -> Item:
    """Returns the fields of an entry that are not empty, as DynamoDB types."""
    return {name: value for name, value in _plain(entry).items() if value not in (None, "", [], {})}


def decode(cls: type[EntryT], item: Mapping[str, Any]) -> EntryT:
    """Builds an entry from an item; ignores attributes that are not fields.

    Raises:
        InvalidInput: a value does not fit its field.
    """
    names = {field.name for field in fields(cls)}
    values = {name: _number(value) for name, value in item.items() if name in names}
    values.setdefault("name", "")
    if isinstance(evidence := values.get("evidence"), list):
        values["evidence"] = [_evidence_fields(part) for part in evidence]
    try:
        entry: EntryT = _adapter(cls.__name__).validate_python(values)
    except ValidationError as error:
        raise InvalidInput(describe(error)) from error
    return entry


@lru_cache(maxsize=8)
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter({"Artist": Artist, "Studio": Studio, "Residency": Residency}[name])


def canonical(entry: EntryT) -> EntryT:
    """Returns the entry as it would be read after storing, so that digests before and after agree.

    Raises:
        InvalidInput: a value does not fit its field, or is not a finite number.
    """
    return decode(type(entry), encode(entry))


def _evidence_fields(part: object) -> object:
    """Returns an item's evidence under the names of the model's fields."""
    if not isinstance(part, Mapping):
        return part
    fields_by_name = {stored: field for field, stored in _STORED_AS[Evidence].items()}
    return {fields_by_name.get(name, name): value for name, value in part.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field of an entry
    if type(value) in _AS_STORED:
        return value
    if is_dataclass(value):
        names = _names(type(value))  # type: ignore[arg-type]  # mypy takes a class for unhashable
        pairs = ((stored, _plain(getattr(value, name))) for name, stored in names)
        return {stored: inner for stored, inner in pairs if inner not in (None, "")}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return _finite(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple | list) else value


_AS_STORED = frozenset({str, int, bool, type(None)})
"""Types of most values, which need no look at what else they may be."""


@cache
def _names(kind: type) -> tuple[tuple[str, str], ...]:
    """Returns the name of each field of a dataclass, and the attribute that holds it."""
    stored = _STORED_AS.get(kind, {})
    return tuple((field.name, stored.get(field.name, field.name)) for field in fields(kind))


def _finite(value: float) -> Decimal:
    """Converts a number to the ``Decimal`` form that DynamoDB returns.

    An integral float becomes an integer: a repeated transaction must have the same request, and ``0.0`` is
    not ``0``.

    Raises:
        InvalidInput: the number is not finite.
    """
    if not isfinite(value):
        raise InvalidInput("a number is not finite")
    return Decimal(int(value)) if value.is_integer() else Decimal(repr(value))


def _number(value: Any) -> Any:  # noqa: ANN401 - any attribute of an item
    if type(value) in _AS_STORED:
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {name: _number(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_number(inner) for inner in value]
    return value
