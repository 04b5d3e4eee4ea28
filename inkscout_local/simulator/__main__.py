"""World server: ``python -m inkscout_local.simulator DIR`` serves a world until SIGINT or SIGTERM.

Prints one JSON line when ready: ``name, google_port, proxy_port, google_url, overpass_url, proxy_url,
feed_endpoints``.
"""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from inkscout_local.simulator.model import WorldError
from inkscout_local.simulator.server import WorldServer


def main() -> int:
    """Parses the command line and serves; returns exit code 2 for an invalid world, 3 if it cannot listen."""
    parser = argparse.ArgumentParser(
        prog="python -m inkscout_local.simulator", description="Serve a world on loopback."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--google-port", type=int, default=0)
    parser.add_argument("--proxy-port", type=int, default=0)
    given = parser.parse_args()
    try:
        return asyncio.run(_serve(WorldServer(given.folder, given.google_port, given.proxy_port)))
    except WorldError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"The world server cannot listen: {error.strerror or error}.", file=sys.stderr)
        return 3


async def _serve(server: WorldServer) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with server:
        ready = {
            "name": server.world.name,
            "google_port": server.google_port,
            "proxy_port": server.proxy_port,
            "google_url": server.google_url,
            "overpass_url": server.overpass_url,
            "proxy_url": server.proxy_url,
            "feed_endpoints": server.feed_endpoints,
        }
        print(json.dumps(ready), flush=True)
        await stop.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
