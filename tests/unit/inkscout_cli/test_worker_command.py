"""``inkscout worker`` where there is nothing to work for."""

import json
from pathlib import Path

import pytest

from inkscout_cli.commands.worker import worker
from inkscout_deploy.errors import BadInput, PlatformError


def test_a_worker_needs_a_platform_that_runs(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Nothing was run yet"):
        worker(state=tmp_path, world=None, live=False, stage="", aws_region="")
    (tmp_path / "demo").mkdir()
    record = {"platform_id": "x", "ready": True, "ended": True, "endpoint": "http://127.0.0.1:9"}
    (tmp_path / "demo" / "platform.json").write_text(json.dumps(record))
    with pytest.raises(
        PlatformError, match=r"^No platform runs on .*: start one with `.*up --fleet external`\.$"
    ):
        worker(state=tmp_path, world=None, live=False, stage="", aws_region="")
