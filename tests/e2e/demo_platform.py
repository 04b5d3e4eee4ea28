"""A demo platform that stays up for tests: its ledger, its directory and its workers."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psutil

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.record_reader import DynamoDbRecordReader
from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
from inkscout.adapters.system_clock import SystemClock
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.reaper import members
from inkscout_local.platform.state import StateFolder
from tests.support.patience import until


class DemoPlatform:
    """Queries that tests ask of a running platform."""

    def __init__(self, state: StateFolder) -> None:
        self._state = state
        self.connection = Connection(state.record())
        outputs, dynamodb = self.connection.outputs, self.connection.client("dynamodb")
        self.ledger = DynamoDbRunLedger(dynamodb, outputs["OperationsTable"], SystemClock())
        self._directory = DynamoDbDirectory(dynamodb, outputs["DirectoryTable"], SystemClock())
        self.states = self.connection.client("stepfunctions")
        self.scheduler = self.connection.client("scheduler")

    def artists(self) -> dict[str, str]:
        """Names of the active artists, by id."""
        return {artist.artist_id: artist.name for artist in self._directory.artists() if artist.active}

    def feed_objects(self) -> list[str]:
        """Keys of the feeds' bucket."""
        pages = self.connection.client("s3").get_paginator("list_objects_v2")
        bucket = self.connection.outputs["FeedsBucket"]
        return [entry["Key"] for page in pages.paginate(Bucket=bucket) for entry in page.get("Contents", [])]

    def feed_runs(self, name: str) -> set[str]:
        """Ids of the runs of a feed."""
        table = self.connection.outputs["RecordsTable"]
        reader = DynamoDbRecordReader(self.connection.client("dynamodb"), table)
        return {run.run_id for run in reader.runs(name, limit=100)}

    def start(self, text: str) -> str:
        """Starts the machine with an input as text, as the console does; returns the execution's ARN."""
        answer = self.states.start_execution(
            stateMachineArn=self.connection.state_machine, name=f"manual-{uuid4().hex}", input=text
        )
        return str(answer["executionArn"])

    def ended(self, arn: str, seconds: float = 600) -> dict[str, Any]:
        """The execution once it has ended."""

        def look() -> dict[str, Any] | None:
            description: dict[str, Any] = self.states.describe_execution(executionArn=arn)
            return description if description["status"] != "RUNNING" else None

        return until(look, seconds)

    def summary(self, arn: str) -> dict[str, Any]:
        """The run's summary in the ledger."""
        record = self.ledger.run(arn.rsplit(":", 1)[-1])
        assert record is not None
        return dict(record["summary"])

    def workers(self) -> list[psutil.Process]:
        """Processes of the scraper fleet, without their browsers."""
        found = []
        for process in members(self._state.record()["platform_id"]):
            try:
                if process.cmdline()[-2:] == ["-m", "scraper_task"]:
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def schedule_once(self, seconds: int, text: str) -> str:
        """A schedule that starts the machine once, soon, as the deployed schedule does daily."""
        schedules = self.scheduler.list_schedules(NamePrefix="inkscout-")["Schedules"]
        deployed = next(s["Name"] for s in schedules if s["Name"].endswith("-directory-pipeline"))
        target = self.scheduler.get_schedule(Name=deployed)["Target"]
        at = datetime.now(UTC) + timedelta(seconds=seconds)
        self.scheduler.create_schedule(
            Name="soon",
            ScheduleExpression=f"at({at:%Y-%m-%dT%H:%M:%S})",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={**target, "Input": text},
        )
        return json.dumps(target)

    def newest_execution(self) -> dict[str, Any]:
        """The execution that started last."""
        answer = self.states.list_executions(stateMachineArn=self.connection.state_machine, maxResults=1)
        return dict(answer["executions"][0])
