"""Parts stored people whom a handle joined that is nobody's, or whose names cannot be one person's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.artist_merge import parted
from inkscout.domain.same_person import one_person, resembles
from inkscout.ports import Directory
from inkscout.usecases.directory.artist_identity import HANDLE, NAME, NOBODY, name_aliases, release
from inkscout.usecases.directory.home_studio import settled
from inkscout.vocabulary.handles import is_nobodys

NO_OWNER = "the handle is nobody's"
STRANGERS = "studios show names under the handle that cannot be one person's"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleRepair:
    """A fault in an artist's record, and its repair.

    Attributes:
        artist_id: The record's id.
        name: The artist's name.
        handle: The handle that it holds.
        reason: Why the record is not right.
        parted: Names of the people who get records of their own, with their new ids.
        keeps_handle: Whether the handle stays with the artist.
    """

    artist_id: str
    name: str
    handle: str
    reason: str
    parted: tuple[tuple[str, str], ...] = ()
    keeps_handle: bool = False


@dataclass(frozen=True, slots=True)
class _HandleHolder:
    """One of the people in a record: names, the printed ones first, and the studios that show them."""

    names: tuple[str, ...]
    studio_ids: tuple[str, ...]

    def record_id(self) -> str:
        return naming.artist_id_for(handle="", studio_id=self.studio_ids[0], name=self.names[0])


def repair_handles(directory: Directory, *, dry_run: bool) -> Iterator[HandleRepair]:
    """Goes through all artists and repairs those whose handle joins strangers or is nobody's.

    A second pass finds nothing more to do. What one studio's site said stays with the person whom that site
    shows; what the shared profile said is dropped.

    Args:
        directory: Studios and artists.
        dry_run: Report and write nothing.
    """
    for artist in list(directory.artists()):
        handle = naming.handle_key(artist.instagram)
        people = _people(directory, artist, handle) if handle else []
        if len(people) > 1 or (handle and is_nobodys(handle)):
            yield _repaired(directory, artist, handle, people, dry_run=dry_run)


def _people(directory: Directory, artist: Artist, handle: str) -> list[_HandleHolder]:
    """The people whom the studios of a record show under its handle, the record's own first."""
    known = [value.partition("#") for kind, value in directory.aliases_of(artist.artist_id) if kind == NAME]
    people: list[_HandleHolder] = []
    for stay in artist.residencies:
        at_studio = [key for studio_id, _, key in known if studio_id == stay.studio_id]
        here = _HandleHolder(naming.unique((stay.name, *at_studio)), (stay.studio_id,))
        same = [person for person in people if one_person(person.names, here.names, handle)]
        people = [person for person in people if person not in same]
        together = [*same, here]
        people.append(
            _HandleHolder(
                naming.unique(name for person in together for name in person.names),
                naming.unique(studio for person in together for studio in person.studio_ids),
            )
        )
    return sorted(people, key=lambda person: not one_person([artist.name], person.names))


def _repaired(
    directory: Directory, artist: Artist, handle: str, people: Sequence[_HandleHolder], *, dry_run: bool
) -> HandleRepair:
    """Parts one record: the others get theirs first, then this one forgets them, then loses the handle."""
    going = people[1:]
    nobodys = is_nobodys(handle)
    owners = [] if nobodys else [person for person in people if resembles(person.names, handle)]
    owner = owners[0] if len(owners) == 1 else None
    keeps = owner is not None and owner not in going
    if not dry_run:
        for person in going:
            _store(directory, artist, person)
        if going:
            _forget(directory, artist, people[0], going)
        if not keeps:
            release(directory, artist, handle)
            _hand_over(directory, handle, owner)
    return HandleRepair(
        artist_id=artist.artist_id,
        name=artist.name,
        handle=handle,
        reason=NO_OWNER if nobodys else STRANGERS,
        parted=tuple((person.names[0], person.record_id()) for person in going),
        keeps_handle=keeps,
    )


def _store(directory: Directory, artist: Artist, person: _HandleHolder) -> None:
    """Stores the record of one of the others, and points their names at it."""
    names = _printed(artist, person)
    hosts = _hosts(directory, person)
    fresh = settled(parted(artist, person.record_id(), names, person.studio_ids, hosts), directory)
    directory.update_artist(fresh.artist_id, lambda known: known or fresh)
    for stay in fresh.residencies:
        directory.put_residency(stay)
        for value in name_aliases(stay.studio_id, person.names):
            directory.move_alias(NAME, value, fresh.artist_id)


def _forget(directory: Directory, artist: Artist, own: _HandleHolder, going: Sequence[_HandleHolder]) -> None:
    """Takes the others' names, studios and facts out of a record."""
    hosts = _hosts(directory, own)

    def change(known: Artist | None) -> Artist | None:
        if known is None:
            return None
        rest = parted(known, known.artist_id, _printed(known, own), own.studio_ids, hosts)
        given = {"instagram": known.facts["instagram"]} if "instagram" in known.facts else {}
        return settled(replace(rest, instagram=known.instagram, facts={**rest.facts, **given}), directory)

    directory.update_artist(artist.artist_id, change)
    for studio_id in (studio for person in going for studio in person.studio_ids):
        directory.delete_residency(studio_id, artist.artist_id)


def _hosts(directory: Directory, person: _HandleHolder) -> frozenset[str]:
    """Hosts of the websites that show a person."""
    studios = directory.studios_by_id(person.studio_ids).values()
    return frozenset(urlsplit(studio.website).netloc for studio in studios) - {""}


def _printed(artist: Artist, person: _HandleHolder) -> tuple[str, ...]:
    """A person's names as they are printed; an alias of the record that is nobody else's word counts too."""
    keys = {key for name in person.names for key in naming.keys(name)}
    shown = (stay.name for stay in artist.residencies if stay.studio_id in person.studio_ids)
    others = (name for name in (artist.name, *artist.aliases) if keys.intersection(naming.keys(name)))
    return naming.unique((*shown, *others))


def _hand_over(directory: Directory, handle: str, owner: _HandleHolder | None) -> None:
    """Gives a handle to the one whose name it is made of, whose site says it again, or to nobody."""
    if is_nobodys(handle):
        directory.delete_alias(HANDLE, handle)
    else:
        directory.move_alias(HANDLE, handle, owner.record_id() if owner else NOBODY)
