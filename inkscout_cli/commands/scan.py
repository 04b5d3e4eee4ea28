"""``inkscout scan``: reads one website now and shows the artists on it."""

import json
import secrets
import time
import uuid
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from inkscout.contracts.api.operations import ScannedArtist, ScanView
from inkscout.usecases.runs.scans import GetScan, GetScanResults, LaunchScan
from inkscout_cli import common, report
from inkscout_cli.choice import Choice, on_a_platform
from inkscout_cli.output import say
from inkscout_cli.workflows import workflows
from inkscout_deploy.errors import PlatformError

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_POLL_SECONDS = 1.0
_PAGE = 100


@app.command()
@on_a_platform
def scan(
    platform: Choice,
    *,
    url: Annotated[str, typer.Argument(help="Address of a studio's website.")],
    seconds: Annotated[int, typer.Option("--wait", min=1, help="Seconds to wait for the end.")] = 900,
    as_json: common.JsonOption = False,
) -> None:
    """Reads a website outside of any run, stores what it names, and shows the artists.

    Exits with 1 if the website could not be read.
    """
    from inkscout.bootstrap import stores

    progress = common.console(errors=True)
    with platform.connected() as connection:
        store = stores.state_store()
        launch = LaunchScan(store, workflows(connection), stores.clock(), lambda: str(uuid.uuid4()))
        view = launch(url)
        progress.print(Text(f"{view.scan_id} reads {url} …"), soft_wrap=True)
        view = _ended(GetScan(store), view, seconds)
        found = list(_found(view)) if view.status != "running" else []
    if as_json:
        items = [artist.model_dump(mode="json") for artist in found]
        say(json.dumps({**view.model_dump(mode="json"), "artists": items}, indent=2))
    if view.status == "running":
        raise PlatformError(f"{view.scan_id} still reads after {seconds} s; it goes on by itself.")
    if view.status == "failed":
        raise PlatformError(f"{url} was not read: {view.detail or view.outcome or 'no reason is recorded'}.")
    if not as_json:
        title = f"{url}: {view.outcome.replace('_', ' ')}, {report.counted(len(found), 'artist')}"
        report.show_artists(common.console(), [artist.model_dump() for artist in found], title)


def _ended(get: GetScan, view: ScanView, seconds: int) -> ScanView:
    """Returns the scan once it has ended, or as it is after ``seconds``."""
    deadline = time.monotonic() + seconds
    while view.status == "running" and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
        view = get(view.scan_id)
    return view


def _found(view: ScanView) -> Iterator[ScannedArtist]:
    from inkscout.bootstrap import stores
    from inkscout.usecases.directory.denylist_filter import DenylistFilter

    # Cursors are made and read in this process alone, so that a key of its own is enough.
    results = GetScanResults(
        stores.state_store(),
        stores.directory(),
        DenylistFilter(stores.denylist),
        stores.clock(),
        secrets.token_bytes(32),
    )
    cursor: str | None = ""
    while cursor is not None:
        page = results(view.scan_id, _PAGE, cursor)
        yield from page.items
        cursor = page.next_cursor
