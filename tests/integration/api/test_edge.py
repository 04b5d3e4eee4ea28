"""Requests that come past the edge, where a deployment has one."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from inkscout.bootstrap import api_removals, stores
from inkscout.contracts.api.operations import RemovalRequestView
from inkscout.errors import SecretUnavailable
from tests.support import api_client as api

SECRET = {"AWSCURRENT": "the-secret-in-use", "AWSPREVIOUS": "the-one-before"}
STORES = dict.fromkeys(("DIRECTORY_TABLE", "OPERATIONS_TABLE", "DENYLIST_TABLE", "DATA_BUCKET"), "none")


@pytest.fixture
def behind_the_edge(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The API of a deployment with an edge; what it gives is the secret's versions by their labels."""
    versions = dict(SECRET)

    def read(_arn: str, stage: str = "AWSCURRENT") -> str:
        if stage not in versions:
            raise SecretUnavailable(stage)
        return versions[stage]

    with api.environment(OPENSEARCH_URL="http://127.0.0.1:9", ORIGIN_SECRET_ARN="arn", **STORES):
        monkeypatch.setattr(stores, "secret", read)
        yield versions


def test_a_public_route_is_refused_without_the_edge_s_secret(behind_the_edge: dict[str, str]) -> None:
    for headers in ({}, {"X-Inkscout-Origin": ""}, {"X-Inkscout-Origin": "guessed"}):
        answer = api.get("/v1/openapi.json", headers=headers)
        assert answer.status == 403
        assert answer.headers["content-type"] == "application/problem+json"
    asked = api.call("POST", "/v1/removal-requests", body='{"artist_id": "a-1", "contact": "x@y.example"}')
    assert asked.status == 403, "anybody can write past the firewall"
    assert api.get("/nowhere", route_key="$default").status == 403


@pytest.mark.parametrize("version", sorted(SECRET))
def test_the_edge_is_answered_also_while_its_secret_changes(
    behind_the_edge: dict[str, str], version: str
) -> None:
    assert api.get("/v1/openapi.json", headers={"X-Inkscout-Origin": SECRET[version]}).status == 200


def test_a_secret_that_was_never_changed_has_one_version(behind_the_edge: dict[str, str]) -> None:
    del behind_the_edge["AWSPREVIOUS"]
    assert api.get("/v1/openapi.json", headers={"X-Inkscout-Origin": SECRET["AWSCURRENT"]}).status == 200
    assert api.get("/v1/openapi.json", headers={"X-Inkscout-Origin": SECRET["AWSPREVIOUS"]}).status == 403


def test_a_probe_and_a_signed_request_come_directly(behind_the_edge: dict[str, str]) -> None:
    assert api.get("/health/live").status == 200
    signed = api.event("GET", "/v1/runs", "limit=0")
    signed["requestContext"]["authorizer"] = {"iam": {"userArn": "arn:aws:iam::000000000000:user/operator"}}
    from functions.api.handler import lambda_handler

    assert lambda_handler(signed, None)["statusCode"] == 400, "the signed request did not reach its route"


def test_without_an_edge_nothing_is_demanded() -> None:
    with api.environment(OPENSEARCH_URL="http://127.0.0.1:9", **STORES):
        assert api.get("/v1/openapi.json").status == 200


def test_health_names_the_release_that_answers() -> None:
    with api.environment(OPENSEARCH_URL="http://127.0.0.1:9", RELEASE="0123456789abcdef" * 4, **STORES):
        assert api.get("/health/live").json()["version"] == "0123456789ab"


@pytest.fixture
def asked(behind_the_edge: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Records the address a removal request is counted by, and the one its link would have."""
    found: list[tuple[str, ...]] = []

    def store(_wanted: Any, address: str) -> RemovalRequestView:
        found.append((address,))
        return RemovalRequestView(request_id="r-1", status="pending", created_at="2026-01-01T00:00:00Z")

    monkeypatch.setattr(api_removals, "request_limit", lambda: lambda one, _shared: found.append((one,)))
    monkeypatch.setattr(api_removals, "request_removal", lambda: store)
    return found


def ask_to_be_removed(headers: dict[str, str], *, signed: bool = False) -> None:
    """Asks at the gateway's own address, as the edge does."""
    from functions.api.handler import lambda_handler

    body = json.dumps({"artist_id": "a-1", "contact": "x@mail.test"})
    made = api.event("POST", "/v1/removal-requests", body=body, headers=headers, source="192.0.2.1")
    made["requestContext"]["domainName"] = "id.execute-api.eu-west-1.amazonaws.com"
    if signed:
        made["requestContext"]["authorizer"] = {"iam": {"userArn": "arn:aws:iam::000000000000:user/operator"}}
    assert lambda_handler(made, None)["statusCode"] == 202


def test_a_link_leads_to_the_edge_that_was_asked(asked: list[tuple[str, ...]]) -> None:
    named = {"X-Viewer-Host": "d111.cloudfront.net"}
    ask_to_be_removed({"X-Inkscout-Origin": SECRET["AWSCURRENT"], **named})
    assert asked[-1] == ("https://d111.cloudfront.net",)
    # Whoever comes past the edge could name a host of their own and have it mailed.
    for headers in (named, {"X-Inkscout-Origin": "guessed", **named}):
        ask_to_be_removed(headers, signed=True)
        assert asked[-1] == ("https://id.execute-api.eu-west-1.amazonaws.com",)
    ask_to_be_removed({"X-Inkscout-Origin": SECRET["AWSCURRENT"], "X-Viewer-Host": "a.example/b?c="})
    assert asked[-1] == ("https://id.execute-api.eu-west-1.amazonaws.com",)
