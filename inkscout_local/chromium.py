"""Finds or installs a Chromium.

Without one a run still works; sites that need a browser get the outcome ``browser_unavailable``.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
_MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_CACHED = ("**/headless_shell", "**/chrome-headless-shell", "**/chrome", "**/Chromium")
_ANSWER_SECONDS = 30
_INSTALL_SECONDS = 600
# Fail soon on a machine without a network.
_APT_PATIENCE = ("-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20")

Say = Callable[[str], None]


def find(wanted: str = "") -> Path | None:
    """Returns the Chromium to use: ``wanted``, or one on the PATH, or Playwright's; None if there is none."""
    if wanted:
        path = Path(wanted)
        return path if _executable(path) else None
    for name in _NAMES:
        if (on_path := shutil.which(name)) is not None:
            return Path(on_path)
    for application in _MAC_APPLICATIONS:
        if _executable(Path(application)):
            return Path(application)
    return _playwrights_own()


def version(path: Path) -> str:
    """Returns the version that the browser prints; empty if it cannot be started."""
    try:
        answer = subprocess.run(
            [str(path), "--version"], capture_output=True, text=True, timeout=_ANSWER_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def ensure(say: Say = print) -> Path | None:
    """Returns a Chromium that starts: an installed one, else the first that can be installed, else None.

    Debian's headless shell is tried first, since it installs its libraries and needs the least memory; it
    needs root and a recent Debian. Playwright's download may lack system libraries. Debian's full browser
    is tried last. ``say`` receives progress messages.
    """
    found = find()
    if found and version(found):
        say(f"Chromium: {found}")
        return found
    if found:
        say(f"Chromium: {found} does not start")
    attempts: tuple[tuple[Callable[[], str], str], ...] = (
        (lambda: _apt_install("chromium-headless-shell"), "Debian's chromium-headless-shell"),
        (_playwright_install, "Playwright's Chromium"),
        (lambda: _apt_install("chromium"), "Debian's chromium"),
    )
    for attempt, label in attempts:
        say(f"Chromium: trying {label}")
        reason = attempt()
        if not reason:
            found = find()
            if found and version(found):
                say(f"Chromium: {found}")
                return found
            reason = f"{found} does not start" if found else "it was not found after the installation"
        say(f"Chromium: {label} could not be had ({reason})")
    say("Chromium: none. Runs work without; what needs a browser will say browser_unavailable.")
    return None


def _playwright_install() -> str:
    return _run([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"])


def _apt_install(package: str) -> str:
    if not Path("/etc/debian_version").exists():
        return "this is not Debian or a relative"
    if os.geteuid() != 0:
        return f"it needs root; as root: apt-get install {package}"
    if reason := _run(["apt-get", "update", "-qq", *_APT_PATIENCE]):
        return reason
    return _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *_APT_PATIENCE, package])


def _run(command: list[str]) -> str:
    """Runs a command; returns an empty string on success, else the last line that the program wrote."""
    try:
        answer = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=_INSTALL_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if answer.returncode == 0:
        return ""
    lines = (answer.stderr or answer.stdout).strip().splitlines()
    return lines[-1].strip() if lines else f"exit code {answer.returncode}"


def _playwrights_own() -> Path | None:
    candidates = []
    for folder in _playwright_folders():
        for pattern in _CACHED:
            candidates += [path for path in folder.glob(f"chromium*/{pattern}") if _executable(path)]
    # The newest revision, and of one revision the headless shell, which takes less memory.
    return max(candidates, key=lambda path: (_revision(path), "headless" in path.name), default=None)


def _playwright_folders() -> list[Path]:
    from inkscout_local.environment import browsers_folder

    chosen = browsers_folder()
    if chosen:
        return [chosen]
    home = Path.home()
    return [home / ".cache" / "ms-playwright", home / "Library" / "Caches" / "ms-playwright"]


def _revision(path: Path) -> int:
    for part in path.parts:
        if part.startswith("chromium") and part.rpartition("-")[2].isdigit():
            return int(part.rpartition("-")[2])
    return 0


def _executable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def main() -> None:
    """Finds or installs a Chromium; exits successfully even if there is none."""
    ensure()


if __name__ == "__main__":
    main()
