"""Copies of the emulator's tables equal MiniStack's own, and its state is encoded as ``json.dumps`` does."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from ministack.core import persistence
from ministack.services import dynamodb

from inkscout_local.saving.ministack import decoded
from inkscout_local.saving.tables import encoded_in_parts, state_of_tables


@pytest.fixture
def table() -> Iterator[dict[str, Any]]:
    items: dict[str, dict[str, Any]] = defaultdict(dict)
    items["A#1"]["PROFILE"] = {"PK": {"S": "A#1"}, "data": {"B": b"\x00"}}
    made = {"TableName": "t", "items": items, "ItemCount": 1, "KeySchema": [{"AttributeName": "PK"}]}
    dynamodb._tables.set_scoped("000000000000", "eu-west-1", "t", made)
    yield made
    dynamodb._tables.pop_scoped("000000000000", "eu-west-1", "t", None)


def _encoded(value: Any) -> bytes:
    return b"".join(encoded_in_parts(value, persistence._json_default))


def test_a_copy_equals_that_of_ministack_and_later_writes_do_not_reach_it(table: dict[str, Any]) -> None:
    whole, quick = dynamodb.get_state(), state_of_tables(dynamodb)()
    as_json = [json.dumps(state, default=persistence._json_default) for state in (whole, quick)]
    assert json.loads(as_json[0]) == json.loads(as_json[1])
    table["items"]["A#1"]["OTHER"] = {"PK": {"S": "A#1"}}
    table["items"]["A#2"] = {}
    table["KeySchema"].append({})
    assert json.dumps(quick, default=persistence._json_default) == as_json[1]


def test_state_is_read_back_as_it_was(table: dict[str, Any]) -> None:
    state = state_of_tables(dynamodb)()
    read = decoded(_encoded({"__ministack_format__": 1, "payload": state}))
    found = read["tables"].get_scoped("000000000000", "eu-west-1", "t")
    assert found["items"] == {"A#1": table["items"]["A#1"]}


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        None,
        "text",
        {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {"i": 1}}}}}}}}},
        {"empty": {}, "list": [{"x": {}}], "none": None, "number": 1.5, "true": True},
        {2: "two", True: "true", None: "none", 'quo"te': "\u2028"},
    ],
)
def test_parts_join_to_what_json_dumps_writes(value: Any) -> None:
    assert json.loads(_encoded(value)) == json.loads(json.dumps(value))


def test_a_value_that_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        _encoded({"a": {"b": {1, 2}}})


def test_no_part_is_larger_than_an_item(table: dict[str, Any]) -> None:
    for number in range(1000):
        table["items"][f"A#{number}"]["PROFILE"] = {"text": {"S": "x" * 500}}
    parts = list(encoded_in_parts({"payload": state_of_tables(dynamodb)()}, persistence._json_default))
    assert sum(map(len, parts)) > 500_000
    assert max(map(len, parts)) < 1_000
