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
from inkscout_cli.choice import Reached, StageOption, chosen
from inkscout_cli.deployed import DeployedStage, reached
from inkscout_cli.dry_run import price
from inkscout_cli.follow_run.execution import Execution, ExecutionView
from inkscout_cli.follow_run.result import RunCounts, RunResult, collect
from inkscout_cli.notices import notify, run_sentence
from inkscout_cli.output import say
from inkscout_cli.progress import Display, LiveDisplay, PlainDisplay
from inkscout_deploy import settings_file as settings_files
from inkscout_deploy.errors import BadInput, PlatformError
from inkscout_deploy.json_input import read_object
from inkscout_deploy.project import COMMAND
from inkscout_deploy.settings_file import OperatorSettings
from inkscout_local.platform import desk_link
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.platform import Platform
from inkscout_local.platform.world_server import read_world, region_names

_LOOK_SECONDS = 1.0

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def run(
    *,
    world: common.WorldOption = None,
    region: Annotated[
        list[str] | None,
        typer.Option("--region", help="A region to search; may be given again; default: the world's."),
    ] = None,
    regions_file: Annotated[
        Path | None, typer.Option("--regions", help="File of regions: one a line, # begins a comment.")
    ] = None,
    input_file: Annotated[
        Path | None, typer.Option("--input", help="JSON input of the run, as the state machine takes it.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Read unchanged and failing sites as if new.")
    ] = False,
    discover_only: Annotated[bool, typer.Option("--discover-only", help="Stop after discovery.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Price the regions by free requests, and do nothing else.")
    ] = False,
    budget: Annotated[
        float | None, typer.Option("--budget", help="US dollars that this run may spend on places.")
    ] = None,
    live: common.LiveOption = False,
    state: common.StateOption = None,
    search: common.SearchOption = None,
    port: common.PortOption = 0,
    fleet: common.FleetOption = None,
    settings_file: common.SettingsOption = None,
    stage: StageOption = "",
    aws_region: Annotated[
        str,
        typer.Option("--aws-region", help="AWS region of --stage; default: AWS_REGION, else the profile's."),
    ] = "",
    as_json: common.JsonOption = False,
) -> None:
    """Runs the pipeline once and shows what it found.

    Uses the running platform of this world, or starts one for the time of the run.

    Regions and limits that are not given come from inkscout.toml, if the current folder has one.
    """
    settings = settings_files.read(settings_file)
    folder = None if stage else common.world_folder(world, live=live)
    switches = {"force": force, "discover_only": discover_only}
    named = [*(region or []), *(settings_files.regions_in(regions_file) if regions_file else [])]
    document = run_input(folder, named, input_file, switches, budget=budget, settings=settings)
    if stage:
        chosen(world, live=live, state=state, stage=stage, region=aws_region)
        with reached(stage, aws_region) as deployed:
            _on_a_stage(deployed, document, dry_run=dry_run, as_json=as_json)
        return
    platform_options = common.options(
        folder, search=search or "embedded", port=port, fleet=fleet or "fargate", settings=settings
    )
    state_folder = common.state_folder(state, folder)
    common.check_running(state_folder, search=search, port=port, fleet=fleet)
    if dry_run:
        with common.connected(state_folder, platform_options) as (connection, _):
            price(connection, document, as_json=as_json)
        return
    result: RunResult | None = None
    unsaved, shown = "", False
    with _display() as display:
        try:
            with common.connected(state_folder, platform_options, display.say) as (connection, platform):
                if connection.record.get("fleet") == "external":
                    display.say(f"The workers are yours to start, with `{COMMAND} worker`")
                result = _follow(connection, document, display)
                if platform:
                    # The process of a platform that was running before watches its runs itself.
                    notify(
                        settings.notices.webhook, run_sentence(result.run_id, result.summary, result.error)
                    )
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
    if not shown:
        _show(result, document, as_json=as_json)
    if unsaved:
        raise PlatformError(unsaved)
    if not as_json and not shown:
        _next_steps(world, state, live=live)


