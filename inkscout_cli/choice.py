"""The platform a command is about: the three options that choose it, and the way to it."""

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
    """The platform of one state folder, running or not.

    The folder is looked for when it is first asked for, so that a command refuses its own arguments before.
    """

    find: Callable[[], StateFolder]

    @property
    def folder(self) -> StateFolder:
        """The state folder.

        Raises:
            BadInput: no platform was ever started there.
        """
        return self.find()

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Connects to the running platform, or to one that is started for as long as the block.

        Raises:
            PlatformError: none runs and none can be started.
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
    """Gives a command ``--world``, ``--live`` and ``--state``; its first parameter is the platform they mean.

    Raises:
        BadInput: by the command, where no platform was ever started.
    """

    @wraps(command)
    def choosing(*, world: Path | None, live: bool, state: Path | None, **given: Any) -> None:  # noqa: ANN401
        command(Choice(lambda: common.chosen_folder(state, world, live=live)), **given)

    own = list(inspect.signature(command).parameters.values())[1:]
    options = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own] + _OPTIONS
    # Typer takes the order from the signature and the options from the annotations.
    choosing.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined] # PEP 362 names it
    choosing.__annotations__ = {option.name: option.annotation for option in options}
    del choosing.__wrapped__
    return choosing
