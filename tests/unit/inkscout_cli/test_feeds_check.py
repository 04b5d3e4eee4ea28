"""``inkscout feeds check`` shows what a definition makes of a saved answer, and refuses as a run would."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inkscout_cli.commands.feeds import app
from inkscout_deploy.errors import BadInput
from tests.support.feeds import THINGS, thing, things


def check(tmp_path: Path, answer: object) -> tuple[int, str]:
    (tmp_path / "things.toml").write_text(THINGS, encoding="utf-8")
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    (tmp_path / "answer.json").write_bytes(body)
    result = CliRunner().invoke(
        app, ["check", str(tmp_path / "things.toml"), "--from", str(tmp_path / "answer.json")]
    )
    if isinstance(result.exception, BadInput):
        raise result.exception
    return result.exit_code, result.output


def test_records_empty_fields_unread_members_and_faults_are_shown(tmp_path: Path) -> None:
    bad = {"id": 9, "name": "bad", "size": "large"}
    many = [thing(number, "x", 5) for number in range(6)]
    code, out = check(tmp_path, things(*many, {"id": 7, "name": "y", "colour": "red"}, bad, many[0]))
    assert code == 0
    assert "things-0" in out
    assert "size: no value in 14%" in out
    assert "not read: colour, in 1 records" in out
    assert "set aside: 1 for size: 'large' where an integer was expected" in out
    assert "1 repeat an earlier record" in out


@pytest.mark.parametrize("answer", [{"data": []}, b"<html>", things({"id": 1}), b""])
def test_an_answer_that_a_run_would_refuse_ends_with_one(tmp_path: Path, answer: object) -> None:
    code, out = check(tmp_path, answer)
    assert code == 1
    assert "a run would be refused" in out


def test_a_definition_that_does_not_exist_names_those_that_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", "nothing-of-this-name"])
    assert isinstance(result.exception, BadInput)
    assert "jsonplaceholder, randomuser, ski-lifts" in str(result.exception)
