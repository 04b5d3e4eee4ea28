"""Commands that pages of the documentation tell a reader to type."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

_BLOCK = re.compile(r"^ *```(?:console|bash|sh)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_ANY_BLOCK = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"(?:^|&& |\|\| |; )(?:\./)?(inkscout .*)")
_AWS = re.compile(r"(?:^|&& |\|\| |; |\$\()(aws .*)")


def commands(page: Path) -> Iterator[list[str]]:
    """Every ``./inkscout …`` of a page, in code blocks and in sentences, as arguments."""
    for line in _lines(page):
        found = _COMMAND.search(line)
        if found:
            yield _arguments(found[1])
    for code in re.findall(r"`(?:\./)?(inkscout [^`]+)`", _sentences(page)):
        yield _arguments(code)


def aws_commands(page: Path) -> Iterator[list[str]]:
    """Every ``aws …`` of a page that names a service and an operation, as arguments without ``aws``."""
    written = [found[1] for line in _lines(page) if (found := _AWS.search(line))]
    written += re.findall(r"`(aws [^`]+)`", _sentences(page))
    for text in written:
        words = shlex.split(re.sub(r"\$\(date [^)]*\)", "TIME", text).replace(")", " "), comments=True)
        stop = next((n for n, word in enumerate(words) if word in {"|", ">"}), len(words))
        if len(words[:stop]) >= 3:
            yield words[1:stop]


def _lines(page: Path) -> Iterator[str]:
    for block in _BLOCK.findall(page.read_text()):
        for line in block.replace("\\\n", " ").splitlines():
            yield line.strip()


def _sentences(page: Path) -> str:
    return _ANY_BLOCK.sub("", page.read_text())


def _arguments(line: str) -> list[str]:
    # Brackets stand around what may be left out.
    words = shlex.split(re.sub(r"[][]", "", line.replace("…", "x")), comments=True)[1:]
    stop = next((n for n, word in enumerate(words) if word in {"|", ">"}), len(words))
    return [word for word in words[:stop] if word != "x"]
