"""GetExport: download of the directory's newest export by a signed URL that expires."""

from collections.abc import Callable
from typing import Literal

from inkscout.errors import NotFound

ExportFile = Literal["artists.csv", "artists.geojson", "artists.jsonl", "studios.csv"]

FindNewest = Callable[[str], str | None]
"""Returns a signed URL of the newest version of a file name; None if there is none."""


class GetExport:
    """Serves ``GET /v1/exports/{file}``."""

    def __init__(self, newest: FindNewest) -> None:
        self._newest = newest

    def __call__(self, file: ExportFile) -> str:
        """Returns the download URL of the file.

        Raises:
            NotFound: nothing was exported yet.
        """
        address = self._newest(file)
        if address is None:
            raise NotFound("nothing was exported yet: a run writes the exports when it ends")
        return address
