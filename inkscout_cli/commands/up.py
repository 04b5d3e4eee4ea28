"""``inkscout up``: runs the platform in the foreground."""

import json
import time
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from inkscout_cli import common
from inkscout_cli.addresses import addresses
from inkscout_cli.notices import RunWatch
from inkscout_cli.output import say
from inkscout_deploy import settings_file as settings_files
from inkscout_deploy.errors import PlatformError
from inkscout_local.environment import use_endpoint
from inkscout_local.platform import desk_link
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.platform import Platform, running

_LOOK_SECONDS = 1.0

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def up(
    *,
    world: common.WorldOption = None,
    live: common.LiveOption = False,
    state: common.StateOption = None,
    search: common.SearchOption = None,
    port: common.PortOption = 0,
    fleet: common.FleetOption = None,
    settings_file: common.SettingsOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Starts the platform and keeps it running until Ctrl-C or the command `down`.

    The schedule of inkscout.toml starts runs meanwhile.
    """
    settings = settings_files.read(settings_file)
    schedule = settings.schedule_parameters(settings_file or Path(settings_files.NAME))
    folder = common.world_folder(world, live=live)
    state_folder = common.state_folder(state, folder)
    console = common.console()

    def say(text: str) -> None:
        if not as_json:
            console.print(Text(text, "dim"))

    options = common.options(
        folder,
        search=search or "embedded",
        port=port,
        fleet=fleet or "fargate",
        parameters=schedule,
        settings=settings,
    )
    with running(state_folder, options, say) as platform:
        common.tell(platform.notes)
        _announce(platform.connection, console, desk_link.make(state_folder), as_json=as_json)
        if schedule.get("ScheduleState") == "ENABLED":
            common.tell([f"Runs start {settings.schedule}, while this goes on ({settings_files.NAME})."])
        use_endpoint(platform.connection.variables())
        watch = RunWatch(settings.notices.webhook)
        told = ""
        try:
            while not (lost := platform.missing()):
                time.sleep(_LOOK_SECONDS)
                told = _tell_once(platform, told)
                watch.look()
        except KeyboardInterrupt:
            if not as_json:
                console.print("Stopping …")
            return
        raise PlatformError(f"{lost} ended unexpectedly; its log is in {state_folder.logs}.".capitalize())


def _tell_once(platform: Platform, told: str) -> str:
    """Prints the problem if the state cannot be saved, unless it is ``told``; returns the current problem."""
    try:
        problem = platform.unsaved()
    except PlatformError:
        return told  # the emulator is busy or has ended; the next round shows it
    if problem and problem != told:
        common.tell([problem])
    return problem


def _announce(connection: Connection, console: Console, desk: str, *, as_json: bool) -> None:
    if as_json:
        say(json.dumps({"ready": True, **connection.record, "desk": desk}))
        return
    seconds = connection.record.get("seconds_to_start", 0)
    console.print(Text(f"Ready after {seconds:.1f} s", "bold green"))
    for name, address in addresses(connection).items():
        console.print(f"  {name:<24} {address}", soft_wrap=True)
    if desk:
        console.print(f"  {'Desk (this link once)':<24} {desk}", soft_wrap=True)
    console.print("Ctrl-C stops it.")
