"""Closed pipes, full disks and encodings that lack characters are no surprise to the output."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import inkscout_cli
from inkscout_cli.output import PlainConsole, say

MAIN = [sys.executable, "-c", "from inkscout_cli import main; main()"]


def _run(home: Path, output: int, *arguments: str) -> tuple[int, str]:
    environment = {**os.environ, "INKSCOUT_HOME": str(home), "COLUMNS": "200"}
    ended = subprocess.run(
        [*MAIN, *arguments], stdout=output, stderr=subprocess.PIPE, env=environment, text=True, check=False
    )
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("command", [["import", "--template"], ["status"]], ids=" ".join)
def test_a_reader_that_has_had_enough_is_no_failure(tmp_path: Path, command: list[str]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    try:
        assert _run(tmp_path, writes, *command) == (0, "")
    finally:
        os.close(writes)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no /dev/full")
def test_output_to_a_full_disk_fails_with_a_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        code, said = _run(tmp_path, full.fileno(), "import", "--template")
    assert code == 1
    assert (
        said
        == "inkscout: the output or a file of this command could not be written: No space left on device.\n"
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "shift_jis", "utf-8"])
def test_characters_that_an_encoding_lacks_are_escaped_as_in_json(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    names = ["Trzy Sroki Tattoo – Three Magpies", "墨 タトゥー", "Zoë 🎨", "Ана Гајић"]
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    inkscout_cli._accept_every_character()
    say(json.dumps(names, ensure_ascii=False))
    PlainConsole(width=100).print(*names)
    out.flush()
    written = out.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    assert json.loads(written.splitlines()[0]) == names
    assert len(written.splitlines()) >= 2
