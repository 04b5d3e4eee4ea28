"""Copies and encodes the emulator's tables for saving, without long pauses of its event loop."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_TABLES, _ITEMS = "tables", "items"
_PARTS = 5
"""Levels of a document that are encoded value by value: document, state, tables, table, items."""


def state_of_tables(dynamodb: Any) -> Callable[[], dict[str, Any]]:  # noqa: ANN401 - MiniStack's module, which has no types
    """Returns a replacement of MiniStack's ``get_state``, which copies every value of every item.

    A write replaces an item and changes none in place, so the items themselves need no copy.

    Raises:
        RuntimeError: this release of MiniStack has other state.
    """
    others = dynamodb.get_state().keys() - {_TABLES}
    if any(not hasattr(dynamodb, f"_{name}") for name in others):
        raise RuntimeError("This release of MiniStack keeps tables in another way; install the pinned one.")

    def state() -> dict[str, Any]:
        tables = type(dynamodb._tables)()
        for (account, region, name), table in dynamodb._tables.all_items():
            apart = (_ITEMS, dynamodb._INDEX_MEMBERS)
            left = {key: value for key, value in table.items() if key not in apart}
            items = {partition: dict(found) for partition, found in table[_ITEMS].items()}
            tables.set_scoped(account, region, name, {**copy.deepcopy(left), _ITEMS: items})
        return {_TABLES: tables, **{name: copy.deepcopy(getattr(dynamodb, f"_{name}")) for name in others}}

    return state


def encoded_in_parts(
    value: Any,  # noqa: ANN401 - any state
    default: Callable[[Any], Any],
    levels: int = _PARTS + 2,
) -> Iterator[bytes]:
    """Yields a value as JSON in many small parts.

    ``json.dumps`` of all of it would hold the interpreter's lock, and stop every other thread, for seconds.

    Args:
        value: Value to encode.
        default: Returns an encodable value for one that JSON does not know.
        levels: Levels of dictionaries that are taken apart.
    """
    if not isinstance(value, dict | list | tuple | str | int | float | None):
        value = default(value)
    if not isinstance(value, Mapping) or not levels:
        yield json.dumps(value, default=default).encode()
        return
    between = b"{"
    for key, inner in value.items():
        yield between + json.dumps(key if isinstance(key, str) else _text(key)).encode() + b": "
        yield from encoded_in_parts(inner, default, levels - 1)
        between = b", "
    yield b"}" if value else b"{}"


def _text(key: Any) -> str:  # noqa: ANN401 - any key that JSON knows
    """Returns a key as ``json.dumps`` writes it."""
    (written,) = json.loads(json.dumps({key: 0}))
    return str(written)
