"""Normalised records of an answer, what is set aside, and what differs from the definition."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from inkscout.feeds import expressions, json_text
from inkscout.feeds.coerce import Fault, coerce
from inkscout.feeds.definition import Definition, FieldRule
from inkscout.feeds.keys import KeyMissing, record_id
from inkscout.feeds.paging import newest
from inkscout.feeds.select import AnswerElement, select

MAX_RECORD_BYTES = 350_000
"""Maximum size of a record's fields; an item of DynamoDB has at most 400 KB."""

MAX_RECORDS = 50_000
"""Maximum number of records in one answer."""

AHEAD = timedelta(days=1)
"""Time by which a source's clock, or its zone, may be ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A record as an answer holds it.

    ``element`` is the digest of what the source sent, ``fingerprint`` that of the fields.
    """

    record_id: str
    data: Mapping[str, Any]
    fingerprint: str
    element: str
    pointer: str
    request: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An element that no record can be made of, with the reason as a sentence.

    ``record_id`` is empty if the element has no usable key.
    """

    number: int
    reason: str
    field: str
    pointer: str
    value: Any
    record_id: str = ""


@dataclass(slots=True)
class AnswerReading:
    """Content of one answer.

    ``found`` is the number of its elements, ``cursor`` the newest value, after which the next run begins.
    """

    found: int = 0
    rows: list[FeedRow] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    duplicates: int = 0
    drift: Counter[str] = field(default_factory=Counter)
    cursor: str = ""

    @property
    def ids(self) -> frozenset[str] | None:
        """Ids of all records that the answer holds, readable or not; None if one has no usable key."""
        aside = [one.record_id for one in self.set_aside]
        return frozenset([*(row.record_id for row in self.rows), *aside]) if all(aside) else None

    @property
    def filled(self) -> frozenset[str]:
        """Names of the fields that some record has a value for."""
        return frozenset(name for row in self.rows for name, value in row.data.items() if value is not None)

    @property
    def share_set_aside(self) -> float:
        """Share of the elements that are set aside."""
        return len(self.set_aside) / self.found if self.found else 0.0


def read(
    definition: Definition,
    body: Any,  # noqa: ANN401 - any JSON
    request: int,
    *,
    captured_at: datetime | None = None,
) -> AnswerReading:
    """Returns the records of one answer to a request of the definition.

    With ``captured_at``, the time of the answer, times that are more than a day later move no cursor.

    A key that occurs twice with equal fields counts as a duplicate; with different fields, all its elements
    are set aside, since nothing says which is right.

    Raises:
        ShapeChanged: the answer has no list of records.
    """
    constants = definition.requests[request].constants
    elements = select(definition.records, body, constants)
    reading = AnswerReading(found=len(elements))
    by_id: dict[str, list[tuple[int, AnswerElement, FeedRow]]] = defaultdict(list)
    for number, element in enumerate(elements):
        row = _row(definition, element, request, reading.drift)
        if isinstance(row, FeedRow):
            by_id[row.record_id].append((number, element, row))
        else:
            key = _key_or_none(definition, element)
            reading.set_aside.append(_aside(number, element, *row, key))
    for same in by_id.values():
        _settle(reading, same)
    reading.set_aside.sort(key=lambda one: one.number)
    if definition.since is not None:
        values = [expressions.value_of(definition.since.source, element.scope) for element in elements]
        reading.cursor = newest(values, until=captured_at + AHEAD if captured_at is not None else None)
    return reading


def fingerprint(definition: Definition, data: Mapping[str, Any]) -> str:
    """Returns the digest of a record's fields without the volatile ones."""
    return json_text.digest(_steady(definition, data))


