"""Tests the choice of the worker's browser."""

from pathlib import Path

import pytest

from scraper_task.browser.chromium import find_executable


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without a browser: nothing on the PATH, an empty folder of Playwright's."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    return tmp_path


def program(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_configured_browser_wins() -> None:
    assert find_executable("/opt/chrome") == "/opt/chrome"


@pytest.mark.parametrize("name", ["chrome-headless-shell", "headless_shell"])
def test_playwrights_headless_shell_comes_before_its_full_browser(bare: Path, name: str) -> None:
    program(bare / "browsers" / "chromium-1200" / "chrome-linux" / "chrome")
    shell = program(bare / "browsers" / "chromium_headless_shell-1200" / "chrome-linux" / name)
    assert find_executable("") == shell


def test_the_systems_headless_shell_comes_before_its_full_browser(bare: Path) -> None:
    program(bare / "bin" / "chromium")
    shell = program(bare / "bin" / "chromium-headless-shell")
    assert find_executable("") == shell


def test_a_machine_without_one_names_none() -> None:
    assert find_executable("") == ""
