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


@pytest.mark.parametrize(
    ("residencies", "holder", "kept"),
    [
        (("resident", "guest", "guest"), 0, True),
        (("resident", "guest", "guest"), 1, False),
        (("resident", "resident", "guest"), 0, False),
        (("guest", "guest", "guest"), 0, False),
    ],
)
def test_the_only_resident_beside_guests_shares_the_studios_handle(
    residencies: tuple[str, ...], holder: int, kept: bool
) -> None:
    names = ("Ada Frost", "Mira Lane", "Tom Birch")
    found = [
        FoundArtist(
            name=name, confidence=0.9, residency=stays, instagram="hollow.tattoo" if at == holder else ""
        )
        for at, (name, stays) in enumerate(zip(names, residencies, strict=True))
    ]
    studio = Studio(studio_id="s1", name="Hollow", instagram="hollow.tattoo")
    assert bool(distinct(found, studio)[holder].instagram) is kept
