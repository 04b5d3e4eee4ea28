"""A reading is stored once, under one identity, and says nothing it did not see."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inkscout.domain.artist_merge import moves
from inkscout.domain.facts import without_expired
from inkscout.domain.geo import GeoPoint
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.reading import Image, ProfileReading, SiteReading, StudioFacts
from inkscout.domain.removal import identifiers
from inkscout.domain.studio import Provenance
from inkscout.usecases.directory.store_profile import store_profile
from inkscout.usecases.directory.store_reading import store_reading
from tests.support.town import KIM, ZOE, Town


@pytest.fixture
def town() -> Town:
    return Town()


def test_the_same_reading_again_writes_nothing(town: Town) -> None:
    first = town.visit("s-1", ZOE, KIM)
    assert first.written > 0
    before, known = town.directory.writes, town.state_store.values.copy()
    again = town.visit("s-1", ZOE, KIM)
    assert (again.written, again.unchanged) == (0, 5)
    assert town.directory.writes == before
    assert town.state_store.values == known
    assert [artist.artist_id for artist in again.artists] == [artist.artist_id for artist in first.artists]


def test_an_artist_carries_the_facts_of_the_studio(town: Town) -> None:
    (artist,) = town.visit("s-1", ZOE).artists
    assert (artist.studio_name, artist.city, artist.country, artist.rating) == ("Studio 1", "Köln", "DE", 4.5)
    assert artist.location == GeoPoint(51.0, 7.0)
    assert artist.portfolio[0].origin == "s-1"


def test_a_handle_learned_later_keeps_the_id(town: Town) -> None:
    (first,) = town.visit("s-1", replace(KIM, name="Kim Lee")).artists
    (second,) = town.visit("s-1", replace(KIM, name="Kim Lee", instagram="kim.tattoos")).artists
    (third,) = town.visit("s-1", replace(KIM, name="K. Lee", instagram="kim.tattoos")).artists
    assert first.artist_id == second.artist_id == third.artist_id
    assert third.instagram == "kim.tattoos"
    assert third.aliases == ("Kim Lee",)


def test_an_artist_who_changed_the_handle_keeps_the_id(town: Town) -> None:
    (first,) = town.visit("s-1", ZOE).artists
    (second,) = town.visit("s-1", replace(ZOE, instagram="zoe.tattoos")).artists
    assert (second.artist_id, second.instagram) == (first.artist_id, "zoe.tattoos")
    (elsewhere,) = town.visit(
        "s-2", replace(ZOE, name="Zoë", instagram="zoe.inks", residency="guest")
    ).artists
    assert elsewhere.artist_id == first.artist_id


def test_two_people_of_one_name_and_two_handles_are_two(town: Town) -> None:
    one, two = replace(KIM, instagram="kim.one"), replace(KIM, instagram="kim.two")
    ids = {artist.artist_id for artist in town.visit("s-1", one, two).artists}
    assert len(ids) == 2
    assert {artist.artist_id for artist in town.visit("s-1", two, one).artists} == ids


def test_two_records_of_one_person_are_merged_and_the_old_id_answers(town: Town) -> None:
    (by_name,) = town.visit("s-1", KIM).artists
    (by_handle,) = town.visit("s-2", replace(KIM, instagram="kim.tattoos", bio="From Seoul.")).artists
    assert by_name.artist_id != by_handle.artist_id
    (merged,) = town.visit("s-1", replace(KIM, instagram="kim.tattoos")).artists
    assert merged.artist_id == by_handle.artist_id
    assert merged.bio == "From Seoul."
    assert {stay.studio_id for stay in merged.residencies} == {"s-1", "s-2"}
    assert [stay.artist_id for stay in town.directory.residencies("s-1")] == [merged.artist_id]
    assert town.directory.artist(by_name.artist_id) == merged
    assert len(list(town.directory.artists())) == 1
    assert town.visit("s-1", replace(KIM, instagram="kim.tattoos")).written == 0


def test_the_studios_handle_is_no_artists_handle(town: Town) -> None:
    facts = StudioFacts(instagram="studio.one")
    shared = [replace(KIM, name=name, instagram="studio.two") for name in ("Ada", "Bo")]
    stored = town.visit("s-1", replace(ZOE, instagram="studio.one"), *shared, facts=facts)
    assert [artist.instagram for artist in stored.artists] == ["", "", ""]
    assert len({artist.artist_id for artist in stored.artists}) == 3


def test_one_person_listed_twice_on_a_page_is_one(town: Town) -> None:
    stored = town.visit("s-1", ZOE, replace(KIM, name="Zoë", instagram="zoe.inks", bio="Other words."))
    (artist,) = stored.artists
    assert (artist.name, artist.aliases, artist.bio) == ("Zoë Müller", ("Zoë",), "Fine lines.")


def test_an_artist_missing_from_three_good_visits_is_gone(town: Town) -> None:
    (zoe, _) = town.visit("s-1", ZOE, KIM).artists
    for _ in range(2):
        town.visit("s-1", KIM)
        artist = town.directory.artist(zoe.artist_id)
        assert artist is not None
        assert artist.active
    town.visit("s-1", KIM)
    artist = town.directory.artist(zoe.artist_id)
    assert artist is not None
    assert not artist.active
    assert [(stay.active, stay.last_seen) for stay in artist.residencies] == [(False, "2026-03-05")]
    assert town.visit("s-1", KIM).written == 0
    (back, _) = town.visit("s-1", ZOE, KIM).artists
    assert (back.artist_id, back.active) == (zoe.artist_id, True)


def test_bad_visits_between_change_nothing(town: Town) -> None:
    (zoe,) = town.visit("s-1", ZOE).artists
    for outcome in (VisitOutcome.BLOCKED, VisitOutcome.UNREACHABLE, VisitOutcome.ERROR, VisitOutcome.PARKED):
        town.visit("s-1", outcome=outcome)
    assert town.directory.artist(zoe.artist_id) == zoe


def test_a_repeated_visit_counts_an_absence_once(town: Town) -> None:
    (zoe, _) = town.visit("s-1", ZOE, KIM).artists
    for _ in range(5):
        town.visit("s-1", KIM, next_day=False)
    artist = town.directory.artist(zoe.artist_id)
    assert artist is not None
    assert artist.active


def test_an_artist_seen_again_starts_a_new_count(town: Town) -> None:
    town.visit("s-1", ZOE, KIM)
    for people in ((KIM,), (KIM,), (ZOE, KIM), (KIM,), (KIM,)):
        stored = town.visit("s-1", *people)
    assert stored.written == 0
    assert all(artist.active for artist in town.directory.artists())


def test_a_move_is_kept_as_history(town: Town) -> None:
    town.visit("s-1", ZOE, KIM)
    (there,) = town.visit("s-2", ZOE).artists
    assert (there.studio_id, there.city) == ("s-2", "Bonn")
    for _ in range(3):
        town.visit("s-1", KIM)
    artist = town.directory.artist(there.artist_id)
    assert artist is not None
    assert (artist.studio_id, artist.active) == ("s-2", True)
    assert moves(artist) == (("s-1", "s-2", "2026-03-03"),)


def test_a_guest_spot_does_not_move_an_artist(town: Town) -> None:
    (home,) = town.visit("s-1", ZOE).artists
    guest = replace(ZOE, residency="guest", guest_to="2026-03-04")
    (artist,) = town.visit("s-2", guest).artists
    assert (artist.artist_id, artist.studio_id) == (home.artist_id, "s-1")
    town.day += 5
    (artist,) = town.visit("s-2", guest).artists
    assert [(stay.studio_id, stay.active, stay.last_seen) for stay in artist.residencies] == [
        ("s-1", True, "2026-03-02"),
        ("s-2", False, "2026-03-04"),
    ]
    assert town.visit("s-2", guest).written == 0


def test_an_artist_who_left_the_second_studio_is_home_at_the_first(town: Town) -> None:
    town.visit("s-1", ZOE)
    (artist,) = town.visit("s-2", ZOE).artists
    assert artist.studio_id == "s-2"
    town.visit("s-2", KIM)
    for _ in range(3):
        town.visit("s-2", KIM)
    back = town.directory.artist(artist.artist_id)
    assert back is not None
    assert (back.studio_id, back.studio_name, back.city, back.active) == ("s-1", "Studio 1", "Köln", True)


def test_the_site_wins_over_google_and_google_does_not_win_back(town: Town) -> None:
    town.visit("s-1", ZOE, facts=StudioFacts(name="Black Harbour Tattoo"))
    studio = town.directory.studio("s-1")
    assert studio is not None
    assert (studio.name, studio.facts["name"].source) == ("Black Harbour Tattoo", "site")
    (artist,) = town.directory.artists()
    assert artist.studio_name == "Black Harbour Tattoo"


def test_two_sites_that_disagree_do_not_take_turns(town: Town) -> None:
    town.visit("s-1", ZOE)
    town.visit("s-2", replace(ZOE, bio="Other words.", styles=("dotwork",)))
    before = town.directory.writes
    for _ in range(3):
        town.visit("s-1", ZOE)
        town.visit("s-2", replace(ZOE, bio="Other words.", styles=("dotwork",)))
    assert town.directory.writes == before
    (artist,) = town.directory.artists()
    assert artist.bio == "Fine lines."
    assert set(artist.styles) == {"fine_line", "dotwork"}


def test_facts_of_a_former_studio_are_replaced_once_the_artist_left(town: Town) -> None:
    town.visit("s-1", ZOE)
    elsewhere = replace(ZOE, bio="Other words.")
    town.visit("s-2", elsewhere)
    for _ in range(3):
        town.visit("s-1", KIM)
    (artist,) = town.visit("s-2", elsewhere).artists
    assert artist.bio == "Other words."


def test_expired_google_facts_are_dropped_at_the_next_reading(town: Town) -> None:
    facts = {
        "name": Provenance(source="site"),
        "rating": Provenance(source="google", expires_at="2026-03-01T00:00:00+00:00"),
    }
    town.directory.update_studio("s-1", lambda studio: studio and replace(studio, facts=facts))
    (artist,) = town.visit("s-1", ZOE).artists
    assert artist.rating is None


def test_denylisted_people_are_not_stored(town: Town) -> None:
    town.denylist.add(identifiers(handle="zoe.inks", names=("Zoë Müller",), studio_id="s-1"))
    stored = town.visit("s-1", ZOE, replace(ZOE, instagram=""), KIM)
    assert stored.suppressed == 1
    assert [artist.name for artist in stored.artists] == ["Kim"]
    renamed = town.visit(
        "s-1", replace(ZOE, name="Zoë M.", aliases=("Zoe Mueller",), instagram="new.handle"), KIM
    )
    assert renamed.suppressed == 1
    assert [artist.name for artist in town.directory.artists()] == ["Kim"]
    assert "zoe" not in str(town.directory.aliases).lower()


def test_invalid_artists_go_to_quarantine(town: Town) -> None:
    bad = replace(KIM, name="https://spam.example/")
    odd = replace(ZOE, email="not an address", booking_url="javascript:alert(1)", bio="x" * 9_000)
    stored = town.visit("s-1", bad, odd)
    assert stored.quarantined == 2
    (artist,) = stored.artists
    assert (artist.email, artist.booking_url, len(artist.bio)) == ("", "", 4_000)
    reasons = [kept["reason"] for kept in town.lake.quarantined()]
    assert len(reasons) == 2
    assert any("name: " in reason for reason in reasons)
    assert any("booking_url: " in reason and "email: " in reason for reason in reasons)


@pytest.mark.parametrize("name", ["", "   ", "\ud800", "12345", "a@b.example", "x" * 121, "Zoë\x00"])
def test_a_hostile_name_makes_no_artist(town: Town, name: str) -> None:
    assert town.visit("s-1", replace(KIM, name=name)).artists == ()


def test_a_profile_adds_what_the_site_does_not_say(town: Town) -> None:
    (artist,) = town.visit("s-1", ZOE).artists
    reading = ProfileReading(
        name="zoe inks",
        bio="Books open.",
        followers=1234,
        styles=("blackwork",),
        portfolio=(
            Image(url="https://cdn.example/9.jpg", hash="h9"),
            Image(url="https://x.example/1", hash="h1"),
        ),
    )
    stores = town.stores()
    del stores["state_store"], stores["held_people"]
    stored = store_profile(artist, reading, now=town.now, **stores)
    (after,) = stored.artists
    assert stored.written == 1
    assert after.bio == "Fine lines."
    assert after.styles == ("fine_line", "blackwork")
    assert [(image.hash, image.origin) for image in after.portfolio] == [("h1", "s-1"), ("h9", "profile")]
    assert after.followers == 1234
    assert store_profile(after, reading, now=town.now, **stores).written == 0
    assert town.visit("s-1", ZOE).written == 0
    more = store_profile(after, replace(reading, followers=1300), now=town.now, **stores)
    assert more.artists[0].version == after.version


def test_a_profile_of_who_asked_to_be_removed_is_not_stored(town: Town) -> None:
    (artist,) = town.visit("s-1", ZOE).artists
    town.denylist.add(identifiers(handle="zoe.inks"))
    stores = town.stores()
    del stores["state_store"], stores["held_people"]
    stored = store_profile(artist, ProfileReading(bio="x", prices="100"), now=town.now, **stores)
    assert (stored.suppressed, stored.artists) == (1, ())
    assert town.directory.artist(artist.artist_id) == artist


def test_an_artist_below_the_threshold_is_stored_and_withheld() -> None:
    town = Town()
    studio = town.directory.studio("s-1")
    assert studio is not None
    reading = SiteReading(outcome=VisitOutcome.ARTISTS_FOUND, artists=(ZOE, replace(KIM, confidence=0.55)))

    def shown(least: float) -> dict[str, bool]:
        stored = store_reading(studio, reading, now=town.now, least_confidence=least, **town.stores())
        return {artist.name: artist.is_shown for artist in stored.artists}

    assert shown(0.7) == {ZOE.name: True, "Kim": False}
    stays = town.directory.residencies("s-1")
    assert {stay.name: stay.withheld for stay in stays} == {ZOE.name: False, "Kim": True}
    assert shown(0.5) == {ZOE.name: True, "Kim": True}


def test_the_studios_handle_is_also_that_of_the_only_artist() -> None:
    town = Town()
    town.directory.update_studio("s-1", lambda known: known and replace(known, instagram="zoe.tattoo"))
    (alone,) = town.visit("s-1", replace(ZOE, instagram="zoe.tattoo")).artists
    assert alone.instagram == "zoe.tattoo"
    beside = town.visit("s-1", replace(ZOE, name="Ada", instagram="zoe.tattoo"), KIM).artists
    assert [artist.instagram for artist in beside if artist.name == "Ada"] == [""]


def test_a_replaced_name_is_an_alias_as_long_as_it_may_be_kept() -> None:
    town = Town()
    expires = (town.now + timedelta(days=30)).isoformat(timespec="seconds")
    fact = Provenance(source="google", ref="p1", expires_at=expires)
    town.directory.update_studio(
        "s-1", lambda known: known and replace(known, facts={**known.facts, "name": fact})
    )
    town.visit("s-1", ZOE, facts=StudioFacts(name="The Studio 1 House"))
    studio = town.directory.studio("s-1")
    assert studio is not None
    assert (studio.name, studio.aliases) == ("The Studio 1 House", ("Studio 1",))
    (zoe,) = [artist for artist in town.directory.artists() if artist.name == ZOE.name]
    assert zoe.studio_aliases == ("Studio 1",)
    assert without_expired(studio, town.now + timedelta(days=31)).aliases == ()


def test_an_address_elsewhere_is_not_the_studios() -> None:
    town = Town()
    town.visit("s-1", ZOE, facts=StudioFacts(address="Hauptstraße 4, 53111 Bonn"))
    studio = town.directory.studio("s-1")
    assert studio is not None
    assert studio.address == "Hauptstraße 4, 53111 Bonn"
    held = Provenance(source="google", ref="p1")
    town.directory.update_studio(
        "s-2",
        lambda known: (
            known and replace(known, address="Am Markt 9, 53111 Bonn", facts={**known.facts, "address": held})
        ),
    )
    town.visit("s-2", KIM, facts=StudioFacts(address="Domplatz 3, 50667 Köln"))
    other = town.directory.studio("s-2")
    assert other is not None
    assert other.address == "Am Markt 9, 53111 Bonn"
