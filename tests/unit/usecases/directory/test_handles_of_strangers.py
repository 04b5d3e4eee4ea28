"""A handle alone makes nobody one person, and no slip of a site replaces what was said rightly."""

from dataclasses import replace

import pytest

from inkscout.domain.reading import StudioFacts
from inkscout.domain.removal import identifiers
from tests.support.town import KIM, ZOE, Town


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.mark.parametrize("handle", ["highlights", "wix", "yourstudio", "username"])
def test_a_templates_handle_joins_nobody(town: Town, handle: str) -> None:
    (gwen,) = town.visit("s-1", replace(KIM, name="Gwen Ashby", instagram=handle)).artists
    (isla,) = town.visit("s-2", replace(KIM, name="Isla Brook", instagram=handle)).artists
    assert gwen.artist_id != isla.artist_id
    assert (gwen.instagram, isla.instagram) == ("", "")
    town.denylist.add(identifiers(handle=handle))
    assert town.visit("s-1", replace(KIM, name="Gwen Ashby", instagram=handle)).suppressed == 0


def test_a_handle_that_strangers_share_is_nobodys(town: Town) -> None:
    gwen = replace(KIM, name="Gwen Ashby", instagram="ink.collective")
    isla = replace(KIM, name="Isla Brook", instagram="ink.collective")
    ids = [
        town.visit(studio, person).artists[0].artist_id for studio, person in (("s-1", gwen), ("s-2", isla))
    ]
    assert len(set(ids)) == 2
    for artist_id, name in zip(ids, ("Gwen Ashby", "Isla Brook"), strict=True):
        stored = town.directory.artist(artist_id)
        assert stored is not None
        assert (stored.name, stored.instagram, stored.aliases) == (name, "", ())
    assert [town.visit("s-1", gwen).written, town.visit("s-2", isla).written] == [0, 0]


@pytest.mark.parametrize("owner_first", [True, False])
def test_a_handle_is_theirs_whose_name_it_is_made_of(town: Town, *, owner_first: bool) -> None:
    owner = ("s-1", replace(KIM, name="Gwen Ashby", instagram="gwen.ashby.ink"))
    other = ("s-2", replace(KIM, name="Isla Brook", instagram="gwen.ashby.ink"))
    for studio, person in (owner, other) if owner_first else (other, owner):
        town.visit(studio, person)
    for _ in range(2):
        stored = {artist.name: artist.instagram for artist in town.directory.artists()}
        assert stored == {"Gwen Ashby": "gwen.ashby.ink", "Isla Brook": ""}
        town.visit(*other)
        town.visit(*owner)


@pytest.mark.parametrize(
    ("name", "aliases"),
    [("Zoe", ()), ("Z. Müller", ()), ("Zoë Müller-Lang", ()), ("Zoe Meier", ()), ("Needle", ("Zoë Müller",))],
)
def test_spellings_of_a_name_stay_one_person_under_one_handle(
    town: Town, name: str, aliases: tuple[str, ...]
) -> None:
    (first,) = town.visit("s-1", ZOE).artists
    (second,) = town.visit("s-2", replace(ZOE, name=name, aliases=aliases)).artists
    assert second.artist_id == first.artist_id


def test_no_malformed_number_replaces_a_valid_one(town: Town) -> None:
    town.visit("s-1", facts=StudioFacts(phone="+4930123456"))
    for phone in ("496 0456", "0123", "030"):
        town.visit("s-1", facts=StudioFacts(phone=phone))
        studio = town.directory.studio("s-1")
        assert studio is not None
        assert studio.phone == "+4930123456"
    town.visit("s-1", facts=StudioFacts(phone="+4930654321"))
    studio = town.directory.studio("s-1")
    assert studio is not None
    assert studio.phone == "+4930654321"
