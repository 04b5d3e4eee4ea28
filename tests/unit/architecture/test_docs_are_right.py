"""Checks the documentation: links, commands, and the figures of its examples."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from inkscout_cli import COMMANDS, app
from inkscout_cli.commands.cost import stage_sizes
from inkscout_deploy import cost
from tests.support.project import CORE, ROOT
from tests.support.written_commands import commands

NAMED = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
PAGES = sorted([*(ROOT / name for name in NAMED), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
FILE = re.compile(r"`((?:[\w.<>-]+/)+(?:[\w.<>-]+\.(?:py|toml|json|jsonl|md|yaml|html|sh))?)`")
"""A path in a sentence: folders, and a file of a known kind or nothing after the last slash."""
WORLDS = re.compile(r"^[a-z]+://|^mailto:")


def shown(path: Path) -> Iterator[str]:
    """Texts of a module that a person may read: every string but docstrings."""
    tree = ast.parse(path.read_text())
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.value


def parsed(arguments: list[str]) -> None:
    """Parses arguments as the command line does, and calls nothing."""
    command: Any = typer.main.get_command(app)
    with command.make_context("inkscout", list(arguments)) as context:
        while getattr(command, "commands", None) is not None:
            rest = [*context._protected_args, *context.args]
            if not rest and getattr(command, "invoke_without_command", False):
                return  # it is a command itself
            name, command, rest = command.resolve_command(context, rest)
            context = command.make_context(name, rest, parent=context)  # noqa: PLW2901 - down the tree


MODULES = re.compile(r"(\S*)python -m ([\w.]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_modules_that_pages_run_exist_and_are_run_by_the_environment(page: Path) -> None:
    for before, module in MODULES.findall(page.read_text()):
        assert before.endswith(".venv/bin/"), f"{module}: a checkout has no other Python with its packages"
        path = ROOT / module.replace(".", "/")
        known = (path.with_suffix(".py"), path / "__main__.py")
        assert module == "pytest" or any(file.exists() for file in known), module


BARE = re.compile(rf"(?:^ *|[`(:] ?)inkscout (?:{'|'.join(COMMANDS)})\b", re.MULTILINE)
"""The command as it would be typed where it is on the PATH, which a checkout does not put it on."""

SAID = [
    pytest.param(arguments, id=f"{page.stem}: {' '.join(arguments)[:60]}")
    for page in PAGES
    for arguments in commands(page)
]


def test_there_is_something_to_follow() -> None:
    assert len(SAID) >= 30


@pytest.mark.parametrize("arguments", SAID)
def test_a_command_that_is_written_down_exists(arguments: list[str]) -> None:
    assert arguments[0] in {*COMMANDS, "--help", "--version", "--install-completion"}
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


def test_commands_are_written_as_they_can_be_typed_in_a_checkout() -> None:
    for page in PAGES:
        assert not BARE.findall(page.read_text()), page.name
    for package in ("inkscout_cli", "inkscout_deploy", "inkscout_local"):
        for path in (ROOT / package).rglob("*.py"):
            assert not [text for text in shown(path) if BARE.search(text)], path.name


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose set-up makes a command that prints its arguments."""
    (tmp_path / "inkscout").write_bytes((ROOT / "inkscout").read_bytes())
    (tmp_path / "inkscout").chmod(0o755)
    (tmp_path / "Makefile").write_text(
        "setup:\n\t@mkdir -p .venv/bin\n\t@echo installing\n"
        "\t@cp command .venv/bin/inkscout\n\t@touch .venv/.installed\n"
    )
    (tmp_path / "command").write_text('#!/bin/sh\nfor word; do echo "$word"; done\n')
    (tmp_path / "command").chmod(0o755)
    return tmp_path


def test_the_launcher_sets_up_once_and_hands_its_arguments_on(checkout: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link"
    link.parent.mkdir()
    link.symlink_to(checkout / "inkscout")
    for program, said in ((checkout / "inkscout", "installing\n"), (link, "")):
        done = subprocess.run(
            [program, "search", "fine line"], cwd=link.parent, capture_output=True, text=True, check=True
        )
        assert done.stdout == "search\nfine line\n"
        assert done.stderr == said


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
    """Whether a path begins with a folder of the repository; keys of the data bucket look like paths too.

    The folder that `./inkscout export` writes to by default is none of them.
    """
    first = path.partition("/")[0]
    return first != "exports" and any((home / first).is_dir() for home in HOMES)


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
        assert f"./inkscout {name}" in (ROOT / "README.md").read_text(), name
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
        now = (round(found.total), round(found.fixed))
        assert (total, still) == now, "correct the example of `inkscout cost` in README.md"
        assert google == round(found.by_service["Google Places"])
