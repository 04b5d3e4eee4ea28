"""Building the worker's image with Docker, which a script stands in for."""

from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from inkscout_deploy import image
from inkscout_deploy.errors import DeployFailed

URI = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/inkscout-dev-scraper"


@pytest.fixture
def ecr() -> Any:
    return boto3.client(
        "ecr", region_name="eu-west-1", aws_access_key_id="test", aws_secret_access_key="test"
    )


def docker(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    program, calls = folder / "docker", folder / "calls"
    program.write_text(f'#!/bin/sh\necho "$@" >> {calls}\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return calls


def push(ecr: Any, architecture: str) -> bool:
    with Stubber(ecr) as stub:
        stub.add_client_error("describe_images", "ImageNotFoundException")
        stub.add_response(
            "get_authorization_token", {"authorizationData": [{"authorizationToken": "QVdTOnNlY3JldA=="}]}
        )
        return image.push(ecr, Path(), URI, "tag", architecture)


def test_an_image_is_built_without_attestations_and_pushed(
    ecr: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = docker(tmp_path, monkeypatch, "exit 0")
    assert push(ecr, "arm64")
    build, login, pushed = calls.read_text().splitlines()
    assert "--platform linux/arm64 --provenance=false" in build
    assert "secret" not in login
    assert pushed == f"push {URI}:tag"


def test_a_processor_that_docker_here_cannot_run_is_named_with_three_ways_out(
    ecr: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docker(tmp_path, monkeypatch, 'echo "exec /bin/sh: exec format error" >&2; exit 1')
    with pytest.raises(DeployFailed) as failure:
        push(ecr, "arm64")
    said = str(failure.value)
    assert "cannot run programs for linux/arm64" in said
    assert "--install arm64" in said
    assert "--skip-image" in said
    assert "Architecture=x86_64" in said


def test_another_failure_of_docker_is_told_as_docker_tells_it(
    ecr: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docker(tmp_path, monkeypatch, 'echo "no space left on device" >&2; exit 1')
    with pytest.raises(DeployFailed, match="docker build failed: no space left"):
        push(ecr, "x86_64")
