"""Conversion between records, runs and counters of feeds and items of the Records table.

The table has the keys ``id`` and ``sk``. Its index ``SourceIndex`` has ``source`` and ``captured_at``, which
only listed records carry; every other item names its feed in ``feed``.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from inkscout.domain.feed_run import FeedRun, FeedState, RecordCounts
from inkscout.domain.record import (
    DayCounts,
    FeedRecord,
    RecordChange,
    RecordVersion,
    SourceTotal,
    as_text,
    as_time,
    short,
)

Item = dict[str, Any]

SOURCE_INDEX = "SourceIndex"
CURRENT = "CURRENT"
STATE = "STATE"
TOTALS = "#total"
VERSIONS = "V#"

RUN_COUNTS = (
    "found",
    "new",
    "changed",
    "same",
    "quarantined",
    "duplicates",
    "gone",
    "back",
    "redefined",
    "late",
)
"""Counters of a run; each is the attribute ``n_{name}``."""

DAY_COUNTS = ("new", "changed", "gone", "back", "redefined", "quarantined")
"""Counters of a day; each is the attribute ``n_{name}``."""


def record_key(record_id: str) -> Item:
    """Returns the key of a record's current state."""
    return {"id": record_id, "sk": CURRENT}


def version_key(record_id: str, at: datetime, fingerprint: str) -> Item:
    """Returns the key of a version; keys of one record sort by time."""
    return {"id": record_id, "sk": f"{VERSIONS}{as_text(at)}#{short(fingerprint)}"}


def run_key(source: str, run_id: str) -> Item:
    """Returns the key of a run."""
    return {"id": run_partition(source), "sk": run_id}


def run_partition(source: str) -> str:
    """Returns the partition of a source's runs."""
    return f"#run#{source}"


def day_partition(source: str) -> str:
    """Returns the partition of a source's counts by day."""
    return f"#day#{source}"


def day_key(source: str, at: datetime) -> Item:
    """Returns the key of the counts of a day, by the UTC time of an answer."""
    return {"id": day_partition(source), "sk": as_text(at)[:10]}


def total_key(source: str) -> Item:
    """Returns the key of a source's total."""
    return {"id": TOTALS, "sk": source}


def state_key(source: str) -> Item:
    """Returns the key of a feed's state."""
    return {"id": f"#feed#{source}", "sk": STATE}


def record_item(record: FeedRecord) -> Item:
    """Builds the item of a record; one that is gone has no ``source``, so that the index does not list it."""
    return {
        **record_key(record.record_id),
        "feed": record.source,
        **({"source": record.source} if record.gone_at is None else {"gone_at": as_text(record.gone_at)}),
        "type": record.kind,
        "captured_at": as_text(record.captured_at),
        "fingerprint": record.fingerprint,
        "version": record.version,
        "data": dict(record.data),
        "raw_s3_key": record.raw_key,
        "raw_pointer": record.raw_pointer,
        "element": record.element,
        "definition": record.definition,
        "run": record.run,
        "processed_at": as_text(record.processed_at),
    }


def record_of(item: Mapping[str, Any]) -> FeedRecord:
    """Returns the record of an item whose numbers are plain."""
    return FeedRecord(
        record_id=str(item["id"]),
        source=str(item["feed"]),
        kind=str(item["type"]),
        captured_at=as_time(item["captured_at"]),
        fingerprint=str(item["fingerprint"]),
        version=int(item["version"]),
        data=item["data"],
        raw_key=str(item["raw_s3_key"]),
        raw_pointer=str(item["raw_pointer"]),
        element=str(item["element"]),
        definition=str(item["definition"]),
        run=str(item["run"]),
        processed_at=as_time(item["processed_at"]),
        gone_at=as_time(item["gone_at"]) if "gone_at" in item else None,
    )


