"""Liveness of the API, and readiness of the table and the index it depends on."""

from collections.abc import Callable

from inkscout.contracts.api.operations import Check, Health
from inkscout.errors import InkscoutError
from inkscout.ports import Directory, IndexReader

PROBE_ID = "health-probe"


class CheckLiveness:
    """Serves ``GET /health/live``."""

    def __init__(self, version: str) -> None:
        self._version = version

    def __call__(self) -> Health:
        """Returns ``ok`` without checking any dependency."""
        return Health(status="ok", version=self._version)


class CheckReadiness:
    """Serves ``GET /v1/health`` and ``/health/ready``."""

    def __init__(self, index: IndexReader, directory: Callable[[], Directory], version: str) -> None:
        self._index = index
        self._directory = directory
        self._version = version

    def __call__(self) -> Health:
        """Returns ``ok`` if table and index respond, ``degraded`` if only the table does, else ``down``."""
        table = self._table()
        index = Check(name="index", ok=self._index.ready())
        status = "ok" if table.ok and index.ok else "degraded" if table.ok else "down"
        return Health.model_validate(
            {"status": status, "version": self._version, "checks": [table.model_dump(), index.model_dump()]}
        )

    def _table(self) -> Check:
        try:
            self._directory().artist(PROBE_ID)
        except (InkscoutError, OSError) as error:
            return Check(name="table", ok=False, detail=type(error).__name__)
        return Check(name="table", ok=True)
