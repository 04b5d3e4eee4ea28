"""Health check of the image: ``python -m server.health`` ends with 0 while the server answers, else 1."""

import http.client

from server.settings import ServerSettings

SECONDS = 4.0
_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what a client connects to instead


def main() -> int:
    """Asks the server of this container whether it is alive; returns the exit code."""
    settings = ServerSettings()
    host = _LOOPBACK.get(settings.bind_host, settings.bind_host)
    connection = http.client.HTTPConnection(host, settings.port, timeout=SECONDS)
    try:
        connection.request("GET", "/health/live")
        return 0 if connection.getresponse().status == http.HTTPStatus.OK else 1
    except (OSError, http.client.HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    raise SystemExit(main())
