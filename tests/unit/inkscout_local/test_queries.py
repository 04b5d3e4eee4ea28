"""Queries of the emulator: the corrected one responds as MiniStack's own, and evaluates one page alone."""

import itertools
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ministack.services import dynamodb

from inkscout_local.tables import queries

Request = dict[str, Any]
Query = Callable[[Request], Any]

_PLAIN: Query = dynamodb._query
_NARROWED: Query = queries.narrowed(dynamodb, dynamodb._query)

_SORTS = ("", "a", "a#1", "a#2", "a\U0010ffff", "b", "ä", "z")
_SORT_KEYS = st.sampled_from(_SORTS[1:])
_CONDITIONS = (
    "",
    " AND {sk} = :a",
    " AND {sk} < :a",
    " AND {sk} <= :a",
    " AND {sk} > :a",
    " AND {sk} >= :a",
    " and begins_with({sk}, :a)",
    " AND {sk} BETWEEN :a AND :b",
    " AND {sk} between :a and :b",
    # Not of the usual form, or wrong; MiniStack itself answers them.
    " AND (begins_with({sk}, :a))",
    " AND {sk} <> :a",
    " AND contains({sk}, :a)",
    " AND other = :a",
    " AND {sk} < :a AND {sk} > :b",
    " AND",
)


def _table(items: list[dict[str, Any]]) -> str:
    name = f"queried-{uuid.uuid4().hex}"
    keys = ("PK", "SK", "GPK", "GSK")
    made = dynamodb._create_table(
        {
            "TableName": name,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in keys],
            "KeySchema": _schema("PK", "SK"),
            "GlobalSecondaryIndexes": [
                {
                    "IndexName": "both",
                    "KeySchema": _schema("GPK", "GSK"),
                    "Projection": {"ProjectionType": "ALL"},
                },
                {
                    "IndexName": "hash",
                    "KeySchema": _schema("GPK"),
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                },
            ],
        }
    )
    assert made[0] == 200, made
    for item in items:
        written = dynamodb._put_item({"TableName": name, "Item": item})
        assert written[0] == 200, written
    return name


def _schema(*keys: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
    ]


def _item(pk: str, sk: str, gsk: str | None, size: int) -> dict[str, Any]:
    indexed = {"GPK": {"S": f"g{pk}"}, "GSK": {"S": gsk}} if gsk else {}
    return {"PK": {"S": pk}, "SK": {"S": sk}, "n": {"N": str(size)}, "text": {"S": "x" * size}, **indexed}


@st.composite
def _requests(draw: st.DrawFn) -> Request:
    index = draw(st.sampled_from(("", "both", "both", "hash", "", "none")))
    hash_key, sort_key = {"": ("PK", "SK"), "both": ("GPK", "GSK")}.get(index, ("GPK", "SK"))
    condition = draw(st.sampled_from(_CONDITIONS))
    values = {
        ":p": draw(st.sampled_from(("1", "2", "g1", "g2"))),
        ":a": draw(_SORT_KEYS),
        ":b": draw(_SORT_KEYS),
    }
    expression = f"{hash_key} = :p" + condition.format(sk=draw(st.sampled_from((sort_key, "#sk"))))
    request: Request = {
        "KeyConditionExpression": expression,
        "ExpressionAttributeValues": {
            name: {draw(st.sampled_from(("S",) * 11 + ("B",))): value}
            for name, value in values.items()
            if name in expression
        },
        "ScanIndexForward": draw(st.booleans()),
        **({"ExpressionAttributeNames": {"#sk": sort_key}} if "#sk" in expression else {}),
        **({"IndexName": index} if index else {}),
        **({"Limit": draw(st.sampled_from((1, 2, 3, 4, 1, 2, 0)))} if draw(st.booleans()) else {}),
        **({"ConsistentRead": True} if draw(st.integers(0, 3)) == 0 else {}),
        **({"Select": "COUNT"} if draw(st.integers(0, 5)) == 0 else {}),
    }
    if draw(st.booleans()):
        request["FilterExpression"] = draw(
            st.sampled_from(("n > :n", "attribute_exists(GSK)", "n > :n", "n >"))
        )
        if ":n" in request["FilterExpression"]:
            request["ExpressionAttributeValues"][":n"] = {"N": "2"}
    return request


