"""RemoveArtist: takes a person out of every store, and keeps them out.

The denylist comes first, so that nothing written meanwhile brings them back. Every step can be repeated. Only
the request's id travels through the state machine; what the steps have to know about the person waits in the
Operations table and is emptied by the last of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.redaction import Redactor, studio_mark
from inkscout.domain.removal import identifiers
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.errors import InvalidInput
from inkscout.ports import Clock, Denylist, Directory, Removals, StateStore
from inkscout.ports.index import IndexWriter, WriteOutcome
from inkscout.ports.removal import FilePurge, OperationsPurge
from inkscout.usecases.directory.artist_identity import HANDLE, NAME, NOBODY
from inkscout.usecases.directory.withdraw import withdraw
from inkscout.usecases.index.index_actions import action_for
from inkscout.vocabulary.handles import is_nobodys

SCOPE = "removal"
PLAN_SECONDS = 30 * 86_400
"""How long a removal that was cut short can be taken up again."""

_MIN_TERM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """People and identifiers to remove; personal data, deleted when the removal ends."""

    artist_ids: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    studio_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """One approved request's way through the stores."""

    removals: Removals
    directory: Directory
    denylist: Denylist
    state_store: StateStore
    index: IndexWriter
    files: FilePurge
    operations: OperationsPurge
    export: Callable[[str], Sequence[str]]
    clock: Clock

    def deny(self, request_id: str) -> int:
        """Puts every identifier of the person on the denylist; returns how many.

        Raises:
            InvalidInput: there is no such request, or nobody approved it.
        """
        request = self._approved(request_id)
        plan = self._plan(request_id) or self._make_plan(request)
        self.state_store.put(SCOPE, request_id, _document(plan), PLAN_SECONDS)
        entries = [entry for handle in plan.handles for entry in identifiers(handle=handle)]
        entries += [entry for artist_id in plan.artist_ids for entry in identifiers(artist_id=artist_id)]
        for studio_id in plan.studio_ids:
            entries += [*identifiers(names=plan.names, studio_id=studio_id), studio_mark(studio_id)]
        return self.denylist.add(entries)

    def purge_directory(self, request_id: str) -> int:
        """Removes profile, style entries, residencies and aliases; returns the number of entries."""
        plan = self._known_plan(request_id)
        purged = 0
        for artist_id in plan.artist_ids:
            artist = self.directory.artist(artist_id)
            if artist is not None:
                purged += withdraw(self.directory, artist)
            for studio_id in plan.studio_ids:
                self.directory.delete_residency(studio_id, artist_id)
            for kind, value in self.directory.aliases_of(artist_id):
                self.directory.delete_alias(kind, value)
        return purged

    def purge_index(self, request_id: str) -> int:
        """Deletes the documents from every index, the kept one too; no search shows them then."""
        deleted = 0
        names = self.index.indexes(EntryKind.ARTIST)
        for artist_id in self._known_plan(request_id).artist_ids:
            snapshot = self.directory.snapshot(EntryKind.ARTIST, artist_id)
            version = snapshot.version if snapshot else 1
            gone = Snapshot(kind=EntryKind.ARTIST, entry_id=artist_id, version=version)
            for name in names:
                (result,) = self.index.apply([action_for(gone)], index=name, same_version=True)
                deleted += result.verdict is WriteOutcome.APPLIED
        for name in names:
            self.index.refresh(name)
        return deleted

    def purge_files(self, request_id: str) -> int:
        """Removes what shows the person alone, clears what shows others too, and makes the exports anew."""
        plan = self._known_plan(request_id)
        redactor = Redactor(self.denylist.hashed, self.denylist.hashes)
        purged = sum(self.files.purge_subject(artist_id) for artist_id in plan.artist_ids)
        for studio_id in plan.studio_ids:
            clean = partial(_cleared, studio_id=studio_id, redactor=redactor)
            purged += self.files.rewrite_subject(studio_id, clean)
        purged += self.files.purge_exports()
        self.export(f"removal-{naming.digest(request_id)}")
        return purged

    def purge_operations(self, request_id: str) -> int:
        """Removes the person from jobs, ledgers and remembered state."""
        plan = self._known_plan(request_id)
        terms = [*plan.artist_ids, *plan.handles, *plan.names]
        terms += [key.replace(" ", "-") for name in plan.names for key in naming.keys(name) if " " in key]
        return self.operations.purge([term for term in terms if len(term) >= _MIN_TERM])

    def finish(self, request_id: str) -> int:
        """Empties the request of everything personal; that it was asked and carried out, and when, stays."""
        request = self._approved(request_id)
        done = RemovalRequest(
            request_id=request.request_id,
            status=RemovalStatus.REMOVED,
            created_at=request.created_at,
            decided_at=request.decided_at or self.clock.now().isoformat(timespec="seconds"),
        )
        self.state_store.put(SCOPE, request_id, {}, 1)
        self.removals.put(done)
        return 1

    def _approved(self, request_id: str) -> RemovalRequest:
        request = self.removals.get(request_id)
        if request is None or request.status not in {RemovalStatus.APPROVED, RemovalStatus.REMOVED}:
            raise InvalidInput("there is no approved removal request of this id")
        return request

    def _make_plan(self, request: RemovalRequest) -> Plan:
        handle = _own(naming.handle_key(request.instagram))
        known = self.directory.find_alias(HANDLE, handle) if handle else None
        if known == NOBODY:
            handle, known = "", None
        ids = naming.unique((request.artist_id, known or ""))
        artists = [artist for artist in map(self.directory.artist, ids) if artist is not None]
        plans = [self._plan_of(artist) for artist in artists]
        return Plan(
            artist_ids=naming.unique((*ids, *(entry for plan in plans for entry in plan.artist_ids))),
            handles=naming.unique((handle, *(entry for plan in plans for entry in plan.handles))),
            names=naming.unique(entry for plan in plans for entry in plan.names),
            studio_ids=naming.unique(entry for plan in plans for entry in plan.studio_ids),
        )

    def _plan_of(self, artist: Artist) -> Plan:
        aliases = self.directory.aliases_of(artist.artist_id)
        handles = [_own(value) for kind, value in aliases if kind == HANDLE]
        names = [value.partition("#")[2] for kind, value in aliases if kind == NAME]
        known = {naming.key(name) for name in (artist.name, *artist.aliases)}
        return Plan(
            artist_ids=(artist.artist_id,),
            handles=naming.unique((_own(naming.handle_key(artist.instagram)), *handles)),
            names=naming.unique((artist.name, *artist.aliases, *(n for n in names if n not in known))),
            studio_ids=naming.unique((artist.studio_id, *(stay.studio_id for stay in artist.residencies))),
        )

    def _plan(self, request_id: str) -> Plan | None:
        document = self.state_store.get(SCOPE, request_id)
        if document is None or "artist_ids" not in document:
            return None
        return Plan(**{name: tuple(document[name]) for name in Plan.__dataclass_fields__})

    def _known_plan(self, request_id: str) -> Plan:
        plan = self._plan(request_id)
        if plan is None:
            raise InvalidInput("this removal has not begun, or has ended")
        return plan


def _own(handle: str) -> str:
    """A handle that can be one person's: a template's on the denylist would take out strangers."""
    return "" if is_nobodys(handle) else handle


def _document(plan: Plan) -> dict[str, Any]:
    return {name: list(getattr(plan, name)) for name in Plan.__dataclass_fields__}


def _cleared(document: Any, studio_id: str, redactor: Redactor) -> Any:  # noqa: ANN401 - any JSON
    """A stored document without the person; None for a page whose address names them."""
    urls = [document.get(name, "") for name in ("url", "final_url")] if isinstance(document, dict) else []
    if any(redactor.text(str(url), studio_id) != str(url) for url in urls):
        return None
    return redactor.document(document, studio_id)
