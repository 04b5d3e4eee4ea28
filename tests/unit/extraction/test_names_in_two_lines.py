"""A name that a page sets in two lines is one person's, if another place has it in one."""

import pytest

from inkscout.extraction import read_site
from tests.support.pages import page

BIO = (
    "{given} started tattooing in 2019 after art school. She draws owls and old maps by hand, and "
    "tattoos them in a small room above the mill."
)


def _names(pages: dict[str, str]) -> list[str]:
    reading = read_site([page(html, f"http://mill-lane-tattoo.test/{path}") for path, html in pages.items()])
    return sorted(artist.name for artist in reading.artists)


@pytest.mark.parametrize(
    ("given", "family"),
    [("Makayla", "Quillfeather"), ("Éloïse", "Dubrulle"), ("Katarzyna", "Wróblewicz"), ("Ingrid", "Ørnsvik")],
)
def test_the_halves_of_a_name_are_one_person(given: str, family: str) -> None:
    menu = "<a href='team.html'>Artists</a>"
    team = "".join(f"<a href='{name.lower()}.html'>{name}</a>" for name in (given, "Hailee", "Rachel"))
    about = f"{given} {family} is a tattoo artist and the owner of Mill Lane Tattoo"
    own = (
        f"<html><head><title>{given} | Owner, Artist | Mill Lane Tattoo</title>"
        f"<meta name='description' content='{about}'></head><body>{menu}"
        f"<div class='name'>{given}<br>{family}</div><div>owner, artist</div>"
        f"<p>{BIO.format(given=given)}</p></body></html>"
    )
    home = f"<title>Mill Lane Tattoo</title>{menu}<h1>Mill Lane Tattoo</h1><p>A tattoo studio in Leith.</p>"
    names = _names({"": home, "team.html": f"<title>Artists</title>{team}", f"{given.lower()}.html": own})
    assert f"{given} {family}" in names
    assert given not in names
    assert family not in names


def test_two_colleagues_in_one_element_stay_two() -> None:
    home = (
        "<title>Mill Lane Tattoo</title><h1>Mill Lane Tattoo</h1><h2>Our tattoo artists</h2>"
        "<div>Makayla<br>Hailee</div><p>A tattoo studio in Leith.</p>"
    )
    assert not {"Makayla Hailee"} & set(_names({"": home}))