_ITEMS = st.lists(
    st.builds(
        _item,
        st.sampled_from("12"),
        _SORT_KEYS,
        st.none() | _SORT_KEYS,
        st.sampled_from((1, 2, 3, 300_000)),
    ),
    max_size=9,
)


@pytest.mark.parametrize("index", ["", "both", "hash"])
def test_every_range_is_read_page_by_page_as_by_the_emulators_own(index: str) -> None:
    items = [_item("1", sort, _SORTS[-number], 1) for number, sort in enumerate(_SORTS[1:], 1)]
    name = _table([*items, _item("1", "b#", "b", 1), _item("1", "c", None, 1), _item("2", "a", "b", 1)])
    hash_key, sort_key, value = ("PK", "SK", "1") if not index else ("GPK", "GSK", "g1")
    pages = 0
    for condition in _CONDITIONS[:9] if index != "hash" else ("",):
        for low, high in itertools.product(("a", "a#2", "b"), ("b",) if ":b" in condition else ("",)):
            for forward, limit in itertools.product((True, False), (2, None)):
                values = {":p": {"S": value}, ":a": {"S": low}, ":b": {"S": high}}
                expression = f"{hash_key} = :p" + condition.format(sk=sort_key)
                request = {
                    "TableName": name,
                    "KeyConditionExpression": expression,
                    "ExpressionAttributeValues": {k: v for k, v in values.items() if k in expression},
                    "ScanIndexForward": forward,
                    **({"IndexName": index} if index else {}),
                    **({"Limit": limit} if limit else {}),
                }
                pages += _same_pages(request)
    assert pages > 20
    dynamodb._delete_table({"TableName": name})


def _same_pages(request: Request) -> int:
    """Reads all pages by both queries, and asserts that they respond alike; returns how many there were."""
    for number in range(1, 20):
        expected = _PLAIN(request)
        assert _NARROWED(request) == expected
        last = json.loads(expected[2]).get("LastEvaluatedKey")
        if not last:
            return number
        request = {**request, "ExclusiveStartKey": last}
    raise AssertionError("the query did not end")


@settings(max_examples=100, deadline=None)
@given(_ITEMS, _requests(), st.booleans())
def test_the_corrected_query_responds_as_the_emulators_own(
    items: list[dict[str, Any]], request: Request, given_start: bool
) -> None:
    name = _table(items)
    try:
        request = {**request, "TableName": name}
        if given_start and items:
            keys = ("PK", "SK", *(("GPK", "GSK") if "IndexName" in request else ()))
            request["ExclusiveStartKey"] = {key: items[0][key] for key in keys if key in items[0]}
        _same_pages(request)
    finally:
        dynamodb._delete_table({"TableName": name})


@pytest.mark.parametrize("index", ["", "both"])
def test_a_page_evaluates_its_own_items_alone(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = _table([])
    stored = dynamodb._tables.get(name)
    for number in range(300):
        dynamodb._set_item(stored, "1", f"a#{number:03}", _item("1", f"a#{number:03}", f"a#{number:03}", 1))
    evaluated: list[Mapping[str, Any]] = []
    evaluate = dynamodb._evaluate_condition

    def counted(expression: str, item: Mapping[str, Any], *rest: Any, **options: Any) -> Any:
        evaluated.append(item)
        return evaluate(expression, item, *rest, **options)

    monkeypatch.setattr(dynamodb, "_evaluate_condition", counted)
    hash_key, sort_key, value = ("GPK", "GSK", "g1") if index else ("PK", "SK", "1")
    status, _, body = _NARROWED(
        {
            "TableName": name,
            **({"IndexName": index} if index else {}),
            "KeyConditionExpression": f"{hash_key} = :p AND begins_with({sort_key}, :a)",
            "ExpressionAttributeValues": {":p": {"S": value}, ":a": {"S": "a#1"}},
            "Limit": 5,
        }
    )
    assert (status, [one["SK"]["S"] for one in json.loads(body)["Items"]]) == (
        200,
        [f"a#10{n}" for n in range(5)],
    )
    assert len(evaluated) <= 6
    assert stored is not None
    assert len(stored["items"]["1"]) == 300


def test_a_release_that_queries_in_another_way_is_refused() -> None:
    with pytest.raises(RuntimeError, match="install the pinned one"):
        queries.install(object())
