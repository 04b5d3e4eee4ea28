"""Digest of what a release of the API is made of."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

_PARTS = ("functions/api", "layers/core/python", "layers/dependencies")
_SKIPPED_SUFFIXES = frozenset({".pyc", ".pyo"})


def release_digest(repository: Path, values: Mapping[str, str]) -> str:
    """Returns the SHA-256, in hexadecimal, of the API's code, the layers' sources and the parameters' values.

    SAM names a function's version after its code package alone: a changed layer or parameter would update the
    function and leave its alias at the version before. The template takes this digest for ``ApiDigest``,
    names the version after it and sets it as a variable of the function, so that Lambda never refuses to
    publish a version for want of a change.
    """
    digest = hashlib.sha256(json.dumps(dict(values), sort_keys=True).encode())
    for part in _PARTS:
        for path in sorted((repository / part).rglob("*")):
            if path.is_file() and path.suffix not in _SKIPPED_SUFFIXES:
                name = path.relative_to(repository).as_posix().encode()
                digest.update(name + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
