"""Links to the desk of this machine, from a secret that only its owner may read."""

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inkscout.desk import sessions
from inkscout_cli import app
from inkscout_deploy.errors import PlatformError
from inkscout_local.platform import desk_link
from inkscout_local.platform.state import StateFolder

SECRET = "a secret of the desk"


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    folder = StateFolder(tmp_path / "demo")
    folder.create()
    folder.write_record({"website": "http://127.0.0.1:8400", "ready": True, "endpoint": "http://127.0.0.1:1"})
    return folder


def test_only_the_owner_may_read_the_secret(state: StateFolder) -> None:
    path = state.root / "desk-secret"
    path.write_text("from before", encoding="utf-8")
    path.chmod(0o644)
    before = os.umask(0)
    try:
        desk_link.keep(SECRET, state)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8") == SECRET


def test_each_link_is_another_one_of_the_same_desk(state: StateFolder) -> None:
    desk_link.keep(SECRET, state)
    links = [desk_link.make(state), desk_link.make(state)]
    assert all(link.startswith("http://127.0.0.1:8400/desk/enter?link=") for link in links)
    ids = {sessions.link_id(link.partition("=")[2], SECRET, datetime.now(UTC)) for link in links}
    assert len(ids) == 2
    assert SECRET not in "".join(links)


def test_there_is_no_link_without_a_website_or_a_desk(state: StateFolder) -> None:
    assert desk_link.make(state) == ""
    desk_link.keep(SECRET, state)
    state.write_record({"ready": True})
    assert desk_link.make(state) == ""


def test_a_secret_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlatformError, match="cannot be written"):
        desk_link.keep(SECRET, StateFolder(tmp_path / "not-there"))


def test_the_command_prints_a_link_of_the_platform_that_runs(state: StateFolder) -> None:
    desk_link.keep(SECRET, state)
    with state.locked():
        answer = CliRunner().invoke(app, ["desk", "--state", str(state.root.parent), "--json"])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)["link"].startswith("http://127.0.0.1:8400/desk/enter?link=")


def test_the_command_opens_nothing_where_no_platform_runs(state: StateFolder) -> None:
    desk_link.keep(SECRET, state)
    answer = CliRunner().invoke(app, ["desk", "--state", str(state.root.parent)])
    assert isinstance(answer.exception, PlatformError)
    assert "No platform runs" in str(answer.exception)
