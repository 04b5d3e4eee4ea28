"""The platform's processes and deployment, on templates of the test's own."""

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from inkscout_local.platform.state import StateFolder
from tests.integration.platform.small_platform import RunningPlatform, write_templates
from tests.support.patience import PATIENCE_SECONDS, until

pytestmark = pytest.mark.platform


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_templates(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPlatform]:
    """A platform for all tests that neither end it nor leave a task running."""
    shared = tmp_path_factory.mktemp("shared")
    write_templates(shared)
    with RunningPlatform(shared) as running:
        yield running


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A platform that wrote a note and an object and was ended by SIGTERM: its folder, and a copy of that."""
    folder = tmp_path_factory.mktemp("ended") / "platform"
    folder.mkdir()
    write_templates(folder)
    with RunningPlatform(folder) as first:
        _write_a_note(first, "Ada")
        first.connection.client("s3").put_object(Bucket="files-dev", Key="kept", Body=b"body")
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy, symlinks=True)
    return folder, copy


@pytest.fixture
def kept(ended: tuple[Path, Path]) -> Path:
    """The folder of the platform that was ended, as it was left."""
    folder, copy = ended
    shutil.rmtree(folder)
    shutil.copytree(copy, folder, symlinks=True)
    return folder


def _write_a_note(platform: RunningPlatform, name: str) -> str:
    states = platform.connection.client("stepfunctions")
    machine = platform.connection.outputs["DirectoryPipelineArn"]
    arn = states.start_execution(stateMachineArn=machine, input=json.dumps({"name": name}))["executionArn"]
    ended = until(lambda: _ended(states, arn))
    assert ended["status"] == "SUCCEEDED", ended
    return str(json.loads(ended["output"])["text"])


def _ended(states: Any, arn: str) -> Any:
    description = states.describe_execution(executionArn=arn)
    return description if description["status"] != "RUNNING" else None


def _note(platform: RunningPlatform, name: str) -> str:
    table = platform.connection.outputs["NotesTable"]
    answer = platform.connection.client("dynamodb").get_item(TableName=table, Key={"PK": {"S": name}})
    return str(answer["Item"]["text"]["S"]) if "Item" in answer else ""


def _run_task(platform: RunningPlatform, **environment: str) -> str:
    outputs = platform.connection.outputs
    override = {
        "name": "worker",
        "environment": [{"name": name, "value": value} for name, value in environment.items()],
    }
    answer = platform.connection.client("ecs").run_task(
        cluster=outputs["ScraperClusterArn"],
        taskDefinition=outputs["TaskDefinitionArn"],
        overrides={"containerOverrides": [override]},
    )
    return str(answer["tasks"][0]["taskArn"])


def _task_status(platform: RunningPlatform, arn: str) -> str:
    cluster = platform.connection.outputs["ScraperClusterArn"]
    answer = platform.connection.client("ecs").describe_tasks(cluster=cluster, tasks=[arn])
    return str(answer["tasks"][0]["lastStatus"])


def _stop_task(platform: RunningPlatform, arn: str) -> None:
    cluster = platform.connection.outputs["ScraperClusterArn"]
    platform.connection.client("ecs").stop_task(cluster=cluster, task=arn)
    until(lambda: _workers(platform) == [])


def _workers(platform: RunningPlatform) -> list[psutil.Process]:
    return [one for one in platform.processes() if "/worker.py" in _command(one)]


def _command(process: psutil.Process) -> str:
    """Returns a process's command line; empty if it ended meanwhile."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def test_templates_deploy_in_order_and_their_parts_work_together(platform: RunningPlatform) -> None:
    assert platform.said == {"data": "created", "work": "created"}
    assert _write_a_note(platform, "Ada") == "Hello, Ada"
    assert _note(platform, "Ada") == "Hello, Ada"


def test_an_error_of_a_function_is_caught_by_the_name_of_its_class(platform: RunningPlatform) -> None:
    assert _write_a_note(platform, "Nobody") == "caught NoSuchPerson"


def test_an_answer_above_step_functions_limit_fails_as_on_aws_though_everything_is_caught(
    platform: RunningPlatform,
) -> None:
    states = platform.connection.client("stepfunctions")
    machine = platform.connection.outputs["DirectoryPipelineArn"]
    arn = states.start_execution(stateMachineArn=machine, input='{"name": "Giant"}')["executionArn"]
    ended = until(lambda: _ended(states, arn))
    assert (ended["status"], ended["error"]) == ("FAILED", "States.DataLimitExceeded")