def _on_a_stage(stage: DeployedStage, document: dict[str, Any], *, dry_run: bool, as_json: bool) -> None:
    """Runs, or prices, on a deployed stage; notices go out from there."""
    if dry_run:
        price(stage, document, as_json=as_json)
        return
    with _display() as display:
        result = _follow(stage, document, display)
    _show(result, document, as_json=as_json)


def _show(result: RunResult, document: dict[str, Any], *, as_json: bool) -> None:
    """Prints a result.

    Raises:
        PlatformError: the run failed.
    """
    if as_json:
        # With --discover-only the figures of discovery are wanted, so they come first in the document.
        figures = result.summary.get("discovery", {}) if document.get("discover_only") else {}
        say(json.dumps({**figures, **result.document()}, indent=2, default=str))
    else:
        report.show(result, common.console())
    if result.status != "SUCCEEDED":
        raise PlatformError(_failure(result))


def run_input(
    world: Path | None,
    regions: list[str],
    input_file: Path | None,
    switches: dict[str, bool],
    *,
    budget: float | None = None,
    settings: OperatorSettings | None = None,
) -> dict[str, Any]:
    """Returns the state machine's input, validated before anything starts.

    Args:
        world: World folder, for the default regions; None without a world.
        regions: Names of the regions; empty for those of the settings, else all of the world's.
        input_file: JSON file with the whole input; None to build it from the other arguments.
        switches: Further fields of the input, included if true.
        budget: US dollars that the run may spend on places; None for the settings' limit.
        settings: The operator's settings file; None for none.

    Raises:
        BadInput: there is no region, the file is not valid JSON, or the input breaks its contract.
    """
    settings = settings or OperatorSettings()
    if input_file is not None:
        if regions or budget is not None or any(switches.values()):
            raise BadInput(
                "--input is the whole input; leave out --region, --regions, --budget, --force and "
                "--discover-only."
            )
        document = read_object(input_file)
    else:
        known = region_names(read_world(world)) if world is not None else []
        limits = {"budget_usd": budget or settings.run.budget_usd, "max_studios": settings.run.max_studios}
        document = {
            "regions": regions or settings.region_documents() or known,
            **{name: True for name, on in switches.items() if on},
            **{name: limit for name, limit in limits.items() if limit is not None},
        }
        if not document["regions"]:
            raise BadInput(
                "Without a world there is no default region: give one with --region, "
                f"or in {settings_files.NAME}."
            )
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
    if desk := desk_link.make(platform.state):
        console.print(Text("The operator's desk, by this link once", "bold green"))
        console.print(f"  {desk}", soft_wrap=True)
    console.print("Ctrl-C stops it; `make up` starts it again with what was found.")
    try:
        while not (lost := platform.missing()):
            time.sleep(_LOOK_SECONDS)
    except KeyboardInterrupt:
        console.print("Stopping …")
        return
    raise PlatformError(f"{lost} ended unexpectedly.".capitalize())


def _display() -> Display:
    """Returns the display of progress, on standard error; also where the result is JSON."""
    console = common.console(errors=True)
    return LiveDisplay(console, "Running the pipeline") if console.is_terminal else PlainDisplay(console)


def _follow(connection: Reached, document: dict[str, Any], display: Display) -> RunResult:
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


def _next_steps(world: Path | None, state: Path | None, *, live: bool) -> None:
    console = common.console()
    suffix = " --live" if live else f" --world {world}" if world else ""
    suffix += f" --state {state}" if state else ""
    console.print(Text("\nWhere to go next", "bold"))
    for command, what in (
        (f"{COMMAND} search{suffix} fine line", "search what was found"),
        (f"{COMMAND} up{suffix}", "keep the platform running, with its website"),
        (f"{COMMAND} run{suffix}", "visit everything again; only changes are written"),
        (f"{COMMAND} runs{suffix}", "the runs so far"),
    ):
        console.print(Text(f"  {command}"), soft_wrap=True)
        console.print(Text(f"      {what}", "dim"))
