"""The command line ``inkscout``: one module per command, imported only when its command is used."""

import signal
from importlib import import_module
from typing import Any, NamedTuple

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
    "status": _Command("status", "Show which platforms run, and where they listen."),
    "search": _Command("search", "Search the directory."),
    "runs": _Command("runs", "List the runs so far."),
    "import": _Command("import_list", "Import your own list of studios, a CSV or JSON Lines file."),
    "coverage": _Command("coverage", "Show what discovery has proved about a region."),
    "index": _Command("index", "Compare the search index with the table, rebuild it, or roll back."),
    "dlq": _Command("dlq", "List, show and redrive messages that no worker could finish."),
    "removals": _Command("removals", "Decide on requests to be removed from the directory."),
    "export": _Command("export", "Export the directory as CSV, GeoJSON and JSON Lines."),
    "evaluate": _Command("evaluate", "Measure extraction against a labelled world."),
    "deploy": _Command("deploy", "Deploy a stage to an AWS account."),
    "destroy": _Command("destroy", "Take a stage of an AWS account down."),
    "cost": _Command("cost", "Estimate what a stage costs on AWS."),
    "replay": _Command("replay", "Extract again from stored pages and show what would change."),
    "repair": _Command("repair", "Mend records that an earlier reading got wrong."),
    "doctor": _Command("doctor", "Check this machine and say what to do."),
}
"""Every command: the module whose ``app`` implements it, and the line it has in the help."""


class _LazyGroup(TyperGroup):
    """Knows each command by its line of help alone, and imports a command when it is called."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - handed on as Typer gives them
        super().__init__(**settings)
        for name, command in COMMANDS.items():
            self.add_command(_listed(name, command.help), name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - Typer keeps its Click types private
        """The command of the first argument, imported now."""
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
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Finds tattoo studios, reads their websites for artists, and searches what it found.",
)


@app.callback()
def _root() -> None:
    """Finds tattoo studios, reads their websites for artists, and searches what it found."""


def main() -> None:
    """Runs the command line; every failure is one sentence on standard error and a non-zero exit code."""
    from inkscout.errors import InkscoutError
    from inkscout_cli.output import say
    from inkscout_deploy.errors import BadInput

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        app(prog_name="inkscout")
    except InkscoutError as error:
        say(f"inkscout: {error}", errors=True)
        raise SystemExit(2 if isinstance(error, BadInput) else 1) from None
    except SystemExit as ending:
        if ending.code == _INTERRUPTED:  # Typer's answer to a KeyboardInterrupt
            say("inkscout: stopped; nothing of it is left running.", errors=True)
        raise
    except BrokenPipeError:
        raise SystemExit(0) from None
    except Exception as error:  # noqa: BLE001 - the entrypoint: what nobody foresaw is still one sentence
        say(f"inkscout: {_unforeseen(error)}", errors=True)
        raise SystemExit(1) from None


def _interrupt(number: int, frame: object) -> None:
    del number, frame
    raise KeyboardInterrupt


def _unforeseen(error: Exception) -> str:
    from inkscout_cli.trouble import explain

    return explain(error)


def _listed(name: str, line: str) -> Any:  # noqa: ANN401 - Typer keeps its Click types private
    stub = typer.Typer(add_completion=False)
    stub.command(name, help=line)(lambda: None)
    return typer.main.get_command(stub)
