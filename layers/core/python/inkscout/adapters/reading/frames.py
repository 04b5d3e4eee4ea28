"""Messages between the process that fetches and the processes that read: a length, then a pickle.

What a reading process sends is loaded with the classes of a reading and no others, since it has handled what
strangers wrote.
"""

import io
import pickle
import struct
from dataclasses import dataclass
from typing import Any

HEAD = struct.Struct("!I")
REQUEST = struct.Struct("!cIdQ")
"""To the host: kind, identifier, seconds of computing for each message, and bytes of memory."""
MAX_BYTES = 256 * 1024 * 1024
_MODULES = ("inkscout.domain.",)
_NAMES = frozenset({("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta")})


@dataclass(frozen=True, slots=True)
class Call:
    """Request to a reading process: a program's name and its arguments, or the next page of it."""

    program: str
    arguments: tuple[Any, ...]


class MalformedFrame(Exception):
    """A message is not one of ours: its sender was ended in the middle of it, or is no longer itself."""


def packed(message: object) -> bytes:
    """Returns a message as it travels."""
    body = pickle.dumps(message, protocol=5)
    return HEAD.pack(len(body)) + body


def length_of(head: bytes) -> int:
    """Returns how many bytes follow a message's head.

    Raises:
        MalformedFrame: more than a message may have.
    """
    (length,) = HEAD.unpack(head)
    if length > MAX_BYTES:
        raise MalformedFrame(f"a message of {length} bytes")
    return int(length)


def unpacked(body: bytes) -> Any:  # noqa: ANN401 - a value of a reading
    """Returns the message that a reading process sent.

    Raises:
        MalformedFrame: it names anything but what readings are made of, or is no message.
    """
    try:
        return _Readings(io.BytesIO(body)).load()
    except Exception as error:
        raise MalformedFrame(f"{type(error).__name__}: {error}") from error


class _Readings(pickle.Unpickler):
    """Loads readings, pages and plain values; nothing that could run on loading."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - a class
        if module.startswith(_MODULES) or (module, name) in _NAMES:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a reading")
