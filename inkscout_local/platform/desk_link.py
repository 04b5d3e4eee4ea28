"""One-time links to the operator's desk on this machine, made from a secret in the state folder."""

import os
from datetime import UTC, datetime

from inkscout.desk import sessions
from inkscout_deploy.errors import PlatformError
from inkscout_local.platform.state import StateFolder

_FILE = "desk-secret"
_OWNER_ONLY = 0o600


def keep(secret: str, state: StateFolder) -> None:
    """Writes the desk's secret to the state folder, readable by its owner alone.

    Raises:
        PlatformError: the file cannot be written.
    """
    path = state.root / _FILE
    partial = path.with_suffix(".new")
    try:
        partial.unlink(missing_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secret)
        partial.replace(path)
    except OSError as error:
        raise PlatformError(f"{path} cannot be written ({error.strerror}).") from error


def make(state: StateFolder) -> str:
    """Returns a link that opens the desk of the platform running on a state folder, once, within a day.

    Empty if the website or the desk is not deployed there.

    Raises:
        PlatformError: the secret cannot be read, such as by another user of this machine.
    """
    website = str(state.record().get("website", ""))
    path = state.root / _FILE
    if not website or not path.exists():
        return ""
    try:
        secret = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PlatformError(f"{path} cannot be read ({error.strerror}).") from error
    return f"{website}/desk/enter?link={sessions.link_token(secret, datetime.now(UTC))}"
