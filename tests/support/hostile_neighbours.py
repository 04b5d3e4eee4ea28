"""A world of good studios with hostile ones among them: each good one must be read as if it were alone."""

from dataclasses import dataclass, field
from typing import Any

from inkscout.domain.studio import Studio
from tests.support.endless_responses import ENDLESS, EndlessResponse
from tests.support.fakes.clock import FakeClock, FakeStopwatch
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeDenylist, FakeHeldPeople, FakeRunLedger, FakeStateStore
from tests.support.fakes.stores import FakeLake
from tests.support.hostile_pages import HOSTILE_PAGES
from tests.support.internet import Handler, response
from tests.support.poisoned_host import CRASH, HOARD, SPIN

GOOD = 20
ARTISTS_OF_EACH = 2
KIB = 1024
_SIZES = {
    "refresh without end": 64 * KIB,
    "robots without end": 64 * KIB,
    "comments without end": 64 * KIB,
    "scripts without end": 120 * KIB,
    "nested blocks": 2048 * KIB,
    "nested emphasis": 2048 * KIB,
    "attributes": 2048 * KIB,
    "a table": 2048 * KIB,
    "data in JSON": 2048 * KIB,
    "nested JSON": 2048 * KIB,
    "one long name": 1024 * KIB,
    "a mail address": 1024 * KIB,
    "brackets of a telephone number": 1024 * KIB,
}
"""Characters of each hostile page; the kinds are those that once cost the most."""
_NAMES = ("Anna Bell", "Tom Finch", "Mara Voss", "Ivo Lindqvist", "Zoe Marsh", "Nils Holm", "Eva Brandt")


@dataclass(frozen=True)
class HostileWorld:
    """Home pages by host; ``good`` and ``hostile`` are hosts, ``poisoned`` those that break their reader."""

    pages: dict[str, str | Handler] = field(default_factory=dict)
    good: list[str] = field(default_factory=list)
    hostile: list[str] = field(default_factory=list)
    poisoned: list[str] = field(default_factory=list)


def good_page(number: int) -> str:
    """Returns the page of a studio that names two artists."""
    names = (_NAMES[number % len(_NAMES)], _NAMES[(number + 3) % len(_NAMES)])
    cards = "".join(
        f"<div class=card><h3>{name}</h3><p>Tattoo artist. Fine line.</p>"
        f"<a href='https://www.instagram.com/{name.lower().replace(' ', '.')}.{number}'>Instagram</a></div>"
        for name in names
    )
    title = f"Otter Ink {number}"
    return f"<title>{title}</title><h1>{title} tattoo studio</h1><h2>Our artists</h2>{cards}"


def hostile_world(*, good: int = GOOD, endless: bool = True, hostile: bool = True) -> HostileWorld:
    """Builds the world.

    Args:
        good: Studios that are to be read.
        endless: With responses that never end, which only a server of raw bytes can give.
        hostile: False for the good ones alone.
    """
    world = HostileWorld()
    for number in range(good):
        world.good.append(f"good-{number}.example")
        world.pages[world.good[-1]] = good_page(number)
    if not hostile:
        return world
    for number, (kind, size) in enumerate(_SIZES.items()):
        world.hostile.append(f"hostile-{number}.example")
        world.pages[world.hostile[-1]] = HOSTILE_PAGES[kind](size)
    for mark in (SPIN, HOARD, CRASH):
        host = f"poisoned-{len(world.poisoned)}.example"
        world.poisoned.append(host)
        world.pages[host] = f"<h1>Raven Tattoo</h1>{mark}"
    if endless:
        for number, (head, piece) in enumerate(ENDLESS.values()):
            world.hostile.append(f"endless-{number}.example")
            world.pages[world.hostile[-1]] = EndlessResponse(head, piece)
    return world


def responses(world: HostileWorld) -> dict[str, bytes | Handler]:
    """Returns the pages as ``Site`` serves them, by host and path."""
    return {
        f"{host}/": response(page) if isinstance(page, str) else page for host, page in world.pages.items()
    }


def stores_of(world: HostileWorld, ledger: FakeRunLedger | None = None) -> dict[str, Any]:
    """Stores in memory with a studio for each host of the world, as ports of a visit."""
    directory = FakeDirectory()
    for host in world.pages:
        name = host.split(".")[0].title()
        directory.put_studio(Studio(studio_id=host, name=name, website=f"http://{host}/", country="GB"))
    return {
        "directory": directory,
        "ledger": ledger or FakeRunLedger(),
        "state_store": FakeStateStore(),
        "lake": FakeLake(),
        "denylist": FakeDenylist(),
        "held_people": FakeHeldPeople(),
        "clock": FakeClock(),
        "stopwatch": FakeStopwatch(),
    }
