"""Choice of the platform that a command works on: its three options, and the connection to it."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from inkscout_cli import common
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.state import StateFolder


@dataclass(frozen=True, slots=True)
class Choice:
    """The platform chosen by a command's options, running or not.

    The state folder is looked for only when needed, so that a command can check its arguments first.
    """

    find: Callable[[], StateFolder]

    @property
    def folder(self) -> StateFolder:
        """State folder of the platform.

        Raises:
            BadInput: no platform was ever started there.
        """
        return self.find()

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Connects to the running platform, or starts one while the ``with`` block runs.

        Raises:
            BadInput: no platform was ever started there.
            PlatformError: none is running and none can be started.
        """
        folder = self.folder
        with common.connected(folder, common.options_of(folder)) as (connection, _):
            yield connection


_OPTIONS = [
    inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
    for name, default, annotation in (
        ("world", None, common.WorldOption),
        ("live", False, common.LiveOption),
        ("state", None, common.StateOption),
    )
]


def on_a_platform(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options ``--world``, ``--live`` and ``--state`` to a command (decorator).

    The command receives the chosen platform as its first parameter, of type ``Choice``.
    """

    @wraps(command)
    def choosing(*, world: Path | None, live: bool, state: Path | None, **given: Any) -> None:  # noqa: ANN401
        command(Choice(lambda: common.chosen_folder(state, world, live=live)), **given)

    own = list(inspect.signature(command).parameters.values())[1:]
    options = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own] + _OPTIONS
    # Typer reads the order from the signature and the options from the annotations.
    choosing.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined] # PEP 362 names it
    choosing.__annotations__ = {option.name: option.annotation for option in options}
    del choosing.__wrapped__
    return choosing
