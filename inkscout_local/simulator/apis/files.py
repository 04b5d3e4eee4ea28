"""One stored document as an API, whole or in pages of five kinds."""

import base64
import copy
from collections.abc import Callable
from pathlib import Path

from inkscout_deploy.json_input import read_json
from inkscout_local.simulator.apis.replies import ApiRequest, Reply, links, not_found
from inkscout_local.simulator.apis.settings import FileApi

_MOST = 100_000


class StoredDocument:
    """A document of the world; the list at ``at`` is its records.

    Raises:
        BadInput: the file is missing or holds no JSON (at construction).
    """

    def __init__(self, settings: FileApi, root: Path | None) -> None:
        self._settings = settings
        self._at = tuple(settings.at.split(".")) if settings.at else ()
        self._document = (
            read_json((root or Path()) / "apis" / settings.file) if settings.file else settings.document
        )

    def reply(self, asked: ApiRequest) -> Reply:
        """Returns the document, with a page of its records where pages are asked for; 404 elsewhere."""
        if asked.path.rstrip("/") != self._settings.path.rstrip("/"):
            return not_found({"error": "Not Found"})
        reply = Reply(copy.deepcopy(self._document), self._at, strong=True)
        if self._settings.paging != "none":
            _PAGINGS[self._settings.paging](asked, reply, self._settings.size)
        return reply


def _cut(reply: Reply, start: int, size: int) -> int:
    """Keeps ``size`` records from ``start`` on; returns how many there were."""
    records = reply.records()
    total = len(records)
    records[:] = records[start : start + size]
    return total


def _by_page(asked: ApiRequest, reply: Reply, size: int) -> None:
    size = asked.whole("per_page", size, _MOST) or size
    page = max(1, asked.whole("page", 1, _MOST))
    reply.headers["X-Total-Count"] = str(_cut(reply, (page - 1) * size, size))


def _by_offset(asked: ApiRequest, reply: Reply, size: int) -> None:
    size = asked.whole("limit", size, _MOST) or size
    total = _cut(reply, asked.whole("offset", 0, _MOST), size)
    _beside(reply, "total", total)


def _by_cursor(asked: ApiRequest, reply: Reply, size: int) -> None:
    start = _position(asked.query.get("cursor", ""))
    total = _cut(reply, start, size)
    _beside(reply, "next_cursor", _cursor(start + size) if start + size < total else None)


def _by_link(asked: ApiRequest, reply: Reply, size: int) -> None:
    page = max(1, asked.whole("page", 1, _MOST))
    total = _cut(reply, (page - 1) * size, size)
    pages = {"first": {"page": 1}}
    if page * size < total:
        pages["next"] = {"page": page + 1}
    reply.headers["Link"] = links(asked.origin, asked.path, pages)


def _by_next(asked: ApiRequest, reply: Reply, size: int) -> None:
    start = _position(asked.query.get("after", ""))
    total = _cut(reply, start, size)
    more = f"{asked.origin}{asked.path}?after={_cursor(start + size)}"
    _beside(reply, "next", more if start + size < total else None)


_PAGINGS: dict[str, Callable[[ApiRequest, Reply, int], None]] = {
    "page": _by_page,
    "offset": _by_offset,
    "cursor": _by_cursor,
    "link": _by_link,
    "next": _by_next,
}


def _beside(reply: Reply, name: str, value: int | str | None) -> None:
    if isinstance(reply.document, dict):
        reply.document[name] = value


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"at:{position}".encode()).decode().rstrip("=")


def _position(cursor: str) -> int:
    """Returns the position in a cursor; 0 for none and for any other text."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        return 0
    name, _, number = text.partition(":")
    return int(number) if name == "at" and number.isascii() and number.isdigit() else 0
