"""Nothing that is printed steers the terminal, whoever wrote it."""

import ast
import io
import json
from dataclasses import replace

import pytest
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from inkscout.contracts.import_places import ImportResult, RejectedLine
from inkscout.domain.held_person import HeldPerson
from inkscout.domain.removal_request import RemovalRequest
from inkscout_cli import report
from inkscout_cli.commands import import_list, removals, runs
from inkscout_cli.output import PlainConsole, plain, printable, say
from tests.support.project import ROOT

HOSTILE = (
    "\x1b[2J\x1b[31mAPPROVED",
    "\x1b]52;c;ZWNobyBvd25lZA==\x07",
    "\x1b]0;title\x1b\\",
    "\u202eDETCEJER\u2066",
    "nul\x00bell\x07back\x08",
    "\x9b31mC1\x85",
    "[bold red]markup[/]",
    "\u200f\u061c\u2028\U000e0041",
)


def shown(*renderables: RenderableType, width: int = 80) -> str:
    """Returns what reaches a terminal that shows colours."""
    stream = io.StringIO()
    PlainConsole(file=stream, width=width, force_terminal=True, color_system=None).print(*renderables)
    return stream.getvalue()


def is_harmless(text: str) -> bool:
    return all(char.isprintable() or char == "\n" for char in text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_as_what_it_is(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    say(text)
    table = Table("Name")
    table.add_row(text)
    table.add_row(plain(text))
    for out in (
        capsys.readouterr().out,
        shown(text),
        shown(Text(text)),
        shown(table),
        printable(text) + "\n",
    ):
        assert is_harmless(out), out
    assert "[bold red]" not in text or "[bold red]markup[/]" in shown(text)


def test_an_escape_is_visible_and_keeps_json_what_it_was() -> None:
    assert printable("\x1b[2J\u202e") == "\\u001b[2J\\u202e"
    value = {"reason": "\x9b\u202e\U000e0041 ü", "lines": "a\nb"}
    assert json.loads(printable(json.dumps(value, ensure_ascii=False))) == value
    assert printable("Zoë 王 👩🏽‍🎨 نور") == "Zoë 王 👩🏽‍🎨 نور"


@pytest.mark.parametrize("text", HOSTILE)
def test_tables_and_lines_of_commands_are_harmless(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    request = RemovalRequest(
        request_id="r" * 36, artist_id="a-1", instagram="zoe", name=text, contact=text, reason=text, note=text
    )
    held = HeldPerson(
        held_id="h" * 32, name=text, studio_id="s-1", studio_name=text, city=text, page_url=text
    )
    record = {"run_id": text, "status": text, "regions": [text], "started_at": text, "finished_at": text}
    for table in (
        removals.requests_shown([request], "https://api.test"),
        removals.held_shown([held]),
    ):
        assert is_harmless(shown(table))
    artist = {"name": text, "city": text, "studio_name": text, "styles": [text], "instagram": text}
    for width in (80, 400):
        stream = io.StringIO()
        console = PlainConsole(file=stream, width=width, force_terminal=True, color_system=None)
        runs.show_list(console, [record])
        report.show_artists(console, [artist], text)
        report.show_studios(console, [{"name": text, "address": text, "website": text}], text)
        assert is_harmless(stream.getvalue())
    rejected = [RejectedLine(line=1, reason=text)]
    import_list._show(ImportResult(imported=0, unchanged=0, located=0, rejected=rejected))
    assert is_harmless(capsys.readouterr().out)


def test_requests_are_readable_at_80_columns() -> None:
    request = RemovalRequest(
        request_id="123e4567-e89b-12d3-a456-426614174000",
        artist_id="a-0123456789abcdef0123",
        instagram="zoe.bronnimann.ink",
        contact="zoe.bronnimann@mail.example",
        reason="I left the trade and " + "would like to be forgotten " * 4,
        created_at="2026-03-01T12:00:00+00:00",
        confirm_token="t" * 22,
    )
    text = shown(
        removals.requests_shown([request, replace(request, confirm_token="")], "http://127.0.0.1:4566")
    )
    lines = text.splitlines()
    link = f"http://127.0.0.1:4566/v1/removal-requests/{request.request_id}/confirmation?token={'t' * 22}"
    assert all(len(line) <= 80 for line in lines if link not in line)
    assert any(line.split()[-1] == link for line in lines if line), "a link is whole, to be opened and copied"
    assert "…" not in text
    for whole in (
        request.request_id,
        "pending, 2026-03-01T12:00",
        "handle   zoe.bronnimann.ink",
        request.artist_id,
    ):
        assert any(whole in line for line in lines), whole


def test_commands_print_through_one_module_only() -> None:
    for path in sorted((ROOT / "inkscout_cli").rglob("*.py")):
        if path.name == "output.py":
            continue
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        names = {node.func.id for node in calls if isinstance(node.func, ast.Name)}
        assert not names & {"print", "Console"}, path
