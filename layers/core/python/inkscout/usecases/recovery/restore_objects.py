"""Restores objects of the buckets that are missing: feeds' definitions, and pages without removed people."""

import base64
import binascii
import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inkscout.domain.redaction import Redactor
from inkscout.domain.removal import ANSWERS
from inkscout.errors import ArchiveUnusable
from inkscout.ports.recovery import RestoreSource, StoredObjects
from inkscout.usecases.recovery.make_backup import PARTS, RAW_PARTS

StudiosOf = Callable[[str], Sequence[str]]
"""Returns the studios whose people may be named in pages about a subject."""

_MADE_ANEW = frozenset({"exports"})
"""Parts that are made from the tables after a restore."""

_MOST_BYTES = 64 * 1024 * 1024


def restore_objects(
    source: RestoreSource,
    *,
    buckets: Mapping[str, StoredObjects],
    redactor: Redactor,
    studios_of: StudiosOf,
) -> dict[str, int]:
    """Writes the objects whose keys are free; returns how many were written and left out, by part.

    A page is left out if somebody who worked at its studio asked to be removed, or if it names such a person:
    the next visit fetches it again.

    Raises:
        ArchiveUnusable: the source is damaged, or has an object where its part has none.
    """
    counted: Counter[str] = Counter()
    for part, (bucket, prefix) in (PARTS | RAW_PARTS).items():
        if part in _MADE_ANEW or bucket not in buckets:
            continue
        for document in source.objects(part):
            if not str(document["key"]).startswith(prefix):
                raise ArchiveUnusable(f"it has an object outside {prefix} among its {part}")
            if part in RAW_PARTS and _names_somebody(document, redactor, studios_of):
                counted[f"{part}_left_out"] += 1
            elif buckets[bucket].write_new(document):
                counted[part] += 1
    return dict(counted)


def _names_somebody(document: Mapping[str, Any], redactor: Redactor, studios_of: StudiosOf) -> bool:
    if not redactor.is_needed:
        return False
    subject = str(document["key"]).split("/")[1]
    about = studios_of(subject)
    if redactor.concerns(*about):
        return True
    text = _content(document).decode("utf-8", "replace")
    return redactor.names(text, ANSWERS, *about)


def _content(document: Mapping[str, Any]) -> bytes:
    """Returns the body, unpacked where it is compressed.

    Raises:
        ArchiveUnusable: it is damaged, or larger than any page.
    """
    try:
        body = base64.b64decode(document["body"], validate=True)
        if not str(document["key"]).endswith(".gz") and document.get("content_encoding") != "gzip":
            return body
        unpacked = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, _MOST_BYTES)
    except (binascii.Error, zlib.error, gzip.BadGzipFile) as error:
        raise ArchiveUnusable(f"its object {document['key']} is damaged") from error
    if len(unpacked) >= _MOST_BYTES:
        raise ArchiveUnusable(f"its object {document['key']} is larger than a page may be")
    return unpacked
