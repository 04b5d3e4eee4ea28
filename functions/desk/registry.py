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


def action(path: str, page: str, show: str) -> Route:
    """Returns the route of an action: for operators alone, its confirmation as well as its form."""
    return Route(path=path, page=page, show=show, door=Door.ACT, takes_forms=True)


ROUTES = (
    Route(path="/desk", page="overview", nav="Overview"),
    Route(path="/desk/runs", page="runs", nav="Runs"),
    Route(path="/desk/runs/{run_id}", page="run"),
    Route(path="/desk/runs/{run_id}/visits", page="visits"),
    Route(path="/desk/runs/{run_id}/visits.csv", page="visits", show="file"),
    Route(path="/desk/runs/{run_id}/visits/{studio_id}", page="visits", show="one"),
    Route(path="/desk/runs/{run_id}/visits/{studio_id}/page", page="visits", show="stored"),
    Route(path="/desk/coverage", page="coverage", nav="Coverage"),
    Route(path="/desk/coverage/{key}", page="coverage", show="one"),
    Route(path="/desk/records", page="records", nav="Records"),
    Route(path="/desk/records/{entry_id}", page="records", show="one"),
    Route(path="/desk/feeds", page="feeds", nav="Feeds"),
    Route(path="/desk/feeds/{name}", page="feeds", show="one"),
    Route(path="/desk/feeds/{name}/records/{record_id}", page="feeds", show="record"),
    Route(path="/desk/feeds/{name}/quarantine", page="feeds", show="quarantine"),
    Route(path="/desk/runbooks/{name}", page="runbooks"),
    action("/desk/runs/start", "running", "start"),
    action("/desk/runs/{run_id}/stop", "running", "stop"),
    Route(path="/desk/removals", page="removals", nav="Removals"),
    Route(path="/desk/removals/{request_id}", page="removals", show="one"),
    action("/desk/removals/{request_id}/approve", "removals", "approve"),
    action("/desk/removals/{request_id}/reject", "removals", "reject"),
    action("/desk/held/{held_id}/release", "removals", "release"),
    action("/desk/held/{held_id}/remove", "removals", "remove"),
    Route(path="/desk/dead-letters", page="dead_letters", nav="Dead letters"),
    action("/desk/dead-letters/redrive", "dead_letters", "redrive"),
    action("/desk/dead-letters/runs/{run_id}/redrive", "dead_letters", "redrive_run"),
    action("/desk/dead-letters/{message_id}/redrive", "dead_letters", "redrive_one"),
    Route(path="/desk/index", page="indexes", nav="Index"),
    action("/desk/index/{kind}/audit", "indexes", "audit"),
    action("/desk/index/{kind}/repair", "indexes", "repair"),
    action("/desk/index/{kind}/rebuild", "indexes", "rebuild"),
    action("/desk/index/{kind}/rollback", "indexes", "roll_back"),
    Route(path="/desk/scan", page="scans", nav="Scan"),
    action("/desk/scan/start", "scans", "start"),
    Route(path="/desk/scan/{scan_id}", page="scans", show="one"),
    Route(path="/desk/exports", page="exports", nav="Exports"),
    Route(path="/desk/exports/{file}", page="exports", show="file"),
    Route(path="/desk/costs", page="costs", nav="Costs"),
    Route(path="/desk/audit", page="audit", nav="Audit trail"),
    Route(path="/desk/enter", page="entrance", show="enter", door=Door.OPEN),
    Route(path="/desk/login", page="entrance", show="login", door=Door.OPEN),
    Route(path="/desk/callback", page="entrance", show="callback", door=Door.OPEN),
    Route(path="/desk/logout", page="entrance", show="logout", takes_forms=True),
    Route(path="/desk/static/{digest}/{file}", page="files"),
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
