"""The OpenAPI document, generated from the routes, and an HTML page that shows it without scripts."""

import html
import json
from functools import lru_cache
from typing import Any

API_VERSION = "1.0.0"

_DESCRIPTION = (
    "Finds tattoo artists by what they do, where they work and what they are called. Errors are RFC 9457 "
    "problems. A page is continued with next_cursor and the same parameters. With degraded true an answer "
    "was given without the search index."
)
PROBLEMS = {
    "invalid-parameter": "400: invalid_params names each parameter or field that was refused, and why.",
    "forbidden": "403: an operator's route was called without a signature, or a public one past the edge.",
    "not-found": "404: there is no such thing, or not any more.",
    "method": "405: the path takes other methods; Allow lists them.",
    "already-running": "409: a run is at work.",
    "media-type": "415: a body must be application/json.",
    "internal": "500: a fault of this API; it is recorded under the request's id.",
    "unavailable": "503: something the route depends on does not answer; try again after Retry-After.",
}
"""Meaning of each problem kind, shown on the documentation page."""

_SIGNED = "AWS Signature Version 4 for the service execute-api"
_VALIDATION_ERRORS = ("HTTPValidationError", "ValidationError", "ResponseValidationError")
_METHODS = ("get", "post", "put", "patch", "delete")


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """Returns the OpenAPI 3.1 document, generated from the routes."""
    from aws_lambda_powertools.event_handler.openapi.models import (  # noqa: PLC0415 - this route's alone
        APIKey,
        APIKeyIn,
        Server,
    )

    from functions.api.application import complete_application  # noqa: PLC0415 - it imports the routes

    made = complete_application().get_openapi_json_schema(
        title="Inkscout",
        version=API_VERSION,
        openapi_version="3.1.0",
        description=_DESCRIPTION,
        servers=[Server(url="/")],
        security_schemes={"iam": APIKey(name="Authorization", in_=APIKeyIn.header, description=_SIGNED)},
    )
    described: dict[str, Any] = json.loads(made)
    for path in described["paths"].values():
        for method in _METHODS:
            if method in path:
                # Powertools documents its own 422; this API answers 400 with a problem, which is listed.
                path[method]["responses"].pop("422", None)
    components = described.setdefault("components", {})
    for name in _VALIDATION_ERRORS:
        components.get("schemas", {}).pop(name, None)
    components["securitySchemes"]["iam"]["x-amazon-apigateway-authtype"] = "awsSigv4"
    return described


def page() -> str:
    """Returns the document as an HTML page without scripts: every route, its parameters and responses."""
    described = schema()
    routes = [
        _route(method, path, operation)
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
        if method in _METHODS
    ]
    return _PAGE.format(
        title=html.escape(described["info"]["title"]),
        description=html.escape(described["info"]["description"]),
        routes="\n".join(routes),
        problems=_problems(),
    )


def _problems() -> str:
    """Returns the problem kinds as HTML, with the anchors that ``type`` of a problem document points to."""
    return "".join(
        f"<dt id='problem-{kind}'><code>{kind}</code><dd>{html.escape(meaning)}"
        for kind, meaning in PROBLEMS.items()
    )


def _route(method: str, path: str, operation: dict[str, Any]) -> str:
    rows = "".join(_parameter(parameter) for parameter in operation.get("parameters", ()))
    table = f"<table><tr><th>parameter<th>type<th>meaning</tr>{rows}</table>" if rows else ""
    signed = " <small>(signed by an operator)</small>" if operation.get("security") else ""
    answers = ", ".join(
        f"{status}: {html.escape(answer.get('description', ''))}"
        for status, answer in sorted(operation["responses"].items())
    )
    return (
        f"<section id='{html.escape(operation['operationId'])}'>"
        f"<h2><code>{method.upper()} {html.escape(path)}</code>{signed}</h2>"
        f"<p>{html.escape(operation.get('description') or operation.get('summary', ''))}</p>{table}"
        f"<p class='answers'>{answers}</p></section>"
    )


def _parameter(parameter: dict[str, Any]) -> str:
    needed = " (needed)" if parameter.get("required") else ""
    return (
        f"<tr><td><code>{html.escape(parameter['name'])}</code>{needed}"
        f"<td>{html.escape(_type(parameter.get('schema', {})))}"
        f"<td>{html.escape(parameter.get('description', ''))}</tr>"
    )


def _type(schema_: dict[str, Any]) -> str:
    if "anyOf" in schema_:
        return " or ".join(_type(one) for one in schema_["anyOf"] if one.get("type") != "null")
    if "enum" in schema_:
        return " | ".join(str(value) for value in schema_["enum"])
    kind = str(schema_.get("type", ""))
    return f"list of {_type(schema_.get('items', {}))}" if kind == "array" else kind


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} API</title><style>
body{{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}}
section{{border-top:1px solid #ccc;padding:.5rem 0}}h2{{font-size:1.1rem}}code{{background:#f3f3f3}}
table{{border-collapse:collapse}}td,th{{border:1px solid #ddd;padding:.2rem .5rem;text-align:left}}
.answers{{color:#555;font-size:.9rem}}</style></head><body>
<h1>{title} API</h1><p>{description}</p>
<p>For programs: <a href="/v1/openapi.json">/v1/openapi.json</a>.</p>
{routes}
<h2>Problems</h2><dl>{problems}</dl>
</body></html>"""
