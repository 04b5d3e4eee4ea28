"""Simulated faults of an API: which rule applies to a request, and how it changes the reply."""

import copy
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

from inkscout_local.simulator.apis.replies import ApiRequest, Reply
from inkscout_local.simulator.apis.settings import ApiFault
from inkscout_local.simulator.faults import FaultSchedule

PAGE_PARAMETERS = frozenset({"_page", "_start", "page", "offset", "cursor", "after"})
"""Query parameters that ask for another page than the first."""

HTML = b"<!doctype html><html><head><title>Just a moment...</title></head><body>Checking.</body></html>\n"
"""Page that a proxy in front of an API answers with, for the fault ``not_json``."""

_LARGE = 2**53 + 1
_MUCH = 100_000_000
_SENTINEL = "\ue000"
_DRIFTS: Mapping[str, ApiFault] = {
    "posts": ApiFault(kind="drift", field="title", gone=True),
    "people": ApiFault(kind="drift", field="location.street", value="12 mill road"),
    "lifts": ApiFault(kind="drift", field="Status", value="Grooming Hold"),
    "parks": ApiFault(kind="drift", field="status", value="WEATHER_DELAY"),
}


class ApiFaults(FaultSchedule[ApiFault]):
    """Schedule of an API's faults."""

    def take(self, path: str) -> ApiFault | None:
        """Returns the fault for a request and counts its use; None if the request should succeed."""
        return self.first(lambda fault: fnmatchcase(path, fault.path))


def asked_with(fault: ApiFault | None, asked: ApiRequest) -> ApiRequest:
    """Returns the request as the API sees it: with the first page or an older time, for two faults."""
    if fault and fault.kind == "repeat_page":
        first = {name: text for name, text in asked.query.items() if name not in PAGE_PARAMETERS}
        kept = (
            {"_page": "1"} if "_page" in asked.query else {"_start": "0"} if "_start" in asked.query else {}
        )
        return replace(asked, query=first | kept)
    if fault and fault.kind == "stale":
        return replace(asked, now=asked.now - timedelta(seconds=fault.seconds or 86_400))
    return asked


def change(fault: ApiFault, kind: str, reply: Reply, number: int) -> None:
    """Changes a reply's document as a fault says; faults of the connection and of the text change nothing.

    Args:
        fault: The fault.
        kind: Kind of the API.
        reply: The reply, changed in place.
        number: Number of the request, for values that differ each time.
    """
    if changing := _CHANGES.get(fault.kind):
        changing(fault, kind, reply, number)


def written(fault: ApiFault | None, reply: Reply) -> bytes:
    """Returns the body of a reply, changed as faults of the text say."""
    writing = _BODIES.get(fault.kind) if fault else None
    return writing(fault, reply) if fault and writing else reply.body()


def _html(fault: ApiFault, reply: Reply) -> bytes:
    reply.headers["Content-Type"] = "text/html; charset=utf-8"
    return HTML


