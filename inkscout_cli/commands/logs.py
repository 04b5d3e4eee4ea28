"""``inkscout logs``: shows what the functions and workers of a platform logged."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from inkscout_cli import common
from inkscout_cli.choice import Choice, Reached, on_a_platform
from inkscout_cli.output import say
from inkscout_deploy.errors import BadInput

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_LOCAL_STAGE = "dev"
_AGO = re.compile(r"(\d{1,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_LAMBDA_LINES = ("START RequestId", "END RequestId", "REPORT RequestId", "INIT_START")
_LEVELS = frozenset({"ERROR", "CRITICAL"})
_ERRORS = '{ $.level = "ERROR" || $.level = "CRITICAL" }'
_WORKERS = "scraper"
"""Part whose workers write files on a local platform, as its ECS tasks are processes of this machine."""
_SHOWN = ("exception_name", "exception", "run_id", "correlation_id", "ending", "done", "failed")


@app.command()
@on_a_platform
def logs(
    platform: Choice,
    *,
    part: Annotated[
        str,
        typer.Argument(help="Part of the platform, such as pipeline, scraper, api; without it: their list."),
    ] = "",
    since: Annotated[str, typer.Option("--since", help="How far back: 30m, 6h or 2d.")] = "1h",
    errors: Annotated[bool, typer.Option("--errors", help="Errors alone.")] = False,
    find: Annotated[str, typer.Option("--find", help="Only lines with this text.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="The most lines to show.")] = 200,
    as_json: common.JsonOption = False,
) -> None:
    """Shows log lines of one part, oldest first; or lists the parts that have a log."""
    begin = datetime.now(UTC) - _length(since)

    def read(connection: Reached) -> tuple[list[str], list[dict[str, Any]]]:
        group = f"/inkscout/{platform.stage or _LOCAL_STAGE}/"
        client = connection.client("logs")
        parts = _parts(client, group)
        if part and part not in parts:
            raise BadInput(f"{part} has no log; one of these has: {', '.join(parts) or 'none'}.")
        lines: Iterator[dict[str, Any]] = iter(())
        if part == _WORKERS and not platform.stage:
            lines = _lines_of_workers(platform.folder.logs, begin, find, errors=errors)
        elif part:
            lines = _lines(client, group + part, begin, find, errors=errors)
        return parts, list(islice(lines, limit))

    parts, found = platform.read(read)
    if as_json:
        say(json.dumps(found if part else parts, indent=2, default=str))
    elif part:
        for line in found:
            say(_shown(line))
        if not found:
            kind = " of that kind" if errors or find else ""
            quiet = "" if kind else " While all goes well, functions log nothing."
            say(f"{part} has logged nothing{kind} in the last {since}.{quiet}", errors=True)
    else:
        for name in parts:
            say(name)


def _length(text: str) -> timedelta:
    match = _AGO.fullmatch(text)
    if not match:
        raise BadInput(f"--since takes a number with m, h or d, such as 30m or 6h, not {text}.")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _parts(client: Any, group: str) -> list[str]:  # noqa: ANN401 - boto3 makes its clients at run time
    pages = client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=group)
    return sorted(one["logGroupName"].removeprefix(group) for page in pages for one in page["logGroups"])


def _lines(
    client: Any,  # noqa: ANN401 - boto3 makes its clients at run time
    group: str,
    begin: datetime,
    find: str,
    *,
    errors: bool,
) -> Iterator[dict[str, Any]]:
    """Yields what a log group holds, without Lambda's own lines; a line that is no JSON is a ``message``."""
    request: dict[str, Any] = {"logGroupName": group, "startTime": int(begin.timestamp() * 1000)}
    if errors:
        request["filterPattern"] = _ERRORS
    for page in client.get_paginator("filter_log_events").paginate(**request):
        for event in page["events"]:
            text = str(event["message"]).strip()
            if text.startswith(_LAMBDA_LINES):
                continue
            at = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
            yield from _wanted(text, at, find, errors=errors)


def _lines_of_workers(folder: Path, begin: datetime, find: str, *, errors: bool) -> Iterator[dict[str, Any]]:
    """Yields what the workers of a local platform logged, oldest worker first, like ``_lines``."""
    found = sorted((path.stat().st_mtime, path) for path in folder.glob("task-*.log"))
    for ended, path in found:
        at = datetime.fromtimestamp(ended, UTC)
        if at < begin:
            continue
        for text in path.read_text("utf-8", "replace").splitlines():
            yield from _wanted(text, at, find, errors=errors)


def _wanted(text: str, at: datetime, find: str, *, errors: bool) -> Iterator[dict[str, Any]]:
    """Yields a line with its time if it is not a metric, and is of the wanted kind."""
    line = _read(text)
    if find in text and "_aws" not in line and (not errors or line.get("level") in _LEVELS):
        yield {"at": at.isoformat(timespec="seconds"), **line}


def _read(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    return document if isinstance(document, dict) else {"message": text}


def _shown(line: dict[str, Any]) -> str:
    parts = [line["at"], str(line.get("level", "")), str(line.get("function_name", line.get("service", "")))]
    message = line.get("message", "")
    parts.append(message if isinstance(message, str) else json.dumps(message, ensure_ascii=False))
    parts += [f"{name}={line[name]}" for name in _SHOWN if line.get(name)]
    return " ".join(part for part in parts if part)
