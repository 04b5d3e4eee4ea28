"""The studio's handle is one artist's only where it is named after that artist alone."""

import pytest

from inkscout.domain.reading import FoundArtist
from inkscout.domain.studio import Studio
from inkscout.usecases.directory.artist_identity import distinct


@pytest.mark.parametrize(
    ("handle", "people", "kept"),
    [
        ("valeriia.osadchaya", {"Valeriia Osadchaya": True, "Mira Lane": False}, ["valeriia.osadchaya", ""]),
        ("hollow.tattoo", {"Valeriia Osadchaya": True, "Mira Lane": False}, ["", ""]),
        ("mira.and.ada", {"Ada Frost": True, "Mira Lane": True}, ["", ""]),
        ("hollow.tattoo", {"Ada Frost": True}, ["hollow.tattoo"]),
    ],
)
def test_a_studios_handle_stays_with_its_namesake(
    handle: str, people: dict[str, bool], kept: list[str]
) -> None:
    found = [
        FoundArtist(name=name, confidence=0.9, instagram=handle if has else "")
        for name, has in people.items()
    ]
    studio = Studio(studio_id="s1", name="Hollow", instagram=handle)
    assert [entry.instagram for entry in distinct(found, studio)] == kept
