"""Decides whether a person on a website asked to be removed: certainly, possibly or not.

``docs/removal.md`` states the rule, and a test limits its errors in both directions.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.held_person import HeldPerson
from inkscout.domain.reading import FoundArtist
from inkscout.domain.redaction import Redactor
from inkscout.domain.removal import identifiers, likenesses, released, studio_mark
from inkscout.domain.same_person import resembles
from inkscout.domain.studio import Studio
from inkscout.ports import Denylist
from inkscout.vocabulary.loader import word_set

ORDINARY = word_set("not_names.words")
"""Folded words that occur in no name."""


class Standing(StrEnum):
    """Whether a person may be listed. ``LIKELY``: they may have asked to be removed.

    ``LISTED``: they asked. ``BORROWED``: the handle is that of a person who asked, but the name is not: it is
    a colleague whose card shows the other's link, or the same person under a new name.
    """

    FREE = "free"
    LIKELY = "likely"
    BORROWED = "borrowed"
    LISTED = "listed"


def standing(
    denylist: Denylist, studio: Studio, *, handles: Iterable[str], names: Iterable[str], artist_id: str = ""
) -> Standing:
    """Returns the standing of a person at a studio.

    Exact identifiers are looked up in the denylist itself, similar ones in its cached hashes. A person whom
    an operator released before is free.
    """
    handles, names = naming.unique(handles), naming.unique(names)
    studio_id = studio.studio_id
    named = identifiers(names=names, studio_id=studio_id, artist_id=artist_id)
    by_handle = {entry for handle in handles for entry in identifiers(handle=handle)}
    found = denylist.matching(exact(studio, handles=handles, names=names, artist_id=artist_id))
    if not found.isdisjoint(named):
        return Standing.LISTED
    handle = handles[0] if handles else ""
    if not found.isdisjoint(by_handle):
        is_theirs = resembles(names, handle) or _is_like(denylist, studio, handle="", names=names)
        return Standing.LISTED if is_theirs or studio_mark(studio_id) not in found else Standing.BORROWED
    if not _is_like(denylist, studio, handle=handle, names=names):
        return Standing.FREE
    is_other = is_released(denylist, studio, handle=handle, names=names)
    return Standing.FREE if is_other else Standing.LIKELY


def exact(
    studio: Studio, *, handles: Iterable[str], names: Iterable[str], artist_id: str = ""
) -> frozenset[str]:
    """Returns the identifiers that ``standing`` looks up in the denylist for a person at a studio."""
    named = identifiers(names=naming.unique(names), studio_id=studio.studio_id, artist_id=artist_id)
    by_handle = {entry for handle in naming.unique(handles) for entry in identifiers(handle=handle)}
    return frozenset({*named, *by_handle, *([studio_mark(studio.studio_id)] if by_handle else [])})


def is_released(denylist: Denylist, studio: Studio, *, handle: str, names: Iterable[str]) -> bool:
    """Whether an operator found that a person with this handle and one of the names is somebody else."""
    others = [released(handle=handle, name=name, studio_id=studio.studio_id) for name in names]
    return bool(denylist.matching(others))


def is_listed(denylist: Denylist, artist: Artist, studio: Studio, artist_id: str) -> bool:
    """Whether an artist of the directory asked to be removed, or has the handle of somebody who did."""
    names, handles = (artist.name, *artist.aliases), (artist.instagram,)
    found_as = standing(denylist, studio, handles=handles, names=names, artist_id=artist_id)
    return found_as in (Standing.LISTED, Standing.BORROWED)


def _is_like(denylist: Denylist, studio: Studio, *, handle: str, names: Iterable[str]) -> bool:
    """Whether a name or handle is like that of a listed person, by the cached hashes."""
    remembered = denylist.hashes()
    likely = likenesses(
        handle=handle,
        names=names,
        studio_id=studio.studio_id,
        city=studio.city,
        country=studio.country,
    )
    return bool(remembered) and any(denylist.hashed(entry) in remembered for entry in likely)


def held(found: FoundArtist, studio: Studio, denylist: Denylist, now: datetime) -> HeldPerson:
    """Builds the record that an operator needs for a decision.

    The same person at a studio has the same ``held_id``.
    """
    return HeldPerson(
        held_id=denylist.hashed(
            released(handle=found.instagram, name=found.name, studio_id=studio.studio_id)
        )[:32],
        name=found.name,
        instagram=naming.handle_key(found.instagram),
        studio_id=studio.studio_id,
        studio_name=studio.name,
        city=studio.city,
        page_url=found.page_url,
        seen_at=now.isoformat(timespec="seconds"),
    )


def redactor_of(denylist: Denylist) -> Redactor:
    """Returns the redactor that removes the people of a denylist from texts."""
    return Redactor(denylist.hashed, denylist.hashes, ORDINARY.__contains__)
