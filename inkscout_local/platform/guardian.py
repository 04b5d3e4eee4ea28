"""Outlives its platform just long enough to end what a crash, even a SIGKILL, would have left behind.

Runs as ``python -m inkscout_local.platform.guardian PLATFORM_ID TEMPORARY_FOLDER`` in a session of its own,
without the platform's mark. Its standard input is a pipe whose other end only the platform holds: when the
pipe ends, the platform has ended, however that came about.
"""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from inkscout_local.platform.reaper import reap


def start(platform_id: str, temporary: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Starts a guardian for this process; closing its standard input lets it do its work and end."""
    return subprocess.Popen(
        [sys.executable, "-m", "inkscout_local.platform.guardian", platform_id, str(temporary)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment,
    )


def main() -> None:
    """Waits for the end of the pipe, then ends the platform's processes and removes its temporary folder."""
    platform_id, temporary = sys.argv[1], Path(sys.argv[2])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.buffer.read()
    reap(platform_id)
    shutil.rmtree(temporary, ignore_errors=True)


if __name__ == "__main__":
    main()
