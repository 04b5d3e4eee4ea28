"""The newest export of the directory, as an address that is good for a while."""

from collections.abc import Callable
from typing import Literal

from inkscout.errors import NotFound

ExportFile = Literal["artists.csv", "artists.geojson", "artists.jsonl"]

FindNewest = Callable[[str], str | None]
"""A file name to a signed address of its newest version; None when there is none."""


class GetExport:
    """``GET /v1/exports/{file}``."""

    def __init__(self, newest: FindNewest) -> None:
        self._newest = newest

    def __call__(self, file: ExportFile) -> str:
        """Returns the download address of the file.

        Raises:
            NotFound: nothing was exported yet.
        """
        address = self._newest(file)
        if address is None:
            raise NotFound("nothing was exported yet: a run writes the exports when it ends")
        return address
