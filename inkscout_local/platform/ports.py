"""Choice of free loopback ports, the same ones as last time if possible."""

import socket
from collections.abc import Mapping

from inkscout_deploy.errors import PlatformError
from inkscout_local.platform.state import StateFolder

LOOPBACK = "127.0.0.1"


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
