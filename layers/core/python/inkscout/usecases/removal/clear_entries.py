"""Clears entries of others, with their pages and documents, of a person who was removed.

The person's studios and the index lead to most of them. A name may stand in fields that no index has, at a
studio without any tie to the person, so the whole table is gone over as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from inkscout.domain.artist import Artist
from inkscout.domain.cleared import cleared_artist, cleared_studio, studios_of
from inkscout.domain.redaction import Redactor
from inkscout.domain.removal import mention
from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.domain.studio import Studio
from inkscout.ports import Denylist, Directory
from inkscout.ports.index import IndexWriter
from inkscout.ports.removal import FilePurge
from inkscout.usecases.directory.clear_entry import clear_entry
from inkscout.usecases.index.index_actions import action_for
from inkscout.usecases.removal.mentions import has_namesake
from inkscout.usecases.removal.removal_plan import ANYWHERE, Plan, known_at

SEGMENTS = 64
"""Parts of the table that are scanned one after another; a part of a million entries is done in minutes."""


class Others:
    """Everybody but the removed person, wherever something is kept about them."""

    def __init__(
        self, plan: Plan, directory: Directory, denylist: Denylist, index: IndexWriter, files: FilePurge
    ) -> None:
        """Uses the stores, and what is known of the person."""
        self._plan, self._directory, self._denylist = plan, directory, denylist
        self._index, self._files = index, files
        self._redactor = plan.redactor()
        self._rewritten: set[tuple[str, tuple[str, ...]]] = set()
        self._names = replace(plan, handles=(), tags=()).redactor()

    def entries(self, part: int) -> Iterator[Snapshot]:
        """Every entry of one of ``parts()`` parts of the table."""
        kind = list(EntryKind)[part // SEGMENTS]
        return self._directory.snapshots(kind, part % SEGMENTS, SEGMENTS)

    def clear(self, snapshot: Snapshot) -> bool:
        """Clears an entry that names the person, and what is kept about it; False where it names nobody.

        A studio whose texts have the name is noted on the denylist, so that the next visit does not bring it
        back. What is kept besides is cleared before the entry, by which another attempt would find it.
        """
        entry = snapshot.entry
        if not isinstance(entry, Artist | Studio):
            return False
        if _cleared(entry, self._redactor, ANYWHERE) is entry:
            return False
        about = studios_of(entry) if isinstance(entry, Artist) else (entry.studio_id,)
        further = () if self._is_about_a_namesake(entry, about) else (ANYWHERE,)
        if _cleared(entry, self._redactor, *further) is entry:
            return False
        if further and _cleared(entry, self._names, *further) is not entry:
            self._note(about)
        self._rewrite((snapshot.entry_id, *about), (*about, *further))
        if not clear_entry(self._directory, snapshot.kind, snapshot.entry_id, self._redactor, *further):
            return False
        fresh = self._directory.snapshot(snapshot.kind, snapshot.entry_id)
        if fresh is not None:
            for name in self._index.indexes(snapshot.kind):
                self._index.apply([action_for(fresh)], index=name, same_version=True)
        return True

    def _rewrite(self, subjects: Iterable[str], about: tuple[str, ...]) -> None:
        """Clears what the bucket keeps of subjects: an artist's texts stand in pages of the studios too."""
        clean = partial(cleared_document, studio_ids=about, redactor=self._redactor)
        for subject in subjects:
            if (subject, about) not in self._rewritten:
                self._files.rewrite_subject(subject, clean)
                self._rewritten.add((subject, about))

    def _is_about_a_namesake(self, entry: Artist | Studio, studio_ids: tuple[str, ...]) -> bool:
        """Whether an artist, or somebody at the studios, bears the name, who has not asked for anything."""
        if set(studio_ids) & set(self._plan.studio_ids):
            return False
        if isinstance(entry, Artist) and self._names.names(entry.name, ANYWHERE):
            return True
        return any(has_namesake(one, self._plan, self._directory) for one in studio_ids)

    def _note(self, studio_ids: tuple[str, ...]) -> None:
        unknown = [one for one in studio_ids if one not in self._plan.studio_ids]
        places = known_at(unknown, self._plan, self._directory)
        entries = [entry for place in places for name in self._plan.names for entry in mention(name, place)]
        if entries:
            self._denylist.add(entries)


def parts() -> int:
    """Number of parts that the table is gone over in."""
    return SEGMENTS * len(EntryKind)


def cleared_document(document: Any, studio_ids: tuple[str, ...], redactor: Redactor) -> Any:  # noqa: ANN401 - any JSON
    """A stored document without the person; None for a page whose address names them."""
    names = ("url", "final_url", "part_of")
    urls = [document.get(name, "") for name in names] if isinstance(document, dict) else []
    if any(redactor.names(str(url), *studio_ids) for url in urls):
        return None
    return redactor.document(document, *studio_ids)


def _cleared(entry: Artist | Studio, redactor: Redactor, *further: str) -> Artist | Studio:
    if isinstance(entry, Artist):
        return cleared_artist(entry, redactor, *further)
    return cleared_studio(entry, redactor, *further)
