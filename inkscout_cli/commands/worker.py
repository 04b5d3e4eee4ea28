"""``inkscout worker``: starts one browser worker on this machine."""

import json
import os
import sys
from collections.abc import Mapping
from typing import Annotated, Any, NoReturn

import typer

from inkscout_cli import common
from inkscout_cli.choice import Choice, on_a_platform
from inkscout_cli.deployed import reached
from inkscout_cli.output import say
from inkscout_deploy.errors import PlatformError
from inkscout_deploy.project import COMMAND, python_path
from inkscout_local import environment
from inkscout_local.chromium import find
from inkscout_local.environment import LocalSettings
from inkscout_local.platform.connection import Connection

WORKER_COMMAND = [sys.executable, "-m", "scraper_task"]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@on_a_platform
def worker(
    choice: Choice,
    *,
    idle: Annotated[
        float, typer.Option("--idle", min=0, help="Seconds of an empty queue after which the worker ends.")
    ] = 30.0,
    print_environment: Annotated[
        bool,
        typer.Option(
            "--print-environment", help="Print the worker's variables for a container, and start nothing."
        ),
    ] = False,
    as_json: common.JsonOption = False,
) -> None:
    """Starts one worker that drains the scraping queue of a platform here, or of a stage on AWS.

    It ends once the queue has been empty for --idle seconds, or by Ctrl-C, which hands back what it holds.
    """
    if choice.stage:
        with reached(choice.stage, choice.region) as deployed:
            family = deployed.output("ScraperTaskFamily", "fleet")
            variables = {**deployed.variables(), **task_variables(deployed.client("ecs"), family)}
        inherited = dict(os.environ)
    else:
        connection = _running(choice)
        family = connection.outputs["ScraperTaskFamily"]
        variables = {**connection.variables(), **task_variables(connection.client("ecs"), family)}
        inherited = environment.inherited(outbound=not connection.record.get("world"))
    variables["SERVICE_IDLE_SECONDS"] = f"{idle:g}"
    if print_environment:
        _print(variables, as_json=as_json)
        return
    own = {
        "CHROMIUM_PATH": str(find(LocalSettings().chromium_path) or ""),
        "PYTHONPATH": python_path(inherited.get("PYTHONPATH", "")),
    }
    _become_a_worker({**inherited, **own, **variables})


def _running(choice: Choice) -> Connection:
    """Returns a connection to the local platform, which must be running: a worker has nothing to do else.

    Raises:
        PlatformError: none runs.
    """
    folder = choice.folder
    if not common.is_up(folder):
        raise PlatformError(
            f"No platform runs on {folder.root}: start one with `{COMMAND} up --fleet external`."
        )
    return common.attached(folder)


def task_variables(ecs: Any, family: str) -> dict[str, str]:  # noqa: ANN401 - boto3 makes its clients at run time
    """Returns the environment variables of the workers' container, by the newest task definition."""
    definition = ecs.describe_task_definition(taskDefinition=family)["taskDefinition"]
    [container] = definition["containerDefinitions"]
    return {str(entry["name"]): str(entry["value"]) for entry in container["environment"]}


def _print(variables: Mapping[str, str], *, as_json: bool) -> None:
    """Prints variables as the lines of a file for ``docker run --env-file``, or as one JSON document."""
    if as_json:
        say(json.dumps(dict(variables), indent=2))
        return
    for name, value in sorted(variables.items()):
        say(f"{name}={value}")


def _become_a_worker(variables: Mapping[str, str]) -> NoReturn:
    """Replaces this process, so that signals reach the worker and its exit code is the command's."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(WORKER_COMMAND[0], WORKER_COMMAND, variables)  # noqa: S606 - a fixed command, without a shell
