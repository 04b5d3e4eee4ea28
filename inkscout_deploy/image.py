"""Builds and pushes the worker's container image with Docker, once for each tag."""

import base64
import platform
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inkscout_deploy.errors import BadInput, DeployFailed

PLATFORMS = {"arm64": "linux/arm64", "x86_64": "linux/amd64"}
"""Docker's platform name for each architecture name of Lambda and the templates."""

_BINFMT = {"arm64": "arm64", "x86_64": "amd64"}


def push(ecr: Any, repository: Path, repository_uri: str, tag: str, architecture: str) -> bool:  # noqa: ANN401 - boto3 makes its clients at run time
    """Builds and pushes the worker's image; returns False, without building, if the tag is there already.

    Raises:
        BadInput: Docker is not installed on this machine.
        DeployFailed: the build or the push fails.
    """
    name = repository_uri.partition("/")[2]
    if _exists(ecr, name, tag):
        return False
    if shutil.which("docker") is None:
        raise BadInput("Building the worker's image needs Docker; --skip-image leaves it to another machine.")
    for command in commands(repository, f"{repository_uri}:{tag}", architecture):
        _run(command, architecture=architecture)
    token = ecr.get_authorization_token()["authorizationData"][0]
    user, _, password = base64.b64decode(token["authorizationToken"]).decode().partition(":")
    _run(["docker", "login", "--username", user, "--password-stdin", repository_uri], secret=password)
    _run(["docker", "push", f"{repository_uri}:{tag}"])
    return True


def before_stacks(
    ecr: Any,  # noqa: ANN401 - as above
    name: str,
    tag: str,
    push_image: Callable[[str], bool] | None,
) -> bool | None:
    """Has the image in its repository before a revision of the workers' task names it.

    Returns what ``push_image`` did, or False where the tag is there already; None where no repository exists
    yet, as in a first deployment, whose service has no tasks and whose runs have not begun.

    Raises:
        BadInput: the tag is absent, and this machine is not to build it.
    """
    uri = _uri(ecr, name)
    if not uri:
        return None
    if push_image:
        return push_image(uri)
    if not _exists(ecr, name, tag):
        raise BadInput(f"Push {uri}:{tag} first: without it the workers of a run at work would not start.")
    return False


def commands(repository: Path, image: str, architecture: str) -> list[list[str]]:
    """Returns the command lines that build the image.

    Without attestations, since each counts as an image and the repository keeps only the newest twenty.
    """
    dockerfile = str(repository / "scraper_task" / "Dockerfile")
    return [
        [
            "docker", "build", "--platform", PLATFORMS[architecture], "--provenance=false", "--sbom=false",
            "--file", dockerfile, "--tag", image, str(repository),
        ]
    ]  # fmt: skip


def _uri(ecr: Any, name: str) -> str:  # noqa: ANN401 - as above
    from botocore.exceptions import ClientError

    try:
        [found] = ecr.describe_repositories(repositoryNames=[name])["repositories"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "RepositoryNotFoundException":
            return ""
        raise
    return str(found["repositoryUri"])


def _exists(ecr: Any, name: str, tag: str) -> bool:  # noqa: ANN401 - as above
    from botocore.exceptions import ClientError

    try:
        found = ecr.describe_images(repositoryName=name, imageIds=[{"imageTag": tag}])
    except ClientError as error:
        if error.response["Error"]["Code"] == "ImageNotFoundException":
            return False
        raise
    return bool(found["imageDetails"])


def _run(command: list[str], secret: str = "", *, architecture: str = "") -> None:
    done = subprocess.run(command, input=secret or None, text=True, capture_output=True, check=False)
    if done.returncode == 0:
        return
    said = done.stdout + done.stderr
    if architecture and "exec format error" in said:
        raise DeployFailed(
            f"Docker on this machine ({platform.machine()}) cannot run programs for "
            f"{PLATFORMS[architecture]}. Register an emulator (docker run --privileged --rm "
            f"tonistiigi/binfmt --install {_BINFMT[architecture]}), or build elsewhere and give "
            f"--skip-image, or deploy with --parameter Architecture={_other(architecture)}."
        )
    raise DeployFailed(f"{' '.join(command[:2])} failed: {done.stderr.strip()[-500:]}")


def _other(architecture: str) -> str:
    return next(name for name in PLATFORMS if name != architecture)
