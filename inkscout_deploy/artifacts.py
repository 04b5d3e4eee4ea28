"""Builds the artifacts of a deployment: the layer of third-party packages, and packaged functions."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from inkscout_deploy.errors import DeployFailed

PACKAGED = ("api", "web", "desk")
"""Functions with modules beside their handler."""

LIBRARIES = {"desk": ("web",)}
"""Packages of functions that another function takes along, by that function."""

DOCUMENTS = {"desk": ("runbooks",)}
"""Folders of documents that a function shows, by the function; they lie in its package."""

RUNTIME = "3.12"
"""Python version of the Lambda functions' runtime."""

PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28"}
"""Wheel platform that runs on Lambda's Amazon Linux 2023 (glibc 2.34), by Lambda's architecture name."""

LIMIT_UNZIPPED_BYTES = 262_144_000
"""Lambda's limit for an unzipped function with all its layers (Lambda quotas, "Deployment package")."""

# Pure Python packages that are published only as source; everything else must come as a wheel.
_SOURCE_ONLY = ("googlemaps", "jstyleson")
# Files that nothing imports at run time: packages' tests, type stubs, sources of extensions.
_UNUSED_FOLDERS = frozenset({"tests", "test", "__pycache__", "bin"})
_UNUSED_SUFFIXES = frozenset({".pyi", ".pyx", ".pxd", ".c", ".h", ".pyc"})


@dataclass(frozen=True)
class Built:
    """A built folder to package, and the size of its files in bytes."""

    folder: Path
    unzipped_bytes: int


def dependencies_layer(repository: Path, architecture: str, cache: Path) -> Built:
    """Returns the layer of third-party packages for an architecture; rebuilt only if its requirements change.

    Raises:
        DeployFailed: a package cannot be downloaded for the platform, or the layer exceeds Lambda's limit.
    """
    requirements = repository / "layers" / "dependencies" / "requirements.txt"
    lists = sorted(requirements.parent.glob("*.txt"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in lists)).hexdigest()[:16]
    folder = cache / f"dependencies-{architecture}-{digest}"
    if not (folder / "python").exists():
        partial = folder.with_name(folder.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        _install(requirements, PLATFORMS[architecture], partial / "python")
        _drop_unused(partial / "python", requirements.parent)
        partial.rename(folder)
    built = Built(folder, size(folder))
    if built.unzipped_bytes > LIMIT_UNZIPPED_BYTES:
        raise DeployFailed(
            f"The dependencies layer has {built.unzipped_bytes} bytes; Lambda takes {LIMIT_UNZIPPED_BYTES}."
        )
    return built


def package(repository: Path, name: str, cache: Path) -> Built:
    """Builds the folder of a function that is a package, such as ``api`` or ``web``.

    The handler lies at the root, ``functions/NAME`` under its package name. The function's Makefile does the
    same for ``sam build``. Packages that it takes along (``LIBRARIES``) lie beside its own.
    """
    source = repository / "functions" / name
    folder = cache / name
    shutil.rmtree(folder, ignore_errors=True)
    for part in (name, *LIBRARIES.get(name, ())):
        shutil.copytree(
            repository / "functions" / part,
            folder / "functions" / part,
            ignore=shutil.ignore_patterns("__pycache__", "Makefile"),
        )
    for part in DOCUMENTS.get(name, ()):
        shutil.copytree(repository / "docs" / part, folder / "functions" / name / part)
    shutil.copyfile(source / "handler.py", folder / "handler.py")
    return Built(folder, size(folder))


def packages(repository: Path, cache: Path) -> dict[Path, Path]:
    """Builds every function that is a package; returns the built folders by their source folders."""
    return {repository / "functions" / name: package(repository, name, cache).folder for name in PACKAGED}


def image_tag(repository: Path, architecture: str) -> str:
    """Returns the tag of the worker's image: a digest of the architecture and of the image's sources."""
    digest = hashlib.sha256(architecture.encode())
    for part in ("scraper_task", "layers/core/python"):
        for path in sorted((repository / part).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(repository).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _install(requirements: Path, platform: str, target: Path) -> None:
    command = [
        sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target", str(target),
        "--python-platform", platform, "--python-version", RUNTIME,
        "--require-hashes", "--only-binary", ":all:",
        *(word for name in _SOURCE_ONLY for word in ("--no-binary", name)),
        "-r", str(requirements),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DeployFailed(f"The layer for {platform} cannot be built: {done.stderr.strip()[-500:]}")


def _drop_unused(folder: Path, lists: Path) -> None:
    """Deletes what the project does not import; the layer's Makefile does the same for ``sam build``."""
    for pattern in (lists / "unused.txt").read_text(encoding="utf-8").split():
        for path in list(folder.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    clients = frozenset((lists / "clients.txt").read_text(encoding="utf-8").split())
    for path in (folder / "botocore" / "data").iterdir():
        if path.is_dir() and path.name not in clients:
            shutil.rmtree(path)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and path.name in _UNUSED_FOLDERS:
            shutil.rmtree(path)
        elif path.is_file() and path.suffix in _UNUSED_SUFFIXES:
            path.unlink()


def size(folder: Path) -> int:
    """Returns the size of a folder's files in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
