"""Sitemaps list the pages worth finding, and nobody else."""

from inkscout.domain.artist import Artist
from inkscout.domain.studio import Studio
from inkscout.usecases.directory.sitemaps import PAGES_EACH, sitemaps


def artist(number: int, **fields: object) -> Artist:
    """An artist in Leeds who is worth finding."""
    given = {
        "name": f"Ana Brook {number}", "studio_id": "s-1", "styles": ("fine-line",), "city": "Leeds",
        "country": "GB", "updated_at": f"2026-01-0{number % 9 + 1}T00:00:00+00:00", **fields,
    }  # fmt: skip
    return Artist(artist_id=f"a-{number}", **given)  # type: ignore[arg-type]


def paths(made: dict[str, str]) -> dict[str, str]:
    """Last change by path."""
    lines = [line for text in made.values() for line in text.splitlines()]
    return dict(line.split("\t") for line in lines)


def test_pages_of_people_studios_styles_and_places_are_listed() -> None:
    studio = Studio(studio_id="s-1", name="Ink & Co", city="Leeds", country="GB")
    found = paths(sitemaps([artist(1), artist(2), artist(3)], [studio]))
    assert found["/artists/a-1/ana-brook-1"] == "2026-01-02T00:00:00+00:00"
    assert found["/gb/leeds"] == found["/gb/leeds/fine-line"] == "2026-01-04T00:00:00+00:00"
    assert {"/", "/styles/fine-line", "/studios/s-1/ink-co"} <= found.keys()


def test_the_inactive_the_bare_and_the_closed_are_not() -> None:
    people = [artist(1, active=False), artist(2, studio_id=""), artist(3, styles=())]
    closed = Studio(studio_id="s-9", name="Gone", business_status="CLOSED_PERMANENTLY")
    found = paths(sitemaps(people, [closed]))
    assert not [path for path in found if path.startswith(("/artists/", "/studios/", "/gb/leeds/"))]


def test_two_artists_are_too_few_for_a_page_of_a_city() -> None:
    assert "/gb/leeds" not in paths(sitemaps([artist(1), artist(2)], []))


def test_a_long_list_is_split_and_followed_by_an_empty_one() -> None:
    made = sitemaps((artist(number) for number in range(PAGES_EACH)), [])
    assert list(made) == ["sitemap-1.tsv", "sitemap-2.tsv", "sitemap-3.tsv"]
    assert made["sitemap-1.tsv"].count("\n") == PAGES_EACH
    assert made["sitemap-3.tsv"] == ""
