"""Values of records as JSON and as one line of text."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

_MOST = 300


def of(value: Any) -> Any:  # noqa: ANN401 - any stored value
    """Returns a value as JSON has it: mappings, lists, texts, numbers, booleans and null."""
    if isinstance(value, Mapping):
        return {str(name): of(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [of(inner) for inner in value]
    if isinstance(value, Enum):
        return of(value.value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def shown(value: Any) -> str:  # noqa: ANN401 - any stored value
    """Returns a value as one line for people, cut after 300 characters."""
    plain = of(value)
    if isinstance(plain, dict):
        text = ", ".join(
            f"{name} {inner}" for name, inner in plain.items() if inner not in (None, "", [], {})
        )
    elif isinstance(plain, list):
        text = ", ".join(shown(inner) for inner in plain)
    else:
        text = {True: "yes", False: "no"}.get(plain, str(plain)) if isinstance(plain, bool) else str(plain)
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"
