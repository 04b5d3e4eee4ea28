"""Settings of all tests."""

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

# Hypothesis holds examples to the clock unless told otherwise, and a busy machine would fail.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# Modules and tests are made once and stay; looking through them for garbage took a sixth of all computing.
gc.set_threshold(50_000, 20, 20)


# The same holds for the search servers that tests start, a quarter of whose work it was.
os.environ.setdefault("GOGC", "300")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Takes all that was imported and collected out of the garbage collector's sight."""
    gc.collect()
    gc.freeze()
