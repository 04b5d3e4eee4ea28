"""Ids of records from the parts of their keys; two different keys have two ids."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from anyascii import anyascii

from inkscout.feeds import expressions

DIGEST_CHARS = 12
_CANONICAL = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DIGESTED = re.compile(rf".*-[0-9a-f]{{{DIGEST_CHARS}}}")
_JUNK = re.compile(r"[^a-z0-9]+")
_MAX_PART = 1_000
_MAX_SLUG = 48


class KeyMissing(Exception):
    """A record has no usable key; the message says which part is at fault."""


def record_id(source: str, rules: Sequence[str], scope: Mapping[str, Any]) -> str:
    """Returns the id of a record: its feed's name and its key.

    Raises:
        KeyMissing: a part of the key is absent, empty, or neither text nor number.
    """
    return f"{source}-{key_of([_part(rule, scope) for rule in rules])}"


def key_of(parts: Sequence[str]) -> str:
    """Returns the key of some parts: one canonical part as it is, else a readable text and a digest."""
    if len(parts) == 1 and (_UUID.fullmatch(parts[0]) or _is_plain(parts[0])):
        return parts[0]
    digest = hashlib.sha256(json.dumps(list(parts)).encode("ascii")).hexdigest()[:DIGEST_CHARS]
    slug = _JUNK.sub("-", anyascii(" ".join(parts)).lower()).strip("-")[:_MAX_SLUG].strip("-")
    return f"{slug}-{digest}" if slug else digest


def _is_plain(part: str) -> bool:
    """Whether a key can stand in an id as it is, and nobody takes its end for a digest."""
    return bool(_CANONICAL.fullmatch(part)) and not _DIGESTED.fullmatch(part)


def _part(rule: str, scope: Mapping[str, Any]) -> str:
    value = expressions.value_of(rule, scope)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise KeyMissing(f"the key {rule} is {'missing' if value is None else 'neither text nor number'}")
    text = str(value).strip()
    if not text:
        raise KeyMissing(f"the key {rule} is empty")
    if len(text) > _MAX_PART:
        raise KeyMissing(f"the key {rule} is longer than {_MAX_PART} characters")
    return text
