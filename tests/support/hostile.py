"""Destinations and sequences that must never be reached: ``{port}`` is where a bait listens on loopback."""

import sys
from typing import Any

LITERALS = {
    # Plain.
    "loopback": "http://127.0.0.1:{port}/",
    "end of the loopback net": "http://127.255.255.254:{port}/",
    "this host": "http://0.0.0.0:{port}/",
    "private 10": "http://10.0.0.1:{port}/",
    "private 172": "http://172.16.0.1:{port}/",
    "end of private 172": "http://172.31.255.255:{port}/",
    "private 192": "http://192.168.1.1:{port}/",
    "carrier-grade NAT": "http://100.64.0.1:{port}/",
    "instance metadata": "http://169.254.169.254/latest/meta-data/",
    "task credentials": "http://169.254.170.2/v2/credentials",
    "wire server of another cloud": "http://168.63.129.16/machine/?comp=goalstate",
    "link-local": "http://169.254.1.1:{port}/",
    "protocol assignments": "http://192.0.0.192:{port}/",
    "documentation": "http://192.0.2.1:{port}/",
    "benchmarking": "http://198.18.0.1:{port}/",
    "multicast": "http://224.0.0.1:{port}/",
    "reserved": "http://240.0.0.1:{port}/",
    "broadcast": "http://255.255.255.255:{port}/",
    # Odd notations of the same.
    "one decimal": "http://2130706433:{port}/",
    "one hexadecimal": "http://0x7f000001:{port}/",
    "one octal": "http://017700000001:{port}/",
    "metadata in decimal": "http://2852039166/latest/meta-data/",
    "metadata in hexadecimal": "http://0xa9fea9fe/latest/meta-data/",
    "two parts": "http://127.1:{port}/",
    "three parts": "http://127.0.1:{port}/",
    "hexadecimal and short": "http://0x7f.1:{port}/",
    "octal part": "http://0177.0.0.1:{port}/",
    "hexadecimal parts": "http://0x7f.0x0.0x0.0x1:{port}/",
    "leading zeros": "http://127.000.000.001:{port}/",
    "zero": "http://0:{port}/",
    "trailing dot": "http://127.0.0.1.:{port}/",
    "full-width digits": "http://１２７.０.０.１:{port}/",
    "circled digits": "http://①②⑦.⓪.⓪.①:{port}/",
    "ideographic dots": "http://127。0。0。1:{port}/",
    "percent-encoded host": "http://%31%32%37.0.0.1:{port}/",
    # IPv6.
    "IPv6 loopback": "http://[::1]:{port}/",
    "IPv6 loopback in full": "http://[0:0:0:0:0:0:0:1]:{port}/",
    "IPv6 unspecified": "http://[::]:{port}/",
    "mapped": "http://[::ffff:127.0.0.1]:{port}/",
    "mapped in hexadecimal": "http://[::ffff:7f00:1]:{port}/",
    "mapped metadata": "http://[::ffff:a9fe:a9fe]/",
    "compatible": "http://[::127.0.0.1]:{port}/",
    "compatible in hexadecimal": "http://[::7f00:1]:{port}/",
    "translated": "http://[::ffff:0:127.0.0.1]:{port}/",
    "NAT64": "http://[64:ff9b::127.0.0.1]:{port}/",
    "NAT64 metadata": "http://[64:ff9b::a9fe:a9fe]/",
    "local NAT64": "http://[64:ff9b:1::7f00:1]:{port}/",
    "6to4": "http://[2002:7f00:1::1]:{port}/",
    "6to4 metadata": "http://[2002:a9fe:a9fe::1]/",
    "Teredo server": "http://[2001:0:7f00:1::1]:{port}/",
    "Teredo client": "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]:{port}/",
    "ISATAP": "http://[2a00:1450:4001:830:0:5efe:7f00:1]:{port}/",
    "ISATAP with the global bit": "http://[2a00:1450:4001:830:200:5efe:7f00:1]:{port}/",
    "IPv6 link-local": "http://[fe80::1]:{port}/",
    "IPv6 site-local": "http://[fec0::1]:{port}/",
    "IPv6 unique local": "http://[fc00::1]:{port}/",
    "IPv6 instance metadata": "http://[fd00:ec2::254]/latest/",
    "IPv6 task credentials": "http://[fd00:ec2::23]/v1/credentials",
    "IPv6 multicast": "http://[ff02::1]:{port}/",
    "IPv6 documentation": "http://[2001:db8::1]:{port}/",
    "IPv6 discard": "http://[100::1]:{port}/",
    "IPv6 segment routing": "http://[5f00::1]:{port}/",
    "IPv6 with a zone": "http://[fe80::1%25lo]:{port}/",
    "IPv6 with a bare zone": "http://[fe80::1%lo]:{port}/",
    "IPv6 loopback with a zone": "http://[::1%251]:{port}/",
    # Names of a network's inside.
    "localhost": "http://localhost:{port}/",
    "localhost with a dot": "http://localhost.:{port}/",
    "localhost in capitals": "http://LOCALHOST:{port}/",
    "localhost in circled letters": "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{port}/",
    "below localhost": "http://studio.localhost:{port}/",
    "localhost with a soft hyphen": "http://local\u00adhost:{port}/",
    "cloud metadata name with a dot": "http://metadata.google.internal.:{port}/",
    "cloud metadata name": "http://metadata.google.internal/computeMetadata/v1/",
    "printer": "http://printer.local:{port}/",
    "one label": "http://router:{port}/",
    # Tricks with the authority.
    "credentials": "http://user:word@127.0.0.1:{port}/",
    "public name as user": "http://studio.example@127.0.0.1:{port}/",
    "public name and port as user": "http://studio.example:80@127.0.0.1:{port}/",
    "backslash": "http://127.0.0.1:{port}\\@studio.example/",
    "wrong slashes": "http:/\\127.0.0.1:{port}/",
    # Ports and schemes.
    "port of a database": "http://studio.example:6379/",
    "port of a mail server": "http://studio.example:25/",
    "port out of range": "http://studio.example:99999/",
    "file": "file:///etc/passwd",
    "ftp": "ftp://127.0.0.1:{port}/",
    "gopher": "gopher://127.0.0.1:{port}/_GET",
    "file of a host": "file://127.0.0.1/etc/passwd",
    "data": "data:text/html,<h1>Our artists</h1>",
    "blob": "blob:http://127.0.0.1:{port}/0a1b",
    "script": "javascript:fetch('http://127.0.0.1:{port}/')",
    "websocket": "ws://127.0.0.1:{port}/",
    "source of a page": "view-source:http://127.0.0.1:{port}/",
}
"""Addresses that are refused as they stand, whatever names resolve to."""

