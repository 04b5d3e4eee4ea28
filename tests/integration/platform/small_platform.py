"""A small set of templates and a program that runs a platform on them, for tests of the platform itself."""

import json
import os
import signal
import sys
import textwrap
import time
from pathlib import Path

import psutil

from inkscout_deploy.errors import PlatformError
from inkscout_local.platform import platform as platforms
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.reaper import members
from inkscout_local.platform.state import StateFolder
from tests.support.forked import Forked
from tests.support.patience import PATIENCE_SECONDS

DATA = """
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Stage: { Type: String, Default: dev }
Resources:
  NotesTableResource:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      TableName: !Sub notes-${Stage}
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: PK, AttributeType: S }]
      KeySchema: [{ AttributeName: PK, KeyType: HASH }]
  FilesBucket:
    Type: AWS::S3::Bucket
    Properties: { BucketName: !Sub "files-${Stage}" }
Outputs:
  NotesTable: { Value: !Ref NotesTableResource }
  Files: { Value: !Ref FilesBucket }
"""

WORK = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  NotesTable: { Type: String }
  Greeting: { Type: String }
Resources:
  Words:
    Type: AWS::Serverless::LayerVersion
    Properties: { LayerName: words, ContentUri: ../words }
  WriteNoteFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: write-note
      Runtime: python3.12
      Handler: handler.lambda_handler
      Timeout: 30
      CodeUri: ../write_note
      Layers: [!Ref Words]
      Environment: { Variables: { NOTES_TABLE: !Ref NotesTable, GREETING: !Ref Greeting } }
  Notes:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: notes
      DefinitionUri: ../notes.asl.json
      DefinitionSubstitutions: { WriteNoteFunctionArn: !GetAtt WriteNoteFunction.Arn }
      Role: arn:aws:iam::000000000000:role/any
  Cluster:
    Type: AWS::ECS::Cluster
    Properties: { ClusterName: small }
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: worker
      NetworkMode: awsvpc
      RequiresCompatibilities: [FARGATE]
      Cpu: "256"
      Memory: "512"
      ContainerDefinitions:
        - Name: worker
          Image: none
          StopTimeout: 2
          Environment:
            - { Name: MODE, Value: obey }
            - { Name: NOTES_TABLE, Value: !Ref NotesTable }
  Service:
    Type: AWS::ECS::Service
    Properties:
      ServiceName: service
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Definition
      DesiredCount: 0
      LaunchType: FARGATE
Outputs:
  DirectoryPipelineArn: { Value: !Ref Notes }
  ScraperClusterArn: { Value: !GetAtt Cluster.Arn }
  TaskDefinitionArn: { Value: !Ref Definition }
"""

HANDLER = """
import os
import boto3
from words import polite

class NoSuchPerson(Exception):
    pass

def lambda_handler(event, context):
    if event["name"] == "Nobody":
        raise NoSuchPerson("nobody\\nis nobody")
    if event["name"] == "Giant":
        return {"text": "x" * 300_000}
    table = boto3.resource("dynamodb").Table(os.environ["NOTES_TABLE"])
    text = polite(os.environ["GREETING"], event["name"])
    table.put_item(Item={"PK": event["name"], "text": text})
    return {"text": text}
"""

WORKER = """
import os, signal, subprocess, sys, time

def farewell(*_):
    sys.exit(0)

mode = os.environ["MODE"]
if mode == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
else:
    signal.signal(signal.SIGTERM, farewell)
if mode == "brief":
    sys.exit(3)
# A browser-like descendant in a session of its own, which no signal to the worker's group reaches.
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
print("working in mode", mode, "as", os.environ.get("WORKER", "-"), flush=True)
time.sleep(600)
"""

DEFINITION = {
    "StartAt": "WriteNote",
    "States": {
        "WriteNote": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "${WriteNoteFunctionArn}", "Payload.$": "$"},
            "OutputPath": "$.Payload",
            "Retry": [{"ErrorEquals": ["SomethingElse"], "MaxAttempts": 1}],
            "Catch": [
                {"ErrorEquals": ["NoSuchPerson"], "ResultPath": "$.error", "Next": "Caught"},
                {"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Caught"},
            ],
            "End": True,
        },
        "Caught": {
            "Type": "Pass",
            "Parameters": {"text.$": "States.Format('caught {}', $.error.Error)"},
            "End": True,
        },
    },
}


def write_templates(folder: Path) -> None:
    """Two templates that share a table, a function with a layer, a state machine and a cluster."""
    for path, text in {
        "infra/data.yaml": DATA,
        "infra/work.yaml": WORK,
        "infra/stacks.json": json.dumps(
            {"stacks": [{"name": n, "local": n != "network"} for n in ("network", "data", "work")]}
        ),
        "write_note/handler.py": HANDLER,
        "words/python/words.py": "def polite(greeting, name):\n    return f'{greeting}, {name}'\n",
        "notes.asl.json": json.dumps(DEFINITION),
        "worker.py": WORKER,
    }.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text), encoding="utf-8")


def run(folder: Path, parameters: dict[str, str]) -> None:
    """Runs a platform on the templates until SIGTERM or SIGUSR1; the first ends it at once."""
    ending: list[bool] = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGUSR1, lambda *_: ending.append(True))
    platforms.WORKER_COMMAND = [sys.executable, str(folder / "worker.py")]
    options = PlatformOptions(
        world=None, contact="a@b.example", google_key="k", infra=folder / "infra", parameters=parameters
    )
    try:
        with platforms.running(StateFolder(folder / "state"), options) as platform:
            changes = platform.deployment.changes
            print(json.dumps({name: str(change) for name, change in changes.items()}), flush=True)
            while not ending:
                time.sleep(0.1)
    except PlatformError as error:
        print(json.dumps({"error": str(error)}), flush=True)
        sys.exit(1)


class RunningPlatform:
    """The program of a platform as a process of its own, which a test may end in any way."""

    def __init__(self, folder: Path, **parameters: str) -> None:
        self.folder = folder
        self.state = StateFolder(folder / "state")
        self.process = Forked(
            f"{__name__}:run",
            [folder, {"Greeting": "Hello", **parameters}],
            Path.cwd(),
            os.environ,
            stderr_is_piped=False,
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        self.said: dict[str, str] = json.loads(line) if line.strip() else {}

    @property
    def connection(self) -> Connection:
        return Connection(self.state.record())

    def processes(self) -> list[psutil.Process]:
        return members(self.state.record()["platform_id"])

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            os.kill(self.process.pid, number)
        code = self.process.wait(PATIENCE_SECONDS)
        assert self.process.stdout
        self.process.stdout.close()
        return code

    def __enter__(self) -> "RunningPlatform":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