def test_every_server_listens_on_loopback_alone(platform: RunningPlatform) -> None:
    listening = [
        connection.laddr.ip
        for process in platform.processes()
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening
    assert all(address.startswith("127.") for address in listening)


def test_state_survives_a_restart_and_an_unchanged_deployment_changes_nothing(kept: Path) -> None:
    with RunningPlatform(kept) as second:
        assert second.said == {"data": "unchanged", "work": "unchanged"}
        assert second.connection.record["notes"] == []
        assert _note(second, "Ada") == "Hello, Ada"
        assert (
            second.connection.client("s3").get_object(Bucket="files-dev", Key="kept")["Body"].read()
            == b"body"
        )
        assert _write_a_note(second, "Grace") == "Hello, Grace"


def test_a_changed_template_or_parameter_or_function_updates_its_stack_alone(kept: Path) -> None:
    with RunningPlatform(kept, Greeting="Good evening") as changed:
        assert changed.said == {"data": "unchanged", "work": "updated"}
        assert _write_a_note(changed, "Ada") == "Good evening, Ada"
    layer = kept / "words" / "python" / "words.py"
    layer.write_text(
        layer.read_text(encoding="utf-8").replace("{greeting},", "{greeting} to"), encoding="utf-8"
    )
    with RunningPlatform(kept, Greeting="Good evening") as changed:
        assert changed.said == {"data": "unchanged", "work": "updated"}
        assert _write_a_note(changed, "Ada") == "Good evening to Ada"


def test_a_resource_that_cannot_be_made_is_named_with_its_template_and_reason(folder: Path) -> None:
    template = folder / "infra" / "work.yaml"
    text = template.read_text(encoding="utf-8")
    missing = "arn:aws:lambda:eu-west-1:000000000000:layer:no-such-layer:1"
    template.write_text(text.replace("[!Ref Words]", f'["{missing}"]'), encoding="utf-8")
    with RunningPlatform(folder) as broken:
        assert broken.said.keys() == {"error"}
        assert "work.yaml: WriteNoteFunction (AWS::Lambda::Function): " in broken.said["error"]
        assert "no-such-layer" in broken.said["error"]
        assert broken.process.wait(PATIENCE_SECONDS) == 1
        assert broken.processes() == []
    template.write_text(text, encoding="utf-8")
    with RunningPlatform(folder) as mended:
        assert mended.said == {"data": "unchanged", "work": "created"}


def test_a_path_that_leads_nowhere_is_named_before_anything_is_deployed_from_it(folder: Path) -> None:
    (folder / "notes.asl.json").unlink()
    with RunningPlatform(folder) as broken:
        assert "work.yaml: Notes: DefinitionUri ../notes.asl.json does not exist" in broken.said["error"]


def test_a_second_platform_on_the_same_state_is_refused_and_leaves_the_first_alone(
    platform: RunningPlatform,
) -> None:
    with RunningPlatform(platform.folder) as second:
        assert f"A platform already runs on {platform.state.root}" in second.said["error"]
        assert str(platform.process.pid) in second.said["error"]
    assert _write_a_note(platform, "Ada") == "Hello, Ada"


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_no_process_outlives_the_platform_however_it_ends(folder: Path, number: signal.Signals) -> None:
    with RunningPlatform(folder) as platform:
        _write_a_note(platform, "Ada")  # a warm Lambda worker
        _run_task(platform, MODE="stubborn")  # a task that ignores SIGTERM, with a descendant elsewhere
        until(lambda: len(_workers(platform)) == 1 and len(platform.processes()) >= 5)
        platform.end(number)
        until(lambda: platform.processes() == [])


@pytest.mark.slow  # the emulator alone is killed below
def test_state_survives_a_killed_platform(folder: Path) -> None:
    with RunningPlatform(folder) as first:
        _write_a_note(first, "Ada")
        first.end(signal.SIGKILL)
        with RunningPlatform(folder) as second:
            assert second.said == {"data": "unchanged", "work": "unchanged"}
            assert _note(second, "Ada") == "Hello, Ada"


def test_nothing_is_lost_when_the_emulator_is_killed_outright(folder: Path) -> None:
    with RunningPlatform(folder) as first:
        _write_a_note(first, "Ada")
        first.connection.client("s3").put_object(Bucket="files-dev", Key="kept", Body=b"body")
        emulator = next(p for p in first.processes() if "emulator_main" in " ".join(p.cmdline()))
        emulator.kill()
        until(lambda: emulator not in first.processes())
    with RunningPlatform(folder) as second:
        assert second.said == {"data": "unchanged", "work": "unchanged"}
        assert _note(second, "Ada") == "Hello, Ada"
        kept = second.connection.client("s3").get_object(Bucket="files-dev", Key="kept")
        assert kept["Body"].read() == b"body"
        (note,) = second.connection.record["notes"]
        assert re.fullmatch(r"The last session on .* was cut off; what was saved at .* was restored.*", note)


def _block_saving(platform: RunningPlatform) -> None:
    """Puts a file where the sets are saved: the disk refuses every further one."""
    folder = platform.state.emulator / "generations"
    folder.rename(folder.with_name("aside"))
    folder.write_text("", encoding="utf-8")


def test_a_state_that_cannot_be_saved_is_told_and_ends_with_a_sentence(folder: Path) -> None:
    with RunningPlatform(folder) as first:
        _block_saving(first)
        assert first.process.poll() is None
        os.kill(first.process.pid, signal.SIGUSR1)
        assert first.process.stdout
        said = json.loads(first.process.stdout.readline())["error"]
        assert re.match(rf"The state could not be saved in {first.state.root} at the end: .+\.", said)
        assert first.process.wait(40) == 1


@pytest.mark.parametrize("harmed", [1, 2])
def test_a_damaged_state_is_replaced_by_the_one_before_or_told(kept: Path, harmed: int) -> None:
    sets = sorted((StateFolder(kept / "state").emulator / "generations").iterdir(), reverse=True)
    assert len(sets) == 2
    for one in sets[:harmed]:
        path = one / "dynamodb.json"
        path.write_bytes(path.read_bytes()[:-200])
    with RunningPlatform(kept) as second:
        if harmed == 1:
            assert second.said == {"data": "unchanged", "work": "unchanged"}
            assert _note(second, "Ada") == "Hello, Ada"
            (note,) = second.connection.record["notes"]
            assert "dynamodb.json is not as it was saved" in note
        else:
            assert f"The state in {second.state.root} is damaged" in second.said["error"]
            assert "Move the folder away" in second.said["error"]


def test_a_task_runs_as_a_process_with_the_environment_of_definition_and_override(
    platform: RunningPlatform,
) -> None:
    arn = _run_task(platform, WORKER="7")
    worker = until(lambda: _workers(platform))[0]
    environment = worker.environ()
    assert environment["WORKER"] == "7"
    assert environment["MODE"] == "obey"
    assert environment["NOTES_TABLE"] == "notes-dev"
    assert environment["AWS_ENDPOINT_URL"] == platform.connection.endpoint
    assert _task_status(platform, arn) == "RUNNING"
    log = platform.state.logs / f"task-{arn.rsplit('/', 1)[-1][:8]}.log"
    until(lambda: log.exists() and "working in mode obey as 7" in log.read_text(encoding="utf-8"))
    _stop_task(platform, arn)


def test_a_task_whose_process_ends_is_reported_stopped(platform: RunningPlatform) -> None:
    arn = _run_task(platform, MODE="brief")
    until(lambda: _task_status(platform, arn) == "STOPPED")
    cluster = platform.connection.outputs["ScraperClusterArn"]
    task = platform.connection.client("ecs").describe_tasks(cluster=cluster, tasks=[arn])["tasks"][0]
    assert task["stoppedReason"] == "Essential container in task exited with code 3"
    assert [container["exitCode"] for container in task["containers"]] == [3]


@pytest.mark.parametrize("mode", ["obey", pytest.param("stubborn", marks=pytest.mark.slow)])
def test_a_stopped_task_ends_within_its_stop_timeout_even_when_it_ignores_the_signal(
    platform: RunningPlatform, mode: str
) -> None:
    arn = _run_task(platform, MODE=mode)
    until(lambda: _workers(platform))
    _stop_task(platform, arn)


def test_a_service_has_its_desired_count_and_gets_a_killed_task_back(platform: RunningPlatform) -> None:
    ecs = platform.connection.client("ecs")
    cluster = platform.connection.outputs["ScraperClusterArn"]
    ecs.update_service(cluster=cluster, service="service", desiredCount=2)
    workers = until(lambda: _workers(platform) if len(_workers(platform)) == 2 else None)
    workers[0].kill()
    until(lambda: len(_workers(platform)) == 2 and workers[0] not in _workers(platform))
    ecs.update_service(cluster=cluster, service="service", desiredCount=0)
    until(lambda: _workers(platform) == [])
