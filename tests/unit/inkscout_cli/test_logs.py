"""``inkscout logs``: lines of functions and of workers, and a word where there are none."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inkscout_cli import choice
from inkscout_cli.commands.logs import app
from tests.support.aws_in_memory import aws_in_memory
from tests.unit.inkscout_cli.reached import Here

GROUP = "/inkscout/dev/pipeline"
LINES = (
    "START RequestId: 1 Version: $LATEST",
    '{"_aws": {"Timestamp": 1}, "Writes": 1}',
    '{"level": "INFO", "message": "began", "function_name": "start-run"}',
    '{"level": "ERROR", "message": "broke", "exception_name": "NothingRead", "run_id": "r-7"}',
    "Task timed out after 3.00 seconds",
)
TASK = '{"level":"INFO","message":"The worker ended","done":73}\n{"level":"ERROR","message":"No Chromium"}\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    here = Here(tmp_path)
    monkeypatch.setattr(choice, "chosen", lambda *_, **__: here)
    with aws_in_memory():
        client = here.client("logs")
        for group in (GROUP, "/inkscout/dev/scraper"):
            client.create_log_group(logGroupName=group)
        client.create_log_stream(logGroupName=GROUP, logStreamName="s")
        now = int(datetime.now(UTC).timestamp() * 1000)
        client.put_log_events(
            logGroupName=GROUP,
            logStreamName="s",
            logEvents=[{"timestamp": now - 1000 + at, "message": line} for at, line in enumerate(LINES)],
        )
        here.folder.create()
        (here.folder.logs / "task-1.log").write_text(TASK)
        yield here


def shown(*arguments: str) -> tuple[list[str], str]:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines(), result.stderr


def test_the_parts_are_listed(here: Here) -> None:
    assert shown()[0] == ["pipeline", "scraper"]


def test_lines_are_shown_without_those_of_lambda_and_without_metrics(here: Here) -> None:
    lines, aside = shown("pipeline")
    assert [line.partition(" ")[2] for line in lines] == [
        "INFO start-run began",
        "ERROR broke exception_name=NothingRead run_id=r-7",
        "Task timed out after 3.00 seconds",
    ]
    assert aside == ""


def test_a_text_narrows_the_lines(here: Here) -> None:
    assert [line.partition(" ")[2] for line in shown("pipeline", "--find", "began")[0]] == [
        "INFO start-run began"
    ]


@pytest.mark.parametrize("arguments", [["pipeline", "--find", "nowhere"], ["pipeline", "--since", "0m"]])
def test_nothing_to_show_is_said_beside_the_output(here: Here, arguments: list[str]) -> None:
    lines, aside = shown(*arguments)
    assert lines == []
    assert "pipeline has logged nothing" in aside


def test_workers_of_this_machine_are_read_from_their_files(here: Here) -> None:
    lines, _ = shown("scraper")
    assert [line.partition(" ")[2] for line in lines] == [
        "INFO The worker ended done=73",
        "ERROR No Chromium",
    ]
    assert [line["message"] for line in json.loads("\n".join(shown("scraper", "--json")[0]))] == [
        "The worker ended",
        "No Chromium",
    ]
    assert len(shown("scraper", "--errors")[0]) == 1