NAMES = {
    "to-loopback.example": [["127.0.0.1"]],
    "to-loopback6.example": [["::1"]],
    "to-mapped.example": [["::ffff:127.0.0.1"]],
    "to-nat64.example": [["64:ff9b::7f00:1"]],
    "to-private.example": [["10.1.2.3"]],
    "to-metadata.example": [["169.254.169.254"]],
    "to-wire-server.example": [["168.63.129.16"]],
    "to-credentials.example": [["169.254.170.2"]],
    "to-this-host.example": [["0.0.0.0"]],
    "to-both.example": [["93.184.215.14", "127.0.0.1"]],
    "to-both-6.example": [["93.184.215.14", "::1"]],
}
"""Names of the public DNS that lead inside."""


def names_as_addresses(port: int) -> dict[str, str]:
    """The names as addresses to ask for."""
    return {name: f"http://{name}:{port}/" for name in NAMES}


class ConnectionLog:
    """Every address this process connected a socket to, as the interpreter's own audit events tell."""

    def __init__(self) -> None:
        self.addresses: list[tuple[Any, ...]] = []
        self._on = False
        sys.addaudithook(self._hear)

    def __enter__(self) -> "ConnectionLog":
        self.addresses.clear()
        self._on = True
        return self

    def __exit__(self, *_: object) -> None:
        self._on = False

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._on and event == "socket.connect":
            self.addresses.append(tuple(arguments[1][:2]))


LOG = ConnectionLog()
"""One for all tests: an audit hook cannot be taken away again."""
