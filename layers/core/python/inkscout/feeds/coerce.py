"""Typed values of fields from values of a source; a value that does not fit is a fault, never a guess."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from inkscout.feeds.definition import FieldRule

MAX_DIGITS = 38
"""Most significant digits of a number that DynamoDB stores."""

MAX_NESTING = 24
"""Deepest nesting of a ``json`` field; an item of DynamoDB nests 32 levels."""

MAX_TEXT = 100_000
MAX_LIST = 1_000
_LARGEST = 1e125
_SMALLEST = 1e-128
_EXACT = 2**53
_WHOLE = re.compile(r"[+-]?[0-9]{1,400}")
_DECIMAL = re.compile(r"[+-]?([0-9]{1,60}(\.[0-9]{0,60})?|\.[0-9]{1,60})([eE][+-]?[0-9]{1,3})?")
_TRUE, _FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_EPOCH_MILLISECONDS = 100_000_000_000
_LAST_SECOND = 253_402_300_799
_SURROGATE = re.compile("[\ud800-\udfff]")
_OFFSET = re.compile(r"([+-][0-9]{2})([0-9]{2})$")


@dataclass(frozen=True, slots=True)
class Fault:
    """Reason why a value does not fit its field."""

    reason: str


def coerce(rule: FieldRule, value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Returns the field's value, None for no value, or a ``Fault``; never raises.

    Null, an empty list, an empty object, a blank text and the rule's ``none`` values are no value.
    """
    if _is_nothing(rule, value):
        return None
    try:
        found = _TYPES[rule.type](rule, value)
    except (ValueError, OverflowError, RecursionError, OSError) as error:
        return Fault(str(error) or type(error).__name__)
    return None if found == "" else found


def _is_nothing(rule: FieldRule, value: Any) -> bool:  # noqa: ANN401 - any JSON
    if value is None or value in ([], {}):
        return True
    if isinstance(value, str):
        return not value.strip() or value in rule.nothing or value.strip() in rule.nothing
    return isinstance(value, int | float) and str(value) in rule.nothing


def _text(rule: FieldRule, value: Any) -> str:  # noqa: ANN401 - any JSON
    if rule.join is not None and isinstance(value, list):
        parts = [_scalar_text(part) for part in value if not _is_nothing(rule, part)]
        return _storable(rule.join.join(parts))
    return _storable(_scalar_text(value))


def _scalar_text(value: Any) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    raise ValueError(f"{_kind(value)} where a text was expected")


def _storable(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError(f"a text of more than {MAX_TEXT} characters")
    if not text.isascii() and _SURROGATE.search(text):
        raise ValueError("a text with half a surrogate pair")
    return text


def _integer(rule: FieldRule, value: Any) -> int:  # noqa: ANN401 - any JSON
    number = _whole(value)
    if len(str(abs(number))) > MAX_DIGITS:
        raise ValueError(f"an integer of more than {MAX_DIGITS} digits")
    return int(_within(rule, number))


def _whole(value: Any) -> int:  # noqa: ANN401 - any JSON
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return int(value)
    raise ValueError(f"{_shown(value)} where an integer was expected")


def _number(rule: FieldRule, value: Any) -> int | float:  # noqa: ANN401 - any JSON
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()):
        value = int(value) if _WHOLE.fullmatch(value.strip()) else float(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _within(rule, _storable_number(value))
    raise ValueError(f"{_shown(value)} where a number was expected")


def _storable_number(number: float) -> int | float:
    if isinstance(number, int):
        if len(str(abs(number))) > MAX_DIGITS:
            raise ValueError(f"a number of more than {MAX_DIGITS} digits")
        return number
    if not math.isfinite(number) or abs(number) > _LARGEST:
        raise ValueError("a number that is too large")
    if number.is_integer() and abs(number) < _EXACT:
        return int(number)  # 3.0 is 3 in JSON, whichever the source's language writes today
    return 0 if abs(number) < _SMALLEST else number


def _within(rule: FieldRule, number: float) -> int | float:
    if rule.min is not None and number < rule.min:
        raise ValueError(f"{_shown(number)} is less than {rule.min:g}")
    if rule.max is not None and number > rule.max:
        raise ValueError(f"{_shown(number)} is more than {rule.max:g}")
    return number


def _boolean(rule: FieldRule, value: Any) -> bool:  # noqa: ANN401 - any JSON
    if isinstance(value, bool):
        return value
    said = str(value).strip().casefold() if isinstance(value, str | int) else ""
    if said in _TRUE or said in _FALSE:
        return said in _TRUE
    raise ValueError(f"{_shown(value)} where true or false was expected")


def _time(rule: FieldRule, value: Any) -> str:  # noqa: ANN401 - any JSON
    return _moment(rule, value).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moment(rule: FieldRule, value: Any) -> datetime:  # noqa: ANN401 - any JSON
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value) / 1000 if abs(value) >= _EPOCH_MILLISECONDS else float(value)
        if not 0 < number <= _LAST_SECOND:
            raise ValueError(f"{_shown(value)} is no time")
        return datetime.fromtimestamp(number, UTC)
    if not isinstance(value, str):
        raise ValueError(f"{_kind(value)} where a time was expected")  # noqa: TRY004 - a fault of the source
    moment = _parsed(rule.format, value.strip())
    if moment.tzinfo is None:
        if not rule.zone:
            raise ValueError(f"the time {_shown(value)} has no zone, and the field names none")
        moment = moment.replace(tzinfo=ZoneInfo(rule.zone))
    return moment


