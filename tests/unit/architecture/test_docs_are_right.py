"""Checks the documentation: links, commands, and the figures of its examples."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from inkscout_cli import COMMANDS, app
from inkscout_cli.commands.cost import stage_sizes
from inkscout_deploy import cost
from tests.support.project import CORE, ROOT

NAMED = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
PAGES = sorted([*(ROOT / name for name in NAMED), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
FILE = re.compile(r"`((?:[\w.<>-]+/)+(?:[\w.<>-]+\.(?:py|toml|json|jsonl|md|yaml|html|sh))?)`")
"""A path in a sentence: folders, and a file of a known kind or nothing after the last slash."""
WORLDS = re.compile(r"^[a-z]+://|^mailto:")


def commands(page: Path) -> Iterator[list[str]]:
    """Every ``inkscout …`` of a page, in code blocks and in sentences, as arguments."""
    text = page.read_text()
    for block in re.findall(r"^ *```(?:console|bash|sh)\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            found = re.search(r"(?:^|&& |\|\| |; )(?:\.venv/bin/)?(inkscout .*)", line.strip())
            if found:
                yield _arguments(found[1])
    outside = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    for code in re.findall(r"`(inkscout [^`]+)`", outside):
        yield _arguments(code)


def _arguments(line: str) -> list[str]:
    # Brackets stand around what may be left out.
    words = shlex.split(re.sub(r"[][]", "", line.replace("…", "x")), comments=True)[1:]
    return [word for word in words if word != "x"]


def parsed(arguments: list[str]) -> None:
    """Parses arguments as the command line does, and calls nothing."""
    command: Any = typer.main.get_command(app)
    with command.make_context("inkscout", list(arguments)) as context:
        while getattr(command, "commands", None) is not None:
            rest = [*context._protected_args, *context.args]
            name, command, rest = command.resolve_command(context, rest)
            context = command.make_context(name, rest, parent=context)  # noqa: PLW2901 - down the tree


SAID = [
    pytest.param(arguments, id=f"{page.stem}: {' '.join(arguments)[:60]}")
    for page in PAGES
    for arguments in commands(page)
]


def test_there_is_something_to_follow() -> None:
    assert len(SAID) >= 30


@pytest.mark.parametrize("arguments", SAID)
def test_a_command_that_is_written_down_exists(arguments: list[str]) -> None:
    assert arguments[0] in {*COMMANDS, "--help"}
    if len(arguments) == 1:
        return  # the command is spoken of
    try:
        parsed(arguments)
    except Exception as error:  # noqa: BLE001 - Typer keeps its own kinds private
        message = str(error) or type(error).__name__
        # A reader has the file that an example names, and knows the options that are left out.
        assert "does not exist" in message or "Missing option" in message, message


def test_a_command_that_is_wrong_is_seen() -> None:
    for wrong in (["run", "--nonsense"], ["index", "audits"], ["cost", "--studios", "many"]):
        with pytest.raises(Exception, match=r"(?i)no such|valid integer"):
            parsed(wrong)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text()):
        if not WORLDS.match(target):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"


HOMES = (ROOT, CORE, CORE.parent)


def absent(path: str) -> bool:
    """Whether a file, in whose path ``<step>`` may stand for any name, is nowhere in the repository."""
    pattern = re.sub(r"<\w+>", "*", path.rstrip("/"))
    return not any(any(home.glob(pattern)) for home in HOMES)


def in_repository(path: str) -> bool:
    """Whether a path begins with a folder of the repository; keys of the data bucket look like paths too."""
    return any((home / path.partition("/")[0]).is_dir() for home in HOMES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    # A decision names the files of its day.
    if "decisions" not in page.parts:
        named = [path for path in FILE.findall(page.read_text()) if in_repository(path)]
        assert not [path for path in named if absent(path)], f"{page.name} names what is not there"


def test_a_page_that_names_an_absent_file_is_seen() -> None:
    [step, gone] = FILE.findall(
        "`functions/<step>/handler.py` and `usecases/no_such_thing.py`, `/v1/artists`"
    )
    assert not absent(step)
    assert absent(gone)


def test_the_readme_and_the_changelog_name_every_command() -> None:
    for name in COMMANDS:
        assert f"inkscout {name}" in (ROOT / "README.md").read_text(), name
        assert f"`{name}`" in (ROOT / "CHANGELOG.md").read_text(), name


def test_the_examples_of_the_readme_are_what_the_command_says() -> None:
    lines = [
        line for line in (ROOT / "README.md").read_text().splitlines() if "inkscout cost --studios" in line
    ]
    assert len(lines) == 2
    for line in lines:
        options = dict(re.findall(r"--(\w+) (\w+)", line.partition("#")[0]))
        total, still, google = (int(n) for n in re.findall(r"\b(\d+)\b", line.partition("#")[2]))
        found = cost.estimate(
            int(options["studios"]), int(options["artists"]), "daily", "eu-west-1",
            stage_sizes(options["stage"]), usage=cost.Usage(),
        )  # fmt: skip
        assert (total, still) == (round(found.total), round(found.fixed))
        assert google == round(found.by_service["Google Places"])
