"""Finds the changes of an OpenAPI document that would break clients of the old one."""

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]
_METHODS = ("get", "post", "put", "patch", "delete")


def breaking_changes(old: Document, new: Document) -> list[str]:
    """Each as a sentence; none where every client of the old document is served by the new one."""
    found: list[str] = []
    for path, operations in old["paths"].items():
        for method in _METHODS:
            if method in operations:
                changed = new["paths"].get(path, {}).get(method)
                if changed is None:
                    found.append(f"{method} {path} is gone")
                else:
                    found += [f"{method} {path}: {one}" for one in _operation(operations[method], changed)]
    found += list(_schemas(old, new))
    return found


def _operation(old: Document, new: Document) -> Iterator[str]:
    before = {(p["in"], p["name"]): p for p in old.get("parameters", ())}
    after = {(p["in"], p["name"]): p for p in new.get("parameters", ())}
    for key, parameter in before.items():
        if key not in after:
            yield f"parameter {key[1]} is gone"
        elif after[key].get("required") and not parameter.get("required"):
            yield f"parameter {key[1]} is required now"
        elif _type(after[key].get("schema", {})) != _type(parameter.get("schema", {})):
            yield f"parameter {key[1]} has another type"
    for key, parameter in after.items():
        if key not in before and parameter.get("required"):
            yield f"parameter {key[1]} is new and required"
    for status in old["responses"]:
        if status.startswith(("2", "3")) and status not in new["responses"]:
            yield f"answer {status} is gone"


def _schemas(old: Document, new: Document) -> Iterator[str]:
    requests = _requested(old)
    for name, schema in old["components"]["schemas"].items():
        changed = new["components"]["schemas"].get(name)
        if changed is None:
            yield f"schema {name} is gone"
            continue
        for prop, definition in schema.get("properties", {}).items():
            if prop not in changed.get("properties", {}):
                yield f"{name}.{prop} is gone"
            elif _type(changed["properties"][prop]) != _type(definition):
                yield f"{name}.{prop} has another type"
        if name in requests:
            more = set(changed.get("required", ())) - set(schema.get("required", ()))
            yield from (f"{name}.{prop} is required now" for prop in sorted(more))


def _requested(document: Document) -> set[str]:
    names = set()
    for operations in document["paths"].values():
        for operation in operations.values():
            content = (
                operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            )
            for media in content.values():
                names.add(str(media.get("schema", {}).get("$ref", "")).rpartition("/")[2])
    return names


def _type(schema: Document) -> Any:
    if "$ref" in schema:
        return schema["$ref"]
    if "anyOf" in schema:
        return sorted(str(_type(one)) for one in schema["anyOf"])
    return schema.get("type"), str(_type(schema["items"])) if "items" in schema else ""
