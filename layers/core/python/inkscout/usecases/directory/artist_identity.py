"""Identifies a person on a studio's website: by handle, else by name at this studio, else as new.

A handle identifies a person everywhere, as long as the names that stand with it can be one person's; a name
identifies a person only within one studio. An artist known by name whose handle is learned later keeps their
id, unless that handle is known already: then both records are one person, and the one known by name is merged
into the other.
A handle that stands with strangers' names is evidence against the handle: it is theirs whose name it is made
of, or nobody's.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from operator import and_

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.artist_merge import absorbed, without_handle
from inkscout.domain.reading import FoundArtist
from inkscout.domain.same_person import one_person, resembles
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Studio
from inkscout.ports import ArtistDirectory
from inkscout.vocabulary.handles import is_nobodys

HANDLE, NAME = "handle", "artist_name"
"""Kinds of aliases that identify artists."""

NOBODY = "nobody"
"""Holder of handles that several strangers share."""


def distinct(found: Sequence[FoundArtist], studio: Studio) -> list[FoundArtist]:
    """Returns the people of one reading, each once, without handles that are not their own.

    The handle of a studio of several people, one of a template, and one that stands with several names, is
    nobody's. Somebody who works alone, or with guests, shares it with the studio, and so does the one of
    several after whom the handle is named. Entries that share a name, and do not differ in handle, are one
    person.
    """
    shared = naming.handle_key(studio.instagram)
    namesakes = sum(naming.handle_key(entry.instagram) == shared and _is_namesake(entry) for entry in found)
    holds = [naming.handle_key(entry.instagram) == shared for entry in found]
    guests = [entry.residency == "guest" for entry in found]
    is_one = guests.count(False) <= 1 and not any(map(and_, holds, guests))
    nobodys = _nobodys(found) | ({shared} if len(found) > 1 and namesakes != 1 and not is_one else set())
    people: list[FoundArtist] = []
    for entry in found:
        handle = naming.handle_key(entry.instagram)
        person = replace(entry, instagram="") if handle in nobodys or is_nobodys(handle) else entry
        place = next((n for n, known in enumerate(people) if _same(known, person)), None)
        if place is None:
            people.append(person)
        else:
            people[place] = _joined(people[place], person)
    return people


def _is_namesake(entry: FoundArtist) -> bool:
    return bool(resembles(_names(entry), entry.instagram))


def with_own_handle(directory: ArtistDirectory, found: FoundArtist) -> FoundArtist:
    """Returns the person without a handle that a stranger holds, and settles who owns the handle.

    A handle is theirs whose name it is made of. Where it is made of both names or of neither, it is nobody's
    from then on, and the holder loses it too, with what was read from the profile.
    """
    handle = naming.handle_key(found.instagram)
    holder_id = directory.find_alias(HANDLE, handle) if handle else None
    if holder_id == NOBODY:
        return replace(found, instagram="")
    holder = _known(directory, holder_id)
    if holder is None or _is_known_as(holder, found, handle):
        return found
    ours, theirs = resembles(_names(found), handle), resembles(_names(holder), handle)
    if theirs and not ours:
        return replace(found, instagram="")
    release(directory, holder, handle)
    if ours and not theirs:
        directory.delete_alias(HANDLE, handle)
        return found
    directory.move_alias(HANDLE, handle, NOBODY)
    return replace(found, instagram="")


def release(directory: ArtistDirectory, holder: Artist, handle: str) -> bool:
    """Takes a handle from an artist whom it does not belong to; True when something was written."""
    return directory.update_artist(
        holder.artist_id,
        lambda artist: (
            without_handle(artist) if artist and naming.handle_key(artist.instagram) == handle else None
        ),
    )


def resolve(
    directory: ArtistDirectory, studio: Studio, found: FoundArtist, others: Iterable[str] = ()
) -> str:
    """Returns the id of a person, known or new; merges two records that turn out to be one person.

    ``others`` are the handles of the other people of the same reading.
    """
    handle = naming.handle_key(found.instagram)
    by_handle = _known(directory, directory.find_alias(HANDLE, handle) if handle else None)
    by_name = _by_name(directory, studio, found)
    if by_handle is None:
        if by_name is not None and _may_be(by_name, handle, others):
            return by_name.artist_id
        return _new_id(directory, studio, found, handle)
    if by_name is not None and by_name.artist_id != by_handle.artist_id and not by_name.instagram:
        merge(directory, keep=by_handle.artist_id, drop=by_name.artist_id)
    return by_handle.artist_id


def aliases_of(studio: Studio, found: FoundArtist) -> tuple[tuple[str, str], ...]:
    """Returns the aliases (kind, value) of a person on a studio's website: the handle, and names there."""
    handle = naming.handle_key(found.instagram)
    names = name_aliases(studio.studio_id, (found.name, *found.aliases))
    return (*(((HANDLE, handle),) if handle else ()), *((NAME, value) for value in names))


