"""A request to the desk, as its pages get it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from functions.desk.registry import Route
from functions.web.answers import WebAnswer
from functions.web.asked import PageRequest
from inkscout.desk.sessions import DeskSession


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRequest:
    """A request that a route was found for.

    Attributes:
        request: The request, with its parameters and the fields of its form.
        route: The route of its address.
        parts: The parts of the path that the route names.
        session: Who asks; None at routes that are open to everybody.
        cookies: Cookies by name.
    """

    request: PageRequest
    route: Route
    parts: Mapping[str, str] = field(default_factory=dict)
    session: DeskSession | None = None
    cookies: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_form(self) -> bool:
        """Whether a form was sent."""
        return self.request.method == "POST"

    @property
    def may_act(self) -> bool:
        """Whether whoever asks may take actions."""
        return self.session is not None and self.session.may_act


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskAnswer(WebAnswer):
    """One response of the desk, with cookies that the browser is told to keep."""

    cookies: tuple[str, ...] = ()


def cookies_of(event: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, str]:
    """Returns the cookies of an event by name; the first of two with one name counts."""
    listed = [str(one) for one in event.get("cookies") or ()] or headers.get("cookie", "").split(";")
    found: dict[str, str] = {}
    for one in listed:
        name, mark, value = one.strip().partition("=")
        if mark:
            found.setdefault(name, value)
    return found
