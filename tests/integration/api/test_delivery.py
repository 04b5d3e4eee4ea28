"""Validators, compression, CORS and correlation ids of answers."""

import json

import pytest

from tests.integration.api.conftest import World
from tests.support import api_client as api

SEARCH = "/v1/artists"


def test_an_unchanged_answer_is_not_sent_again(world: World) -> None:
    first = api.get(SEARCH, "style=realism")
    again = api.get(SEARCH, "style=realism", headers={"if-none-match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = api.get(SEARCH, "style=blackwork", headers={"if-none-match": first.headers["etag"]})
    assert other.status == 200


def test_large_answers_are_compressed_for_whoever_takes_it(world: World) -> None:
    packed = api.get(SEARCH, headers={"accept-encoding": "br, gzip"})
    plain = api.get(SEARCH)
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json()["items"] == plain.json()["items"]
    assert len(packed.raw["body"]) < len(plain.raw["body"]) / 2


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("br;q=1, gzip;q=0.001", True),
        ("*", True),
        ("*;q=0.3", True),
        ("deflate, *;q=0, gzip", True),
        ("x-gzip", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("*;q=0", False),
        ("*, gzip;q=0", False),
        ("x-gzip-not", False),
        ("br", False),
        ("identity;q=1, *;q=0", False),
        ("gzip;q=x", False),
        ("", False),
    ],
)
def test_an_answer_is_compressed_only_for_whoever_takes_it(world: World, accepted: str, packed: bool) -> None:
    answer = api.get(SEARCH, headers={"accept-encoding": accepted})
    assert ("content-encoding" in answer.headers) == packed


def test_a_head_has_the_headers_of_a_get_and_no_body(world: World) -> None:
    for path, query in ((SEARCH, "style=realism"), ("/v1/artists/a-nobody", ""), ("/docs", "")):
        got, asked = api.get(path, query), api.call("HEAD", path, query)
        assert (asked.status, asked.body) == (got.status, b"")
        assert asked.headers["content-type"] == got.headers["content-type"]
        assert asked.headers.get("etag") == got.headers.get("etag")
        # How long the search took is in the body, with more or fewer digits.
        assert int(asked.headers["content-length"]) == pytest.approx(len(got.body), abs=3)
    plain = api.call("HEAD", "/v1/styles")
    packed = api.call("HEAD", "/v1/styles", headers={"accept-encoding": "gzip"})
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    tag = api.get(SEARCH, "style=realism").headers["etag"]
    assert api.call("HEAD", SEARCH, "style=realism", headers={"if-none-match": tag}).status == 304
    assert api.call("HEAD", "/v1/runs", route_key="$default").status == 403


def test_public_answers_may_be_kept_and_operators_may_not(world: World) -> None:
    assert "max-age=30" in api.get(SEARCH).headers["cache-control"]
    assert api.get("/v1/runs").headers["cache-control"] == "no-store"
    assert api.get("/v1/artists", "limit=0").headers["cache-control"] == "no-store"
    assert api.get("/v1/health").headers["cache-control"] == "no-store"


def test_a_cache_gives_people_for_minutes_and_styles_for_a_day_while_the_api_fails(world: World) -> None:
    for path, query in ((SEARCH, ""), ("/v1/studios", ""), ("/v1/suggest", "q=mar")):
        control = api.get(path, query).headers["cache-control"]
        assert int(control.rpartition("stale-if-error=")[2]) <= 300, path
    assert "stale-if-error=86400" in api.get("/v1/styles").headers["cache-control"]


def test_a_callers_correlation_id_is_kept_and_a_strange_one_is_not(world: World) -> None:
    kept = api.get("/health/live", headers={"x-correlation-id": "trace-12345678"})
    assert kept.headers["x-correlation-id"] == "trace-12345678"
    strange = api.get("/health/live", headers={"x-correlation-id": "a b\nc"})
    assert strange.headers["x-correlation-id"] == "request-0001"


def test_browsers_of_configured_origins_may_call(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ORIGINS", "https://one.example, https://two.example")
    api.forget()
    allowed = api.get("/health/live", headers={"origin": "https://two.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://two.example"
    foreign = api.get("/health/live", headers={"origin": "https://evil.example"})
    assert foreign.headers.get("access-control-allow-origin") != "https://evil.example"
    preflight = api.call("OPTIONS", SEARCH, headers={"origin": "https://one.example"})
    assert preflight.status == 204
    assert "GET" in preflight.headers["access-control-allow-methods"]
    monkeypatch.undo()
    api.forget()


def test_each_route_is_measured_by_its_template(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from inkscout import observability

    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "false")
    observability.metrics.cache_clear()
    api.get("/v1/artists/a-nobody")
    api.get("/v1/artists", "limit=0")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    measured = {line["route"]: line for line in lines if "route" in line}
    assert set(measured) == {"GET /v1/artists/<artist_id>", "GET /v1/artists"}
    assert measured["GET /v1/artists"]["Rejected"] == [1.0]
    assert measured["GET /v1/artists"]["Failed"] == [0.0]
    observability.metrics.cache_clear()
