"""Digest of everything that makes up a release of the API."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

_PARTS = ("functions/api", "layers/core/python", "layers/dependencies")
_SKIPPED_SUFFIXES = frozenset({".pyc", ".pyo"})


def release_digest(repository: Path, values: Mapping[str, str]) -> str:
    """Returns the SHA-256, in hexadecimal, of the API's code, the layers' sources and the parameters' values.

    SAM derives a function's version only from its code package: a changed layer or parameter would update the
    function but leave its alias at the previous version. The template's parameter ``ApiDigest`` receives this
    digest, names the version after it and sets it as an environment variable of the function, so that Lambda
    never refuses to publish a version because nothing changed.
    """
    digest = hashlib.sha256(json.dumps(dict(values), sort_keys=True).encode())
    for part in _PARTS:
        for path in sorted((repository / part).rglob("*")):
            if path.is_file() and path.suffix not in _SKIPPED_SUFFIXES:
                name = path.relative_to(repository).as_posix().encode()
                digest.update(name + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
