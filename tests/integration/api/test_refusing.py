"""Hostile and mistaken requests: always an answer that helps, never a fault."""

import base64
import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.api.conftest import World
from tests.support import api_client as api

SEARCH = "/v1/artists"


def refused(answer: api.Answer, name: str) -> str:
    assert answer.status == 400, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == 400
    assert problem["instance"] == "request-0001"
    reasons = {one["name"]: one["reason"] for one in problem["invalid_params"]}
    assert name in reasons, reasons
    return str(reasons[name])


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("limit=1&limit=2", "limit"),
        ("page=2", "page"),
        ("size=10000&from=10000", "from"),
        ("style=nosuchstyle", "style"),
        ("match=some", "match"),
        ("country=england", "country"),
        ("near=nowhere-at-all", "near"),
        ("near=91,0", "near"),
        ("near=0,181", "near"),
        ("radius_km=5", "radius_km"),
        ("near=1,1&radius_km=-1", "radius_km"),
        ("near=1,1&radius_km=NaN", "radius_km"),
        ("near=1,1&radius_km=1e9", "radius_km"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=0,10,5,5", "bbox"),
        ("bbox=0,0,0,5", "bbox"),
        ("sort=distance", "sort"),
        ("sort=_script", "sort"),
        ("has_portfolio=perhaps", "has_portfolio"),
        ("role=admin", "role"),
        ("studio=../../etc", "studio"),
        ("cursor=AAAA", "cursor"),
        ("q=" + "a" * 201, "q"),
        ("&".join(f"style=s{n}" for n in range(11)), "style"),
    ],
)
def test_a_senseless_parameter_is_named(world: World, query: str, name: str) -> None:
    assert refused(api.get(SEARCH, query), name)


def first_cursor(query: str = "q=tattoo") -> str:
    return str(api.get(SEARCH, f"{query}&limit=3").json()["next_cursor"])


def test_a_cursor_of_another_query_is_refused(world: World) -> None:
    cursor = first_cursor("style=realism")
    assert "another query" in refused(api.get(SEARCH, {"style": "blackwork", "cursor": cursor}), "cursor")
    assert "another query" in refused(
        api.get(SEARCH, {"style": "realism", "sort": "rating", "cursor": cursor}), "cursor"
    )


def test_a_cursor_of_artists_is_none_of_studios(world: World) -> None:
    cursor = first_cursor("style=realism")
    answer = api.get("/v1/studios", {"style": "realism", "cursor": cursor})
    assert "another query" in refused(answer, "cursor")


def test_a_page_may_change_its_size_on_the_way(world: World) -> None:
    cursor = first_cursor("style=realism")
    assert api.get(SEARCH, {"style": "realism", "cursor": cursor, "limit": "50"}).status == 200


def test_a_cursor_altered_anywhere_is_refused(world: World) -> None:
    cursor = first_cursor()
    chance = random.Random(7)
    for _ in range(60):
        at = chance.randrange(len(cursor))
        other = chance.choice("ABCdef012-_".replace(cursor[at], ""))
        altered = cursor[:at] + other + cursor[at + 1 :]
        answer = api.get(SEARCH, {"q": "tattoo", "cursor": altered})
        if answer.status == 200:
            # The last letter of base64 carries bits that decode to nothing.
            padding = "=" * (-len(cursor) % 4)
            assert base64.urlsafe_b64decode(altered + padding) == base64.urlsafe_b64decode(cursor + padding)
        else:
            refused(answer, "cursor")


def test_a_cursor_signed_by_somebody_else_is_refused(world: World) -> None:
    cursor = first_cursor()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CURSOR_KEY", "another deployment's key")
        api.forget()
        refused(api.get(SEARCH, {"q": "tattoo", "cursor": cursor}), "cursor")
    api.forget()


INJECTIONS = [
    '{"match_all":{}}',
    '"}},{"delete":{}}',
    "*",
    "?" * 50,
    "*a" * 50,
    "name:* OR 1=1",
    "/.*.*.*/",
    "a~9999",
    "_all:(+a -b)",
    "\\",
    "\u0000",
    "\u202e\u200b\ufeff",
    "𝔣𝔦𝔫𝔢 𝔩𝔦𝔫𝔢",
    "\U0001f409 \U0001f480",
    "é" * 150,
    "ﷺ" * 20,
    "İıſK",
    "a " * 100,
    "@" * 100,
    "._" * 60,
    "%00%ff",
    "../../_cat/indices",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_hostile_text_is_only_ever_text(world: World, text: str) -> None:
    for path in (SEARCH, "/v1/studios", "/v1/suggest"):
        answer = api.get(path, {"q": text})
        assert answer.status in (200, 400), (path, text, answer.body)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    query=st.dictionaries(
        st.sampled_from(
            ["q", "style", "city", "country", "near", "radius_km", "bbox", "sort", "limit", "cursor", "x"]
        ),
        st.one_of(
            st.text(max_size=40),
            st.integers().map(str),
            st.floats().map(str),
            st.sampled_from(["1,2", "Leeds"]),
        ),
        max_size=4,
    )
)
def test_no_parameters_bring_the_search_down(world: World, query: dict[str, str]) -> None:
    try:
        answer = api.get(SEARCH, query)
    except UnicodeEncodeError:
        return  # a lone surrogate cannot be sent at all
    assert answer.status in (200, 400), answer.body


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/", 404),
        ("GET", "/v1/artists/" + "x" * 81, 400),
        ("GET", "/v1/artists/a%2Fb", 400),
        ("POST", "/v1/artists", 405),
        ("DELETE", "/v1/artists/a-1", 405),
        ("PUT", "/v1/removal-requests", 405),
    ],
)
def test_paths_and_methods_that_are_not_there(world: World, method: str, path: str, status: int) -> None:
    answer = api.call(method, path)
    assert answer.status == status, answer.body
    assert answer.json()["status"] == status
    if status == 405:
        allowed = answer.headers["allow"].split(", ")
        assert ("GET" in allowed) == ("HEAD" in allowed)
        assert "GET" in allowed or "POST" in allowed


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (None, "application/json", 400),
        ("", "application/json", 400),
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        ("null", "application/json", 400),
        ("{}", "application/json", 400),
        ('{"instagram":"not a handle!"}', "application/json", 400),
        ('{"instagram":"ink","extra":1}', "application/json", 400),
        ('{"instagram":"ink"}', "text/xml", 415),
        (b"\xff\xfe\x00", "application/json", 400),
        ('{"instagram":"ink"}', "application/json", 202),
    ],
)
def test_bodies_are_checked(world: World, body: str | bytes | None, kind: str, status: int) -> None:
    answer = api.call("POST", "/v1/removal-requests", body=body, headers={"content-type": kind})
    assert answer.status == status, answer.body


