"""Renders templates; every value is escaped, and a name that a page does not pass is an error."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from functions.web import links, seo, words
from functions.web.asked import PageRequest
from inkscout.bootstrap import web

_FOLDER = Path(__file__).resolve().parent
STATIC = _FOLDER / "static"

_FIRST_PICTURES = 2
"""Number of pictures of a page that are loaded at once; the others when they come into sight."""


def render(template: str, request: PageRequest, **given: Any) -> str:  # noqa: ANN401 - what the template needs
    """Returns a page; ``given`` are the template's variables."""
    page = {
        "canonical": "",
        "description": "",
        "noindex": False,
        "structured": (),
        "query": "",
        "section": "",
        "card": "/cards/site.png",
    }
    return _templates().get_template(template).render({**page, "request": request, **given})


def static(name: str) -> str:
    """Returns the address of a static file; it changes with the files, so that caches may keep it forever."""
    return f"/static/{digest()}/{name}"


@lru_cache(maxsize=1)
def digest() -> str:
    """Returns the digest of all static files."""
    made = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            made.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return made.hexdigest()[:12]


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        static=static,
        links=links,
        words=words,
        json_ld=seo.as_script,
        shows_pictures=web.settings().images == "proxy",
        shows_ratings=web.settings().map_places == "all",
        first_pictures=_FIRST_PICTURES,
    )
    return made
