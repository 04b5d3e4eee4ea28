"""Messages for unexpected errors; the traceback is written to a file."""

import errno
import tempfile
import traceback
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from inkscout_deploy.aws_errors import refusal

_FULL = (errno.ENOSPC, errno.EDQUOT)


def explain(error: Exception) -> str:
    """Returns a sentence on an unexpected error; writes its traceback to a temporary file, which it names."""
    if isinstance(error, BotoCoreError | ClientError) and (said := refusal(error)):
        return said
    if isinstance(error, OSError) and error.errno in _FULL:
        where = error.filename or "the output or a file of this command"
        return f"{where} could not be written: {error.strerror}."
    path = _details(error)
    where = f" Details: {path}" if path else ""
    if isinstance(error, ClientError):
        call = error.operation_name
        return f"The platform refused {call}: {error.response['Error'].get('Message', 'no reason')}.{where}"
    if isinstance(error, BotoCoreError):
        return f"The platform does not answer ({error}).{where}"
    return f"Something unforeseen happened: {type(error).__name__}: {error}.{where}"


def _details(error: Exception) -> Path | None:
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="inkscout-error-", suffix=".log", delete=False, encoding="utf-8"
        ) as file:
            traceback.print_exception(error, file=file)
            return Path(file.name)
    except OSError:
        return None
