"""The OpenAPI document: generated from the routes, completed with tags, examples and who may call what."""

import inspect
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from inkscout.bootstrap import api

API_VERSION = "1.1.0"

_DESCRIPTION = (
    "Finds tattoo artists by what they do, where they work and what they are called.\n\n"
    "Errors are RFC 9457 problem documents. A page is continued with `next_cursor` and the same parameters. "
    "With `degraded` true an answer was given without the search index. HEAD is answered wherever GET is. "
    "Text that is not known is empty, a number that is not known is null."
)
PROBLEMS = {
    "invalid-parameter": "400: invalid_params names each parameter or field that was refused, and why.",
    "forbidden": "403: an operator's route was called without a signature, or a public one past the edge.",
    "not-found": "404: there is no such thing, or not any more.",
    "method": "405: the path takes other methods; Allow lists them.",
    "already-running": "409: a run is at work.",
    "timeout": "408: the body did not arrive in time.",
    "too-large": "413: the body is too large.",
    "head-too-large": "431: the address with the headers is too large.",
    "media-type": "415: a body must be application/json.",
    "too-many-requests": "429: one address asked too often; try again after Retry-After.",
    "internal": "500: a fault of this API; it is recorded under the request's id.",
    "unavailable": "503: something the route depends on does not answer; try again after Retry-After.",
}
"""Meaning of each problem kind, shown on the documentation page."""

TAGS = {
    "search": "Artists and studios: searches, profiles, suggestions, styles and a map.",
    "records": "Public JSON APIs that are read on schedules, and the records in them with their history.",
    "removal": "For people who are in the directory and want to leave it.",
    "analytics": "Totals, and what the last runs did.",
    "health": "For load balancers and monitors.",
    "documentation": "This document.",
    "operator": "For whoever runs the directory; requests are signed with AWS Signature Version 4.",
}
"""Description of each tag, in the order in which readers want them."""

_SIGNED = (
    "AWS Signature Version 4 for the service execute-api, for example "
    "`curl --aws-sigv4 aws:amz:REGION:execute-api --user KEY_ID:SECRET`."
)
_VALIDATION_ERRORS = ("HTTPValidationError", "ValidationError", "ResponseValidationError")
METHODS = ("get", "post", "put", "patch", "delete")
_EXAMPLES = Path(__file__).resolve().parent / "examples.json"

Document = dict[str, Any]


@lru_cache(maxsize=1)
def schema() -> Document:
    """Returns the OpenAPI 3.1 document, generated from the routes."""
    from aws_lambda_powertools.event_handler.openapi.models import (  # noqa: PLC0415 - this route's alone
        APIKey,
        APIKeyIn,
        Server,
    )

    from functions.api.application import complete_application  # noqa: PLC0415 - it imports the routes

    app = complete_application()
    made = app.get_openapi_json_schema(
        title="Inkscout",
        version=API_VERSION,
        openapi_version="3.1.0",
        description=_DESCRIPTION,
        servers=[Server(url="/", description="The host that serves this document")],
        security_schemes={"iam": APIKey(name="Authorization", in_=APIKeyIn.header, description=_SIGNED)},
    )
    described: Document = json.loads(made)
    described["info"]["contact"] = {"name": "The operator of this directory", **_page("/about")}
    described["info"]["license"] = {"name": "Terms of use", **_page("/terms")}
    described["tags"] = [{"name": name, "description": meaning} for name, meaning in TAGS.items()]
    meanings = {
        route.operation_id: inspect.cleandoc(route.func.__doc__ or "")
        for route in (*app._static_routes, *app._dynamic_routes)
    }
    examples = json.loads(_EXAMPLES.read_text(encoding="utf-8"))
    for _, _, operation in operations(described):
        # Powertools documents its own 422; this API answers 400 with a problem, which is listed.
        operation["responses"].pop("422", None)
        operation.setdefault("security", [])
        operation["description"] = meanings[operation["operationId"]]
        _add_examples(operation, examples.get(operation["operationId"], {}))
    _complete_schemas(described)
    return described


def _page(path: str) -> Document:
    """Returns the address of a page of the deployment's website, which must be absolute here, if known."""
    site = api.settings().public_api_url
    return {"url": f"{site.rstrip('/')}{path}"} if site else {}


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yields path, method and operation of each operation of a document."""
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                yield path, method, methods[method]


def _add_examples(operation: Document, example: Document) -> None:
    """Adds what the demo answered: values of parameters, the body, and the successful response."""
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in example.get("parameters", {}):
            parameter["example"] = example["parameters"][parameter["name"]]
    if "body" in example:
        operation["requestBody"]["content"]["application/json"]["example"] = example["body"]
    for status, response in operation["responses"].items():
        for media, content in response.get("content", {}).items():
            if status.startswith("2"):
                if "answer" in example:
                    content["example"] = example["answer"]
            elif media == "application/problem+json":
                content["example"] = _problem(int(status))
            elif "failure" in example:
                content["example"] = example["failure"]


def _problem(status: int) -> Document:
    kind, meaning = next(
        (kind, meaning) for kind, meaning in PROBLEMS.items() if meaning.startswith(f"{status}:")
    )
    found = {
        "type": f"/docs#problem-{kind}",
        "title": kind.replace("-", " ").capitalize(),
        "status": status,
        "detail": meaning.partition(": ")[2].capitalize(),
        "instance": "3f0c6a52-0f5e-4a53-9d0e-8f8a1c1f0b7e",
    }
    if status == 400:
        found["invalid_params"] = [{"name": "limit", "reason": "input should be less than or equal to 100"}]
    return found


def _complete_schemas(document: Document) -> None:
    components = document.setdefault("components", {})
    schemas: dict[str, Document] = components.get("schemas", {})
    for name in _VALIDATION_ERRORS:
        schemas.pop(name, None)
    components["securitySchemes"]["iam"]["x-amazon-apigateway-authtype"] = "awsSigv4"
    for part in _parts(document):
        if "prefixItems" in part:
            # Generators of clients need the type of all items, beside the type of each.
            part.setdefault("items", {"type": part["prefixItems"][0].get("type", "number")})
    for name in _requested(document):
        # A field with a default may be left out of a request, but generators make it obligatory.
        for field in schemas[name].get("properties", {}).values():
            field.pop("default", None)


def _requested(document: Document) -> set[str]:
    """Returns the names of the schemas that request bodies consist of."""
    bodies = [operation.get("requestBody", {}) for _, _, operation in operations(document)]
    names: set[str] = set()
    waiting = [body.get("content", {}) for body in bodies]
    while waiting:
        for part in _parts(waiting.pop()):
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name and name not in names:
                names.add(name)
                waiting.append(document["components"]["schemas"][name])
    return names


def _parts(value: Any) -> Iterator[Document]:  # noqa: ANN401 - any JSON
    """Yields every object in a JSON value."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _parts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _parts(part)
