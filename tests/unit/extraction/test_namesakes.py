"""Colleagues with one first name, and proposals that must not join two colleagues."""

from inkscout.domain.reading import FoundArtist
from inkscout.extraction import read_site
from tests.support.pages import page

_CARD = """<div class="card"><a href="/{slug}"><img src="/{slug}.jpg" alt="{name}"></a><h3>{name}</h3>
<a href="https://instagram.com/{handle}">@{handle}</a></div>"""


def _artists(*cards: tuple[str, str, str]) -> dict[str, FoundArtist]:
    html = "".join(_CARD.format(name=name, slug=slug, handle=handle) for name, slug, handle in cards)
    team = page(f"<h1>Black Harbour Tattoo</h1><h2>Our artists</h2>{html}")
    return {artist.name: artist for artist in read_site([team]).artists}


def test_namesakes_of_one_list_are_two_people() -> None:
    found = _artists(
        ("Vera K.", "vera-k", "kolman_ink"),
        ("Vera", "vera", "needle.by.vera"),
        ("Tomas", "tomas", "tomas.draws"),
    )
    assert {name: artist.instagram for name, artist in found.items()} == {
        "Vera K.": "kolman_ink",
        "Vera": "needle.by.vera",
        "Tomas": "tomas.draws",
    }


def test_short_form_with_the_same_page_is_the_same_person() -> None:
    found = _artists(
        ("Vera Kolman", "vera", "kolman_ink"),
        ("Vera", "vera", "needle.by.vera"),
        ("Tomas", "tomas", "tomas.draws"),
    )
    assert len(found) == 2


def test_headlines_below_menus_of_colleagues_join_nobody() -> None:
    """Pages without blocks, on which the record of a headline reaches into the menu above it."""
    names = ("Leonie", "Carina", "Kathe", "Josie")
    menu = "".join(f'<div><a href="{name.lower()}.html">{name}</a></div>' for name in names)
    pages = [page(f"<h1>Willow Dagger Tattoo</h1><h2>Artists</h2>{menu}", url="http://willow.test/")]
    for name in names:
        handle = f"{name.lower()}_pokes"
        pages.append(
            page(
                f"<title>{name} | Willow Dagger</title>{menu}<h2>{name}</h2><p>"
                f'<a href="https://www.instagram.com/{handle}/">@{handle}</a> {name} tattoos flowers.</p>',
                url=f"http://willow.test/{name.lower()}.html",
            )
        )
    found = {artist.name: artist.instagram for artist in read_site(pages).artists}
    assert found == {name: f"{name.lower()}_pokes" for name in names}
