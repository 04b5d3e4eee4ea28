"""Renders the desk's templates; the website's are at hand for macros, and its styles for the look."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from functions.desk import gate, registry
from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.views import run_words
from functions.web import links, words
from functions.web import rendering as website
from functions.web.answers import POLICY
from inkscout.bootstrap import desk
from inkscout.desk import sessions
from inkscout.domain.audit_entry import AuditEntry

_ENTRY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_FOLDER = Path(__file__).resolve().parent
STATIC = _FOLDER / "static"


def page(
    asked: DeskRequest,
    template: str,
    *,
    title: str,
    section: str = "",
    status: int = 200,
    **given: Any,  # noqa: ANN401 - what the template needs
) -> DeskAnswer:
    """Returns a page made of a template; ``section`` is the path that the navigation marks."""
    body = (
        _templates()
        .get_template(template)
        .render(
            {
                "asked": asked,
                "request": asked.request,
                "session": asked.session,
                "may_act": asked.may_act,
                "title": title,
                "section": section,
                "toast": _toast(asked) if status == 200 else None,
                **given,
            }
        )
    )
    policy = {"Content-Security-Policy": _policy()}
    return DeskAnswer(body=body, status=status, noindex=True, headers=policy)


def form_token(asked: DeskRequest, path: str) -> str:
    """Returns the token that a form for a path of the desk carries."""
    if asked.session is None:
        return ""
    return sessions.form_token(asked.session, path, desk.secret())


def _toast(asked: DeskRequest) -> AuditEntry | None:
    """Returns the entry of the action that led to this page, for whoever took it."""
    entry_id = asked.request.one("done")
    if asked.session is None or not _ENTRY.fullmatch(entry_id):
        return None
    entry = desk.get_audit_entry()(entry_id)
    return entry if entry is not None and entry.who == asked.session.name else None


def _policy() -> str:
    """Returns the website's policy; forms may also lead to the user pool's pages, which end its session."""
    if desk.settings().desk_login != "cognito":
        return POLICY
    return POLICY.replace("form-action 'self'", f"form-action 'self' {desk.user_pool().login_url}")


def static(name: str) -> str:
    """Returns the address of one of the desk's own files."""
    return f"/desk/static/{digest()}/{name}"


@lru_cache(maxsize=1)
def digest() -> str:
    """Returns the digest of the desk's own files."""
    made = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.hexdigest()[:12]


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        loader=ChoiceLoader(
            [FileSystemLoader(_FOLDER / "templates"), FileSystemLoader(website.STATIC.parent / "templates")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        static=website.static,
        desk_static=static,
        links=links,
        words=words,
        navigation=registry.navigation,
        form_token=form_token,
        token_field=gate.TOKEN,
        run_words=run_words,
        runbook="/desk/runbooks/{}".format,
    )
    return made
