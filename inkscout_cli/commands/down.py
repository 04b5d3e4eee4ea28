"""``inkscout down``: stops a platform that was started by another process."""

import json
import os
import signal
import time

import typer

from inkscout_cli import common
from inkscout_cli.output import say
from inkscout_deploy.errors import PlatformError
from inkscout_local.platform.state import StateFolder

_STOP_SECONDS = 60.0

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def down(
    *,
    world: common.WorldOption = None,
    live: common.LiveOption = False,
    state: common.StateOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Stops running platforms: that of one world, or all of the state folder."""
    if world is not None or live:
        folders = [common.state_folder(state, common.world_folder(world, live=live))]
    else:
        folders = common.known_states(state)
    up = [folder for folder in folders if folder.is_locked()]
    for folder in up:
        _stop(folder)
        if not as_json:
            say(f"Stopped the platform on {folder.root}.")
    if as_json:
        say(json.dumps([str(folder.root) for folder in up], indent=2))
    elif not up:
        say("No platform runs here.")


def _stop(folder: StateFolder) -> None:
    pid = int(folder.record().get("pid", 0))
    if pid <= 1:
        raise PlatformError(
            f"The platform on {folder.root} left no process id; stop it where it was started."
        )
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    except PermissionError as error:
        raise PlatformError(f"The platform on {folder.root} belongs to another user.") from error
    deadline = time.monotonic() + _STOP_SECONDS
    while folder.is_locked():
        if time.monotonic() > deadline:
            raise PlatformError(f"Process {pid} did not stop within {_STOP_SECONDS:.0f} s.")
        time.sleep(0.1)
