"""Word lists and tables kept as TOML files beside this module, read once when first asked for."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=16)
def load_toml(name: str) -> dict[str, Any]:
    """One table by its file's stem, such as ``queries``; callers must not change what they get."""
    return tomllib.loads(files("inkscout.vocabulary").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
