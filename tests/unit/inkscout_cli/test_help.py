"""Help: every line of it is whole at 80 columns, and plain text."""

import re
from importlib import import_module
from typing import Any

import pytest
import typer

from inkscout_cli import COMMANDS, app

WIDTH = 80


def _help(command: Any, path: str) -> str:
    context = command.make_context(
        path, [], resilient_parsing=True, terminal_width=WIDTH, max_content_width=WIDTH
    )
    return str(command.get_help(context))


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_not_cut_at_eighty_columns(name: str) -> None:
    group = import_module(f"inkscout_cli.commands.{COMMANDS[name].module}").app if name else app
    command: Any = typer.main.get_command(group)
    below = {} if not name else getattr(command, "commands", {})
    for path, one in [(name, command), *((f"{name} {sub}", one) for sub, one in below.items())]:
        text = _help(one, path)
        assert len(text.splitlines()) > 3
        assert not re.findall(r"\S+\.\.\.$", text.partition("Commands:")[2], re.MULTILINE)
        assert max(len(line) for line in text.splitlines()) <= WIDTH
        assert text.isascii()
