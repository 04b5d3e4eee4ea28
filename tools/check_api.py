"""Checks the OpenAPI document and clients generated from it: ``python tools/check_api.py [ADDRESS]``.

For developers: it needs npm, and a running platform that holds the demo, as ``make run`` leaves it. Linters
and generators are installed in ``.venv-api``, which ``make clean`` removes.
"""

import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv-api"
CLIENTS = ROOT / "tools" / "api_clients"
DOCUMENT = ROOT / "docs" / "openapi.json"

# TypeScript 7 has no interface for generators yet.
PACKAGES = (
    "@redocly/cli@2.77.0",
    "@stoplight/spectral-cli@6.16.3",
    "@types/node@20",
    "openapi-fetch@0.17.0",
    "openapi-typescript@7.13.0",
    "typescript@5.9.3",
)
PYTHON_PACKAGES = ("openapi-python-client==0.29.1",)
USUAL = "http://127.0.0.1:8787"


def main(address: str = USUAL) -> None:
    """Runs every check; the first that fails ends the program with its status."""
    _require(address)
    _install()
    _run("redocly", "lint", str(DOCUMENT), "--config", str(CLIENTS / "redocly.yaml"))
    _run(
        "spectral",
        "lint",
        str(DOCUMENT),
        "--ruleset",
        str(CLIENTS / "spectral.yaml"),
        "--fail-severity",
        "warn",
    )
    _typescript(address)
    _python(address)


def _require(address: str) -> None:
    """Ends the program where no platform answers at the address, before anything is installed."""
    try:
        urllib.request.urlopen(f"{address}/v1/health", timeout=20).close()  # noqa: S310 - the developer's
    except OSError as error:
        sys.exit(
            f"Nothing answers at {address} ({error}). Start the demo with `make up`, or give SITE=ADDRESS."
        )


def _install() -> None:
    HOME.mkdir(exist_ok=True)
    wanted = "\n".join((*PACKAGES, *PYTHON_PACKAGES))
    done = HOME / "installed"
    if done.is_file() and done.read_text() == wanted:
        return
    (HOME / "package.json").write_text('{"type": "module", "private": true}\n')
    _call(["npm", "install", "--no-fund", "--no-audit", "--silent", "--prefix", str(HOME), *PACKAGES])
    uv = str(ROOT / ".venv" / "bin" / "uv")
    _call([uv, "venv", "--quiet", "--allow-existing", str(HOME / "python")])
    _call([uv, "pip", "install", "--quiet", "--python", str(HOME / "python"), *PYTHON_PACKAGES])
    done.write_text(wanted)


def _typescript(address: str) -> None:
    folder = HOME / "typescript"
    folder.mkdir(exist_ok=True)
    for name in ("check.ts", "tsconfig.json"):
        shutil.copyfile(CLIENTS / name, folder / name)
    _run("openapi-typescript", str(DOCUMENT), "--output", str(folder / "schema.d.ts"))
    _run("tsc", "--project", str(folder))
    _call(["node", str(folder / "out" / "check.js"), address])


def _python(address: str) -> None:
    programs, made = HOME / "python" / "bin", HOME / "client"
    config = HOME / "client.yaml"
    config.write_text("project_name_override: inkscout-client\npackage_name_override: inkscout_client\n")
    command = [str(programs / "openapi-python-client"), "generate", "--path", str(DOCUMENT), "--overwrite"]
    _call([*command, "--output-path", str(made), "--config", str(config), "--meta", "none"])
    package = HOME / "packages" / "inkscout_client"
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(made, package)
    _call(
        ["env", f"PYTHONPATH={package.parent}", str(programs / "python"), str(CLIENTS / "check.py"), address]
    )


def _run(program: str, *arguments: str) -> None:
    """Runs a program of the npm packages."""
    _call([str(HOME / "node_modules" / ".bin" / program), *arguments])


def _call(command: list[str]) -> None:
    print("$", " ".join(Path(part).name if "/" in part else part for part in command), flush=True)
    done = subprocess.run(command, cwd=HOME, check=False)
    if done.returncode != 0:
        raise SystemExit(done.returncode)


if __name__ == "__main__":
    main(*sys.argv[1:])
