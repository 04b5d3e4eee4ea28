"""Strict reading of JSON (RFC 8259), and the canonical form that digests are made of."""

import hashlib
import json
import unicodedata
from typing import Any

BOM = b"\xef\xbb\xbf"
_SHOWN = 60


class NotJson(Exception):
    """A body is no JSON, or JSON that two readers would read differently; the message says why."""


def read(body: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Returns the document of a body; integers are exact.

    Raises:
        NotJson: the body is empty, not UTF-8, no complete JSON text, holds ``NaN`` or ``Infinity``, names a
            member of an object twice, or is nested too deeply.
    """
    try:
        text = body.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        raise NotJson("the body is not UTF-8") from None
    beginning = text.lstrip()[:1]
    if not beginning:
        raise NotJson("the body is empty")
    if beginning == "<":
        raise NotJson("the body is HTML or XML")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except RecursionError:
        raise NotJson("the body is nested too deeply") from None
    except ValueError as error:
        raise NotJson(f"the body is no JSON: {error}") from None


def canonical(document: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Returns one text for equal documents: sorted members, texts in NFC, no spaces, ASCII."""
    text = _dumped(document)
    # Text without an escape is ASCII, which is in NFC already.
    return (_dumped(_normal(document)) if "\\u" in text else text).encode("ascii")


def digest(document: Any) -> str:  # noqa: ANN401 - any JSON
    """Returns ``sha256:`` and the digest of a document's canonical form."""
    return digest_of(canonical(document))


def digest_of(body: bytes) -> str:
    """Returns ``sha256:`` and the digest of bytes."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def pointer(*parts: str | int) -> str:
    """Returns the JSON pointer with these parts (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def unescaped(part: str) -> str:
    """Returns the member's name that a part of a JSON pointer stands for."""
    return part.replace("~1", "/").replace("~0", "~")


def at_pointer(document: Any, text: str) -> Any:  # noqa: ANN401 - any JSON
    """Returns the value that a JSON pointer names.

    Raises:
        KeyError: there is none.
    """
    value = document
    for raw in text.split("/")[1:]:
        part = unescaped(raw)
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (IndexError, ValueError, TypeError):
            raise KeyError(text) from None
    return value


def _dumped(document: Any) -> str:  # noqa: ANN401 - any JSON
    return json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise NotJson(f"an object names the member {double[:_SHOWN]!r} twice")
    return found


def _constant(text: str) -> Any:  # noqa: ANN401 - the type that json asks for
    raise NotJson(f"{text} is no JSON number")


def _normal(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", name): _normal(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(inner) for inner in value]
    return value
