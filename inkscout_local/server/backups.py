"""Backs the platform up again and again: ``python -m inkscout_local.server.backups``.

For Docker Compose. Each backup is an archive of ``inkscout backup``; the newest is verified once a day by
restoring it into an emulator of its own. ``check`` in place of nothing is the container's health check.
"""

import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

COMMAND = str(Path(sys.executable).with_name("inkscout"))
LATE = 2.5
"""Number of intervals after which a backup is late."""


class BackupSettings(BaseSettings):
    """Settings of the backups, read from environment variables of the same names."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    backup_to: str = Field(description="folder, or s3:// address, of the archives")
    backup_stage: str = Field(default="dev", description="stage whose tables are backed up")
    backup_seconds: float = Field(default=3600, ge=1, description="time between two backups")
    backup_days: int = Field(default=35, ge=1, le=90, description="age at which an archive is deleted")
    verify_seconds: float = Field(default=86_400, ge=0, description="time between two verifications; 0: none")


def main(*arguments: str) -> int:
    """Backs up until SIGTERM, or checks that the last backup is not late; returns the exit code."""
    try:
        settings = BackupSettings()
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        print(f"inkscout: {str(fault['loc'][0]).upper()}: {fault['msg']}.", file=sys.stderr)
        return 2
    if arguments == ("check",):
        return check(settings, time.time())
    signal.signal(signal.SIGTERM, _end)
    verified = 0.0
    while True:
        archive = back_up(settings)
        due = settings.verify_seconds and time.monotonic() - verified >= settings.verify_seconds
        if archive and (due or not verified):
            verify(archive)
            verified = time.monotonic()
        time.sleep(settings.backup_seconds)


def check(settings: BackupSettings, now: float) -> int:
    """Returns 0 if the last good backup is not late, and 1 if it is or there was none."""
    try:
        age = now - _sign().stat().st_mtime
    except OSError:
        return 1
    return 0 if age < LATE * settings.backup_seconds else 1


def back_up(settings: BackupSettings) -> str:
    """Makes a backup; returns its address, or nothing where it failed, and says so in the log."""
    done = _run("backup", "--stage", settings.backup_stage, "--to", settings.backup_to, "--json")
    if done.returncode:
        _say("The backup failed", reason=_last_line(done))
        return ""
    found = json.loads(done.stdout)
    _sign().touch()
    _say("A backup is made", archive=found["archive"], items=found["items"], bytes=found["bytes"])
    return str(found["archive"])


def verify(archive: str) -> bool:
    """Restores a backup elsewhere and checks it there; says in the log whether it is good."""
    started = time.monotonic()
    done = _run("backup", "verify", archive)
    seconds = round(time.monotonic() - started, 1)
    if done.returncode:
        _say("The backup is not good", archive=archive, reason=_last_line(done))
        return False
    _say("The backup is verified", archive=archive, seconds=seconds)
    return True


def _run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([COMMAND, *arguments], capture_output=True, text=True, check=False)


def _last_line(done: "subprocess.CompletedProcess[str]") -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1] if lines else f"exit code {done.returncode}"


def _say(message: str, **values: Any) -> None:  # noqa: ANN401 - any JSON
    print(json.dumps({"message": message, **values}), flush=True)


def _sign() -> Path:
    return Path(tempfile.gettempdir()) / "inkscout-backup.made"


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
