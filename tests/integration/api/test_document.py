"""The OpenAPI document says everything a reader and a generator of clients need."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from functions.api.openapi import PROBLEMS, TAGS, operations
from functions.api.problems import TITLES
from tests.support.project import ROOT

DOCUMENT: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())
OPERATIONS = {operation["operationId"]: operation for _, _, operation in operations(DOCUMENT)}


def schemas_of(part: Any) -> Iterator[str]:
    """Names of the schemas that a part refers to, themselves and through others."""
    waiting, seen = [part], set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            name = str(value.get("$ref", "")).rpartition("/")[2]
            if name and name not in seen:
                seen.add(name)
                waiting.append(DOCUMENT["components"]["schemas"][name])
            waiting += value.values()
    yield from seen


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_is_described_tagged_and_says_who_may_call_it(name: str) -> None:
    operation = OPERATIONS[name]
    assert operation["description"].endswith(".")
    assert set(operation["tags"]) <= TAGS.keys()
    signed = "operator" in operation["tags"]
    assert operation["security"] == ([{"iam": []}] if signed else [])


def test_every_tag_is_described() -> None:
    assert {tag["name"]: tag["description"] for tag in DOCUMENT["tags"]} == TAGS


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_has_examples_that_fit_its_schemas(name: str) -> None:
    operation = OPERATIONS[name]
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            assert "example" in parameter, parameter["name"]
        if "example" in parameter:
            check(parameter["schema"], parameter["example"])
    contents = [operation["requestBody"]] if "requestBody" in operation else []
    contents += [answer for answer in operation["responses"].values() if "content" in answer]
    for content in contents:
        for media, shape in content["content"].items():
            if shape.get("schema") and "302" not in operation["responses"]:
                assert "example" in shape, f"{media} {content.get('description')}"
            if "example" in shape:
                check(shape["schema"], shape["example"])


def check(schema: dict[str, Any], value: Any) -> None:
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(value)


def test_fields_that_are_always_sent_are_required() -> None:
    answers = [operation["responses"] for operation in OPERATIONS.values()]
    for name in schemas_of(answers):
        schema = DOCUMENT["components"]["schemas"][name]
        optional = set(schema.get("properties", {})) - set(schema.get("required", ()))
        assert optional == ({"invalid_params"} if name == "Problem" else set()), name


def test_optional_fields_of_a_request_have_no_default() -> None:
    bodies = [operation["requestBody"] for operation in OPERATIONS.values() if "requestBody" in operation]
    for name in schemas_of(bodies):
        fields = DOCUMENT["components"]["schemas"][name].get("properties", {})
        assert [field for field, one in fields.items() if "default" in one] == [], name


def test_every_status_of_a_problem_has_its_meaning() -> None:
    assert {int(meaning.partition(":")[0]) for meaning in PROBLEMS.values()} == set(TITLES)
