"""People whom a handle joined wrongly are parted, each with what their own studio's site said."""

from dataclasses import replace
from typing import Any

import pytest

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.artist_merge import after_site
from inkscout.domain.reading import Evidence, FoundArtist, Image
from inkscout.domain.studio import Studio
from inkscout.usecases.directory.artist_identity import HANDLE, NAME, NOBODY, name_aliases
from inkscout.usecases.directory.repair_handles import NO_OWNER, STRANGERS, repair_handles
from tests.support.fakes.clock import START
from tests.support.fakes.directory import FakeDirectory

STUDIOS = [
    Studio(studio_id="s-1", name="High One", city="Leeds", website="https://one.example/"),
    Studio(studio_id="s-2", name="High Two", city="York", website="https://two.example/"),
]


def found(name: str, number: int, **fields: Any) -> FoundArtist:
    host = f"https://{('one', 'two')[number - 1]}.example"
    return FoundArtist(
        name=name,
        bio=f"The bio of {name}.",
        styles=("blackwork",) if number == 1 else ("realism",),
        page_url=f"{host}/{name.split(maxsplit=1)[0]}",
        portfolio=(Image(url=f"{host}/1.jpg", hash=f"h{number}"),),
        evidence=(Evidence(url=f"{host}/team", finder="section", snippet=name),),
        confidence=0.9,
        **fields,
    )


def joined(handle: str, first: FoundArtist, second: FoundArtist) -> tuple[FakeDirectory, str]:
    """A directory in which an earlier version made one record of two people."""
    directory = FakeDirectory()
    artist_id = naming.artist_id_for(handle=handle, studio_id="s-1", name=first.name)
    artist: Artist | None = None
    for studio, person in zip(STUDIOS, (first, second), strict=True):
        directory.put_studio(studio)
        artist = after_site(artist, artist_id, replace(person, instagram=handle), studio, START)
        for value in name_aliases(studio.studio_id, (person.name, *person.aliases)):
            directory.put_alias(NAME, value, artist_id)
    assert artist is not None
    directory.put_artist(artist)
    for stay in artist.residencies:
        directory.put_residency(stay)
    directory.put_alias(HANDLE, handle, artist_id)
    return directory, artist_id


@pytest.mark.parametrize(("handle", "reason"), [("highlights", NO_OWNER), ("ink.collective", STRANGERS)])
def test_two_people_under_one_handle_get_records_of_their_own(handle: str, reason: str) -> None:
    directory, artist_id = joined(handle, found("Gwen Ashby", 1), found("Isla Brook", 2))

    (repair,) = repair_handles(directory, dry_run=False)

    assert (repair.artist_id, repair.reason, repair.keeps_handle) == (artist_id, reason, False)
    assert [name for name, _ in repair.parted] == ["Isla Brook"]
    people = {artist.name: artist for artist in directory.artists()}
    assert set(people) == {"Gwen Ashby", "Isla Brook"}
    for name, studio, style in (("Gwen Ashby", "s-1", "blackwork"), ("Isla Brook", "s-2", "realism")):
        person = people[name]
        assert (person.instagram, person.aliases) == ("", ())
        assert [stay.studio_id for stay in person.residencies] == [studio]
        assert [stay.artist_id for stay in directory.residencies(studio)] == [person.artist_id]
        assert (person.studio_id, person.styles) == (studio, (style,))
        assert [image.origin for image in person.portfolio] == [studio]
        assert [entry.snippet for entry in person.evidence] == [name]
        assert directory.find_alias(NAME, f"{studio}#{naming.key(name)}") == person.artist_id
    assert people["Gwen Ashby"].bio == "The bio of Gwen Ashby."
    assert "Gwen" not in people["Isla Brook"].bio
    assert directory.find_alias(HANDLE, handle) in (None, NOBODY)
    assert list(repair_handles(directory, dry_run=False)) == []


def test_the_handle_stays_with_the_one_whose_name_it_is_made_of() -> None:
    directory, artist_id = joined("isla.brook", found("Gwen Ashby", 1), found("Isla Brook", 2))
    (repair,) = repair_handles(directory, dry_run=False)
    assert directory.find_alias(HANDLE, "isla.brook") == dict(repair.parted)["Isla Brook"]
    gwen = directory.artist(artist_id)
    assert gwen is not None
    assert (gwen.name, gwen.instagram) == ("Gwen Ashby", "")


def test_a_dry_run_writes_nothing() -> None:
    directory, _ = joined("wix", found("Gwen Ashby", 1), found("Isla Brook", 2))
    before = (directory.writes, dict(directory.aliases), dict(directory.stays))
    assert len(list(repair_handles(directory, dry_run=True))) == 1
    assert (directory.writes, directory.aliases, directory.stays) == before


def test_a_record_of_one_person_stays_as_it_is() -> None:
    nickname = found("Needle North", 1, aliases=("Viktor Lang",))
    directory, _ = joined("needle.north", nickname, found("Viktor Lang", 2))
    assert list(repair_handles(directory, dry_run=False)) == []
    (artist,) = directory.artists()
    assert artist.instagram == "needle.north"