def handle_aliases(people: Iterable[FoundArtist]) -> tuple[tuple[str, str], ...]:
    """Returns the aliases (kind, value) of the handles of people."""
    handles = naming.unique(naming.handle_key(person.instagram) for person in people)
    return tuple((HANDLE, handle) for handle in handles if handle)


def likely_ids(studio: Studio, found: FoundArtist) -> tuple[str, ...]:
    """Returns ids that the person would get if nobody knew them."""
    ids = (
        naming.artist_id_for(handle=handle, studio_id=studio.studio_id, name=found.name)
        for handle in {naming.handle_key(found.instagram), ""}
    )
    return tuple(sorted(ids))


def holder_of(directory: ArtistDirectory, found: FoundArtist) -> str | None:
    """Returns the id that holds the person's handle; None without a handle, or if nobody holds it."""
    handle = naming.handle_key(found.instagram)
    return directory.find_alias(HANDLE, handle) if handle else None


def name_aliases(studio_id: str, names: Iterable[str]) -> tuple[str, ...]:
    """Returns the alias values of names at a studio."""
    return naming.unique(f"{studio_id}#{key}" for name in names for key in naming.keys(name))


def merge(directory: ArtistDirectory, *, keep: str, drop: str) -> None:
    """Merges the record ``drop`` into ``keep``; afterwards the dropped id redirects to the kept one.

    Every step can be repeated, and the redirect comes last: an interrupted merge is completed by the next
    reading that sees both.
    """
    other = directory.artist(drop)
    if other is None or other.artist_id == keep:
        return
    directory.update_artist(keep, lambda artist: absorbed(artist, other) if artist else None)
    for kind, value in directory.aliases_of(drop):
        directory.move_alias(kind, value, keep)
    for stay in other.residencies:
        directory.put_residency(replace(stay, artist_id=keep))
        directory.delete_residency(stay.studio_id, drop)
    directory.redirect(EntryKind.ARTIST, drop, keep)


def _new_id(directory: ArtistDirectory, studio: Studio, found: FoundArtist, handle: str) -> str:
    """The id of a person not known yet; not that of a stranger whom the same handle was once given to."""
    artist_id = naming.artist_id_for(handle=handle, studio_id=studio.studio_id, name=found.name)
    taken = directory.artist(artist_id) if handle else None
    if taken is None or _is_known_as(taken, found, handle):
        return artist_id
    return naming.artist_id_for(handle="", studio_id=studio.studio_id, name=found.name)


def _is_known_as(known: Artist, found: FoundArtist, handle: str) -> bool:
    return one_person(_names(known), _names(found), handle)


def _names(person: Artist | FoundArtist) -> tuple[str, ...]:
    return (person.name, *person.aliases)


def _by_name(directory: ArtistDirectory, studio: Studio, found: FoundArtist) -> Artist | None:
    for value in name_aliases(studio.studio_id, (found.name, *found.aliases)):
        artist = _known(directory, directory.find_alias(NAME, value))
        if artist is not None:
            return artist
    return None


def _known(directory: ArtistDirectory, artist_id: str | None) -> Artist | None:
    return directory.artist(artist_id) if artist_id else None


def _may_be(known: Artist, handle: str, others: Iterable[str]) -> bool:
    """Whether a person with the name of ``known`` may be that artist, whose handle is new, lost or changed.

    ``others`` are the handles of other people on the page: a handle that one of them has is not this
    person's.
    """
    return (
        not handle or not known.instagram or known.instagram == handle or known.instagram not in set(others)
    )


def _nobodys(found: Sequence[FoundArtist]) -> set[str]:
    """Returns handles that appear with several unrelated names, such as the studio's handle on every card."""
    names: dict[str, list[set[str]]] = defaultdict(list)
    for entry in found:
        names[naming.handle_key(entry.instagram)].append(set(naming.key(entry.name).split()))
    return {
        handle
        for handle, words in names.items()
        if any(not (one <= other or other <= one) for one, other in combinations(words, 2))
    }


def _same(one: FoundArtist, other: FoundArtist) -> bool:
    handles = {naming.handle_key(entry.instagram) for entry in (one, other)} - {""}
    if len(handles) > 1:
        return False
    same_handle = bool(handles) and bool(one.instagram) and bool(other.instagram)
    return same_handle or bool(set(naming.keys(one.name)) & set(naming.keys(other.name)))


def _joined(one: FoundArtist, other: FoundArtist) -> FoundArtist:
    """Merges two entries of one person: the values of ``one``, and from ``other`` those it lacks."""
    longer = other.name if len(other.name) > len(one.name) else one.name
    blanks = {
        name: getattr(other, name)
        for name in ("instagram", "role", "bio", "email", "booking_url", "page_url", "website")
        if not getattr(one, name)
    }
    return replace(
        one,
        **blanks,
        name=longer,
        aliases=tuple(
            n for n in naming.unique((one.name, other.name, *one.aliases, *other.aliases)) if n != longer
        ),
        styles=naming.unique((*one.styles, *other.styles)),
        portfolio=tuple(dict.fromkeys((*one.portfolio, *other.portfolio))),
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))),
        confidence=max(one.confidence, other.confidence),
    )
