"""The served OpenAPI document against the handler, and against the one that was published."""

import json
import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from functions.api.application import RESOURCES
from tests.integration.api.breaking import breaking_changes
from tests.integration.api.conftest import World
from tests.integration.api.wsgi import application
from tests.support import api_client as api
from tests.support.project import ROOT, resources

PUBLISHED = ROOT / "docs" / "openapi.json"
EXAMPLES = 10
DEEP_EXAMPLES = 250


OPERATIONS = [
    (method, path)
    for path, operations in json.loads(PUBLISHED.read_text())["paths"].items()
    for method in operations
]


@pytest.fixture(scope="module")
def served(world: World) -> Any:
    return schemathesis.openapi.from_wsgi("/v1/openapi.json", application)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_a_route_keeps_what_the_document_says(
    served: Any, method: str, path: str, mode: GenerationMode
) -> None:
    _hold(served[path][method.upper()], mode, EXAMPLES)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_a_route_keeps_it_through_hundreds_of_requests(
    served: Any, method: str, path: str, mode: GenerationMode
) -> None:
    _hold(served[path][method.upper()], mode, DEEP_EXAMPLES)


def _hold(operation: Any, mode: GenerationMode, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        # Signatures are checked by the gateway, which does not stand here; and no schema says which text is a
        # place, a style or a cursor.
        case.call_and_validate(excluded_checks=[ignored_auth, positive_data_acceptance])

    try:
        check()
    except Unsatisfiable:
        pytest.skip("no request of this kind can be made for the route")


def test_the_document_is_valid_openapi(world: World) -> None:
    document = api.get("/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_the_published_document_is_the_served_one(world: World) -> None:
    served = api.get("/v1/openapi.json").json()
    assert json.loads(PUBLISHED.read_text()) == served, (
        "run: .venv/bin/python -m tests.support.publish_openapi"
    )


def test_nothing_a_client_relies_on_was_taken_away(world: World) -> None:
    served = api.get("/v1/openapi.json").json()
    assert breaking_changes(json.loads(PUBLISHED.read_text()), served) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda d: d["paths"].pop("/v1/styles"), "/v1/styles"),
        (lambda d: d["paths"]["/v1/artists"].pop("get"), "get"),
        (lambda d: d["paths"]["/v1/artists"]["get"]["parameters"].pop(0), "parameter"),
        (lambda d: d["paths"]["/v1/artists"]["get"]["parameters"][0].update(required=True), "required"),
        (lambda d: d["components"]["schemas"]["ArtistHit"]["properties"].pop("name"), "name"),
        (
            lambda d: d["components"]["schemas"]["ArtistHit"]["properties"]["name"].update(type="integer"),
            "type",
        ),
        (lambda d: d["components"]["schemas"]["ScanInput"].update(required=["url", "more"]), "more"),
        (lambda d: d["paths"]["/v1/artists"]["get"]["responses"].pop("200"), "200"),
    ],
)
def test_a_breaking_change_is_seen(change: Any, word: str) -> None:
    published = json.loads(PUBLISHED.read_text())
    changed = json.loads(PUBLISHED.read_text())
    change(changed)
    found = breaking_changes(published, changed)
    assert any(word in one for one in found), found


def test_the_gateway_has_every_documented_route_and_asks_iam_where_the_document_does(world: World) -> None:
    document = api.get("/v1/openapi.json").json()
    routes = {
        _shape(route["Properties"]["RouteKey"]): route["Properties"].get("AuthorizationType", "NONE")
        for route in resources("AWS::ApiGatewayV2::Route").values()
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            wanted = "AWS_IAM" if operation.get("security") else "NONE"
            assert routes.get(_shape(f"{method.upper()} {path}")) == wanted, f"{method} {path}"
            if method == "get":
                head = routes.get(_shape(f"HEAD {path}"), "NONE" if path.startswith("/v1/") else "")
                assert head == wanted, f"HEAD {path}: it needs a route, or the public catch-all"
    assert routes["HEAD /docs"] == "NONE"


def _shape(route: str) -> str:
    """A route without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", route)


def test_every_resource_is_in_the_document(world: World) -> None:
    document = api.get("/v1/openapi.json").json()
    for resource in RESOURCES:
        if resource != "docs":
            assert any(f"/{resource}" in path for path in document["paths"]), resource


def test_the_page_for_people_names_every_route_and_runs_no_script(world: World) -> None:
    page = api.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    text = page.body.decode()
    assert "<script" not in text
    for path in api.get("/v1/openapi.json").json()["paths"]:
        assert path in text


def test_the_type_of_a_problem_points_into_the_page(world: World) -> None:
    page = api.get("/docs").body.decode()
    for answer in (api.get("/v1/artists", "limit=0"), api.get("/v1/none"), api.call("POST", "/v1/artists")):
        assert f'id="{answer.json()["type"].partition("#")[2]}"' in page
