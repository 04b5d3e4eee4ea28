"""Settings of all tests."""

import functools
import gc
import os

import botocore.session
import pytest
from _pytest.runner import runtestprotocol
from botocore.loaders import Loader
from hypothesis import HealthCheck, settings

# Hypothesis holds examples to the clock unless told otherwise, and a busy machine would fail.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# Modules and tests are made once and stay; looking through them for garbage took a sixth of all computing.
gc.set_threshold(50_000, 20, 20)
gc.disable()


# The same holds for the search servers that tests start, a quarter of whose work it was.
os.environ.setdefault("GOGC", "300")


# A mock of AWS begins with a session that has read nothing, and reading what botocore knows of services
# takes longer than all else that a test does with a client. It is data, which nobody changes.
_loader = functools.cache(botocore.session.create_loader)


def _shared_loader(search_path: str | None = None) -> Loader:
    """Returns the one loader of all sessions, each of which adds the same folders to it."""
    loader = _loader(search_path)
    loader.search_paths[:] = dict.fromkeys(loader.search_paths)
    return loader


botocore.session.create_loader = _shared_loader


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begins to collect garbage, but for all that was imported and collected until now."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Begins to collect garbage where no tests are collected, since workers do so."""
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Has a worker report one result a test, unless something that was asked for counts the other phases.

    Setup and teardown that passed show nothing, and to send and read them took as long as to run most tests.
    """
    options = item.config.option
    if not hasattr(item.config, "workerinput") or options.durations is not None or options.xmlpath:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed or report.sections:
            item.ihook.pytest_runtest_logreport(report=report)
    return True
