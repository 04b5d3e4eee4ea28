"""OpenPlaces: studios whose position others than Google have said, so that any map may show it."""

from collections.abc import Callable, Iterable

from inkscout.errors import TransientError
from inkscout.ports import Directory

_CLOSED = "google"
_FIELD = "location"


class OpenPlaces:
    """Tells which positions may be on a map of ours: Google's content may not be shown on another one."""

    def __init__(self, directory: Callable[[], Directory]) -> None:
        self._directory = directory

    def __call__(self, studio_ids: Iterable[str]) -> frozenset[str]:
        """Returns those of the studios whose position has an open source; none while the table is away."""
        wanted = sorted({one for one in studio_ids if one})
        try:
            studios = self._directory().studios_by_id(wanted) if wanted else {}
        except TransientError:
            return frozenset()
        said = {studio_id: studio.facts.get(_FIELD) for studio_id, studio in studios.items()}
        return frozenset(studio_id for studio_id, fact in said.items() if fact and fact.source != _CLOSED)
