"""Verifies a backup by restoring it into an empty platform: digests, invariants, the index, and searches."""

import heapq
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from inkscout.contracts.stored.directory_items import PROFILE, snapshot_of
from inkscout.domain import naming
from inkscout.domain.archive import ItemDigest, line_of, plain_item, table_file
from inkscout.domain.artist import Artist
from inkscout.usecases.recovery.make_backup import NOT_BACKED_UP
from inkscout_local.recovery.scratch import Scratch, scratch_platform

if TYPE_CHECKING:
    from inkscout.usecases.recovery.check_directory import DirectoryCheck
    from inkscout.usecases.recovery.read_archive import Archive
    from inkscout.usecases.recovery.removed_people import RemovedPeople
    from inkscout_local.saved.api import LocalApi

SEARCHES = 10
"""Number of artists that are searched for."""

_PAGE, _PAGES = 100, 10

Progress = Callable[[str], None]


@dataclass
class Verified:
    """Result of a verification.

    Attributes:
        items: Items of each table, as restored.
        artists: Number of artists.
        studios: Number of studios.
        removed: People who were removed while the backup was made, and left out; None without the key.
        found: Number of artists that were searched for and found.
        searched: Number of artists that were searched for.
        faults: Reasons why the backup is not good, one sentence each.
        seconds: Duration of each step.
    """

    items: dict[str, int] = field(default_factory=dict)
    artists: int = 0
    studios: int = 0
    removed: int | None = None
    found: int = 0
    searched: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def total_seconds(self) -> float:
        """Seconds from the first byte read to the last search: the measured recovery time."""
        return round(sum(self.seconds.values()), 2)


def verify(archive: "Archive", key: bytes | None, say: Progress = lambda _: None) -> Verified:
    """Restores an archive into an empty platform, and checks it there.

    Args:
        archive: The archive.
        key: The denylist's key; None leaves out whether somebody removed is in the backup.
        say: Receives a line for each step.

    Raises:
        ArchiveUnusable: the archive is damaged.
        PlatformError: the empty platform does not start.
    """
    done = Verified()
    with _timed(done, "hashes", say):
        archive.check()
    with ExitStack() as started:
        with _timed(done, "start", say):
            scratch = started.enter_context(scratch_platform())
        _verify(archive, key, scratch, done, say)
    return done


def _verify(archive: "Archive", key: bytes | None, scratch: Scratch, done: Verified, say: Progress) -> None:
    from inkscout.bootstrap import recovery
    from inkscout.usecases.recovery.check_directory import check_directory
    from inkscout.usecases.recovery.removed_people import RemovedPeople
    from inkscout.usecases.recovery.restore import plan_restore, restore_tables
    from inkscout_local.platform import index

    tables = recovery.tables(scratch.records_table)
    ports = recovery.restore_ports(archive, RemovedPeople([]), scratch.records_table)
    with _timed(done, "restore", say):
        plan = plan_restore(archive.tables, deps=ports)
        done.items = restore_tables(archive.tables, plan, deps=ports)
    with _timed(done, "digests", say):
        for name in archive.tables:
            _compare(name, tables[name], archive, done)
    with _timed(done, "invariants", say):
        if key is not None:
            done.removed = _enforced(key)
        removed = recovery.own_removed() if key is not None else None
        check = check_directory(tables["directory"], removed.is_removed if removed else None)
        _take(check, done)
    with _timed(done, "index", say):
        kinds = index.make(scratch.search_url)
        index.fill(kinds, scratch.search_url, scratch.connection, lambda _: None)
    with _timed(done, "searches", say):
        _search(archive, done)


def _compare(name: str, table: Any, archive: "Archive", done: Verified) -> None:  # noqa: ANN401 - a whole table
    found, expected = ItemDigest(), archive.manifest.files[table_file(name)]
    for item in table.scan():
        if item[table.keys[0]]["S"] not in NOT_BACKED_UP:
            found.add(line_of(item))
    done.items[name] = found.items
    if found.items != expected.items:
        done.faults.append(f"the {name} table has {found.items} items of {expected.items}")
    elif found.value != expected.digest:
        done.faults.append(f"the {name} table has other items than were backed up")


def _enforced(key: bytes) -> int:
    """Sets the denylist's key, and removes who was removed while the backup was made; returns how many."""
    from inkscout.bootstrap import recovery, stores
    from inkscout.usecases.directory.enforce_removals import enforce_removals

    recovery.denylist_key().replace(key)
    return enforce_removals(directory=stores.directory(), denylist=stores.denylist())


def _take(check: "DirectoryCheck", done: Verified) -> None:
    done.artists, done.studios = check.artists, check.studios
    done.faults += check.examples
    if check.faults > len(check.examples):
        done.faults.append(f"{check.faults - len(check.examples)} more entries are not as they must be")


def _search(archive: "Archive", done: Verified) -> None:
    """Searches for artists of the backup by their names and cities, as a client of the API does."""
    from inkscout.bootstrap import recovery
    from inkscout_local.saved.api import LocalApi

    api, removed = LocalApi(), recovery.own_removed()
    for artist in _known_artists(archive, removed):
        done.searched += 1
        if artist.artist_id in _found(api, artist):
            done.found += 1
        else:
            done.faults.append(f"a search does not find {artist.artist_id}")


def _known_artists(archive: "Archive", removed: "RemovedPeople") -> Sequence[Artist]:
    """Returns some artists that searchers see, the same ones each time."""
    profiles = (item for item in archive.items("directory") if item["SK"]["S"] == PROFILE)
    shown = (
        snapshot.entry
        for item in profiles
        if not removed.is_removed(item) and (snapshot := snapshot_of(plain_item(item)))
    )
    artists = (entry for entry in shown if isinstance(entry, Artist) and entry.is_shown)
    return heapq.nsmallest(SEARCHES, artists, key=lambda artist: naming.digest(artist.artist_id))


def _found(api: "LocalApi", artist: Artist) -> Iterator[str]:
    """Yields the ids that a search for an artist finds, page by page."""
    asked = {"q": artist.name, "limit": str(_PAGE)} | ({"city": artist.city} if artist.city else {})
    cursor: str | None = ""
    for _ in range(_PAGES):
        query = urlencode(asked | ({"cursor": cursor} if cursor else {}))
        answer = json.loads(api.request("GET", f"http://scratch/v1/artists?{query}", headers={}).data)
        yield from (str(hit["artist_id"]) for hit in answer.get("items", []))
        cursor = answer.get("next_cursor")
        if not cursor:
            return


@contextmanager
def _timed(done: Verified, step: str, say: Progress) -> Iterator[None]:
    say(step)
    started = time.monotonic()
    yield
    done.seconds[step] = round(time.monotonic() - started, 2)
