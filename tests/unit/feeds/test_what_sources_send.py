"""Bodies, cursors and links that users of such tools complain of, each with a defined outcome."""

import json
from typing import Any

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


@pytest.mark.parametrize(
    ("feed", "seen", "url"),
    [
        (CURSOR, {"body": {"more": True, "next": "b"}}, "https://things.example/all?after=b"),
        (CURSOR, {"body": {"more": False, "next": "b"}}, ""),
        (CURSOR, {"body": {"more": True, "next": "b"}, "entries": 0}, ""),
        (CURSOR, {"body": {"more": True, "next": None}}, ""),
        (ODATA, {"body": {"@odata.nextLink": "?$skiptoken=a%2Fb"}}, "https://things.example/all?$skiptoken=a%2Fb"),
        (ODATA, {"body": {"@odata.nextLink": "/v2/all?page=2"}}, "https://things.example/v2/all?page=2"),
        (LINK, {"body": {}, "link": "more?page=2"}, "https://things.example/more?page=2"),
        (LINK, {"body": {}, "link": "//things.example/b"}, "https://things.example/b"),
    ],
)  # fmt: skip
def test_the_next_page_is_found_where_sources_name_it(
    feed: definition.Definition, seen: dict[str, Any], url: str
) -> None:
    assert following(feed, **seen) == url


@pytest.mark.parametrize(
    "link", ["http://things.example/b", "https://things.example.evil/b", "https://127.0.0.1/", "//evil/b", "https://[::1"]
)  # fmt: skip
def test_a_link_to_another_host_or_scheme_is_not_followed(link: str) -> None:
    with pytest.raises(paging.PagingFault):
        following(LINK, {}, link=link)


def test_a_null_list_on_a_later_page_is_an_empty_page() -> None:
    assert paging.entries(CURSOR, {"things": None}) == 0


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
