"""Routes of the desk: each is an address, the module of its page, and its place in the navigation."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class Door(Enum):
    """Condition under which a route answers; what is not named is closed."""

    OPEN = "to everybody"
    READ = "to viewers and operators"
    ACT = "to operators alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address of the desk.

    Attributes:
        path: Address; ``{name}`` stands for one segment, which the page finds in ``asked.parts``.
        page: Module in ``functions.desk.pages``.
        show: Function of the module.
        nav: Label in the navigation; empty for none.
        door: Condition under which a GET is answered. A POST is always for operators alone.
        takes_forms: Whether the address takes a POST.
    """

    path: str
    page: str
    show: str = "show"
    nav: str = ""
    door: Door = Door.READ
    takes_forms: bool = False


ROUTES = (
    Route(path="/desk", page="overview", nav="Overview"),
    Route(path="/desk/runs", page="runs", nav="Runs"),
    Route(path="/desk/runs/{run_id}", page="run"),
    Route(path="/desk/runs/{run_id}/visits", page="visits"),
    Route(path="/desk/runs/{run_id}/visits.csv", page="visits", show="file"),
    Route(path="/desk/runs/{run_id}/visits/{studio_id}", page="visits", show="one"),
    Route(path="/desk/runs/{run_id}/visits/{studio_id}/page", page="visits", show="stored"),
    Route(path="/desk/runbooks/{name}", page="runbooks"),
    Route(path="/desk/audit", page="audit", nav="Audit trail"),
    Route(path="/desk/enter", page="entrance", show="enter", door=Door.OPEN),
    Route(path="/desk/login", page="entrance", show="login", door=Door.OPEN),
    Route(path="/desk/callback", page="entrance", show="callback", door=Door.OPEN),
    Route(path="/desk/logout", page="entrance", show="logout", door=Door.READ, takes_forms=True),
    Route(path="/desk/static/{digest}/{file}", page="files", door=Door.READ),
)
"""All addresses; the navigation has its entries in this order."""


def found(path: str) -> tuple[Route, Mapping[str, str]] | None:
    """Returns the route of a decoded path with the parts of the path by name; None if there is none."""
    segments = tuple(path.strip("/").split("/"))
    for route, pattern in _patterns():
        if len(pattern) != len(segments):
            continue
        parts = {}
        for wanted, given in zip(pattern, segments, strict=True):
            if wanted.startswith("{"):
                parts[wanted[1:-1]] = given
            elif wanted != given:
                break
        else:
            if all(parts.values()):
                return route, parts
    return None


def navigation() -> tuple[Route, ...]:
    """Returns the routes that the navigation shows."""
    return tuple(route for route in ROUTES if route.nav)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[Route, tuple[str, ...]], ...]:
    """Returns the routes with their segments; those with fixed segments come before those with parts."""
    split = [(route, tuple(route.path.strip("/").split("/"))) for route in ROUTES]
    return tuple(sorted(split, key=lambda one: [segment.startswith("{") for segment in one[1]]))
