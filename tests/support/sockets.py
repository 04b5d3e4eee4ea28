"""Peers of the internet sockets of processes, in one look for all of them."""

import ipaddress
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_TABLES = tuple(Path("/proc/net", name) for name in ("tcp", "tcp6", "udp", "udp6"))
_REMOTE, _INODE = 2, 9
"""Columns of those tables (proc_pid_net(5))."""


def peers(pids: Iterable[int]) -> set[tuple[str, int]]:
    """Address and port of each socket's peer; a UDP socket that was connected has one too.

    psutil reads and parses the sockets of the whole machine once for each process.
    """
    inodes = {inode for pid in pids for inode in _sockets(pid)}
    found = set()
    for table in _TABLES:
        with suppress(FileNotFoundError):  # a kernel without IPv6
            for line in table.read_text().splitlines()[1:]:
                columns = line.split()
                if columns[_INODE] in inodes:
                    address, _, port = columns[_REMOTE].partition(":")
                    found.add((_readable(address), int(port, 16)))
    return {(address, port) for address, port in found if port}


def _sockets(pid: int) -> Iterator[str]:
    with suppress(OSError):  # the process has ended
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                kind, _, inode = str(descriptor.readlink()).partition(":")
                if kind == "socket":
                    yield inode.strip("[]")


def _readable(address: str) -> str:
    """An address from its words of 32 bits, each in the machine's order of bytes."""
    words = [int(address[at : at + 8], 16).to_bytes(4, sys.byteorder) for at in range(0, len(address), 8)]
    return str(ipaddress.ip_address(b"".join(words)))
