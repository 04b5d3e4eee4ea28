"""Guardian process that cleans up after its platform, even if the platform was killed.

Runs as ``python -m inkscout_local.platform.guardian PLATFORM_ID TEMPORARY_FOLDER`` in a session of its own,
without the environment variable that marks the platform's processes. Its standard input is a pipe from the
platform; end of file means that the platform has ended, for whatever reason.
"""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from inkscout_local.platform.reaper import reap


def start(platform_id: str, temporary: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Starts a guardian for this process; when its standard input is closed, it cleans up and ends.

    Args:
        platform_id: Id that the platform's processes carry in their environment.
        temporary: Folder to remove at the end.
        environment: The guardian's environment.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "inkscout_local.platform.guardian", platform_id, str(temporary)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment,
    )


def main() -> None:
    """Waits for the end of standard input, then ends the platform's processes and deletes its folder."""
    platform_id, temporary = sys.argv[1], Path(sys.argv[2])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.buffer.read()
    reap(platform_id)
    shutil.rmtree(temporary, ignore_errors=True)


if __name__ == "__main__":
    main()
