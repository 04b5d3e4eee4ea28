"""RemoveArtist: removes a person from every store, and keeps them out.

The denylist comes first, so that no concurrent write brings the person back. Every step can be repeated. The
state machine passes only the request's id; what the steps need to know about the person is in the Operations
table, and the last step deletes it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from inkscout.contracts.remove_artist import RemovalStep, RemovalStepResult
from inkscout.domain import naming
from inkscout.domain.cleared import cleared_artist, cleared_studio, studios_of
from inkscout.domain.redaction import Redactor
from inkscout.domain.removal import ANSWERS
from inkscout.domain.removal_request import ASKED, RemovalRequest, RemovalStatus, asked_key
from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.errors import InvalidInput
from inkscout.ports import Clock, Denylist, Directory, Removals, StateStore
from inkscout.ports.index import IndexWriter, WriteOutcome
from inkscout.ports.removal import FilePurge, OperationsPurge
from inkscout.usecases.directory.home_studio import refresh_artists
from inkscout.usecases.directory.withdraw import withdraw
from inkscout.usecases.index.index_actions import action_for
from inkscout.usecases.removal.mentions import find_mentions
from inkscout.usecases.removal.removal_plan import ANYWHERE, Plan, known_at, make_plan, plan_from

SCOPE = "removal"
PLAN_SECONDS = 30 * 86_400
"""Seconds for which the plan is stored, so that an interrupted removal can be continued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveArtistPorts:
    """Ports of the steps of RemoveArtist; ``export`` writes new exports under a run's id."""

    removals: Removals
    directory: Directory
    denylist: Denylist
    state_store: StateStore
    index: IndexWriter
    files: FilePurge
    operations: OperationsPurge
    export: Callable[[str], Sequence[str]]
    clock: Clock


def deny_artist(request: RemovalStep, *, deps: RemoveArtistPorts) -> RemovalStepResult:
    """Adds every identifier of the person to the denylist; counts the identifiers.

    Raises:
        InvalidInput: there is no such request, or it is not approved.
    """
    approved = _approved(request.request_id, deps)
    plan = _plan(request.request_id, deps) or make_plan(approved, deps.directory)
    _remember(request.request_id, plan, deps)
    return _result(request, deps.denylist.add(plan.entries()))


def purge_directory(request: RemovalStep, *, deps: RemoveArtistPorts) -> RemovalStepResult:
    """Deletes the person's profile, styles, residencies and aliases, and redacts texts of colleagues.

    Counts the entries that were deleted or changed.

    Raises:
        InvalidInput: the removal has not begun, or has ended.
    """
    plan = _known_plan(request.request_id, deps)
    purged = 0
    for artist_id in plan.artist_ids:
        artist = deps.directory.artist(artist_id)
        if artist is not None:
            purged += withdraw(deps.directory, artist)
        for studio_id in plan.studio_ids:
            deps.directory.delete_residency(studio_id, artist_id)
        for kind, value in deps.directory.aliases_of(artist_id):
            deps.directory.delete_alias(kind, value)
    purged += _clear_studios(plan.studio_ids, plan.redactor(), deps)
    return _result(request, purged)


def purge_index(request: RemovalStep, *, deps: RemoveArtistPorts) -> RemovalStepResult:
    """Deletes the person's documents from every index, and redacts other entries that name the person.

    Entries are found by searching for the name. Their studios are added to the denylist, so that another
    visit does not bring the name back into their texts. Counts the documents that were deleted or changed.

    Raises:
        InvalidInput: the removal has not begun, or has ended.
    """
    plan = _known_plan(request.request_id, deps)
    found = find_mentions(plan, deps.index, deps.directory)
    known = set(plan.studio_ids)
    mentions = known_at([one for one in found if one not in known], plan, deps.directory)
    if mentions:
        plan = replace(plan, mentions=(*plan.mentions, *mentions))
        _remember(request.request_id, plan, deps)
        deps.denylist.add(plan.entries())
        _clear_studios([place.studio_id for place in mentions], plan.redactor(), deps)
    changed = 0
    for kind in (EntryKind.ARTIST, EntryKind.STUDIO):
        snapshots = list(_touched(kind, plan, deps))
        for name in deps.index.indexes(kind):
            for snapshot in snapshots:
                (result,) = deps.index.apply([action_for(snapshot)], index=name, same_version=True)
                changed += result.verdict is WriteOutcome.APPLIED
            deps.index.refresh(name)
    return _result(request, changed)


def purge_files(request: RemovalStep, *, deps: RemoveArtistPorts) -> RemovalStepResult:
    """Deletes objects about the person, redacts objects about others, and replaces the exports.

    Counts the objects that were deleted or changed.

    Raises:
        InvalidInput: the removal has not begun, or has ended.
    """
    plan = _known_plan(request.request_id, deps)
    redactor = plan.redactor()
    purged = sum(deps.files.purge_subject(artist_id) for artist_id in plan.artist_ids)
    for studio_id in plan.studio_ids:
        clean = partial(_cleared, studio_ids=(studio_id,), redactor=redactor)
        purged += deps.files.rewrite_subject(studio_id, clean)
    for artist_id, studio_ids in _colleagues(plan, deps):
        clean = partial(_cleared, studio_ids=studio_ids, redactor=redactor)
        purged += deps.files.rewrite_subject(artist_id, clean)
    clean = partial(_cleared, studio_ids=(ANSWERS, *plan.studio_ids), redactor=redactor)
    purged += deps.files.rewrite_answers(clean)
    purged += deps.files.purge_exports()
    deps.export(f"removal-{naming.digest(request.request_id)}")
    return _result(request, purged)