def _parsed(form: str, text: str) -> datetime:
    try:
        if form:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
        return datetime.fromisoformat(_OFFSET.sub(r"\1:\2", text) if "T" in text or ":" in text else text)
    except ValueError:
        raise ValueError(f"{_shown(text)} is no time") from None


def _date(rule: FieldRule, value: Any) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, str) and not rule.format and len(value.strip()) == 10:
        try:
            return date.fromisoformat(value.strip()).isoformat()
        except ValueError:
            raise ValueError(f"{_shown(value)} is no date") from None
    if isinstance(value, str):
        moment = _parsed(rule.format, value.strip())
        if rule.zone and moment.tzinfo is not None:
            moment = moment.astimezone(ZoneInfo(rule.zone))
        return moment.date().isoformat()
    return _moment(rule, value).astimezone(ZoneInfo(rule.zone or "UTC")).date().isoformat()


def _choice(rule: FieldRule, value: Any) -> str:  # noqa: ANN401 - any JSON
    said = _storable(_scalar_text(value)).strip()
    word = rule.words.get(said.casefold())
    if word is None and rule.other == "quarantine":
        raise ValueError(f"{_shown(said)} is none of the words that the field maps")
    return said if word is None else word


def _list(rule: FieldRule, value: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    many = value if isinstance(value, list) else [value]
    if len(many) > MAX_LIST:
        raise ValueError(f"a list of more than {MAX_LIST} values")
    if any(isinstance(one, list | dict) for one in many):
        raise ValueError("a list in a list, or an object, where a list of values was expected")
    return [_inner(one, 0) for one in many if not _is_nothing(rule, one)]


def _json(rule: FieldRule, value: Any) -> Any:  # noqa: ANN401 - any JSON
    return _inner(value, 0)


def _inner(value: Any, depth: int) -> Any:  # noqa: ANN401 - any JSON
    if depth > MAX_NESTING:
        raise ValueError(f"nested more than {MAX_NESTING} levels")
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, Mapping):
        return {_storable(name): _inner(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_inner(one, depth + 1) for one in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _storable_number(value)
    return value


def _kind(value: Any) -> str:  # noqa: ANN401 - any JSON
    return {dict: "an object", list: "a list", bool: "true or false", str: "a text"}.get(
        type(value), "a number"
    )


def _shown(value: Any) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, list | dict):
        return _kind(value)
    return repr(value)[:60].encode("ascii", "backslashreplace").decode()


_TYPES: Mapping[str, Callable[[FieldRule, Any], Any]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "time": _time,
    "date": _date,
    "choice": _choice,
    "list": _list,
    "json": _json,
}
