"""An artist found at a studio is stored in one transaction, on what was read before."""

from dataclasses import replace
from typing import Any

import pytest

from inkscout.domain.artist import Artist
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import WriteConflict
from inkscout.ports import Directory, StoredArtist
from tests.integration.stores.test_directory_contract import ARTIST


def _stored(directory: Directory, artist: Artist, known: Artist | None = None, **rest: Any) -> StoredArtist:
    wanted = {"claims": (("handle", "zoe.inks"),), "stay": None, **rest}
    return directory.store_artist(
        artist.artist_id,
        lambda before: replace(artist, version=before.version if before else 0),
        known=known,
        studio_id="s-1",
        **wanted,
    )


def test_an_artist_found_at_a_studio_is_stored_with_residency_and_aliases(directory: Directory) -> None:
    first = _stored(directory, ARTIST)
    assert (first.artist, first.written) == (directory.artist("a-1"), 2)
    assert directory.find_alias("handle", "zoe.inks") == "a-1"
    studio, stays = directory.at_studio("s-1")
    assert (studio, list(stays)) == (None, list(ARTIST.residencies))
    held, artists = directory.recall([("handle", "zoe.inks"), ("handle", "nobody")], ["a-1", "a-2"])
    assert (held, artists) == ({("handle", "zoe.inks"): "a-1"}, {"a-1": first.artist})
    again = _stored(directory, ARTIST, first.artist, claims=(), stay=ARTIST.residencies[0])
    assert (again.artist, again.written) == (first.artist, 0)


def test_an_artist_whom_another_writer_changed_meanwhile_keeps_that_change(directory: Directory) -> None:
    known = _stored(directory, ARTIST).artist
    directory.update_artist("a-1", lambda artist: artist and replace(artist, bio="Fish."))

    def change(artist: Artist | None) -> Artist | None:
        return artist and replace(artist, role="owner")

    stored = directory.store_artist("a-1", change, known=known, claims=(), stay=None, studio_id="s-1")
    assert stored.artist == directory.artist("a-1")
    assert stored.artist is not None
    assert (stored.artist.bio, stored.artist.role) == ("Fish.", "owner")


def test_an_alias_that_another_id_took_meanwhile_stores_nothing(directory: Directory) -> None:
    directory.put_alias("handle", "zoe.inks", "a-9")
    with pytest.raises(WriteConflict):
        _stored(directory, ARTIST)
    assert directory.artist("a-1") is None
    assert directory.residencies("s-1") == []


def test_an_artist_who_was_removed_and_is_found_anew_gets_a_higher_version(directory: Directory) -> None:
    _stored(directory, ARTIST)
    directory.delete(EntryKind.ARTIST, "a-1")
    back = _stored(directory, ARTIST, claims=()).artist
    assert back == directory.artist("a-1")
    assert back is not None
    assert back.version == 3


def test_changes_by_writers_who_read_before_each_other_are_all_kept(directory: Directory) -> None:
    known = _stored(directory, ARTIST).artist

    def add(number: int) -> None:
        def change(artist: Artist | None) -> Artist | None:
            return artist and replace(artist, aliases=(*artist.aliases, f"Zoë {number}"))

        directory.store_artist("a-1", change, known=known, claims=(), stay=None, studio_id="s-1")

    for number in range(5):
        add(number)
    stored = directory.artist("a-1")
    assert stored is not None
    assert len(stored.aliases) == 5
