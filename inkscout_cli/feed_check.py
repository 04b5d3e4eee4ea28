"""Checks a definition of a feed from the command line, without a platform."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from inkscout.errors import InvalidInput
from inkscout.usecases.feeds.check_feed import CheckedRequest, check_feed, check_saved
from inkscout.usecases.feeds.definitions import checked
from inkscout_cli import records
from inkscout_cli.output import plain
from inkscout_deploy.errors import BadInput
from inkscout_deploy.project import PROJECT_ROOT

STOCK = PROJECT_ROOT / "feeds"
"""Folder of the definitions that come with Inkscout."""

_NO_CONTACT = "operator@inkscout.example"


def definition_file(file: str) -> tuple[str, str]:
    """Returns name and text of a definition: a file, or one that comes with Inkscout by its name.

    Raises:
        BadInput: there is no such file.
    """
    path = Path(file)
    if not path.suffix and not path.exists():
        path = STOCK / f"{file}.toml"
    try:
        return path.stem, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        known = ", ".join(sorted(one.stem for one in STOCK.glob("*.toml")))
        raise BadInput(f"{file} is no readable file. Definitions that come with Inkscout: {known}.") from None


def checked_requests(name: str, text: str, saved: Path | None, contact: str) -> list[CheckedRequest]:
    """Returns what a definition makes of its source, or of a saved answer.

    Raises:
        BadInput: it is no definition, or the saved answer cannot be read.
    """
    try:
        definition = checked(name, text)
        if saved is not None:
            return [check_saved(definition, saved.read_bytes(), now=datetime.now(UTC))]
        return asyncio.run(_asked(name, text, contact))
    except InvalidInput as fault:
        raise BadInput(str(fault)) from None
    except OSError as error:
        raise BadInput(f"{saved} cannot be read: {error.strerror}") from None


async def _asked(name: str, text: str, contact: str) -> list[CheckedRequest]:
    from inkscout.bootstrap import feeds
    from inkscout_local.environment import LocalSettings

    contact = contact or LocalSettings().crawler_contact or _NO_CONTACT
    async with feeds.checking_source(contact) as source:
        return await check_feed(checked(name, text), source, now=datetime.now(UTC))


def print_checked(one: CheckedRequest, console: Console) -> None:
    """Prints what a definition makes of one answer: records, fields, what is unread and what is set aside."""
    console.print(plain(one.url))
    answer = one.answer
    validators = "with" if answer.etag or answer.last_modified else "without"
    console.print(f"  {len(answer.body)} bytes, {validators} a validator for unchanged answers")
    if one.report is None:
        console.print(plain(f"  a run would be refused: {one.detail}"))
        return
    made = one.report
    verdict = "a run would be refused" if made.is_refused else made.outcome.value
    console.print(plain(f"  {verdict}{f': {made.detail}' if made.detail else ''}; {made.found} records"))
    if made.sample:
        rows = [["" if value is None else value for value in row.values()] for row in made.sample]
        records.show(console, list(made.sample[0]), rows)
    lines = [f"  {field}: no value in {share:.0%}" for field, share in made.empty.items() if share]
    lines += [f"  not read: {member}, in {count} records" for member, count in made.unread.items()]
    lines += [f"  set aside: {count} for {reason}" for reason, count in made.set_aside.items()]
    lines += [f"  differs: {what}, {count} times" for what, count in made.drift.items()]
    lines += [f"  {made.duplicates} repeat an earlier record"] if made.duplicates else []
    for line in lines:
        console.print(plain(line))
