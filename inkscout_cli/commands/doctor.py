"""``inkscout doctor``: checks this machine for everything that the platform needs."""

import json
import shutil
import sys
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

import typer
from rich.text import Text

from inkscout_cli import common, records
from inkscout_cli.output import plain, say
from inkscout_deploy.errors import PlatformError
from inkscout_deploy.project import GET_BROWSER, SET_UP
from inkscout_local import chromium
from inkscout_local.environment import LocalSettings
from inkscout_local.platform.ports import LOOPBACK, any_free, is_free
from inkscout_local.platform.state import StateFolder

_LEAST_PYTHON = (3, 11)
_LEAST_FREE_BYTES = 500 * 1024 * 1024
_PACKAGES = ("ministack", "osmem-server", "boto3", "botocore", "playwright", "aws-sam-translator")

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class CheckStatus(StrEnum):
    """Result of one check; ``ADVICE`` means usable with restrictions, ``PROBLEM`` not usable."""

    OK = "ok"
    ADVICE = "advice"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """Outcome of one check.

    Attributes:
        name: Name of what was checked.
        verdict: Result.
        found: State that was found, in words.
        advice: Advice to the operator; empty if all is well.
    """

    name: str
    verdict: CheckStatus
    found: str
    advice: str = ""


@app.command()
def doctor(state: common.StateOption = None, as_json: common.JsonOption = False) -> None:
    """Checks versions, browser, search server, ports, state folder and credentials, and says what to do."""
    settings = LocalSettings()
    findings = [
        python(),
        packages(),
        browser(settings.chromium_path),
        search_server(),
        loopback(),
        state_of(common.home(state)),
        disk(common.home(state)),
        google(settings),
    ]
    if as_json:
        say(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        _print(findings)
    problems = [finding.name for finding in findings if finding.verdict is CheckStatus.PROBLEM]
    if problems:
        raise PlatformError(f"Not ready: {', '.join(problems)}.")


def python() -> Finding:
    """Checks the version of the Python interpreter."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] < _LEAST_PYTHON:
        return Finding(
            "Python", CheckStatus.PROBLEM, version, f"Install Python 3.11 or newer, then: {SET_UP}."
        )
    return Finding("Python", CheckStatus.OK, version)


def packages() -> Finding:
    """Checks that the platform's packages are installed, and that boto3 and botocore have equal versions."""
    versions = {}
    for name in _PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            return Finding(
                "Packages", CheckStatus.PROBLEM, f"{name} is not installed", f"To install it: {SET_UP}."
            )
    found = ", ".join(f"{name} {version}" for name, version in versions.items())
    if versions["boto3"] != versions["botocore"]:
        return Finding("Packages", CheckStatus.PROBLEM, found, f"boto3 and botocore must match: {SET_UP}.")
    return Finding("Packages", CheckStatus.OK, found)


def browser(wanted: str) -> Finding:
    """Checks that a Chromium can be started; ``wanted`` is a configured path, empty for none."""
    path = chromium.find(wanted)
    without = (
        f"Runs work without; what needs a browser will say browser_unavailable. To get one: {GET_BROWSER}."
    )
    if path is None:
        what = f"CHROMIUM_PATH {wanted} is no program" if wanted else "none"
        return Finding("Chromium", CheckStatus.ADVICE, what, without)
    version = chromium.version(path)
    if not version:
        return Finding("Chromium", CheckStatus.ADVICE, f"{path} does not start", without)
    return Finding("Chromium", CheckStatus.OK, f"{version} ({path})")


def search_server() -> Finding:
    """Checks that there is an embedded search server for this machine."""
    from osmem_server import OsmemError, resolve_binary

    try:
        return Finding("Search server", CheckStatus.OK, str(resolve_binary()))
    except OsmemError as error:
        advice = "Start an OpenSearch, set OPENSEARCH_URL, and use --search opensearch."
        return Finding("Search server", CheckStatus.ADVICE, str(error), advice)


def loopback() -> Finding:
    """Checks that a server can listen on loopback."""
    try:
        port = any_free()
    except OSError as error:
        advice = f"Something keeps programs from listening on {LOOPBACK}; a sandbox or a firewall?"
        return Finding("Ports", CheckStatus.PROBLEM, str(error), advice)
    if not is_free(port):
        return Finding("Ports", CheckStatus.PROBLEM, f"port {port} was taken at once", "Try again.")
    return Finding("Ports", CheckStatus.OK, f"free ones on {LOOPBACK}")


def state_of(home: Path) -> Finding:
    """Checks that a state folder can be created in ``home``, and lists the running platforms."""
    running = [folder.name for folder in common.known_states(home) if folder.is_locked()]
    try:
        StateFolder(home / ".doctor").create()
    except PlatformError as error:
        return Finding("State", CheckStatus.PROBLEM, str(error), "Use --state or INKSCOUT_HOME.")
    shutil.rmtree(home / ".doctor", ignore_errors=True)
    return Finding(
        "State", CheckStatus.OK, f"{home} ({', '.join(running) + ' running' if running else 'nothing runs'})"
    )


def disk(home: Path) -> Finding:
    """Checks that at least 500 MiB of disk space are free for state and browser profiles."""
    folder = next((path for path in (home, *home.absolute().parents) if path.exists()), Path("/"))
    free = shutil.disk_usage(folder).free
    found = f"{free / 1024**3:.1f} GiB free"
    if free < _LEAST_FREE_BYTES:
        return Finding("Disk", CheckStatus.ADVICE, found, "Make room: a run keeps what it fetched.")
    return Finding("Disk", CheckStatus.OK, found)


def google(settings: LocalSettings) -> Finding:
    """Checks for the key and contact address that the real web needs; worlds need neither."""
    missing = [
        name
        for name, value in (
            ("GOOGLE_MAPS_API_KEY", settings.google_maps_api_key.get_secret_value()),
            ("CRAWLER_CONTACT", settings.crawler_contact),
        )
        if not value
    ]
    if missing:
        advice = (
            "Worlds work without. --live needs a Google Maps Platform key and an address for site owners."
        )
        return Finding("Credentials", CheckStatus.ADVICE, f"{' and '.join(missing)} not set", advice)
    return Finding("Credentials", CheckStatus.OK, "a key for Google and a contact address are set")


def _print(findings: list[Finding]) -> None:
    console = common.console()
    styles = {CheckStatus.OK: "green", CheckStatus.ADVICE: "yellow", CheckStatus.PROBLEM: "bold red"}
    entries: list[tuple[str | Text, object]] = []
    for finding in findings:
        entries.append((Text(finding.name, styles[finding.verdict]), finding.found))
        if finding.advice:
            entries.append(("", plain(finding.advice, "dim")))
    console.print(records.lines(*entries))
