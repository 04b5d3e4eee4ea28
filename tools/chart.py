"""Renders and checks the Helm chart: ``python tools/chart.py render | print PLACE [VALUES…] | check``.

``render`` writes charts/inkscout/rendered anew, which is checked in for ``kubectl apply`` and for the tests.
``print`` writes the manifests of one place with one's own values to standard output. ``check`` lints the
chart, packages it, pushes it to a registry on loopback, pulls it back, and validates KEDA's objects by their
published types. Helm is the one on PATH, else one that is built by Go once and kept in ``.venv-helm``.
"""

import filecmp
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHART = ROOT / "charts" / "inkscout"
TOOLS = ROOT / ".venv-helm" / "bin"
PLACES = ("eks", "gke", "aks", "alone")
"""Names of the files in values/ and examples/ that are rendered."""

SOURCES = {
    "helm": "helm.sh/helm/v3/cmd/helm@v3.22.0",
    "registry": "github.com/google/go-containerregistry/cmd/registry@v0.21.6",
}
KEDA = "@kubernetes-models/keda@2.0.0"
_KUBERNETES = "1.34.0"
"""Version that is rendered for; a Helm that Go built believes in 1.20, which the chart refuses."""


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns the exit code."""
    command, *rest = arguments or [""]
    if command not in {"render", "print", "check"}:
        print(__doc__, file=sys.stderr)
        return 2
    if tool("helm", build=True) is None:
        print(
            "THE CHART WAS NOT RENDERED OR CHECKED: there is no helm on PATH, and none could be built"
            " (Go and a network are needed).",
            file=sys.stderr,
        )
        return 0 if command == "check" else 1
    if command == "render":
        for place in PLACES:
            (CHART / "rendered" / f"{place}.yaml").write_text(rendered(place), encoding="utf-8")
    elif command == "print":
        place, *files = rest
        sys.stdout.write(template(files=[CHART / "values" / f"{place}.yaml", *files]))
    else:
        _check()
    return 0


def tool(name: str, *, build: bool = False) -> str | None:
    """Returns the path of a tool on PATH or in the kept folder; builds it if asked, None if there is none."""
    found = shutil.which(name) or shutil.which(name, path=str(TOOLS))
    if found or not build or not shutil.which("go"):
        return found
    print(f"Building {name} once, which takes some minutes …", file=sys.stderr)
    environment = {**os.environ, "GOBIN": str(TOOLS), "CGO_ENABLED": "0"}
    subprocess.run(["go", "install", SOURCES[name]], env=environment, check=False)
    return shutil.which(name, path=str(TOOLS))


def rendered(place: str) -> str:
    """Returns the manifests of a place with its example's values, as they are checked in."""
    head = f"# Written by `make manifests` from values/{place}.yaml and examples/{place}.yaml."
    files = [CHART / kind / f"{place}.yaml" for kind in ("values", "examples")]
    return f"{head}\n{template(files=files, sets=['namespace.create=true'])}"


def template(*, files: Sequence[Path | str] = (), sets: Sequence[str] = (), tests: bool = False) -> str:
    """Returns the manifests that the chart renders to; with ``tests`` those of ``helm test`` as well.

    Raises:
        CalledProcessError: Helm refused the values; its standard error says why.
    """
    command = [str(tool("helm")), "template", "inkscout", str(CHART), "--namespace", "inkscout"]
    command += ["--kube-version", _KUBERNETES, *([] if tests else ["--skip-tests"])]
    command += [word for file in files for word in ("--values", str(file))]
    command += [word for value in sets for word in ("--set", value)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _check() -> None:
    for place in PLACES:
        files = [str(CHART / kind / f"{place}.yaml") for kind in ("values", "examples")]
        values = [word for file in files for word in ("--values", file)]
        _helm("lint", str(CHART), "--strict", "--quiet", "--kube-version", _KUBERNETES, *values)
    with tempfile.TemporaryDirectory() as folder:
        _package(Path(folder))
        if shutil.which("npm"):
            _keda(Path(folder))
        else:
            print("KEDA's objects were not held to their published types: there is no npm.", file=sys.stderr)
    print("The chart is well: linted, packaged, pushed and pulled.")


def _package(folder: Path) -> None:
    """Packages the chart, pushes it to a registry, pulls it, and compares both.

    Raises:
        SystemExit: the registry cannot be built, or gave something else back.
    """
    _helm("package", str(CHART), "--destination", str(folder))
    (package,) = folder.glob("*.tgz")
    with tarfile.open(package) as archive:
        names = archive.getnames()
    if any("/rendered/" in name for name in names):
        raise SystemExit("The package holds the rendered manifests, which .helmignore should leave out.")
    if tool("registry", build=True) is None:
        raise SystemExit("The registry that the chart is pushed to could not be built.")
    with _registry() as address:
        _helm("push", str(package), f"oci://{address}/charts", "--plain-http")
        version = package.stem.removeprefix("inkscout-")
        pulled = folder / "pulled"
        source = f"oci://{address}/charts/inkscout"
        _helm("pull", source, "--version", version, "--plain-http", "--destination", str(_made(pulled)))
    if not filecmp.cmp(package, pulled / package.name, shallow=False):
        raise SystemExit("The registry gave another package back than it was given.")


@contextmanager
def _registry() -> Iterator[str]:
    """Runs a registry on loopback; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"127.0.0.1:{port}"
    command = [str(tool("registry")), "-port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://{address}/v2/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def _keda(folder: Path) -> None:
    """Validates the rendered objects of KEDA by types that were made of its own definitions."""
    subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), KEDA], check=True
    )
    converted = folder / "objects.json"
    converted.write_text(json.dumps(_objects("keda.sh/v1alpha1")), encoding="utf-8")
    script = folder / "validate.mjs"
    script.write_text(
        'import { readFileSync } from "fs";\n'
        f'import * as keda from "{KEDA.rpartition("@")[0]}/keda.sh/v1alpha1/index";\n'
        'const objects = JSON.parse(readFileSync("objects.json"));\n'
        "for (const one of objects) new keda[one.kind](one).validate();\n"
        "console.log(`${objects.length} objects of KEDA are of their published types.`);\n",
        encoding="utf-8",
    )
    subprocess.run(["node", script.name], cwd=folder, check=True)


def _objects(version: str) -> list[object]:
    import yaml

    texts = ((CHART / "rendered" / f"{place}.yaml").read_text(encoding="utf-8") for place in PLACES)
    documents = (document for text in texts for document in yaml.safe_load_all(text) if document)
    return [document for document in documents if document["apiVersion"] == version]


def _helm(*arguments: str) -> None:
    subprocess.run([str(tool("helm")), *arguments], check=True)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
