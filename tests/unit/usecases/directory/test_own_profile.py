"""A profile's reading stores nothing of the studio as the artist's."""

from dataclasses import replace

from inkscout.domain.artist import Artist
from inkscout.domain.reading import Evidence, FoundArtist, Image, ProfileReading
from inkscout.usecases.directory.own_profile import own_profile
from tests.support.town import KIM, ZOE, Town

PAGE = Evidence(url="https://studio-1.test/artists/zoe", finder="profile.page")
STUDIOS = ProfileReading(
    instagram="studio.one",
    email="hello@studio-1.test",
    booking_url="https://studio-1.test/book",
    evidence=(PAGE,),
)


def _stored(town: Town, *people: FoundArtist) -> Artist:
    stored = town.visit("s-1", *people).artists
    home = town.directory.studio("s-1")
    assert home is not None
    changed = replace(
        home, instagram="studio.one", email="hello@studio-1.test", website="https://studio-1.test/"
    )
    town.directory.update_studio("s-1", lambda _known: changed)
    return next(artist for artist in stored if artist.name == ZOE.name)


def test_contacts_of_a_studio_of_several_are_nobodys_own() -> None:
    town = Town()
    artist = replace(_stored(town, ZOE, KIM), website="", booking_url="", email="")
    kept = own_profile(STUDIOS, artist, town.directory)
    assert (kept.instagram, kept.email, kept.booking_url) == ("", "", "")


def test_contacts_of_a_studio_are_its_only_artists() -> None:
    town = Town()
    artist = _stored(town, ZOE)
    assert own_profile(STUDIOS, artist, town.directory) == STUDIOS


def test_a_page_on_the_studios_website_fills_only_what_is_empty() -> None:
    town = Town()
    artist = replace(
        _stored(town, ZOE, KIM), portfolio=(Image(url="https://a.test/1.jpg"),), styles=("realism",)
    )
    said = ProfileReading(
        bio="We are open daily.",
        styles=("tribal",),
        portfolio=(Image(url="https://a.test/2.jpg"),),
        evidence=(PAGE,),
    )
    kept = own_profile(said, artist, town.directory)
    assert (kept.bio, kept.styles, kept.portfolio) == ("", (), ())
    empty = replace(artist, portfolio=(), styles=())
    filled = own_profile(replace(said, bio=f"{artist.name} draws."), empty, town.directory)
    assert (filled.bio, filled.styles, len(filled.portfolio)) == (f"{artist.name} draws.", ("tribal",), 1)


def test_a_headline_without_a_word_of_the_name_is_no_alias() -> None:
    town = Town()
    artist = _stored(town, ZOE)
    assert own_profile(ProfileReading(name="Rockstar", evidence=(PAGE,)), artist, town.directory).name == ""
    same = ProfileReading(name=f"{artist.name} Smith", evidence=(PAGE,))
    assert own_profile(same, artist, town.directory).name == same.name