def changed_fields(
    definition: Definition, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[str, ...]:
    """Returns the names of the fields that differ, sorted; volatile ones are left out."""
    names = set(before) | set(after)
    return tuple(
        sorted(n for n in names if before.get(n) != after.get(n) and not _is_volatile(definition, n))
    )


def unread_members(definition: Definition, body: Any, request: int) -> dict[str, int]:  # noqa: ANN401 - any JSON
    """Returns members of elements that no field reads, with the number of elements that have them."""
    name = definition.records.each[-1].name
    texts = [*definition.records.key, *(rule.source for rule in definition.fields.values())]
    known = {member for text in texts for member in expressions.members_read(text, name)}
    if "*" in known:
        return {}
    counts: Counter[str] = Counter()
    for element in select(definition.records, body, definition.requests[request].constants):
        value = element.scope.get(name)
        if isinstance(value, Mapping):
            counts.update(member for member in value if member not in known)
    return dict(sorted(counts.items()))


def _settle(reading: AnswerReading, same: list[tuple[int, AnswerElement, FeedRow]]) -> None:
    first = same[0][2]
    if all(row.fingerprint == first.fingerprint for _, _, row in same):
        reading.rows.append(first)
        reading.duplicates += len(same) - 1
        return
    reason = f"the key of {first.record_id} occurs {len(same)} times with different fields"
    key = first.record_id
    reading.set_aside += [_aside(number, element, "", reason, key) for number, element, _ in same]


def _row(
    definition: Definition, element: AnswerElement, request: int, drift: Counter[str]
) -> FeedRow | tuple[str, str]:
    """Returns the record, or the field at fault and the reason."""
    if element.fault:
        return "", element.fault
    data: dict[str, Any] = {}
    for name, rule in definition.fields.items():
        value = coerce(rule, expressions.value_of(rule.source, element.scope))
        fault = _fault(rule, value)
        if fault:
            drift[f"{name}: {_kind_of_drift(rule, value)}"] += 1
            return name, fault
        if rule.type == "choice" and value is not None and value not in rule.map:
            drift[f"{name}: an unknown word"] += 1
        data[name] = value
    try:
        return _identified(definition, element, request, data)
    except KeyMissing as missing:
        return "", str(missing)
    except (ValueError, RecursionError):
        return "", "the element holds a number that is too large, or is nested too deeply"


def _fault(rule: FieldRule, value: Any) -> str:  # noqa: ANN401 - a value of a field, or a fault
    if isinstance(value, Fault):
        return value.reason
    return "the field is required and has no value" if value is None and rule.required else ""


def _kind_of_drift(rule: FieldRule, value: Any) -> str:  # noqa: ANN401 - a value of a field, or a fault
    if value is None:
        return "missing"
    return "an unknown word" if rule.type == "choice" else "another type"


def _identified(
    definition: Definition, element: AnswerElement, request: int, data: dict[str, Any]
) -> FeedRow | tuple[str, str]:
    text = json_text.canonical(_steady(definition, data))
    if len(text) > MAX_RECORD_BYTES or (
        _has_volatile(definition) and len(json_text.canonical(data)) > MAX_RECORD_BYTES
    ):
        return "", f"the record is larger than {MAX_RECORD_BYTES} bytes"
    return FeedRow(
        record_id=record_id(definition.name, definition.records.key, element.scope),
        data=data,
        fingerprint=json_text.digest_of(text),
        element=json_text.digest(element.value),
        pointer=element.pointer,
        request=request,
    )


def _aside(number: int, element: AnswerElement, name: str, reason: str, key: str) -> SetAside:
    return SetAside(
        number=number, reason=reason, field=name, pointer=element.pointer, value=element.value, record_id=key
    )


def _key_or_none(definition: Definition, element: AnswerElement) -> str:
    try:
        return record_id(definition.name, definition.records.key, element.scope)
    except KeyMissing:
        return ""


def _steady(definition: Definition, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns the fields that make a version."""
    if not _has_volatile(definition):
        return data
    return {name: value for name, value in data.items() if not _is_volatile(definition, name)}


def _has_volatile(definition: Definition) -> bool:
    return any(rule.volatile for rule in definition.fields.values())


def _is_volatile(definition: Definition, name: str) -> bool:
    rule = definition.fields.get(name)
    return rule is not None and rule.volatile
