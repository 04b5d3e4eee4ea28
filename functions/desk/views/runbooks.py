"""Runbooks as blocks that a template shows: the part of Markdown that they are written in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).resolve().parents[1]
FOLDERS = (_HERE / "runbooks", _HERE.parents[1] / "docs" / "runbooks")
"""Places of the runbooks: beside the function where it is deployed, in the documents of a checkout."""

NAME = re.compile(r"[a-z0-9-]{1,60}")
_INLINE = re.compile(r"`([^`]+)`|\[([^\][]+)\]\(([a-z0-9-]+)\.md\)|\[([^\][]+)\]\([^)([]*\)|\*\*([^*]+)\*\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A piece of a line: text, ``code``, or a link to another runbook."""

    text: str
    is_code: bool = False
    runbook: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of a runbook: ``heading``, ``text``, ``item`` (with its ``mark``), ``row`` or ``code``."""

    kind: str
    parts: Sequence[TextPart] = ()
    mark: str = ""


def read(name: str, folders: Sequence[Path] = FOLDERS) -> str | None:
    """Returns the text of a runbook; None if there is none of this name."""
    if not NAME.fullmatch(name):
        return None
    paths = (folder / f"{name}.md" for folder in folders)
    return next((path.read_text(encoding="utf-8") for path in paths if path.is_file()), None)


def blocks(text: str) -> Iterator[Block]:
    """Yields the blocks of a runbook in their order, its title first."""
    held: list[str] = []
    mark = ""
    code: list[str] | None = None
    for line in [*text.splitlines(), ""]:
        stripped = line.strip()
        if stripped.startswith("```"):
            if code is None:
                yield from _ended(held, mark)
                held, mark, code = [], "", []
            else:
                yield Block(kind="code", parts=(TextPart(text="\n".join(_flush_left(code))),))
                code = None
        elif code is not None:
            code.append(line)
        elif stripped.startswith("#"):
            yield from _ended(held, mark)
            held, mark = [], ""
            yield Block(kind="heading", parts=tuple(_parts(stripped.lstrip("# "))))
        elif stripped.startswith("|"):
            yield from _ended(held, mark)
            held, mark = [], ""
            if set(stripped) - set("|-: "):
                yield Block(kind="row", parts=tuple(_parts(stripped.strip("| ").replace("|", "·"))))
        elif not stripped or _is_item(stripped):
            yield from _ended(held, mark)
            held, mark = [], ""
            if stripped:
                mark, _, said = stripped.partition(" ")
                held = [said.strip()]
        else:
            held.append(stripped)


def _is_item(line: str) -> bool:
    """Whether a line begins an item of a list: a dash or a number with a point, a space, and text."""
    mark, _, said = line.partition(" ")
    return bool(said) and (mark == "-" or (mark.endswith(".") and mark[:-1].isdecimal()))


def _ended(held: Sequence[str], mark: str) -> Iterator[Block]:
    if held:
        yield Block(kind="item" if mark else "text", parts=tuple(_parts(" ".join(held))), mark=mark)


def _flush_left(lines: Sequence[str]) -> list[str]:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[margin:] for line in lines]


def _parts(text: str) -> Iterator[TextPart]:
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            yield TextPart(text=text[at : found.start()])
        code, linked, runbook, elsewhere, strong = found.groups()
        if code is not None:
            yield TextPart(text=code, is_code=True)
        elif linked is not None:
            yield TextPart(text=linked, runbook=runbook)
        else:
            yield TextPart(text=elsewhere or strong)
        at = found.end()
    if at < len(text):
        yield TextPart(text=text[at:])
