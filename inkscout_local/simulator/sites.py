"""Maps URL paths to files of a host's document root, as static web servers do."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formatdate
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

_TYPES = {
    ".avif": "image/avif",
    ".cjs": "text/javascript",
    ".css": "text/css",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_TEXT = ("text/", "application/json", "application/xml", "application/manifest+json", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class SiteFile:
    """Content and validators of a file to serve.

    Attributes:
        body: Content.
        content_type: Media type, with a charset for UTF-8 text.
        etag: Strong entity tag, with quotes.
        modified: Modification time in seconds since the epoch.
    """

    body: bytes
    content_type: str
    etag: str
    modified: float

    @property
    def last_modified(self) -> str:
        """Value of the Last-Modified header."""
        return formatdate(self.modified, usegmt=True)


class SiteFolder:
    """Document root of a host; files outside cannot be reached, neither by ``..`` nor by symbolic links."""

    def __init__(self, root: Path, *, single_page_fallback: bool = False) -> None:
        self._root = root.resolve()
        self._fallback = single_page_fallback

    def find(self, raw_path: str, query: str = "") -> SiteFile | None:
        """Returns the file for a raw path and query of a request; None if there is none.

        ``/x`` finds ``x``, ``x.html`` or ``x/index.html``; with a query, ``x@query.html`` or ``x@query`` come
        first. With ``single_page_fallback``, any other path without a file extension finds ``index.html``.
        """
        path = _clean(raw_path)
        if path is None:
            return None
        for candidate in _candidates(path, unquote(query)):
            found = self._read(candidate)
            if found is not None:
                return found
        if self._fallback and "." not in path.rpartition("/")[2]:
            return self._read("index.html")
        return None

    def not_found_page(self) -> SiteFile | None:
        """Returns the host's own 404 page; None if it has none."""
        return self._read("404.html")

    def _read(self, relative: str) -> SiteFile | None:
        path = self._root / relative
        try:
            path = path.resolve()
            if not path.is_relative_to(self._root) or not path.is_file():
                return None
            body, modified = path.read_bytes(), path.stat().st_mtime
        except (OSError, ValueError):
            return None
        return SiteFile(body, content_type(path, body), f'"{sha256(body).hexdigest()[:32]}"', modified)


def content_type(path: Path, body: bytes) -> str:
    """Returns the media type for a file extension, with ``charset=utf-8`` if the content is UTF-8 text."""
    suffix = path.suffix.lower()
    media = _TYPES.get(suffix) or mimetypes.types_map.get(suffix)
    if media is None:
        media = "text/html" if body.lstrip()[:1] == b"<" else "application/octet-stream"
    if media.startswith(_TEXT) and _is_utf8(body):
        return f"{media}; charset=utf-8"
    return media


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _clean(raw_path: str) -> str | None:
    """Returns the decoded path without its leading slash; None if it contains ``..`` or is invalid."""
    try:
        path = unquote(raw_path, errors="strict")
    except UnicodeDecodeError:
        return None
    parts = path.replace("\\", "/").split("/")
    if "\0" in path or ".." in parts:
        return None
    return "/".join(part for part in parts if part not in {"", "."}) + ("/" if path.endswith("/") else "")


def _candidates(path: str, query: str) -> Iterator[str]:
    bare = path.rstrip("/")
    if query and "/" not in query:
        yield f"{bare or 'index'}@{query}.html"
        yield f"{bare or 'index'}@{query}"
    if bare:
        if not path.endswith("/"):
            yield bare
        yield f"{bare}.html"
        yield f"{bare}/index.html"
    else:
        yield "index.html"
        yield "index.htm"
