"""Choice of free loopback ports, the same ones as last time if possible."""

import socket
from collections.abc import Mapping

from inkscout_deploy.errors import PlatformError
from inkscout_local.platform.state import StateFolder

LOOPBACK = "127.0.0.1"

WEBSITE = 8787
"""Port of the website and its API where it is free, so that settings of a frontend stay right."""


def is_free(port: int) -> bool:
    """Whether this process can listen on a loopback port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
        return True


def any_free() -> int:
    """Returns a free loopback port; another process may still take it before it is used."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def hold(state: StateFolder, name: str, wanted: int = 0, usual: int = 0) -> socket.socket:
    """Returns a listening socket on the wanted port, else on last time's, the usual or any free one.

    The port is taken at once, so that no other process can take it before it is used. Writes the port to the
    state folder.

    Raises:
        PlatformError: the wanted port is in use.
    """
    before = state.ports()
    last = before.get(name, 0)
    choices = (wanted,) if wanted else (*((last,) if last else ()), *((usual,) if usual else ()), 0)
    for port in choices:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
            listener.listen()
        except OSError:
            listener.close()
            continue
        state.write_ports({**before, name: int(listener.getsockname()[1])})
        return listener
    raise PlatformError(f"Port {wanted} is in use. Choose another, or leave the choice to Inkscout.")


def check(wanted: Mapping[str, int]) -> None:
    """Checks that wanted ports are free.

    Raises:
        PlatformError: a port is in use.
    """
    for port in wanted.values():
        if not is_free(port):
            raise PlatformError(f"Port {port} is in use. Choose another, or leave the choice to Inkscout.")


def allot(state: StateFolder, names: tuple[str, ...], wanted: dict[str, int]) -> dict[str, int]:
    """Returns a port for each name: the wanted one, else last time's if free, else any free one.

    Writes the result to the state folder.
    """
    before, chosen = state.ports(), dict[str, int]()
    for name in names:
        port = wanted.get(name, 0)
        if not port:
            port = before.get(name, 0)
            while not port or port in chosen.values() or not is_free(port):
                port = any_free()
        chosen[name] = port
    state.write_ports({**before, **chosen})
    return chosen