def purge_operations(request: RemovalStep, *, deps: RemoveArtistPorts) -> RemovalStepResult:
    """Removes the person from jobs, ledger entries and stored state; counts the items that changed.

    Raises:
        InvalidInput: the removal has not begun, or has ended.
    """
    plan = _known_plan(request.request_id, deps)
    redactor, studio_ids = plan.redactor(), frozenset(plan.studio_ids)

    def names(text: str, key: str) -> bool:
        about = (key,) if key in studio_ids else ()
        return any(one in text for one in plan.artist_ids) or redactor.names(text, ANYWHERE, *about)

    return _result(request, deps.operations.purge(names))


def finish_removal(request: RemovalStep, *, deps: RemoveArtistPorts) -> RemovalStepResult:
    """Deletes the personal data of the request; keeps its id, status and times.

    Raises:
        InvalidInput: there is no such request, or it is not approved.
    """
    approved = _approved(request.request_id, deps)
    done = RemovalRequest(
        request_id=approved.request_id,
        status=RemovalStatus.REMOVED,
        created_at=approved.created_at,
        decided_at=approved.decided_at or deps.clock.now().isoformat(timespec="seconds"),
    )
    deps.state_store.put(SCOPE, request.request_id, {}, 1)
    deps.state_store.put(ASKED, asked_key(approved), {}, 1)
    deps.removals.put(done)
    return _result(request, 1)


def _clear_studios(studio_ids: Iterable[str], redactor: Redactor, deps: RemoveArtistPorts) -> int:
    """Redacts studios and everybody who works or worked there; returns how many entries changed."""
    changed = 0
    for studio_id in studio_ids:
        changed += deps.directory.update_studio(
            studio_id, lambda studio: studio and cleared_studio(studio, redactor)
        )
        for kind, value in deps.directory.aliases_of(studio_id):
            if redactor.names(value, studio_id):
                deps.directory.delete_alias(kind, value)
        for stay in deps.directory.residencies(studio_id):
            changed += deps.directory.update_artist(
                stay.artist_id, lambda artist: artist and cleared_artist(artist, redactor)
            )
        changed += refresh_artists(deps.directory, studio_id)
    return changed


def _touched(kind: EntryKind, plan: Plan, deps: RemoveArtistPorts) -> Iterable[Snapshot]:
    """Yields the current states of the entries that a removal deleted or may have changed."""
    if kind is EntryKind.STUDIO:
        wanted: Sequence[str] = plan.studio_ids
    else:
        wanted = naming.unique((*plan.artist_ids, *(artist_id for artist_id, _ in _colleagues(plan, deps))))
    for entry_id in wanted:
        snapshot = deps.directory.snapshot(kind, entry_id)
        if snapshot is not None:
            yield snapshot
        elif entry_id in plan.artist_ids:
            yield Snapshot(kind=kind, entry_id=entry_id, version=1)


def _colleagues(plan: Plan, deps: RemoveArtistPorts) -> list[tuple[str, tuple[str, ...]]]:
    """Returns the ids of other artists at the plan's studios, each with the studios their texts concern."""
    stays = (stay for studio_id in plan.studio_ids for stay in deps.directory.residencies(studio_id))
    ids = naming.unique(stay.artist_id for stay in stays if stay.artist_id not in plan.artist_ids)
    found = deps.directory.artists_by_id(ids)
    return [(artist_id, studios_of(artist)) for artist_id, artist in found.items()]


def _approved(request_id: str, deps: RemoveArtistPorts) -> RemovalRequest:
    request = deps.removals.get(request_id)
    if request is None or request.status not in {RemovalStatus.APPROVED, RemovalStatus.REMOVED}:
        raise InvalidInput("there is no approved removal request of this id")
    return request


def _plan(request_id: str, deps: RemoveArtistPorts) -> Plan | None:
    document = deps.state_store.get(SCOPE, request_id)
    return plan_from(document) if document and "artist_ids" in document else None


def _known_plan(request_id: str, deps: RemoveArtistPorts) -> Plan:
    plan = _plan(request_id, deps)
    if plan is None:
        raise InvalidInput("this removal has not begun, or has ended")
    return plan


def _remember(request_id: str, plan: Plan, deps: RemoveArtistPorts) -> None:
    deps.state_store.put(SCOPE, request_id, plan.document(), PLAN_SECONDS)


def _result(request: RemovalStep, count: int) -> RemovalStepResult:
    return RemovalStepResult(request_id=request.request_id, count=count)


def _cleared(document: Any, studio_ids: Sequence[str], redactor: Redactor) -> Any:  # noqa: ANN401 - any JSON
    """Returns a stored document without the person; None for a page whose URL names them."""
    urls = [document.get(name, "") for name in ("url", "final_url")] if isinstance(document, dict) else []
    if any(redactor.names(str(url), *studio_ids) for url in urls):
        return None
    return redactor.document(document, *studio_ids)
