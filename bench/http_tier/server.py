"""Forward proxy that serves a world's pages from memory, so fast that it limits no client.

``python server.py SITES`` prints its port; it ends when its standard input is closed.
"""

import asyncio
import gc
import sys
from pathlib import Path
from urllib.parse import unquote

TYPES = {".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml"}
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"


def load(root: Path) -> dict[bytes, bytes]:
    """Returns the complete response of every page by its URL."""
    answers = {}
    for path in sorted(root.rglob("*")):
        kind = TYPES.get(path.suffix.lower())
        if kind is None or not path.is_file():
            continue
        body = path.read_bytes()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        address = f"http://{path.relative_to(root).as_posix()}"
        answers[address.encode()] = head.encode() + body
    return answers


class Proxy(asyncio.Protocol):
    """Responds to requests in order, on persistent connections."""

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self._answers = answers
        self._buffer = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            address = self._buffer.split(b" ", 2)[1].partition(b"?")[0]
            self._buffer = self._buffer[end + 4 :]
            answer = self._answers.get(address) or self._answers.get(unquote(address.decode()).encode())
            self._transport.write(answer or MISSING)


async def main() -> None:
    answers = load(Path(sys.argv[1]))
    gc.freeze()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Proxy(answers), "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