WITH_BODIES = (
    "/v1/removal-requests",
    "/v1/removal-requests/r-1/approve",
    "/v1/removal-requests/r-1/reject",
    "/v1/runs",
    "/v1/scans",
)
HOSTILE = {
    "nested lists": "[" * 20_000 + "]" * 20_000,
    "nested objects": '{"a":' * 5_000,
    "nested in a field": '{"instagram":' + "[" * 50_000,
    "a number of 5,000 digits": '{"instagram":' + "9" * 5_000 + "}",
    "no number": '{"instagram":NaN}',
    "an endless number": '{"lat":1e999,"instagram":-Infinity}',
    "half of a pair": '{"instagram":"\\ud800","reason":"\\udfff"}',
    "half of a pair in a text": '{"instagram":"ink","url":"http://a.test","note":"\\ud800","reason":"\\ud800"}',
    "nulls": '{"instagram":"\\u0000"}',
    "one key twice": '{"instagram":"a","instagram":["b"]}',
    "a byte order mark": '\ufeff{"instagram":"ink"}',
    "bytes that are not UTF-8": b'{"instagram":"\xff\xfe"}',
    "a list": "[1,2]",
    "a text": '"instagram"',
    "a keyless object": '{"":{"":{}}}',
    "64 KB of blanks": " " * 65_536,
}


@pytest.mark.parametrize("path", WITH_BODIES)
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_body_is_the_callers_fault(world: World, path: str, body: str | bytes) -> None:
    answer = api.call("POST", path, body=body)
    assert 400 <= answer.status < 500, answer.body
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", WITH_BODIES)
@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "text/plain",
        "",
        ";",
        "application/json, text/html",
        "application/jsonp",
        "application/json; charset=utf-16",
        "application/json; charset=nonsense",
        "a/b/c",
        "\u00e9",
    ],
)
def test_a_body_of_another_type_is_refused(world: World, path: str, kind: str) -> None:
    answer = api.call("POST", path, body='{"instagram":"ink"}', headers={"content-type": kind})
    assert answer.status == 415, answer.body


@pytest.mark.parametrize(
    "kind",
    [
        "APPLICATION/JSON",
        "application/json;charset=utf-8",
        'Application/Json; Charset="UTF-8"',
        "application/json; charset=us-ascii",
        " application/json ; version=1",
    ],
)
def test_a_media_type_is_read_as_such(world: World, kind: str) -> None:
    body = '{"instagram":"ink"}'
    answer = api.call("POST", "/v1/removal-requests", body=body, headers={"content-type": kind})
    assert answer.status == 202, answer.body


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/runs"),
        ("GET", "/v1/runs"),
        ("GET", "/v1/runs/run-1"),
        ("POST", "/v1/scans"),
        ("GET", "/v1/scans/scan-1"),
        ("GET", "/v1/scans/scan-1/results"),
        ("GET", "/v1/exports/artists.csv"),
        ("POST", "/v1/removal-requests/r-1/approve"),
        ("POST", "/v1/removal-requests/r-1/reject"),
        ("GET", "/v1/removal-requests"),
        ("GET", "/v1/held-people"),
        ("POST", "/v1/held-people/a1/release"),
        ("POST", "/v1/held-people/a1/remove"),
    ],
)
@pytest.mark.parametrize(
    "spelling", ["{}", "{}/", "{}//", "/{}", "{}/.", "{}%2f", "{};x", "upper", "{}%20", "double"]
)
def test_an_operators_route_is_closed_to_the_gateways_catch_all(
    world: World, method: str, path: str, spelling: str
) -> None:
    body = json.dumps({"regions": ["Leeds"], "url": "http://a.test/"}) if method == "POST" else None
    if path.endswith(("approve", "reject", "release", "remove")):
        body = "{}"
    elif path == "/v1/runs" and body:
        body = '{"regions":["Leeds"]}'
    elif path == "/v1/scans" and body:
        body = '{"url":"http://a.test/"}'
    spelled = {"upper": path.upper(), "double": path.replace("/v1/", "/v1//")}.get(
        spelling, spelling.format(path)
    )
    for route_key in ("$default", "ANY /v1/{proxy+}", f"{method} {path}"):
        event = api.event(method, spelled, body=body, route_key=route_key)
        refused = api.answer(event).status
        assert refused == 403 if spelled == path else 400 <= refused < 500, (spelled, route_key)