def version_item(version: RecordVersion) -> Item:
    """Builds the item of a version."""
    expiry = {} if version.expires_at is None else {"expires_at": int(version.expires_at.timestamp())}
    return {
        **version_key(version.record_id, version.at, version.fingerprint),
        "feed": version.source,
        "type": version.kind,
        "at": as_text(version.at),
        "change": version.change.value,
        "fields": list(version.fields),
        "data": dict(version.data),
        "fingerprint": version.fingerprint,
        "raw_s3_key": version.raw_key,
        "raw_pointer": version.raw_pointer,
        "run": version.run,
        **({"late": True} if version.late else {}),
        **expiry,
    }


def version_of(item: Mapping[str, Any]) -> RecordVersion:
    """Returns the version of an item whose numbers are plain."""
    expiry = item.get("expires_at")
    return RecordVersion(
        record_id=str(item["id"]),
        source=str(item["feed"]),
        kind=str(item["type"]),
        at=as_time(item["at"]),
        change=RecordChange(item["change"]),
        fields=tuple(item["fields"]),
        data=item["data"],
        fingerprint=str(item["fingerprint"]),
        raw_key=str(item["raw_s3_key"]),
        raw_pointer=str(item["raw_pointer"]),
        run=str(item["run"]),
        late=bool(item.get("late")),
        expires_at=None
        if expiry is None
        else datetime.fromtimestamp(int(expiry), as_time(item["at"]).tzinfo),
    )


def run_item(run: FeedRun) -> Item:
    """Builds the item of a run, without the time at which it expires."""
    plain = _runs().dump_python(run, mode="json")
    counts, applied = plain.pop("counts"), plain.pop("applied")
    source, run_id = plain.pop("source"), plain.pop("run_id")
    kept = {name: value for name, value in plain.items() if value is not None}
    return {
        **run_key(source, run_id),
        "feed": source,
        **kept,
        **({"applied": set(applied)} if applied else {}),
        **{f"n_{name}": count for name, count in counts.items() if count},
    }


def run_of(item: Mapping[str, Any]) -> FeedRun:
    """Returns the run of an item whose numbers are plain."""
    fields = {name: item[name] for name in _RUN_FIELDS if name in item}
    return _runs().validate_python(
        {
            **fields,
            "source": item["feed"],
            "run_id": item["sk"],
            "applied": frozenset(int(number) for number in item.get("applied", ())),
            "counts": asdict(RecordCounts(**_counts(item, RUN_COUNTS))),
        }
    )


def day_of(item: Mapping[str, Any]) -> DayCounts:
    """Returns the counts of a day."""
    return DayCounts(source=str(item["feed"]), day=str(item["sk"]), counts=_counts(item, DAY_COUNTS))


def total_of(item: Mapping[str, Any]) -> SourceTotal:
    """Returns a source's total."""
    return SourceTotal(source=str(item["sk"]), live=int(item.get("live", 0)), gone=int(item.get("gone", 0)))


def state_values(state: FeedState) -> Item:
    """Returns the attributes of a feed's state but for its key and ``applied_at``, which parts move."""
    plain = _states().dump_python(state, mode="json", exclude={"source", "applied_at"})
    return {name: value for name, value in plain.items() if value is not None}


def state_of(source: str, item: Mapping[str, Any] | None) -> FeedState:
    """Returns a feed's state; an empty one for no item."""
    fields = {name: (item or {})[name] for name in _STATE_FIELDS if name in (item or {})}
    return _states().validate_python({**fields, "source": source})


def _counts(item: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, int]:
    return {name: int(item[f"n_{name}"]) for name in names if f"n_{name}" in item}


@lru_cache(maxsize=1)
def _runs() -> TypeAdapter[FeedRun]:
    return TypeAdapter(FeedRun)


@lru_cache(maxsize=1)
def _states() -> TypeAdapter[FeedState]:
    return TypeAdapter(FeedState)


_RUN_FIELDS = frozenset(FeedRun.__dataclass_fields__) - {"source", "run_id", "applied", "counts"}
_STATE_FIELDS = frozenset(FeedState.__dataclass_fields__) - {"source"}
