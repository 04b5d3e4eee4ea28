"""On a terminal a run ends with the website's address, which works until Ctrl-C."""

import io
import os
import pty
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.command_line import CommandLine, part_of_the_demo
from tests.support.patience import PATIENCE_SECONDS, until

pytestmark = [pytest.mark.platform, pytest.mark.timeout(480)]


class Terminal:
    """A command on a terminal, with what it has written so far."""

    def __init__(self, command: CommandLine, *arguments: str) -> None:
        ours, theirs = pty.openpty()
        self._ours, self.text = ours, ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from inkscout_cli import main; main()", *arguments],
            cwd=command.folder, env=command.environment(TERM="xterm"), stdin=theirs, stdout=theirs,
            stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._drain, daemon=True).start()

    def _read(self) -> None:
        try:
            while part := os.read(self._ours, 4096):
                self.text += part.decode("utf-8", "replace")
        except OSError:
            return

    def _drain(self) -> None:
        if self.process.stderr:
            self.process.stderr.read()

    def interrupt(self) -> int:
        """Presses Ctrl-C and returns the exit code."""
        self.process.send_signal(2)
        return self.process.wait(PATIENCE_SECONDS)


def read(url: str) -> tuple[int, bytes]:
    """Status and body of an address."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_the_website_is_up_after_a_run_on_a_terminal_until_it_is_interrupted(tmp_path: Path) -> None:
    world = part_of_the_demo(tmp_path / "world", "copperbeechtattoo.test")
    terminal = Terminal(CommandLine(tmp_path), "run", "--world", str(world))
    try:
        until(lambda: "Ctrl-C stops it" in terminal.text or terminal.process.poll() is not None, 400)
        address = re.search(
            r"The website is up\s+(http://127\.0\.0\.1:\d+)", re.sub(r"\x1b\[[\d;]*m", "", terminal.text)
        )
        assert address, terminal.text[-2000:]
        site = address[1]
        status, home = read(f"{site}/")
        assert (status, b"Copper Beech" in read(f"{site}/studios")[1]) == (200, True)
        assert f"{site}/".encode() in home, "the canonical address is another"
        until(lambda: b"/images/" in read(f"{site}/artists")[1], 60)
        pictures = set(re.findall(rb'src="(/images/[^"]+)"', read(f"{site}/artists")[1]))
        answers = {path.decode(): read(f"{site}{path.decode()}") for path in sorted(pictures)[:4]}
        shown = [body for status, body in answers.values() if status == 200]
        assert shown, {path: status for path, (status, _) in answers.items()}
        assert all(Image.open(io.BytesIO(body)).format == "WEBP" for body in shown)
        assert read(f"{site}/v1/runs")[0] == 403
        assert read(f"{site}/v1/runs/")[0] in (403, 404)
        assert read(f"{site}/sitemaps/1.xml")[0] == 200
        assert terminal.interrupt() == 0
        with pytest.raises(urllib.error.URLError):
            read(f"{site}/")
    finally:
        if terminal.process.poll() is None:
            terminal.process.kill()
