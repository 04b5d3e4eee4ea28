"""The command line ``inkscout``: one module for each command, imported only when the command is used."""

import io
import os
import signal
import sys
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

_INTERRUPTED = 130


class _Command(NamedTuple):
    module: str
    help: str


COMMANDS = {
    "run": _Command("run", "Run the pipeline once and show what it found."),
    "up": _Command("up", "Start the platform and keep it running until Ctrl-C."),
    "down": _Command("down", "Stop a running platform."),
    "desk": _Command("desk", "Print a link to the operator's desk, and open it."),
    "status": _Command("status", "Show which platforms run, and where they listen."),
    "search": _Command("search", "Search for artists."),
    "studios": _Command("studios", "Search for studios."),
    "show": _Command("show", "Show one artist or studio in full."),
    "runs": _Command("runs", "List the runs so far, or show one."),
    "scan": _Command("scan", "Read one website now, and show the artists on it."),
    "worker": _Command("worker", "Start one browser worker, here, for a platform or a stage."),
    "import": _Command("import_list", "Import your own list of studios, a CSV or JSON Lines file."),
    "coverage": _Command("coverage", "Show what discovery has proved about a region."),
    "index": _Command("index", "Compare the search index with the table, or rebuild it."),
    "feeds": _Command("feeds", "Read public JSON APIs on a schedule; keep the histories."),
    "dlq": _Command("dlq", "List, show and redrive messages that no worker could finish."),
    "logs": _Command("logs", "Show what functions and workers logged."),
    "removals": _Command("removals", "Decide on requests to be removed from the directory."),
    "export": _Command("export", "Export artists and studios as CSV, GeoJSON and JSON Lines."),
    "evaluate": _Command("evaluate", "Measure extraction against a labelled world."),
    "deploy": _Command("deploy", "Deploy a stage to an AWS account."),
    "destroy": _Command("destroy", "Take a stage of an AWS account down."),
    "cost": _Command("cost", "Estimate what a stage costs on AWS."),
    "replay": _Command("replay", "Extract again from stored pages and show what would change."),
    "repair": _Command("repair", "Mend records that an earlier reading got wrong."),
    "doctor": _Command("doctor", "Check this machine and say what to do."),
}
"""Every command by name: its module in ``inkscout_cli.commands``, and its line in the help."""


class _LazyGroup(TyperGroup):
    """Typer group that lists commands from ``COMMANDS`` and imports a command's module when it is called."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - handed on as Typer gives them
        super().__init__(**settings)
        for name, command in COMMANDS.items():
            self.add_command(_listed(name, command.help), name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - Typer keeps its Click types private
        """Returns the first argument's command, imported now, with its name and the remaining arguments."""
        name, command, rest = super().resolve_command(ctx, args)
        if name in COMMANDS:
            command = typer.main.get_command(
                import_module(f"inkscout_cli.commands.{COMMANDS[name].module}").app
            )
            command.name = name
        return name, command, rest


app = typer.Typer(
    cls=_LazyGroup,
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Finds tattoo studios, reads their websites for artists, and searches what it found.",
)


def _version_asked(wanted: bool) -> None:
    """Prints the installed version and ends, where it is wanted."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"inkscout {version('inkscout')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version_asked, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Finds tattoo studios, reads their websites for artists, and searches what it found."""


def main() -> None:
    """Runs the command line; a failure prints one sentence on standard error and exits with 1 or 2.

    The exit code is 2 for unusable input, 130 after Ctrl-C, SIGTERM or SIGHUP, and 1 for other failures.
    It is 0 if the reader of the output closes it early, as ``head`` does.
    """
    from inkscout.errors import InkscoutError
    from inkscout_deploy.errors import BadInput

    _accept_every_character()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        app(args=sys.argv[1:] or ["--help"], prog_name="inkscout")
    except InkscoutError as error:
        _say(f"inkscout: {error}")
        raise SystemExit(2 if isinstance(error, BadInput) else 1) from None
    except SystemExit as ending:
        if ending.code == _INTERRUPTED:  # Typer's exit code for a KeyboardInterrupt
            _say("inkscout: stopped; nothing of it is left running.")
        if isinstance(ending.__context__, BrokenPipeError):  # rich and Typer end with 1 then
            raise SystemExit(0) from None
        raise
    except BrokenPipeError:
        raise SystemExit(0) from None
    except Exception as error:  # noqa: BLE001 - the entrypoint: an unexpected error is one sentence too
        _drop_unwritten()
        _say(f"inkscout: {_unforeseen(error)}")
        raise SystemExit(1) from None


def _accept_every_character() -> None:
    """Makes the output streams escape what their encoding lacks, where they are not UTF-8."""
    streams = [stream for stream in (sys.stdout, sys.stderr) if isinstance(stream, io.TextIOWrapper)]
    if all(stream.encoding.lower().startswith("utf") for stream in streams):
        return
    from inkscout_cli.output import escape_what_is_lacking

    escape_what_is_lacking(streams)


def _drop_unwritten() -> None:
    """Gives up output that cannot be written: Python would try again at its end, and exit with 120."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _say(sentence: str) -> None:
    """Prints a sentence on standard error; imports the printing module only now, since help needs none."""
    from inkscout_cli.output import say

    say(sentence, errors=True)


def _interrupt(number: int, frame: object) -> None:
    del number, frame
    raise KeyboardInterrupt


def _unforeseen(error: Exception) -> str:
    from inkscout_cli.trouble import explain

    return explain(error)


def _listed(name: str, line: str) -> Any:  # noqa: ANN401 - Typer keeps its Click types private
    stub = typer.Typer(add_completion=False, rich_markup_mode=None)
    stub.command(name, help=line)(lambda: None)
    return typer.main.get_command(stub)
