"""Cards of artists are read again once everybody is known, where no finder saw a list of people."""

import pytest

from inkscout.domain.reading import FoundArtist
from inkscout.extraction import read_site
from inkscout.extraction.people.own_cards import card_bio, card_styles
from inkscout.extraction.site import view_of
from tests.support.pages import page

NORA, TOM = FoundArtist(name="Nora Vale"), FoundArtist(name="Tom Birch")
PEOPLE = (NORA, TOM)


def _view(body: str) -> list:
    return [view_of(page(f"<html><body><main>{body}</main></body></html>", "http://studio.test/"))]


def _cards(*texts: str) -> str:
    return "".join(
        f"<div class='cell'><div class='info'><div><span>{one.name}</span></div><div>{text}</div></div></div>"
        for one, text in zip(PEOPLE, texts, strict=True)
    )


@pytest.mark.parametrize(
    ("said", "styles"),
    [
        ("Минимум: 3.000р</p><p>Работает в стиле: полинезия, мандала", {"polynesian", "mandala"}),
        ("Minimum: 80 €</p><p>Stile: Realismus, Dotwork", {"realism", "dotwork"}),
        ("Séance : 90 €</p><p>Styles : aquarelle, mandala", {"watercolor", "mandala"}),
        ("Desde 60 €</p><p>Estilos: acuarela, blackwork", {"watercolor", "blackwork"}),
        ("Od 200 zł</p><p>Style: mandala, geometria", {"mandala", "geometric"}),
    ],
)  # fmt: skip
def test_a_card_states_the_styles_of_its_artist(said: str, styles: set[str]) -> None:
    views = _view(_cards(f"<p>{said}</p>", "<p>Piercing</p>"))
    assert set(card_styles(views, PEOPLE, NORA)) == styles
    assert card_styles(views, PEOPLE, TOM) == ()


def test_a_name_alone_on_a_page_has_no_card() -> None:
    views = _view("<div><span>Nora Vale</span><p>Style: mandala, realism</p></div>")
    assert card_styles(views, PEOPLE, NORA) == ()


def test_captions_of_works_state_no_style_of_a_card() -> None:
    works = "<div class='gallery'><div>Celtic knot</div><div>Mandala</div></div>"
    views = _view(_cards(f"<p>Styles: realism, dotwork</p>{works}", "<p>Piercing</p>"))
    assert set(card_styles(views, PEOPLE, NORA)) == {"realism", "dotwork"}


def test_a_card_has_the_biography_of_its_artist() -> None:
    said = "Draws owls and old maps by hand, and tattoos them in a small room above the mill."
    views = _view(_cards(f"<p>{said}</p>", "<p>Piercing</p>"))
    assert card_bio(views, PEOPLE, NORA) == said
    assert card_bio(views, PEOPLE, TOM) == ""


@pytest.mark.parametrize("heading", ["Artists", "Künstler", "Artistas"])
def test_a_menu_of_names_that_leads_to_the_same_page_makes_it_nobodys_own(heading: str) -> None:
    story = "Mill Lane is rooted in craft, and was founded by Anna, who walked here from the sea with a bag."
    cards = "".join(
        f"<div class='card'><div>{name}</div><div>Tattoo artist</div><p>{text}</p></div>"
        for name, text in (
            ("Anna", "Thin lines, ferns and everything that grows, since 2009 in one chair."),
            ("Roo", "Raw ink, bold shapes and complete calm: Roo pushes on with every piece."),
        )
    )
    menu = f"<h4>{heading}</h4><a href='#artists'>Anna</a><br><a href='#artists'>Roo</a>"
    html = (
        f"<title>Mill Lane Tattoo</title><div>Mill Lane Tattoo</div><p>{story}</p>"
        f"<section id='artists'><div>The Artists</div>{cards}</section><footer>{menu}</footer>"
    )
    reading = read_site([page(html, "http://mill-lane-tattoo.test/")])
    bios = {artist.name: artist.bio for artist in reading.artists}
    assert bios["Roo"].startswith("Raw ink")
    assert not any(one.finder == "own_page" for artist in reading.artists for one in artist.evidence)
