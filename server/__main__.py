"""Entry point of the API's server: ``python -m server``."""

import asyncio
import sys
from typing import NoReturn

from server import start
from server.settings import ServerSettings


def main() -> int:
    """Serves until SIGTERM; a fault of the configuration is one sentence on stderr, and exit code 2."""
    try:
        settings = start.settings()
        start.prove(settings)
        if settings.processes > 1:
            from server.processes import supervise

            return supervise(settings)
        _serve(settings)
    except start.Misconfigured as fault:
        print(f"inkscout: {fault}", file=sys.stderr)
    except OSError as error:
        print(f"inkscout: the server cannot start: {error.strerror or error}.", file=sys.stderr)
    return 2


def _serve(settings: ServerSettings) -> NoReturn:
    from inkscout.observability import logger
    from server import serving

    public = serving.listen(settings.bind_host, settings.port, shared=False)
    internal = serving.listen(settings.bind_host, settings.internal_port, shared=False)

    async def live() -> NoReturn:
        stopping = serving.Stopping()
        stopping.on_signals()
        ports = {"port": public.getsockname()[1], "internal_port": internal.getsockname()[1]}
        await serving.serve(
            settings, public, internal, stopping, lambda: logger().info("The API is served", **ports)
        )

    asyncio.run(live())
    raise AssertionError("the process has ended before")


if __name__ == "__main__":
    code = main()
    from server.serving import end

    end(code)
