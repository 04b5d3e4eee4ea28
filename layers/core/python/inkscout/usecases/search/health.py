"""Liveness of the API, and readiness of the tables and the index it depends on."""

from collections.abc import Callable

from inkscout.contracts.api.operations import Check, Health
from inkscout.ports import Denylist, Directory, IndexReader

PROBE_ID = "health-probe"
"""Id that no entry has: a probe asks for it, and its absence is the good answer."""


class CheckLiveness:
    """Serves ``GET /health/live``."""

    def __init__(self, version: str) -> None:
        self._version = version

    def __call__(self) -> Health:
        """Returns ``ok`` without checking any dependency."""
        return Health(status="ok", version=self._version)


class CheckReadiness:
    """Serves ``GET /health`` and ``/health/ready``."""

    def __init__(
        self,
        index: IndexReader,
        directory: Callable[[], Directory],
        denylist: Callable[[], Denylist],
        version: str,
    ) -> None:
        self._index = index
        self._directory = directory
        self._denylist = denylist
        self._version = version

    def __call__(self) -> Health:
        """Returns ``down`` if the table or the denylist fails, ``degraded`` if the index does, else ``ok``.

        Nobody is shown who could not be checked against the denylist, so no search can be answered without
        it; without the index, searches are answered from the table.
        """
        table = _checked("table", lambda: self._directory().artist(PROBE_ID))
        denylist = _checked("denylist", lambda: self._denylist().matching((PROBE_ID,)))
        index = Check(name="index", ok=self._index.ready())
        status = "down" if not (table.ok and denylist.ok) else "ok" if index.ok else "degraded"
        checks = [check.model_dump() for check in (table, denylist, index)]
        return Health.model_validate({"status": status, "version": self._version, "checks": checks})


def _checked(name: str, probe: Callable[[], object]) -> Check:
    try:
        probe()
    except Exception as error:  # noqa: BLE001 - whatever the probe ends with, the dependency cannot be used
        return Check(name=name, ok=False, detail=type(error).__name__)
    return Check(name=name, ok=True)
