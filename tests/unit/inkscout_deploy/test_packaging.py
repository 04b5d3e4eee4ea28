"""Packaging of templates: reproducible archives, and paths rewritten to what was uploaded."""

import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from inkscout_deploy.errors import DeployFailed
from inkscout_deploy.packager import Packager
from inkscout_deploy.templates import deployable, read

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: python3.12 } }
Resources:
  StepFunction:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ../step, Handler: handler.lambda_handler }
  Layer:
    Type: AWS::Serverless::LayerVersion
    Properties: { ContentUri: ../layer }
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: ../machine.asl.json
      DefinitionSubstitutions: { A: !GetAtt StepFunction.Arn }
"""


class Bucket:
    """An S3 client that keeps objects in memory."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def head_object(self, **request: Any) -> None:
        if request["Key"] not in self.objects:
            raise ClientError({"Error": {"Code": "404", "Message": "Not Found"}}, "HeadObject")

    def put_object(self, **request: Any) -> None:
        self.objects[request["Key"]] = request["Body"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in {
        "infra/one.yaml": TEMPLATE,
        "step/handler.py": "def lambda_handler(e, c): ...\n",
        "step/__pycache__/handler.cpython-311.pyc": "x",
        "layer/requirements.txt": "boto3\n",
        "machine.asl.json": "{}",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def _packaged(project: Path) -> tuple[dict[str, Any], Bucket]:
    bucket = Bucket()
    body = Packager(bucket, "artifacts").package(read(project / "infra" / "one.yaml"))
    return json.loads(body)["Resources"], bucket


def _archive(bucket: Bucket, uri: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(bucket.objects[uri.removeprefix("s3://artifacts/")]))


def test_a_function_is_packaged_without_caches(project: Path) -> None:
    resources, bucket = _packaged(project)
    archive = _archive(bucket, resources["StepFunction"]["Properties"]["CodeUri"])
    assert archive.namelist() == ["handler.py"]


def test_a_layer_of_requirements_is_an_empty_python_folder(project: Path) -> None:
    resources, bucket = _packaged(project)
    archive = _archive(bucket, resources["Layer"]["Properties"]["ContentUri"])
    assert archive.namelist() == ["python/"]


def test_a_layer_with_a_python_folder_is_packaged_as_it_stands(project: Path) -> None:
    (project / "layer" / "python" / "pkg").mkdir(parents=True)
    (project / "layer" / "python" / "pkg" / "__init__.py").write_text("", encoding="utf-8")
    resources, bucket = _packaged(project)
    names = _archive(bucket, resources["Layer"]["Properties"]["ContentUri"]).namelist()
    assert "python/pkg/__init__.py" in names


def test_a_definition_keeps_its_substitutions_for_cloudformation(project: Path) -> None:
    resources, bucket = _packaged(project)
    machine = resources["Machine"]["Properties"]
    assert bucket.objects[machine["DefinitionUri"]["Key"]] == b"{}"
    assert machine["DefinitionSubstitutions"] == {"A": {"Fn::GetAtt": ["StepFunction", "Arn"]}}


def test_packaging_again_later_gives_the_same_names(project: Path) -> None:
    first, _ = _packaged(project)
    for path in project.rglob("*.py"):
        os.utime(path, (1_900_000_000, 1_900_000_000))
    second, _ = _packaged(project)
    assert first == second


def test_a_changed_file_gives_another_name(project: Path) -> None:
    first, _ = _packaged(project)
    (project / "step" / "handler.py").write_text("# changed\n", encoding="utf-8")
    second, _ = _packaged(project)
    assert first["StepFunction"] != second["StepFunction"]
    assert first["Machine"] == second["Machine"]


def test_templates_go_in_the_order_of_the_list_without_those_of_the_cloud(project: Path) -> None:
    infra = project / "infra"
    (infra / "two.yaml").write_text("Resources: { A: { Type: AWS::SNS::Topic } }\n", encoding="utf-8")
    stacks = [
        {"name": "edge", "local": False},
        {"name": "two", "local": True},
        {"name": "one", "local": True},
    ]
    (infra / "stacks.json").write_text(json.dumps({"stacks": stacks}), encoding="utf-8")
    assert [template.name for template in deployable(infra)] == ["two", "one"]


@pytest.mark.parametrize("text", ["", "- a\n", "Parameters: {}\n", "a: [\n"])
def test_a_file_that_is_no_template_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeployFailed, match=r"broken\.yaml is not a template"):
        read(path)


def test_a_missing_list_of_stacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeployFailed, match=r"stacks\.json is no list of stacks"):
        deployable(tmp_path)
