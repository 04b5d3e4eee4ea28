"""Files of the desk: its styles and its script."""

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import STATIC
from inkscout.errors import NotFound

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns a file, which the browser may keep for as long as its address is the same.

    Raises:
        NotFound: there is no such file.
    """
    known = {path.name: path for path in STATIC.iterdir()}
    path = known.get(asked.parts["file"])
    if path is None or path.suffix not in _TYPES:
        raise NotFound("no file has this name")
    cache = "private, max-age=31536000, immutable"
    return DeskAnswer(body=path.read_bytes(), content_type=_TYPES[path.suffix], cache=cache)
