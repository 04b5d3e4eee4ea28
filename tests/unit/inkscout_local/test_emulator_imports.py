"""Deferred imports of the emulator: loaded by first use, once, by one thread, and unknown until then."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from threading import Barrier

import pytest

from inkscout_local.platform import emulator_imports
from inkscout_local.platform.emulator_imports import DEFERRED, deferred, when_imported

SLOW = """
import time
loaded = []
time.sleep(0.05)
loaded.append(__name__)
last = True
"""


@pytest.fixture
def name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "slow_service.py").write_text(SLOW, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(emulator_imports, "DEFERRED", frozenset({"slow_service"}))
    monkeypatch.delitem(sys.modules, "slow_service", raising=False)
    return "slow_service"


def test_a_deferred_module_is_unknown_until_it_is_used_and_then_itself_for_everybody(name: str) -> None:
    with deferred():
        module = __import__(name)
    assert name not in sys.modules
    again = __import__(name)
    assert again is module
    assert module.loaded == [name]
    assert sys.modules[name] is module


def test_a_module_that_was_used_while_imports_were_deferred_stays_known(name: str) -> None:
    with deferred():
        module = __import__(name)
        assert module.last
    assert sys.modules[name] is module


def test_threads_wait_until_one_of_them_has_loaded_the_module(name: str) -> None:
    with deferred():
        module = __import__(name)
    start = Barrier(8)

    def last(_: int) -> bool:
        start.wait()
        return bool(module.last)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(last, range(8))) == [True] * 8
    assert module.loaded == [name]


def test_a_module_is_corrected_before_its_importer_sees_it(name: str) -> None:
    when_imported(name, lambda module: setattr(module, "last", "corrected"))
    assert __import__(name).last == "corrected"


@pytest.mark.parametrize("service", sorted(DEFERRED))
def test_every_deferred_service_is_one_of_the_pinned_release(service: str) -> None:
    assert find_spec(service) is not None


def test_the_emulator_starts_without_any_of_the_deferred_services() -> None:
    program = (
        "import sys\nfrom inkscout_local.platform import emulator_main as e\n"
        "e.emulator_http.serve = lambda *_: print(*sys.modules)\ne.main()\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert DEFERRED.isdisjoint(answer.stdout.split())
    assert "docker" not in answer.stdout.split()
