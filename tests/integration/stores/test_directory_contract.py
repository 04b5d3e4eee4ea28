"""Contract of every directory; the table and the fake pass the same tests."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import boto3
import pytest

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.domain.artist import Artist, Residency
from inkscout.domain.geo import GeoPoint
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.reading import Evidence, Image
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Provenance, Studio, StudioChange
from inkscout.errors import InvalidInput, WriteConflict
from inkscout.ports import Directory
from inkscout.usecases.index.index_actions import action_for
from tests.support.emulator import CREDENTIALS
from tests.support.fakes.clock import START, FakeClock
from tests.support.stores import create_tables

STUDIO = Studio(
    studio_id="s-1",
    name="Black Harbour",
    city="Köln",
    country="DE",
    location=GeoPoint(50.9375, 6),
    rating=5,
    rating_count=211,
    sources=("google:p1",),
    outcome=VisitOutcome.ARTISTS_FOUND,
    facts={"name": Provenance(source="google", ref="p1", seen_at="2026-03-01T09:00:00+00:00")},
)
ARTIST = Artist(
    artist_id="a-1",
    name="Zoë Müller",
    instagram="zoe.inks",
    styles=("fine_line", "japanese"),
    studio_id="s-1",
    city="Köln",
    country="DE",
    location=GeoPoint(50.9375, 6),
    portfolio=(Image(url="https://s.example/1.jpg", alt="a fish", origin="s-1"),),
    residencies=(Residency(studio_id="s-1", artist_id="a-1", name="Zoë Müller", first_seen="2026-03-01"),),
    styles_by={"s-1": ("fine_line", "japanese")},
    confidence=0.9,
    facts={"name": Provenance(source="site", ref="https://s.example/")},
    evidence=(Evidence(url="https://s.example/team", finder="cards", snippet="Zoë"),),
)


def test_stored_entries_are_read_back(directory: Directory) -> None:
    assert directory.put_studio(STUDIO)
    assert directory.put_artist(ARTIST)
    studio, artist = directory.studio("s-1"), directory.artist("a-1")
    assert studio is not None
    assert artist is not None
    when = "2026-03-01T09:00:00+00:00"
    assert studio == replace(STUDIO, version=1, fingerprint=studio.fingerprint, updated_at=when)
    assert artist == replace(ARTIST, version=1, fingerprint=artist.fingerprint, updated_at=when)


def test_the_same_again_writes_nothing(directory: Directory, clock: FakeClock) -> None:
    directory.put_artist(ARTIST)
    stored = directory.artist("a-1")
    clock.advance(days=1)
    assert not directory.put_artist(ARTIST)
    assert not directory.update_artist("a-1", lambda artist: artist)
    assert directory.artist("a-1") == stored


def test_a_visible_change_counts_a_version_and_a_time(directory: Directory, clock: FakeClock) -> None:
    directory.put_artist(ARTIST)
    clock.advance(days=1)
    assert directory.update_artist("a-1", lambda artist: artist and replace(artist, bio="Fish only."))
    artist = directory.artist("a-1")
    assert artist is not None
    assert (artist.version, artist.updated_at) == (2, "2026-03-02T09:00:00+00:00")


def test_provenance_is_stored_without_a_new_version(directory: Directory, clock: FakeClock) -> None:
    directory.put_artist(ARTIST)
    clock.advance(days=1)
    facts = {"name": Provenance(source="site", ref="https://s.example/team")}
    assert directory.update_artist("a-1", lambda artist: artist and replace(artist, facts=facts))
    artist = directory.artist("a-1")
    assert artist is not None
    assert (artist.facts, artist.version, artist.updated_at) == (facts, 1, "2026-03-01T09:00:00+00:00")


def test_a_write_that_did_not_see_the_last_one_is_refused(directory: Directory) -> None:
    directory.put_artist(ARTIST)
    with pytest.raises(WriteConflict):
        directory.put_artist(replace(ARTIST, bio="Written blindly."))


def test_a_number_that_is_not_finite_is_refused(directory: Directory) -> None:
    with pytest.raises(InvalidInput):
        directory.put_studio(replace(STUDIO, rating=float("nan")))


def test_a_change_that_declines_writes_nothing(directory: Directory) -> None:
    assert not directory.update_artist("a-9", lambda artist: None)
    assert directory.artist("a-9") is None


def test_artists_are_found_by_style_and_place(directory: Directory) -> None:
    directory.put_artist(ARTIST)
    directory.put_artist(replace(ARTIST, artist_id="a-2", city="Bonn"))
    directory.put_artist(replace(ARTIST, artist_id="a-3", city="", country="GB"))
    directory.put_artist(replace(ARTIST, artist_id="a-4", active=False))

    def ids(country: str = "", city: str = "") -> list[str]:
        found = directory.artists_of_style("japanese", country=country, city=city)
        return [artist.artist_id for artist in found]

    assert sorted(ids()) == ["a-1", "a-2", "a-3"]
    assert sorted(ids(country="DE")) == ["a-1", "a-2"]
    assert ids(country="DE", city="KÖLN") == ["a-1"]
    assert ids(country="DE", city="Köl") == []
    assert directory.artists_of_style("dotwork") == []
    assert len(directory.artists_of_style("japanese", limit=2)) == 2


def test_a_style_that_was_dropped_finds_the_artist_no_more(directory: Directory) -> None:
    directory.put_artist(ARTIST)
    directory.update_artist("a-1", lambda artist: artist and replace(artist, styles=("fine_line",)))
    assert directory.artists_of_style("japanese") == []
    assert len(directory.artists_of_style("fine_line")) == 1


def test_entries_are_found_by_the_time_their_first_fact_expires(directory: Directory) -> None:
    def google(day: int) -> Provenance:
        return Provenance(source="google", expires_at=f"2026-04-{day:02}T00:00:00+00:00")

    directory.put_studio(STUDIO)
    directory.put_studio(replace(STUDIO, studio_id="s-2", facts={"name": google(9), "rating": google(3)}))
    directory.put_studio(replace(STUDIO, studio_id="s-3", facts={"name": google(2)}))

    def expiring(day: int) -> list[str]:
        found = directory.expiring(START.replace(month=4, day=day))
        return [entry_id for kind, entry_id in found if kind is EntryKind.STUDIO]

    assert expiring(1) == []
    assert expiring(2) == ["s-3"]
    assert expiring(30) == ["s-3", "s-2"]
    directory.update_studio("s-3", lambda studio: studio and replace(studio, facts={"name": google(28)}))
    assert expiring(4) == ["s-2"]
    directory.delete(EntryKind.STUDIO, "s-2")
    assert expiring(4) == []


def test_an_alias_belongs_to_who_came_first(directory: Directory) -> None:
    assert directory.put_alias("handle", "zoe.inks", "a-1") == "a-1"
    assert directory.put_alias("handle", "zoe.inks", "a-2") == "a-1"
    directory.put_alias("artist_name", "s-1#zoe#muller", "a-1")
    assert directory.find_alias("handle", "zoe.inks") == "a-1"
    assert directory.find_alias("site", "zoe.inks") is None
    assert directory.find_alias("handle", "") is None
    assert sorted(directory.aliases_of("a-1")) == [("artist_name", "s-1#zoe#muller"), ("handle", "zoe.inks")]
    directory.move_alias("handle", "zoe.inks", "a-2")
    assert directory.find_alias("handle", "zoe.inks") == "a-2"
    directory.delete_alias("handle", "zoe.inks")
    assert directory.find_alias("handle", "zoe.inks") is None


def test_a_residency_that_did_not_change_writes_nothing(directory: Directory) -> None:
    stay = Residency(studio_id="s-1", artist_id="a-1", name="Zoë", first_seen="2026-03-01")
    assert directory.put_residency(stay)
    assert not directory.put_residency(stay)
    assert directory.put_residency(replace(stay, active=False, last_seen="2026-04-01"))
    assert directory.residencies("s-1") == [replace(stay, active=False, last_seen="2026-04-01")]
    directory.delete_residency("s-1", "a-1")
    assert directory.residencies("s-1") == []


def test_a_merged_id_answers_with_the_one_it_was_merged_into(directory: Directory) -> None:
    directory.put_artist(ARTIST)
    directory.put_artist(replace(ARTIST, artist_id="a-2"))
    directory.redirect(EntryKind.ARTIST, "a-1", "a-2")
    found = directory.artist("a-1")
    assert found is not None
    assert found.artist_id == "a-2"
    assert [artist.artist_id for artist in directory.artists()] == ["a-2"]
    assert [artist.artist_id for artist in directory.artists_of_style("japanese")] == ["a-2"]
    snapshot = directory.snapshot(EntryKind.ARTIST, "a-1")
    assert snapshot is not None
    assert (snapshot.version, snapshot.entry) == (2, None)


def test_many_artists_are_read_at_once_by_the_ids_that_were_asked_for(directory: Directory) -> None:
    stored = (0, 7, 8, 9, 98, 99, 100, 101, 129)  # on both sides of the 100 keys that BatchGetItem takes
    for number in stored:
        directory.put_artist(replace(ARTIST, artist_id=f"a-{number}"))
    directory.redirect(EntryKind.ARTIST, "a-7", "a-8")
    directory.delete(EntryKind.ARTIST, "a-9")
    found = directory.artists_by_id([*(f"a-{number}" for number in range(130)), "a-7", "nobody"])
    assert set(found) == {f"a-{number}" for number in stored if number != 9}
    assert found["a-7"].artist_id == "a-8"
    assert found["a-129"].artist_id == "a-129"
    assert directory.artists_by_id([]) == {}


def test_a_deleted_entry_leaves_a_version_that_a_new_one_continues(directory: Directory) -> None:
    directory.put_artist(ARTIST)
    assert directory.delete(EntryKind.ARTIST, "a-1")
    assert not directory.delete(EntryKind.ARTIST, "a-1")
    assert directory.artist("a-1") is None
    assert directory.artists_of_style("japanese") == []
    assert [(s.version, s.entry) for s in directory.snapshots(EntryKind.ARTIST)] == [(2, None)]
    assert directory.put_artist(ARTIST)
    artist = directory.artist("a-1")
    assert artist is not None
    assert artist.version == 3


def test_the_segments_of_a_scan_hold_every_entry_once(directory: Directory) -> None:
    for number in range(20):
        directory.put_artist(replace(ARTIST, artist_id=f"a-{number}"))
    directory.put_studio(STUDIO)
    directory.put_alias("handle", "zoe.inks", "a-1")
    found = [s.entry_id for part in range(3) for s in directory.snapshots(EntryKind.ARTIST, part, 3)]
    assert sorted(found) == sorted(f"a-{number}" for number in range(20))


def test_outlines_tell_what_is_seen(directory: Directory) -> None:
    directory.put_artist(replace(ARTIST, artist_id="a-1"))
    directory.put_artist(replace(ARTIST, artist_id="a-2", active=False))
    directory.put_artist(replace(ARTIST, artist_id="a-3"))
    directory.delete(EntryKind.ARTIST, "a-3")
    directory.put_studio(replace(STUDIO, business_status="CLOSED_PERMANENTLY"))
    found = {s.entry_id: s for kind in EntryKind for s in directory.outlines(kind)}
    seen = {name: action_for(snapshot).document is not None for name, snapshot in found.items()}
    assert seen == {"a-1": True, "a-2": False, "a-3": False, "s-1": False}
    whole = {s.entry_id: s for kind in EntryKind for s in directory.snapshots(kind)}
    assert {name: s.version for name, s in found.items()} == {name: s.version for name, s in whole.items()}
    outline, entry = found["a-1"].entry, whole["a-1"].entry
    assert outline is not None
    assert entry is not None
    assert (outline.name, outline.updated_at) == (entry.name, entry.updated_at)
    assert outline.facts == {}


def test_a_touched_entry_has_a_version_above_the_given_one(directory: Directory) -> None:
    directory.put_artist(ARTIST)
    assert directory.touch(EntryKind.ARTIST, "a-1", above=7)
    assert not directory.touch(EntryKind.ARTIST, "a-1", above=7)
    assert not directory.touch(EntryKind.ARTIST, "a-9", above=7)
    artist = directory.artist("a-1")
    assert artist is not None
    assert (artist.version, artist.name) == (8, "Zoë Müller")
    assert not directory.update_artist("a-1", lambda stored: stored)


def test_writers_at_the_same_time_end_in_one_item_with_every_change(emulated: str) -> None:
    client = boto3.client("dynamodb", endpoint_url=emulated, **CREDENTIALS)
    table = create_tables(client)["directory"]

    def add(number: int) -> bool:
        directory = DynamoDbDirectory(client, table, FakeClock())

        def change(artist: Artist | None) -> Artist:
            known = artist or Artist(artist_id="a-1", name="Zoë")
            return replace(known, aliases=tuple(sorted({*known.aliases, f"alias {number}"})))

        return directory.update_artist("a-1", change)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(add, range(24)))
    artist = DynamoDbDirectory(client, table, FakeClock()).artist("a-1")
    assert artist is not None
    assert sorted(artist.aliases) == sorted(f"alias {number}" for number in range(24))
    assert artist.version == 24


def test_many_studios_and_aliases_are_read_together(directory: Directory) -> None:
    for number in range(120):
        directory.put_studio(replace(STUDIO, studio_id=f"s-{number}"))
        directory.put_alias("place", f"google:{number}", f"s-{number}")
    directory.redirect(EntryKind.STUDIO, "s-7", "s-8")
    found = directory.studios_by_id([f"s-{number}" for number in range(121)])
    assert len(found) == 120
    assert (found["s-7"].studio_id, found["s-9"].studio_id) == ("s-8", "s-9")
    wanted = [("place", f"google:{number}") for number in range(121)]
    assert directory.find_aliases([*wanted, *wanted]) == {
        ("place", f"google:{number}"): f"s-{number}" for number in range(120)
    }
    assert directory.studios_by_id([]) == directory.find_aliases([]) == {}


def test_studios_change_together_with_their_aliases(directory: Directory, clock: FakeClock) -> None:
    directory.put_studio(STUDIO)
    before = directory.studio("s-1")
    assert before is not None
    clock.advance(days=1)
    new = replace(STUDIO, studio_id="s-2", name="Heron")
    directory.change_studios(
        [
            StudioChange(before, replace(before, phone="+49221123"), (("phone", "+49221123"),)),
            StudioChange(None, new, (("place", "google:p2"), ("site", "heron.test"))),
        ]
    )
    first, second = directory.studio("s-1"), directory.studio("s-2")
    assert first is not None
    assert second is not None
    assert (first.phone, first.version, first.updated_at[:10]) == ("+49221123", 2, "2026-03-02")
    assert (second.name, second.version) == ("Heron", 1)
    assert directory.update_studio("s-2", lambda studio: studio) is False
    held = directory.find_aliases([("phone", "+49221123"), ("place", "google:p2"), ("site", "heron.test")])
    assert list(held.values()).count("s-2") == 2


def test_a_change_that_nobody_can_see_leaves_version_and_time(directory: Directory, clock: FakeClock) -> None:
    directory.put_studio(STUDIO)
    before = directory.studio("s-1")
    assert before is not None
    clock.advance(days=1)
    facts = {"name": Provenance(source="google", ref="p9")}
    directory.change_studios([StudioChange(before, replace(before, facts=facts))])
    after = directory.studio("s-1")
    assert after is not None
    assert (after.facts, after.version, after.updated_at) == (facts, before.version, before.updated_at)


@pytest.mark.parametrize(
    "conflict", ["the studio exists", "it changed", "its facts changed", "an alias is held"]
)
def test_a_conflict_leaves_all_studios_of_a_change_as_they_are(directory: Directory, conflict: str) -> None:
    directory.put_studio(STUDIO)
    read = directory.studio("s-1")
    assert read is not None
    change = {
        "the studio exists": StudioChange(None, STUDIO),
        "it changed": StudioChange(replace(read, version=7), replace(read, phone="+49221123")),
        "its facts changed": StudioChange(replace(read, facts={}), replace(read, phone="+49221123")),
        "an alias is held": StudioChange(None, replace(STUDIO, studio_id="s-3"), (("site", "taken.test"),)),
    }[conflict]
    directory.put_alias("site", "taken.test", "s-1")
    other = StudioChange(None, replace(STUDIO, studio_id="s-2"), (("place", "google:p2"),))
    with pytest.raises(WriteConflict):
        directory.change_studios([other, change])
    assert directory.studio("s-1") == read
    assert directory.studios_by_id(["s-2", "s-3"]) == {}
    assert directory.find_alias("place", "google:p2") is None
