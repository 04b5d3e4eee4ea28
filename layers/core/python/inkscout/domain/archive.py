"""Backup archives: the manifest, the files it may name, and digests of items in any order.

An archive is a folder of files. ``tables/*.jsonl.gz`` have an item of a table in each line, in DynamoDB's
typed form; ``bucket/*.jsonl.gz`` have an object of a bucket in each line. ``manifest.json`` is written last
and names every other file with its size, hash, number of items and digest.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from inkscout.errors import ArchiveUnusable

RawItem = dict[str, Any]
"""An item in DynamoDB's typed form, such as ``{"PK": {"S": "ARTIST#a-1"}}``."""

FORMAT = 1
MANIFEST = "manifest.json"
SEALED_KEY = "denylist-key.json"

TABLES = ("directory", "operations", "records", "denylist")
"""Tables in the order in which they are read; the denylist is last, and so has the latest removals."""

_FILE = re.compile(r"(tables|bucket)/[a-z]{1,40}\.jsonl\.gz|denylist-key\.json")
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"inkscout-([a-z][a-z0-9-]{0,15})-(\d{8}T\d{6}Z)")
_KEY_PROOF = b"inkscout: which key the denylist of a backup was hashed under"


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """One file of an archive.

    Attributes:
        items: Number of lines.
        bytes: Size as stored, compressed.
        sha256: SHA-256 of the file as stored, hexadecimal.
        digest: Sum of the SHA-256 of all lines modulo 2^256, hexadecimal; empty for a file without lines.
    """

    items: int
    bytes: int
    sha256: str
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Contents of ``manifest.json``.

    Attributes:
        stage: Stage that was backed up.
        as_of: Time at which reading began, ISO 8601 in UTC; later changes may be in the archive.
        version: Version of Inkscout that wrote it.
        key_id: Proof of the key that the denylist is hashed under; see ``key_id``.
        files: Every other file by its name.
        format: Version of this format.
    """

    stage: str
    as_of: str
    version: str
    key_id: str = ""
    files: Mapping[str, ArchivedFile] = field(default_factory=dict)
    format: int = FORMAT

    def document(self) -> bytes:
        """Returns the manifest as the content of its file."""
        return (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode()

    def items(self, table: str) -> int:
        """Returns the number of items of a table; 0 if the archive does not have the table."""
        found = self.files.get(table_file(table))
        return found.items if found else 0


class ItemDigest:
    """Count and digest of items, equal for the same items in any order."""

    def __init__(self) -> None:
        self.items = 0
        self._sum = 0

    def add(self, line: bytes) -> None:
        """Counts an item by its line, as ``line_of`` returns it."""
        self.items += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line).digest(), "big")) % (1 << 256)

    @property
    def value(self) -> str:
        """The digest as 64 hexadecimal digits."""
        return f"{self._sum:064x}"


def table_file(table: str) -> str:
    """Returns the name of the file of a table."""
    return f"tables/{table}.jsonl.gz"


def bucket_file(part: str) -> str:
    """Returns the name of the file of a part of the buckets, such as ``exports``."""
    return f"bucket/{part}.jsonl.gz"


def archive_name(stage: str, at: datetime) -> str:
    """Returns the name of an archive made at a time, such as ``inkscout-dev-20260301T020000Z``."""
    return f"inkscout-{stage}-{at.astimezone(UTC).strftime(_STAMP)}"


def is_expired(name: str, stage: str, now: datetime, days: int) -> bool:
    """Whether a name is that of an archive of the stage that is older than some days."""
    found = _NAME.fullmatch(name)
    if not found or found[1] != stage:
        return False
    made = datetime.strptime(found[2], _STAMP).replace(tzinfo=UTC)
    return now - made > timedelta(days=days)


def key_id(key: bytes) -> str:
    """Returns a value that tells two keys of the denylist apart and reveals nothing of either."""
    return hmac.new(key, _KEY_PROOF, hashlib.sha256).hexdigest()[:32]


def parse_manifest(content: bytes) -> Manifest:
    """Returns the manifest in a file.

    Raises:
        ArchiveUnusable: it is damaged, of a later format, or names a file that no archive has.
    """
    try:
        document = json.loads(content)
        if document["format"] != FORMAT:
            raise ArchiveUnusable(
                f"the archive has format {document['format']}, and this version reads format {FORMAT}"
            )
        files = {str(name): ArchivedFile(**entry) for name, entry in document.pop("files").items()}
        manifest = Manifest(**_known(document), files=files)
        _check(manifest)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveUnusable(f"its {MANIFEST} is damaged ({error})") from error
    return manifest


def _known(document: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(Manifest)}
    return {name: value for name, value in document.items() if name in names}


def _check(manifest: Manifest) -> None:
    if table_file("directory") not in manifest.files:
        raise ArchiveUnusable(f"its {MANIFEST} names no directory table")
    datetime.fromisoformat(manifest.as_of)
    for name, file in manifest.files.items():
        if not _FILE.fullmatch(name):
            raise ArchiveUnusable(f"its {MANIFEST} names {name!r}, which is no file of an archive")
        if file.items < 0 or file.bytes < 0 or not re.fullmatch(r"[0-9a-f]{64}", file.sha256):
            raise ArchiveUnusable(f"its {MANIFEST} is damaged at {name}")


def line_of(item: Mapping[str, Any]) -> bytes:
    """Returns an item as a line of JSON without its end; equal items have equal lines."""
    plain = {name: _canonical(value) for name, value in item.items()}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def item_of(line: bytes) -> RawItem:
    """Returns the item in a line.

    Raises:
        ArchiveUnusable: the line is no item.
    """
    try:
        document = json.loads(line)
        return {str(name): _read(value) for name, value in document.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveUnusable("a line of a table is damaged") from error


def _canonical(value: Mapping[str, Any]) -> dict[str, Any]:
    ((kind, inner),) = value.items()
    return {kind: _WRITTEN[kind](inner) if kind in _WRITTEN else inner}


def _number(text: str) -> str:
    """Returns a number as DynamoDB writes it, without an exponent and without zeros at its end."""
    number = Decimal(text)
    return str(int(number)) if number == number.to_integral_value() else format(number.normalize(), "f")


def _read(value: Mapping[str, Any]) -> dict[str, Any]:
    ((kind, inner),) = value.items()
    return {kind: _READ[kind](inner) if kind in _READ else inner}


def plain_item(item: RawItem) -> dict[str, Any]:
    """Returns an item with Python's values in place of typed ones; numbers are ``Decimal``."""
    return {name: _plain(value) for name, value in item.items()}


def _plain(value: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any stored value
    ((kind, inner),) = value.items()
    return _PLAIN[kind](inner) if kind in _PLAIN else inner


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


_WRITTEN: dict[str, Callable[[Any], Any]] = {
    "N": _number,
    "M": lambda inner: {name: _canonical(one) for name, one in inner.items()},
    "L": lambda inner: [_canonical(one) for one in inner],
    "B": _base64,
    "SS": sorted,
    "NS": lambda inner: sorted(map(_number, inner)),
    "BS": lambda inner: sorted(map(_base64, inner)),
}
_READ: dict[str, Callable[[Any], Any]] = {
    "M": lambda inner: {name: _read(one) for name, one in inner.items()},
    "L": lambda inner: [_read(one) for one in inner],
    "B": base64.b64decode,
    "BS": lambda inner: [base64.b64decode(one) for one in inner],
}
_PLAIN: dict[str, Callable[[Any], Any]] = {
    "N": Decimal,
    "NULL": lambda _: None,
    "M": lambda inner: {name: _plain(one) for name, one in inner.items()},
    "L": lambda inner: [_plain(one) for one in inner],
}
