"""Scans of one website through the API: start and follow them, and page through the results."""

from urllib.parse import urlsplit

from inkscout.contracts.api.operations import ScannedArtist, ScanResults, ScanView
from inkscout.contracts.scan_studio import SCAN_DAYS, Scan
from inkscout.domain.artist import Artist
from inkscout.errors import InvalidParameter, NotFound
from inkscout.ports import Clock, Directory, NewId, StateStore, Workflows
from inkscout.search import cursor as cursors
from inkscout.usecases.directory.denylist_filter import DenylistFilter
from inkscout.usecases.runs.start_scan import SCOPE


class LaunchScan:
    """Serves ``POST /v1/scans``."""

    def __init__(self, state_store: StateStore, workflows: Workflows, clock: Clock, new_id: NewId) -> None:
        self._state_store = state_store
        self._workflows = workflows
        self._clock = clock
        self._new_id = new_id

    def __call__(self, url: str) -> ScanView:
        """Starts a scan of a website; its state can be read at once.

        Raises:
            InvalidParameter: the URL is not http or https with a host, or contains credentials.
        """
        _check(url)
        scan_id = f"scan-{self._new_id()}"
        started = self._clock.now().isoformat()
        scan = Scan(scan_id=scan_id, url=url, status="running", started_at=started)
        self._state_store.put(SCOPE, scan_id, scan.document(), SCAN_DAYS * 86_400)
        self._workflows.start_scan(scan_id, {"url": url})
        return _view(scan)


class GetScan:
    """Serves ``GET /v1/scans/{id}``."""

    def __init__(self, state_store: StateStore) -> None:
        self._state_store = state_store

    def __call__(self, scan_id: str) -> ScanView:
        """Returns the state of a scan.

        Raises:
            NotFound: there is no such scan, or it has expired.
        """
        return _view(_scan(scan_id, self._state_store))


class GetScanResults:
    """Serves ``GET /v1/scans/{id}/results``."""

    def __init__(
        self,
        state_store: StateStore,
        directory: Directory,
        denylist_filter: DenylistFilter,
        clock: Clock,
        cursor_key: bytes,
    ) -> None:
        self._state_store = state_store
        self._directory = directory
        self._denylist_filter = denylist_filter
        self._clock = clock
        self._cursor_key = cursor_key

    def __call__(self, scan_id: str, limit: int, cursor: str) -> ScanResults:
        """Returns one page of the artists that a scan found and the directory still lists.

        Raises:
            NotFound: there is no such scan, or it has expired.
            InvalidCursor: the cursor is not one of this scan's.
        """
        scan = _scan(scan_id, self._state_store)
        digest = cursors.query_digest({"scan": scan_id})
        start = 0
        if cursor:
            position = cursors.decode(cursor, digest, self._cursor_key, self._clock.now())
            start = int(position.after[0])
        ids = scan.artists[start : start + limit]
        following = start + len(ids)
        token = None
        if following < len(scan.artists):
            position = cursors.Position(after=[following])
            token = cursors.encode(position, digest, self._cursor_key, self._clock.now())
        found = self._directory.artists_by_id(ids)
        present = [found[name] for name in ids if name in found and found[name].active]
        return ScanResults(
            items=[_artist(artist) for artist in self._denylist_filter.artists(present)],
            total=len(scan.artists),
            next_cursor=token,
        )


def _scan(scan_id: str, state_store: StateStore) -> Scan:
    document = state_store.get(SCOPE, scan_id)
    if document is None:
        raise NotFound("no scan has this id, or it is forgotten by now")
    return Scan.model_validate({name: document[name] for name in Scan.model_fields if name in document})


def _view(scan: Scan) -> ScanView:
    return ScanView(
        scan_id=scan.scan_id,
        url=scan.url,
        status=scan.status,
        outcome=scan.outcome,
        detail=scan.detail,
        started_at=scan.started_at,
        finished_at=scan.finished_at,
        artists_found=len(scan.artists),
    )


def _artist(artist: Artist) -> ScannedArtist:
    return ScannedArtist(
        artist_id=artist.artist_id,
        name=artist.name,
        instagram=artist.instagram,
        role=artist.role,
        styles=list(artist.styles),
        page_url=artist.page_url,
        confidence=artist.confidence,
    )


def _check(url: str) -> None:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise InvalidParameter("url", "is not an address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise InvalidParameter("url", "must be an http or https address with a host")
    if parts.username is not None or parts.password is not None:
        raise InvalidParameter("url", "must not carry credentials")
