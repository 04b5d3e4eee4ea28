"""``inkscout run``: runs the whole pipeline once."""

import json
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.text import Text

from inkscout.contracts.base import parse
from inkscout.contracts.start_run import RunInput
from inkscout.errors import InkscoutError, InvalidInput
from inkscout_cli import common, report
from inkscout_cli.follow_run.execution import Execution, ExecutionView
from inkscout_cli.follow_run.result import RunCounts, RunResult, collect
from inkscout_cli.output import say
from inkscout_cli.progress import Display, LiveDisplay, PlainDisplay, SilentDisplay
from inkscout_deploy.errors import BadInput, PlatformError
from inkscout_deploy.json_input import read_object
from inkscout_deploy.project import COMMAND
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.platform import Platform
from inkscout_local.platform.world_server import read_world, region_names

_LOOK_SECONDS = 1.0

app = typer.Typer(add_completion=False)


@app.command()
def run(
    *,
    world: common.WorldOption = None,
    region: Annotated[
        list[str] | None,
        typer.Option("--region", help="A region to search; may be given again; default: the world's."),
    ] = None,
    input_file: Annotated[
        Path | None, typer.Option("--input", help="JSON input of the run, as the state machine takes it.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Read unchanged and failing sites as if new.")
    ] = False,
    discover_only: Annotated[bool, typer.Option("--discover-only", help="Stop after discovery.")] = False,
    live: common.LiveOption = False,
    state: common.StateOption = None,
    search: common.SearchOption = "embedded",
    port: common.PortOption = 0,
    as_json: common.JsonOption = False,
) -> None:
    """Runs the pipeline once and shows what it found.

    Uses the running platform of this world, or starts one for the time of the run.
    """
    folder = common.world_folder(world, live=live)
    asked = {"force": force, "discover_only": discover_only}
    document = run_input(folder, region or [], input_file, asked)
    platform_options = common.options(folder, search=search, port=port)
    result: RunResult | None = None
    unsaved, shown = "", False
    with _display(as_json=as_json) as display:
        state_folder = common.state_folder(state, folder)
        try:
            with common.connected(state_folder, platform_options, display.say) as (connection, platform):
                result = _follow(connection, document, display)
                if platform:
                    platform.save()
                if platform and not as_json and result.status == "SUCCEEDED" and _a_person_watches():
                    display.close()
                    report.show(result, common.console())
                    shown = True
                    _show_website(connection, platform)
        except PlatformError as error:
            # If the run worked and only the state could not be saved, the result is shown first.
            if result is None:
                raise
            unsaved = str(error)
    if as_json:
        # With --discover-only the figures of discovery are wanted, so they come first in the document.
        figures = result.summary.get("discovery", {}) if document.get("discover_only") else {}
        say(json.dumps({**figures, **result.document()}, indent=2, default=str))
    elif not shown:
        report.show(result, common.console())
    if result.status != "SUCCEEDED":
        raise PlatformError(_failure(result))
    if unsaved:
        raise PlatformError(unsaved)
    if not as_json and not shown:
        _next_steps(world, live=live)


def run_input(
    world: Path | None, regions: list[str], input_file: Path | None, switches: dict[str, bool]
) -> dict[str, Any]:
    """Returns the state machine's input, validated before anything starts.

    Args:
        world: World folder, for the default regions; None without a world.
        regions: Names of the regions; empty for all of the world's.
        input_file: JSON file with the whole input; None to build it from the other arguments.
        switches: Further fields of the input, included if true.

    Raises:
        BadInput: there is no region, the file is not valid JSON, or the input breaks its contract.
    """
    known = region_names(read_world(world)) if world is not None else []
    if input_file is not None:
        if regions or any(switches.values()):
            raise BadInput("--input is the whole input; leave out --region, --force and --discover-only.")
        document = read_object(input_file)
    else:
        document = {"regions": regions or known, **{name: True for name, on in switches.items() if on}}
        if not document["regions"]:
            raise BadInput("Without a world there is no default region: give one with --region.")
    try:
        parse(RunInput, document)
    except InvalidInput as error:
        source = str(input_file) if input_file else "The input"
        raise BadInput(f"{source} is not a run's input: {error}.") from error
    return document


def _a_person_watches() -> bool:
    """Whether a person sees the output and can press Ctrl-C: it and the input are a terminal."""
    return sys.stdout.isatty() and sys.stdin.isatty()


def _show_website(connection: Connection, platform: Platform) -> None:
    """Prints the website's address and keeps the platform running until Ctrl-C.

    Raises:
        PlatformError: a process of the platform ended unexpectedly.
    """
    console = common.console()
    console.print(Text("\nThe website is up", "bold green"))
    console.print(f"  {connection.website}", soft_wrap=True)
    console.print("Ctrl-C stops it; `make up` starts it again with what was found.")
    try:
        while not (lost := platform.missing()):
            time.sleep(_LOOK_SECONDS)
    except KeyboardInterrupt:
        console.print("Stopping …")
        return
    raise PlatformError(f"{lost} ended unexpectedly.".capitalize())


def _display(*, as_json: bool) -> Display:
    if as_json:
        return SilentDisplay()
    console = common.console(errors=True)
    return LiveDisplay(console, "Running the pipeline") if console.is_terminal else PlainDisplay(console)


def _follow(connection: Connection, document: dict[str, Any], display: Display) -> RunResult:
    execution = Execution(connection)
    display.say("Starting the run")
    counts = RunCounts(execution.start(document))
    last: ExecutionView | None = None
    try:
        for last in execution.follow():
            display.show(last, counts)
    except KeyboardInterrupt:
        # If the emulator has ended too, the next start records the abort.
        with suppress(BotoCoreError, ClientError, InkscoutError):
            execution.abort("stopped by the operator")
        raise
    if last is None:
        raise PlatformError("The run did not start.")
    display.say("Reading the result")
    return collect(connection, last)


def _failure(result: RunResult) -> str:
    reason = ": ".join(part for part in (result.error, _plain_cause(result.cause)) if part)
    return f"The run {result.status.lower()}: {reason or 'no reason was recorded'}."


def _plain_cause(cause: str) -> str:
    """Returns the message in a Lambda error's JSON; the cause itself if it is plain text."""
    try:
        document = json.loads(cause)
    except ValueError:
        return cause
    return str(document.get("errorMessage", cause)) if isinstance(document, dict) else cause


def _next_steps(world: Path | None, *, live: bool) -> None:
    console = common.console()
    suffix = " --live" if live else f" --world {world}" if world else ""
    console.print(Text("\nWhere to go next", "bold"))
    for command, what in (
        (f"{COMMAND} search{suffix} fine line", "search what was found"),
        (f"{COMMAND} up{suffix}", "keep the platform running, with its HTTP API"),
        (f"{COMMAND} run{suffix}", "visit everything again; only changes are written"),
        (f"{COMMAND} runs{suffix}", "the runs so far"),
    ):
        console.print(Text(f"  {command:<40} {what}"), soft_wrap=True)
