"""Finding a Chromium: the wanted one, the PATH, Playwright's cache; and what is tried where there is none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from inkscout_local import chromium


def _program(path: Path, text: str = "#!/bin/sh\necho Chromium 1.2.3\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser: an empty PATH and an empty home."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    return tmp_path


def test_a_machine_without_a_browser_has_none(bare: Path) -> None:
    assert chromium.find() is None


def test_one_on_the_path_is_used(bare: Path) -> None:
    program = _program(bare / "bin" / "chromium")
    _program(bare / "home/.cache/ms-playwright/chromium-1200/chrome-linux/chrome")
    assert chromium.find() == program


def test_the_newest_of_playwrights_own_is_used_headless_first(bare: Path) -> None:
    cache = bare / "home/.cache/ms-playwright"
    _program(cache / "chromium-1100/chrome-linux/chrome")
    _program(cache / "chromium-1200/chrome-linux/chrome")
    shell = _program(cache / "chromium_headless_shell-1200/chrome-linux/headless_shell")
    assert chromium.find() == shell


def test_a_wanted_one_that_is_no_program_is_not_replaced_by_another(bare: Path) -> None:
    _program(bare / "bin" / "chromium")
    (bare / "text").write_text("no program", encoding="utf-8")
    assert chromium.find(str(bare / "text")) is None
    assert chromium.find(str(bare / "missing")) is None


def test_a_version_is_read_and_a_broken_browser_has_none(bare: Path) -> None:
    assert chromium.version(_program(bare / "a")) == "Chromium 1.2.3"
    assert chromium.version(_program(bare / "b", "#!/bin/sh\nexit 3\n")) == ""
    assert chromium.version(bare / "missing") == ""


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], str]]:
    """Records the installation attempts without carrying them out."""
    table: dict[str, Callable[[], str]] = {
        "playwright": lambda: "no network",
        "chromium-headless-shell": lambda: "no such package",
        "chromium": lambda: "it needs root",
    }
    monkeypatch.setattr(chromium, "_playwright_install", lambda: table["playwright"]())  # noqa: PLW0108 - looked up when called
    monkeypatch.setattr(chromium, "_apt_install", lambda package: table[package]())
    return table


def test_an_installed_one_is_used_and_nothing_is_fetched(
    bare: Path, said: list[str], attempts: dict[str, Callable[[], str]]
) -> None:
    program = _program(bare / "bin" / "google-chrome")
    assert chromium.ensure(said.append) == program
    assert said == [f"Chromium: {program}"]


def test_playwrights_download_comes_before_the_distributions_package(
    bare: Path, said: list[str], attempts: dict[str, Callable[[], str]]
) -> None:
    shell = bare / "home/.cache/ms-playwright/chromium_headless_shell-1200/chrome-linux/headless_shell"
    attempts["playwright"] = lambda: _program(shell) and ""  # type: ignore[assignment,func-returns-value,return-value]  # a download that works
    assert chromium.ensure(said.append) == shell
    assert not any("Debian's chromium could" in line for line in said)


def test_the_headless_shell_of_debian_comes_first(
    bare: Path, said: list[str], attempts: dict[str, Callable[[], str]]
) -> None:
    shell = bare / "bin" / "chromium-headless-shell"
    attempts["chromium-headless-shell"] = lambda: _program(shell) and ""  # type: ignore[assignment,func-returns-value,return-value]  # an installation that works
    assert chromium.ensure(said.append) == shell
    assert not any("Playwright" in line for line in said)


def test_a_browser_that_does_not_start_is_followed_by_the_next(
    bare: Path, said: list[str], attempts: dict[str, Callable[[], str]]
) -> None:
    cache = bare / "home/.cache/ms-playwright/chromium_headless_shell-1200/chrome-linux/headless_shell"
    whole = bare / "bin" / "chromium"
    attempts["playwright"] = lambda: _program(cache, "#!/bin/sh\nexit 127\n") and ""  # type: ignore[assignment,func-returns-value,return-value]  # lacks a library
    attempts["chromium"] = lambda: _program(whole) and ""  # type: ignore[assignment,func-returns-value,return-value]  # an installation that works
    assert chromium.ensure(said.append) == whole
    assert any("does not start" in line for line in said)


def test_a_missing_chromium_is_explained_with_its_consequences(
    bare: Path, said: list[str], attempts: dict[str, Callable[[], str]]
) -> None:
    assert chromium.ensure(said.append) is None
    assert any("no network" in line for line in said)
    assert any("it needs root" in line for line in said)
    assert "browser_unavailable" in said[-1]


def test_an_installation_that_brings_nothing_is_not_believed(
    bare: Path, said: list[str], attempts: dict[str, Callable[[], str]]
) -> None:
    attempts["playwright"] = lambda: ""
    assert chromium.ensure(said.append) is None
    assert any("not found after the installation" in line for line in said)
