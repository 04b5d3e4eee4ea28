"""Bodies, cursors and links that users of such tools complain of, each with a defined outcome."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from inkscout.feeds import definition, json_text, paging, read
from inkscout.usecases.feeds.definitions import checked
from tests.support.feeds import THINGS

DEEP = b'{"things": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
REFUSED = {
    "another encoding": ('{"things": [{"id": 1, "name": "Zo\u00eb"}]}'.encode("latin-1"), "not UTF-8"),
    "two bytes a character": ('{"things": []}'.encode("utf-16"), "not UTF-8"),
    "deep nesting": (DEEP, "nested too deeply"),
    "nothing": (b"", "empty"),
    "white space": (b" \r\n ", "empty"),
    "XML": (b"<?xml version='1.0'?><rss/>", "HTML or XML"),
    "a member twice": (b'{"things": [{"id": 1, "id": 1}]}', "'id' twice"),
    "a member twice in another spelling": (b'{"a": 1, "\\u0061": 2}', "'a' twice"),
    "infinity": (b'{"size": -Infinity}', "-Infinity is no JSON number"),
    "two documents": (b'{"id": 1}\n{"id": 2}', "no JSON"),
    "a script": (b'callback({"id": 1})', "no JSON"),
    "a comment": (b'{"id": 1} // one', "no JSON"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_body_that_readers_would_read_differently_is_refused_with_the_reason(kind: str) -> None:
    body, reason = REFUSED[kind]
    with pytest.raises(json_text.NotJson, match=reason):
        json_text.read(body)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert json_text.read(json_text.BOM + b'{"id": 1}') == {"id": 1}


@pytest.mark.parametrize("number", [2**53 + 1, 2**63, -(2**63), 10**37])
def test_an_integer_key_and_value_are_exact(number: int) -> None:
    feed = definition.parse("things", THINGS)
    (row,) = read.read(feed, {"things": [{"id": number, "name": "x", "size": number}]}, 0).rows
    assert row.data["size"] == number
    assert json.loads(json_text.canonical(row.data))["size"] == number
    assert str(number) in row.record_id or number < 0


def paged(settings: str) -> definition.Definition:
    return definition.parse("things", THINGS.replace("[records]", f"[paging]\n{settings}\n[records]"))


def following(feed: definition.Definition, body: Any, *, link: str = "", entries: int = 2) -> str:
    page = paging.first_page(feed, feed.requests[0], "")
    seen = paging.Seen(body=body, entries=entries, entries_so_far=entries, link_next=link)
    found = paging.next_page(feed.paging, page, seen)
    return found.url if found is not None else ""


CURSOR = paged('kind = "cursor"\nparam = "after"\nnext = "more && next"')
ODATA = paged('kind = "next"\nnext = \'"@odata.nextLink"\'')
LINK = paged('kind = "link"')
COUNTED = paged('kind = "page"\nparam = "page"')


@pytest.mark.parametrize(
    ("feed", "seen", "url"),
    [
        (CURSOR, {"body": {"more": True, "next": "b"}}, "https://things.example/all?after=b"),
        (CURSOR, {"body": {"more": False, "next": "b"}}, ""),
        (CURSOR, {"body": {"more": True, "next": "b"}, "entries": 0}, "https://things.example/all?after=b"),
        (COUNTED, {"body": {}, "entries": 0}, ""),
        (COUNTED, {"body": {}, "entries": 1}, "https://things.example/all?page=2"),
        (CURSOR, {"body": {"more": True, "next": None}}, ""),
        (ODATA, {"body": {"@odata.nextLink": "?$skiptoken=a%2Fb"}}, "https://things.example/all?$skiptoken=a%2Fb"),
        (ODATA, {"body": {"@odata.nextLink": "/v2/all?page=2"}}, "https://things.example/v2/all?page=2"),
        (LINK, {"body": {}, "link": "more?page=2"}, "https://things.example/more?page=2"),
        (LINK, {"body": {}, "link": "//things.example/b"}, "https://things.example/b"),
        (LINK, {"body": {}, "link": "http://things.example/b?page=2"}, "https://things.example/b?page=2"),
        (LINK, {"body": {}, "link": "http://things.example:80/b"}, "https://things.example/b"),
        (LINK, {"body": {}, "link": "https://Things.example:443/b"}, "https://things.example/b"),
    ],
)  # fmt: skip
def test_the_next_page_is_found_where_sources_name_it(
    feed: definition.Definition, seen: dict[str, Any], url: str
) -> None:
    assert following(feed, **seen) == url


@pytest.mark.parametrize(
    "link", ["ftp://things.example/b", "https://things.example.evil/b", "https://127.0.0.1/", "//evil/b", "https://[::1",
             "https://things.example:8443/b", "http://things.example:443/b", "file:///etc/passwd"]
)  # fmt: skip
def test_a_link_to_another_host_or_scheme_is_not_followed(link: str) -> None:
    with pytest.raises(paging.PagingFault):
        following(LINK, {}, link=link)


def test_a_null_list_on_a_later_page_is_an_empty_page() -> None:
    assert paging.entries(CURSOR, {"things": None}) == 0


@pytest.mark.parametrize(
    ("at", "body", "count"),
    [
        ("things[?size > `9`]", {"things": [{"size": 1}, {"size": 2}]}, 2),
        ("groups[].things[]", {"groups": [{"things": []}, {"things": []}]}, 2),
        ("things[?size > `9`] | [0:5]", {"things": [{"size": 1}]}, 1),
        ("[1]", [{"page": 1}, ["a", "b", "c"]], 3),
        ("data.things", {"data": {"things": [1]}}, 1),
        ("data | things", {"data": {"things": [1], "total": 9, "more": 1}}, 1),
        ("values(@)", {"a": 1, "b": 2}, 2),
        ("keys(things)", {"things": None}, 0),
    ],
)
def test_entries_that_a_filter_leaves_out_count_for_paging(at: str, body: Any, count: int) -> None:
    feed = definition.parse("things", THINGS.replace('at = "things"', f'at = "{at}"'))
    assert paging.entries(feed, body) == count


SINCE = definition.parse(
    "things",
    THINGS.replace("[records]", '[since]\nparam = "s"\nfrom = "thing.at"\noverlap = "5m"\n[records]').replace(
        "may_be_empty", "complete = false\nmay_be_empty"
    ),
)


@pytest.mark.parametrize(
    ("cursor", "asked"),
    [
        ("2026-03-01", "2026-02-28"),
        ("2026-03-01 10:00:00", "2026-03-01 09:55:00"),
        ("2026-03-01T10:00:00.250Z", "2026-03-01T09:55:00.250000Z"),
        ("2026-03-01T10:00:00+02:00", "2026-03-01T09:55:00+02:00"),
        ("2026-03-01T10:00:00+00:00", "2026-03-01T09:55:00+00:00"),
        ("1767225600", "1767225300"),
        ("1767225600.5", "1767225300.5"),
        ("1767225600000", "1767225300000"),
        ("1712121212000", "1712120912000"),
        ("123456", "123456"),
        ("9876543210987654321", "9876543210987654321"),
        ("abc", "abc"),
    ],
)
def test_a_cursor_goes_back_in_the_form_in_which_the_source_wrote_it(cursor: str, asked: str) -> None:
    page = paging.first_page(SINCE, SINCE.requests[0], cursor)
    assert dict(parse_qsl(urlsplit(page.url).query)) == {"s": asked}


@pytest.mark.parametrize(
    ("values", "newest"),
    [
        ([2**60 + 1, 2**60, None, True], str(2**60 + 1)),
        (["9", "10", 3.5], "10"),
        (["2026-03-01T10:00:00Z", "2026-03-01T11:30:00+02:00"], "2026-03-01T10:00:00Z"),
        (["2026-03-01T10:00:00Z", "2026-03-01T10:00:01"], "2026-03-01T10:00:01"),
        (["2026-03-01T10:00:00Z", "2099-01-01T00:00:00Z"], "2026-03-01T10:00:00Z"),
        (["2099-01-01"], ""),
        (["b", "a"], "b"),
        (["nan", "1"], "nan"),
        ([], ""),
    ],
)  # fmt: skip
def test_the_newest_cursor_is_exact_and_no_time_to_come(values: list[Any], newest: str) -> None:
    assert paging.newest(values, until=datetime(2026, 3, 2, tzinfo=UTC)) == newest


@pytest.mark.parametrize("parameter", ["api_key", "APIKEY", "access_token", "appid"])
def test_a_secret_in_an_address_is_refused_unless_it_is_a_name(parameter: str) -> None:
    for faulty in (
        THINGS.replace("/all", f"/all?{parameter}=s3cret"),
        THINGS.replace("[records]", f'[requests.query]\n{parameter} = "s3cret"\n[records]'),
    ):
        with pytest.raises(Exception, match="secret:NAME"):
            checked("things", faulty)
    sound = THINGS.replace("[records]", f'query = {{ {parameter} = "secret:things" }}\n[records]')
    assert checked("things", sound).secrets == {"things"}