def _half(fault: ApiFault, reply: Reply) -> bytes:
    body = reply.body()
    return body[: len(body) // 2]


def _padded(fault: ApiFault, reply: Reply) -> bytes:
    return reply.body().ljust(fault.size or _MUCH)


def _with_a_double_key(fault: ApiFault, reply: Reply) -> bytes:
    """Returns a body whose first record has its first field twice, the second with the true value."""
    records = reply.records()
    for record in records[:1]:
        if isinstance(record, dict) and record:
            key = next(iter(record))
            records[0] = {_SENTINEL: 0, **record}
            text = reply.body().decode("utf-8", "surrogatepass")
            return re.sub(rf'"{_SENTINEL}": ?0', f"{json.dumps(key)}: 999999", text, count=1).encode()
    return reply.body()


def _marked(reply: Reply, text: str) -> bytes:
    """Returns a body with ``text``, which need not be JSON, as an added field ``odd`` of the first record."""
    for record in reply.records()[:1]:
        if isinstance(record, dict):
            record["odd"] = _SENTINEL
    return reply.body().replace(f'"{_SENTINEL}"'.encode(), text.encode(), 1)


def _error(fault: ApiFault, kind: str, reply: Reply, number: int) -> None:
    reply.document, reply.at = {"error": "Uh oh, something has gone wrong. Please try again later."}, None


def _empty(fault: ApiFault, kind: str, reply: Reply, number: int) -> None:
    reply.records().clear()


def _short(fault: ApiFault, kind: str, reply: Reply, number: int) -> None:
    records = reply.records()
    del records[len(records) // 3 :]


def _short_page(fault: ApiFault, kind: str, reply: Reply, number: int) -> None:
    del reply.records()[-1:]


def _drift(fault: ApiFault, kind: str, reply: Reply, number: int) -> None:
    if fault.wrap:
        reply.document, reply.at = {fault.wrap: reply.document}, (fault.wrap, *(reply.at or ()))
        return
    drift = fault if fault.field else _DRIFTS.get(kind)
    for record in reply.records() if drift else ():
        _set(record, drift.field if drift else "", drift)


def _set(record: Any, field: str, drift: ApiFault | None) -> None:  # noqa: ANN401 - any JSON
    *way, last = field.split(".")
    place = record
    for key in way:
        place = place.get(key) if isinstance(place, dict) else None
    if not isinstance(place, dict) or drift is None:
        return
    if drift.gone:
        place.pop(last, None)
    else:
        place[last] = copy.deepcopy(drift.value)


def _nulls(fault: ApiFault, kind: str, reply: Reply, number: int) -> None:
    """Replaces one field after another by each form in which APIs say that they have no value."""
    shapes: tuple[Any, ...] = (None, "", [], {}, "--", "N/A")
    for at, record in enumerate(reply.records()):
        if isinstance(record, dict) and record:
            keys = sorted(record)
            record[keys[at % len(keys)]] = copy.copy(shapes[at % len(shapes)])


def _big_integers(fault: ApiFault, kind: str, reply: Reply, number: int) -> None:
    """Sets an integer field to consecutive numbers that are one and the same as binary floats."""
    for at, record in enumerate(reply.records()):
        if isinstance(record, dict):
            integers = (key for key, value in record.items() if type(value) is int)
            record[fault.field or next((key for key in ("id", *integers) if key in record), "id")] = (
                _LARGE + at
            )


def _duplicates(fault: ApiFault, kind: str, reply: Reply, number: int) -> None:
    records = reply.records()
    records.extend(copy.deepcopy(records[:1]))


def _conflicts(fault: ApiFault, kind: str, reply: Reply, number: int) -> None:
    records = reply.records()
    for record in copy.deepcopy(records[:1]):
        _differ(record, "another")
        records.append(record)


def _other_body(fault: ApiFault, kind: str, reply: Reply, number: int) -> None:
    for record in reply.records()[:1]:
        _differ(record, f"edition {number}")


def _differ(record: Any, word: str) -> None:  # noqa: ANN401 - any JSON
    """Appends a word to the last text of a record, which is no part of its identity in any kind."""
    if isinstance(record, dict):
        texts = [key for key, value in record.items() if isinstance(value, str)]
        for key in texts[-1:]:
            record[key] = f"{record[key]} {word}"


_CHANGES: dict[str, Callable[[ApiFault, str, Reply, int], None]] = {
    "error_200": _error,
    "empty": _empty,
    "short": _short,
    "short_page": _short_page,
    "drift": _drift,
    "nulls": _nulls,
    "big_integers": _big_integers,
    "duplicates": _duplicates,
    "conflicts": _conflicts,
    "etag_lies": _other_body,
}
_BODIES: dict[str, Callable[[ApiFault, Reply], bytes]] = {
    "not_json": _html,
    "cut_off": _half,
    "byte_order_mark": lambda fault, reply: b"\xef\xbb\xbf" + reply.body(),
    "double_keys": _with_a_double_key,
    "not_a_number": lambda fault, reply: _marked(reply, "NaN"),
    "surrogates": lambda fault, reply: _marked(reply, '"\\ud800 alone"'),
    "too_large": _padded,
}
