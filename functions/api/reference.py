"""The reference of the API as an HTML page without scripts, rendered from the OpenAPI document."""

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from functions.api import openapi

Document = dict[str, Any]

_FOLDER = Path(__file__).resolve().parent / "templates"
_EXAMPLE_CHARACTERS = 20_000
_BOUNDS = {
    "minimum": "at least {:g}",
    "exclusiveMinimum": "above {:g}",
    "maximum": "at most {:g}",
    "minLength": "{} characters or more",
    "maxLength": "at most {} characters",
    "minItems": "{} items or more",
    "maxItems": "at most {} items",
    "pattern": "matches {}",
}
"""Bounds of JSON Schema in words; a bound of 0 says nothing that the type does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One parameter or field: its type as links and words, and the limits of its value."""

    name: str
    type: Markup
    limits: str
    required: bool
    description: str
    place: str = ""


@lru_cache(maxsize=1)
def page() -> str:
    """Returns the page: every operation with its parameters, answers and examples, and all schemas."""
    document = openapi.schema()
    groups = [
        {
            "tag": tag["name"],
            "description": tag["description"],
            "operations": [
                _operation(path, method, operation)
                for path, method, operation in sorted(openapi.operations(document), key=_searches_first)
                if tag["name"] in operation["tags"]
            ],
        }
        for tag in document["tags"]
    ]
    schemas = [
        {"name": name, "description": schema.get("description", ""), "rows": _fields(schema)}
        for name, schema in sorted(document["components"]["schemas"].items())
    ]
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("reference.html").render(
        info=document["info"],
        groups=groups,
        schemas=schemas,
        problems=openapi.PROBLEMS,
        signed=document["components"]["securitySchemes"]["iam"]["description"],
        style=Markup(_style()),  # noqa: S704 - a file of ours
        code=_code,
    )


def policy() -> str:
    """Returns the page's Content-Security-Policy: its own style by digest, and an empty icon."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return (_FOLDER / "reference.css").read_text(encoding="utf-8")


def _searches_first(operation: tuple[str, str, Document]) -> bool:
    return "{" in operation[0]


def _operation(path: str, method: str, operation: Document) -> Document:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    parameters = [
        _row(
            one["name"],
            _sent(one["schema"]),
            one.get("required", False),
            one.get("description", ""),
            one["in"],
        )
        for one in operation.get("parameters", ())
    ]
    # What a caller must give comes first, then what most callers give, in the order of the routes.
    parameters.sort(key=lambda row: not row.required)
    address = _address(path, operation)
    signed = bool(operation["security"])
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation["description"],
        "signed": signed,
        "parameters": parameters,
        "body": _type(body["schema"]) if body else None,
        "body_example": _json(body["example"]) if "example" in body else "",
        "curl": _curl(method, address, body.get("example"), signed=signed),
        "try": address if method == "get" and not signed else "",
        "answers": [_answer(status, one) for status, one in sorted(operation["responses"].items())],
    }


def _sent(schema: Document) -> Document:
    """Returns the schema of a parameter without null, which is a parameter that was left out."""
    kinds = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return {**kinds[0], **{k: v for k, v in schema.items() if k != "anyOf"}} if len(kinds) == 1 else schema


def _answer(status: str, response: Document) -> Document:
    content = next(iter(response.get("content", {}).items()), None)
    media, shape = content if content else ("", {})
    return {
        "status": status,
        "description": response["description"],
        "media": media,
        "type": _type(shape["schema"]) if "schema" in shape else "",
        "example": _json(shape["example"]) if "example" in shape and status.startswith("2") else "",
    }


def _address(path: str, operation: Document) -> str:
    """Returns the path and query of the operation's example."""
    query = []
    for one in operation.get("parameters", ()):
        if "example" not in one:
            continue
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(str(one["example"]), safe=""))
        else:
            values = one["example"] if isinstance(one["example"], list) else [one["example"]]
            query += [(one["name"], str(value).lower() if value is True else value) for value in values]
    return f"{path}?{urlencode(query, safe=',')}" if query else path


def _curl(method: str, address: str, body: Any, *, signed: bool) -> str:  # noqa: ANN401 - any JSON
    """Returns a command for a shell in which ``API`` is the API's address."""
    lines = ["curl"]
    if signed:
        lines[0] += ' --aws-sigv4 "aws:amz:$REGION:execute-api" --user "$KEY_ID:$SECRET"'
    if method != "get":
        lines.append(f"  -X {method.upper()}")
    if body is not None:
        lines.append("  -H 'Content-Type: application/json'")
        lines.append(f"  -d '{json.dumps(body)}'")
    lines.append(f'  "$API{address}"')
    return " \\\n".join(lines) if len(lines) > 2 else f"{lines[0]} {lines[1].strip()}"


def _fields(schema: Document) -> list[Row]:
    needed = set(schema.get("required", ()))
    return [
        _row(name, field, name in needed, field.get("description", ""))
        for name, field in schema.get("properties", {}).items()
    ]


def _row(name: str, schema: Document, required: bool, description: str, place: str = "") -> Row:
    return Row(
        name=name,
        type=_type(schema),
        limits=_limits(schema),
        required=required,
        description=description,
        place=place,
    )


def _type(schema: Document) -> Markup:
    """Returns a type in words; a schema by its name links to its section."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Markup('<a href="#schema-{0}">{0}</a>').format(name)
    for key, word in (("anyOf", " or "), ("oneOf", " or "), ("allOf", " and ")):
        if key in schema:
            return Markup("{}").format(word).join(_type(one) for one in schema[key])
    values = [schema["const"]] if "const" in schema else schema.get("enum", ())
    if values:
        return Markup(" | ").join(Markup("<code>{}</code>").format(value) for value in values)
    kind, inner = str(schema.get("type", "any")), schema.get("additionalProperties")
    if kind == "array":
        return Markup("list of {}").format(_type(schema.get("items", {})))
    return Markup("map of {}").format(_type(inner)) if isinstance(inner, dict) else Markup("{}").format(kind)


def _limits(schema: Document) -> str:
    """Returns default and bounds of a value in words, joined by semicolons."""
    found = []
    if schema.get("default") not in (None, "", []):
        found.append(f"default {json.dumps(schema['default'])}")
    for one in (schema, *schema.get("anyOf", ()), schema.get("items", {})):
        found += [words.format(one[key]) for key, words in _BOUNDS.items() if one.get(key)]
    return "; ".join(dict.fromkeys(found))


def _json(value: Any) -> str:  # noqa: ANN401 - any JSON
    return json.dumps(value, indent=2, ensure_ascii=False)[:_EXAMPLE_CHARACTERS]


def _code(text: str) -> Markup:
    """Returns a text whose `marked` parts are code elements."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if at % 2 else Markup("{}").format(part)
        for at, part in enumerate(parts)
    )
