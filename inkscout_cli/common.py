"""Shared parts of commands: options, choice of a state folder, and connection to a platform."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

import inkscout_local
from inkscout_cli.output import PlainConsole, say
from inkscout_deploy.errors import BadInput, PlatformError, StateInUse
from inkscout_deploy.project import COMMAND
from inkscout_local.environment import LocalSettings, use_endpoint
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.options import FLEETS, SEARCH_SERVERS, PlatformOptions
from inkscout_local.platform.parameters import KEY_PREFIX
from inkscout_local.platform.state import StateFolder

# Importing the platform takes longer than a command does that attaches to a running one.
if TYPE_CHECKING:
    from inkscout_deploy.settings_file import OperatorSettings
    from inkscout_local.platform.platform import Platform

DEMO = Path(inkscout_local.__file__).resolve().parent / "worlds" / "demo"
"""Folder of the demo world that is part of Inkscout."""

LIVE = "live"
"""Name of the state folder of a platform without a world."""

_PIPED_WIDTH = 100_000
"""Width in columns of output that goes to a file or another program."""

_WAIT_SECONDS = 60.0
_REMOVAL_SECONDS = 120.0
_LOOK_SECONDS = 0.1

WorldOption = Annotated[
    Path | None,
    typer.Option("--world", help="World folder that stands in for the outside; default: the bundled demo."),
]
LiveOption = Annotated[
    bool, typer.Option("--live", help="No world: real Google and real websites (needs a key and a contact).")
]
StateOption = Annotated[
    Path | None,
    typer.Option("--state", help="Folder of the platforms' state; default: INKSCOUT_HOME, else .inkscout."),
]
SearchOption = Annotated[
    str | None,
    typer.Option(
        "--search",
        help="Search server: embedded, the default; or opensearch, at OPENSEARCH_URL or a node started here.",
    ),
]
FleetOption = Annotated[
    str | None,
    typer.Option(
        "--fleet",
        help=f"Starter of the workers: fargate, the platform itself; or external, you, by {COMMAND} worker.",
    ),
]
SettingsOption = Annotated[
    Path | None,
    typer.Option("--settings", help="Settings file; default: inkscout.toml in this folder, if it is there."),
]
PortOption = Annotated[
    int,
    typer.Option("--port", min=0, max=65535, help="AWS endpoint and HTTP API; default: a free port."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def console(*, errors: bool = False) -> Console:
    """Returns a console on standard output or, with ``errors``, standard error.

    Where it is no terminal, the output is plain text and its lines are as long as they need to be.
    """
    found = PlainConsole(stderr=errors)
    if not found.is_terminal:
        found.width = _PIPED_WIDTH
    return found


def world_folder(world: Path | None, *, live: bool) -> Path | None:
    """Returns the chosen world folder, by default the demo; None for ``--live``.

    Raises:
        BadInput: both ``--live`` and ``--world`` are given.
    """
    if live and world is not None:
        raise BadInput("--live and --world exclude each other.")
    return None if live else (world or DEMO)


def home(state: Path | None) -> Path:
    """Returns the folder of all state folders: ``state``, or the configured one if None."""
    return state or LocalSettings().inkscout_home


def state_folder(state: Path | None, world: Path | None) -> StateFolder:
    """Returns the state folder of a world's platform, unique for the world's path; ``live`` for None."""
    if world is None:
        return StateFolder(home(state) / LIVE)
    path = world.resolve()
    if path == DEMO.resolve():
        return StateFolder(home(state) / path.name)
    digest = hashlib.sha256(str(path).encode()).hexdigest()[:6]
    return StateFolder(home(state) / f"{path.name or 'world'}-{digest}")


def known_states(state: Path | None) -> list[StateFolder]:
    """Returns the existing state folders, most recently used first."""
    records = sorted(home(state).glob("*/platform.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [StateFolder(path.parent) for path in records]


def options(
    world: Path | None,
    *,
    search: str = "embedded",
    port: int = 0,
    fleet: str = "fargate",
    parameters: dict[str, str] | None = None,
    settings: "OperatorSettings | None" = None,
) -> PlatformOptions:
    """Returns platform options from command-line values, settings file and environment variables.

    Looks for a Chromium. Without ``settings``, the settings file of the current folder counts. Its sources
    and budgets do not change a world, which has its own.

    Raises:
        BadInput: without a world, the Google key is of another shape than Google's keys.
    """
    from inkscout_deploy import settings_file
    from inkscout_local.chromium import find

    own = settings if settings is not None else settings_file.read()
    sources = {} if world is not None else own.source_parameters()
    here = LocalSettings()
    key = here.google_maps_api_key.get_secret_value()
    if world is None and key and not key.startswith(KEY_PREFIX):
        raise BadInput(
            f"GOOGLE_MAPS_API_KEY does not look like a key of Google's, which begin with {KEY_PREFIX}."
        )
    return PlatformOptions(
        world=world,
        search=search,
        opensearch_url=here.opensearch_url,
        google_key=key,
        contact=here.crawler_contact or own.contact,
        chromium=str(find(here.chromium_path) or ""),
        ports={"emulator": port} if port else {},
        parameters={**sources, **(parameters or {})},
        fleet=fleet,
    )


def check_running(folder: StateFolder, *, search: str | None, port: int, fleet: str | None = None) -> None:
    """Refuses options that a platform which is running already does not have.

    Raises:
        BadInput: it has another search server, port or fleet, or there is no such search server or fleet.
    """
    if fleet and fleet not in FLEETS:
        raise BadInput(f"--fleet takes {' or '.join(FLEETS)}, not {fleet}.")
    if search and search not in SEARCH_SERVERS:
        raise BadInput(f"--search takes {' or '.join(SEARCH_SERVERS)}, not {search}.")
    if not folder.is_locked():
        return
    record = folder.record()
    has = str(record.get("search", "embedded"))
    if search and search != has:
        raise BadInput(f"The platform that runs on {folder.root} has --search {has}; stop it first.")
    workers = str(record.get("fleet", "fargate"))
    if fleet and fleet != workers:
        raise BadInput(f"The platform that runs on {folder.root} has --fleet {workers}; stop it first.")
    endpoint = str(record.get("endpoint", ""))
    if port and endpoint and not endpoint.endswith(f":{port}"):
        raise BadInput(f"The platform that runs on {folder.root} listens at {endpoint}; stop it first.")


def chosen_folder(state: Path | None, world: Path | None, *, live: bool) -> StateFolder:
    """Returns the state folder a command works on.

    It is that of the named world or of ``--live``, else the running platform's, else the latest.

    Raises:
        BadInput: no platform was ever started there.
    """
    if world is not None or live:
        folder = state_folder(state, world_folder(world, live=live))
        if not folder.record():
            found = "holds no readable platform.json" if folder.root.is_dir() else "does not exist"
            raise BadInput(f"Nothing was run there yet: {folder.root} {found}. Start with `{COMMAND} run`.")
        return folder
    known = known_states(state)
    if not known:
        raise BadInput(f"Nothing was run yet in {home(state)}. Start with `{COMMAND} run`.")
    return next((folder for folder in known if folder.is_locked()), known[0])


def options_of(folder: StateFolder) -> PlatformOptions:
    """Returns options to start a platform on a folder again, with the last world and search server."""
    record = folder.record()
    world = Path(record["world"]) if record.get("world") else None
    return options(world, search=record.get("search", "embedded"), fleet=str(record.get("fleet", "fargate")))


def attached(folder: StateFolder) -> Connection:
    """Returns a connection to the platform that is running on a folder.

    Raises:
        PlatformError: the platform is still starting.
    """
    record = folder.record()
    if not record.get("ready"):
        raise PlatformError(f"The platform on {folder.root} is still starting; try again in a moment.")
    return Connection(record)


def tell(notes: Iterable[str]) -> None:
    """Prints messages for the operator on standard error, also with ``--json``."""
    for note in notes:
        say(f"inkscout: {note}", errors=True)


@contextmanager
def connected(
    folder: StateFolder,
    platform_options: PlatformOptions | None = None,
    say: Callable[[str], None] = lambda _text: None,
) -> "Iterator[tuple[Connection, Platform | None]]":
    """Connects to the platform running on a folder, or starts one while the ``with`` block runs.

    Also points this process's AWS clients and settings at it. Yields the connection, and the platform if it
    was started here, else None. Without options it starts as it was started the last time. ``say`` receives
    progress messages of the start.

    A platform that another command starts, or has for itself, is waited for.

    Raises:
        PlatformError: none is running and none can be started.
    """
    with ExitStack() as started:
        platform = None
        while not is_up(folder):
            wanted = platform_options or replace(options_of(folder), brief=True)
            try:
                platform = started.enter_context(_running(folder, wanted, say))
            except StateInUse:
                time.sleep(_LOOK_SECONDS)  # another command was faster
                continue
            tell(platform.notes)
            break
        connection = platform.connection if platform else attached(folder)
        use_endpoint(connection.variables())
        yield connection, platform
        if platform and connection.record.get("brief"):
            _let_removals_end(connection)


def _let_removals_end(connection: Connection) -> None:
    """Waits for approved removals, since the platform of one command would take them down with it."""
    from inkscout_local.platform.unfinished import wait_for_removals

    if not wait_for_removals(connection, _REMOVAL_SECONDS, time.sleep):
        tell(["A removal has not ended; it goes on when the platform starts again."])


def is_up(folder: StateFolder) -> bool:
    """Returns whether a platform runs on a folder that this command may use.

    Waits while one is still starting or is stopping, or runs for another command only.

    Raises:
        PlatformError: that takes longer than a minute.
    """
    deadline = time.monotonic() + _WAIT_SECONDS
    while folder.is_locked():
        record = folder.record()
        if record.get("ready") and not any(record.get(name) for name in ("stopping", "ended", "brief")):
            return True
        if time.monotonic() > deadline:
            raise PlatformError(f"The platform on {folder.root} is still starting; try again in a moment.")
        time.sleep(_LOOK_SECONDS)
    return False


def _running(
    folder: StateFolder, wanted: PlatformOptions, say: Callable[[str], None]
) -> "AbstractContextManager[Platform]":
    from inkscout_local.platform.platform import running

    return running(folder, wanted, say)
