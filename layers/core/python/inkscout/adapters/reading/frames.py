"""Messages between the fetching process and the reading processes: a length, then a pickle.

Messages of a reading process are unpickled with the classes of a reading only, since that process has parsed
untrusted pages.
"""

import enum
import io
import pickle
import struct
from dataclasses import dataclass
from typing import Any

HEAD = struct.Struct("!I")
REQUEST = struct.Struct("!cIdQ")
"""Format of requests to the host: kind, identifier, CPU seconds for each message, and bytes of memory."""
MAX_BYTES = 256 * 1024 * 1024
_MODULES = ("inkscout.domain.",)
_NAMES = frozenset({("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta")})


@dataclass(frozen=True, slots=True)
class Call:
    """Request to a reading process: a program's name and its arguments, or the next page of a visit."""

    program: str
    arguments: tuple[Any, ...]


class MalformedFrame(Exception):
    """A message is invalid: its sender was killed in the middle of it, or is compromised."""


def packed(message: object) -> bytes:
    """Returns a message as bytes: its length, then its pickle."""
    buffer = io.BytesIO()
    _Messages(buffer, protocol=5).dump(message)
    body = buffer.getvalue()
    return HEAD.pack(len(body)) + body


def length_of(head: bytes) -> int:
    """Returns the number of bytes that follow a message's head.

    Raises:
        MalformedFrame: the length exceeds ``MAX_BYTES``.
    """
    (length,) = HEAD.unpack(head)
    if length > MAX_BYTES:
        raise MalformedFrame(f"a message of {length} bytes")
    return int(length)


def unpacked(body: bytes) -> Any:  # noqa: ANN401 - a value of a reading
    """Returns the message that a reading process sent.

    Raises:
        MalformedFrame: it is no valid pickle, or contains other classes than those of a reading.
    """
    try:
        return _Readings(io.BytesIO(body)).load()
    except Exception as error:
        raise MalformedFrame(f"{type(error).__name__}: {error}") from error


class _Messages(pickle.Pickler):
    """Pickler that names a member of an enumeration by its class and value.

    Python 3.11.0 to 3.11.3 would name it by ``getattr``, which no reading may contain.
    """

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as pickle defines it
        if isinstance(value, enum.Enum):
            return type(value), (value.value,)
        return NotImplemented


class _Readings(pickle.Unpickler):
    """Unpickler for readings, pages and plain values only, none of which can run code when loaded."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - a class
        if module.startswith(_MODULES) or (module, name) in _NAMES:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a reading")
