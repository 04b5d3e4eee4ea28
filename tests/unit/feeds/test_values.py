"""Fields, keys and fingerprints over any JSON, and paging over any server."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkscout.feeds import definition, json_text, keys, paging, read
from inkscout.feeds.coerce import Fault, coerce
from inkscout.feeds.definition import FieldRule
from tests.support.feeds import THINGS, thing, things

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
TYPES = ("text", "integer", "number", "boolean", "time", "date", "choice", "list", "json")
DEFINITION = definition.parse("things", THINGS)


def rule(kind: str, **more: Any) -> FieldRule:
    if kind == "choice":
        more = {"map": {"open": ["Open"]}, **more}
    return FieldRule.model_validate({"from": "x", "type": kind, **more})


@pytest.mark.parametrize("kind", TYPES)
@given(value=JSON)
@settings(max_examples=60, deadline=None)
def test_any_value_becomes_one_that_can_be_stored_or_a_fault(kind: str, value: Any) -> None:
    found = coerce(rule(kind), value)
    if not isinstance(found, Fault) and found is not None:
        json_text.canonical(found).decode("ascii")
        again = coerce(rule(kind), found)
        assert again == found or kind == "list", "a stored value reads as itself"


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("value", [None, [], {}, "", "  ", "--", "N/A"])
def test_null_blank_and_listed_texts_are_no_value(kind: str, value: Any) -> None:
    assert coerce(rule(kind, none=["--", "N/A"]), value) is None


EXAMPLES = [
    ("text", {}, 84162, "84162"),
    ("text", {"join": " "}, ["Ann", None, "Lee"], "Ann Lee"),
    ("text", {}, {"number": 1}, Fault),
    ("text", {}, "\ud800", Fault),
    ("integer", {}, "17", 17),
    ("integer", {}, 2**80, 2**80),
    ("integer", {}, 10**38, Fault),
    ("integer", {}, 3.5, Fault),
    ("integer", {}, True, Fault),
    ("integer", {"max": 300}, 301, Fault),
    ("number", {}, "1.5", 1.5),
    ("number", {}, float("inf"), Fault),
    ("boolean", {}, "Yes", True),
    ("time", {}, "2018-01-05T05:45:46-0700", "2018-01-05T12:45:46.000Z"),
    ("time", {}, "2018-01-05T05:45:46-07:00", "2018-01-05T12:45:46.000Z"),
    ("time", {}, 1_700_000_000, "2023-11-14T22:13:20.000Z"),
    ("time", {}, 1_700_000_000_000, "2023-11-14T22:13:20.000Z"),
    ("time", {}, 0, Fault),
    ("time", {}, "2018-01-05T05:45:46", Fault),
    ("time", {"zone": "America/Denver"}, "2018-01-05T05:45:46", "2018-01-05T12:45:46.000Z"),
    ("date", {}, "1992-03-08T15:13:16.688Z", "1992-03-08"),
    ("date", {"format": "%d/%m/%Y"}, "08/03/1992", "1992-03-08"),
    ("choice", {}, "OPEN", "open"),
    ("choice", {}, "Odd", Fault),
    ("choice", {"other": "keep"}, "Odd", "Odd"),
    ("list", {}, "one", ["one"]),
    ("list", {}, [["a"]], Fault),
]


@pytest.mark.parametrize(("kind", "more", "value", "expected"), EXAMPLES)
def test_values_of_real_sources(kind: str, more: dict[str, Any], value: Any, expected: Any) -> None:
    found = coerce(rule(kind, **more), value)
    assert isinstance(found, Fault) if expected is Fault else found == expected


PART = st.text(min_size=1, max_size=8).filter(lambda text: bool(text.strip()))


@given(one=st.lists(PART, min_size=1, max_size=3), two=st.lists(PART, min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_two_keys_have_two_ids(one: list[str], two: list[str]) -> None:
    assert (keys.key_of(one) == keys.key_of(two)) == (one == two)


def test_keys_of_real_sources() -> None:
    assert keys.key_of(["17"]) == "17"
    assert keys.key_of(["0a1b-4c"]) == "0a1b-4c"
    assert keys.key_of(["0a1b2c3d-0a1b-4c0a-8b1c-0a1b2c3d4e5f"]) == "0a1b2c3d-0a1b-4c0a-8b1c-0a1b2c3d4e5f"
    assert keys.key_of(["Lift A"]) != keys.key_of(["lift-a"])
    assert keys.key_of(["lift-a-0123456789ab"]) != "lift-a-0123456789ab"


@given(
    data=st.dictionaries(st.sampled_from(["name", "size", "a", "b"]), st.text() | st.integers() | st.none())
)
@settings(max_examples=60, deadline=None)
def test_a_fingerprint_is_of_the_content_alone(data: dict[str, Any]) -> None:
    text = THINGS.replace(
        "[[exports]]", 'b = { from = "thing.b", type = "json", volatile = true }\n[[exports]]'
    )
    volatile = definition.parse("things", text)
    turned = dict(reversed(list(data.items())))
    assert read.fingerprint(volatile, data) == read.fingerprint(volatile, {**turned, "b": "other"})
    assert read.fingerprint(volatile, {"name": "e\u0301"}) == read.fingerprint(volatile, {"name": "\u00e9"})


@given(
    many=st.lists(st.fixed_dictionaries({"id": st.integers(0, 4), "name": JSON, "size": JSON}), max_size=8)
)
@settings(max_examples=80, deadline=None)
def test_every_element_is_a_record_a_duplicate_or_set_aside(many: list[dict[str, Any]]) -> None:
    found = read.read(DEFINITION, {"things": many}, 0)
    assert found.found == len(found.rows) + len(found.set_aside) + found.duplicates == len(many)
    assert len({row.record_id for row in found.rows}) == len(found.rows)
    for row in found.rows:
        assert json_text.at_pointer({"things": many}, row.pointer) in many


def test_records_are_found_in_nested_lists_and_in_pairs_with_their_places() -> None:
    nested = (
        THINGS.replace(
            '[{ at = "things", as = "thing" }]',
            '[{ at = "areas", as = "area" }, { at = "area.things", as = "pair", pairs = true }]',
        )
        .replace("thing.id", "pair.key")
        .replace('"thing.', '"pair.value.')
    )
    body = {
        "areas": [{"things": {"a/b": {"name": "one"}}}, {"things": []}, {"things": {"c": {"name": "two"}}}]
    }
    found = read.read(definition.parse("things", nested), body, 0)
    assert [(row.data["name"], row.pointer) for row in found.rows] == [
        ("one", "/areas/0/things/a~1b"), ("two", "/areas/2/things/c"),
    ]  # fmt: skip


def test_filters_keep_the_places_of_records() -> None:
    text = THINGS.replace('at = "things"', 'at = "things[?size > `1`]"')
    body = things(thing(1, "a", 1), thing(2, "b", 2))
    (row,) = read.read(definition.parse("things", text), body, 0).rows
    assert row.pointer == "/things/1"
    assert read.unread_members(DEFINITION, {"things": [{"id": 1, "name": "x", "new": 1}]}, 0) == {"new": 1}


@pytest.mark.parametrize("kind", ["page", "offset", "cursor", "next"])
@given(sizes=st.lists(st.integers(0, 3), min_size=1, max_size=12), loops=st.booleans())
@settings(max_examples=30, deadline=None)
def test_paging_ends_for_any_server(kind: str, sizes: list[int], loops: bool) -> None:
    text = f'[paging]\nkind = "{kind}"\nparam = "p"\nnext = "next"\n[records]'
    feed = definition.parse("things", THINGS.replace("[records]", text))
    page: paging.PageAddress | None = paging.first_page(feed, feed.requests[0], "")
    urls: set[str] = set()
    while page is not None and page.url not in urls and page.number <= 50:
        urls.add(page.url)
        size = sizes[min(page.number, len(sizes)) - 1]
        following = (
            str(1 if loops else page.number) if kind == "cursor" else f"/p{1 if loops else page.number}"
        )
        seen = paging.Seen(body={"next": following}, entries=size, entries_so_far=page.number)
        page = paging.next_page(feed.paging, page, seen)
    assert len(urls) <= 50


def test_a_next_page_on_another_host_is_refused() -> None:
    feed = definition.parse(
        "things", THINGS.replace("[records]", '[paging]\nkind = "next"\nnext = "next"\n[records]')
    )
    page = paging.first_page(feed, feed.requests[0], "")
    seen = paging.Seen(body={"next": "https://169.254.169.254/x"}, entries=1, entries_so_far=1)
    with pytest.raises(paging.PagingFault, match="another host"):
        paging.next_page(feed.paging, page, seen)


def test_a_cursor_goes_back_by_the_overlap() -> None:
    text = THINGS.replace(
        "[records]", '[since]\nparam = "since"\nfrom = "thing.at"\noverlap = "5m"\n[records]'
    )
    feed = definition.parse("things", text.replace("may_be_empty", "complete = false\nmay_be_empty"))
    page = paging.first_page(feed, feed.requests[0], "2026-03-01T10:00:00Z")
    assert page.url.endswith("since=2026-03-01T09%3A55%3A00Z")
    assert (
        paging.newest([None, "2026-03-01T10:00:00Z", "2026-03-01T11:00:00+02:00"]) == "2026-03-01T10:00:00Z"
    )
