"""Finds entries whose texts name a person, by searching the index for the person's names and handles."""

from collections.abc import Iterator
from typing import Any

from inkscout.domain import naming, spelling
from inkscout.domain.artist import Artist
from inkscout.domain.cleared import cleared_artist, cleared_studio, studios_of
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Studio
from inkscout.ports import Directory
from inkscout.ports.index import IndexWriter
from inkscout.usecases.removal.removal_plan import ANYWHERE, Plan

MOST_HITS = 1_000
"""Maximum number of entries that are examined per name or handle.

The end of the next run checks all entries.
"""

_FIELDS = {
    EntryKind.ARTIST: ("bio", "studio_name"),
    EntryKind.STUDIO: ("name", "address"),
}
_KEYS = {EntryKind.ARTIST: "artist_id", EntryKind.STUDIO: "studio_id"}


def find_mentions(plan: Plan, index: IndexWriter, directory: Directory) -> tuple[str, ...]:
    """Returns the ids of studios whose own texts, or whose artists' texts, name the person.

    The entry of an artist with the same name is no mention, since that artist has not asked for anything.
    """
    return naming.unique(
        studio_id
        for kind in EntryKind
        if index.live(kind)
        for entry_id in _hits(kind, plan, index)
        for studio_id in _naming_studios(kind, entry_id, plan, directory)
    )


def _hits(kind: EntryKind, plan: Plan, index: IndexWriter) -> Iterator[str]:
    for text in (*plan.names, *plan.handles, *plan.tags):
        if len(spelling.parts(text)) < 2 and text in plan.names:
            continue
        answer = index.search(index.live(kind), _query(kind, text))
        for hit in answer["hits"]["hits"]:
            yield str(hit["_id"])


def _query(kind: EntryKind, text: str) -> dict[str, Any]:
    wanted = [{"match": {field: {"query": text, "operator": "and"}}} for field in _FIELDS[kind]]
    return {
        "size": MOST_HITS,
        "_source": False,
        "query": {"bool": {"should": wanted, "minimum_should_match": 1}},
    }


def _naming_studios(kind: EntryKind, entry_id: str, plan: Plan, directory: Directory) -> tuple[str, ...]:
    if kind is EntryKind.STUDIO:
        studio = directory.studio(entry_id)
        return (studio.studio_id,) if studio and _names_studio(studio, plan) else ()
    artist = directory.artist(entry_id)
    return studios_of(artist) if artist and _names_artist(artist, plan) else ()


def _names_studio(studio: Studio, plan: Plan) -> bool:
    return cleared_studio(studio, plan.redactor(), ANYWHERE) is not studio


def _names_artist(artist: Artist, plan: Plan) -> bool:
    if plan.redactor().names(artist.name, ANYWHERE):
        return False
    return cleared_artist(artist, plan.redactor(), ANYWHERE) is not artist
