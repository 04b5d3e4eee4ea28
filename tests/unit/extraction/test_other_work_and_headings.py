"""People of other work are no artists; those introduced under a heading, or over two lines, are."""

import pytest

from inkscout.domain.reading import SiteReading
from inkscout.extraction import read_site
from inkscout.vocabulary.handles import is_nobodys
from tests.support.pages import page

HOME = "http://wren.test/"


def read(body: str, head: str = "<title>Wren Tattoo, Bath</title>", **others: str) -> SiteReading:
    pages = [page(f"<html><head>{head}</head><body>{body}</body></html>", HOME)]
    pages += [page(html, f"{HOME}{name}.html") for name, html in others.items()]
    return read_site(pages, studio_name="Wren Tattoo", country="GB")


def names(reading: SiteReading) -> set[str]:
    return {artist.name for artist in reading.artists}


def cards(*people: tuple[str, str]) -> str:
    return "".join(f"<div class='card'><img src='/{n}.jpg'><h3>{n}</h3><p>{t}</p></div>" for n, t in people)


@pytest.mark.parametrize(
    ("heading", "tattooer", "other"),
    [
        ("Our team", "Tattoo artist, blackwork", "Permanent make-up, brow lamination"),
        ("Unser Team", "Tätowiererin, Blackwork", "Permanent Make-up und Wimpern"),
        ("Nuestro equipo", "Tatuadora, blackwork", "Micropigmentación y maquillaje permanente"),
        ("L'équipe", "Tatoueuse, blackwork", "Maquillage permanent et microblading"),
        ("Nasz zespół", "Tatuażystka, blackwork", "Makijaż permanentny brwi"),
        ("Наша команда", "Тату-мастер, blackwork", "Перманентный макияж и ламинирование"),
        ("Náš tím", "Tatérka, blackwork", "Permanentný make-up, úprava obočia"),
        ("Csapatunk", "Tetoválóművész, blackwork", "Sminktetoválás, szempilla"),
    ],
)
def test_people_of_permanent_make_up_alone_are_left_out(heading: str, tattooer: str, other: str) -> None:
    body = f"<h2>{heading}</h2>" + cards(("Anna Bell", tattooer), ("Laura Finch", other))
    assert names(read(body)) == {"Anna Bell"}


@pytest.mark.parametrize(
    "said", ["Tattoo and permanent make-up", "PMU & tattoo artist", "Tätowierungen und Permanent Make-up"]
)
def test_people_of_permanent_make_up_who_tattoo_are_kept(said: str) -> None:
    body = "<h2>Our artists</h2>" + cards(("Anna Bell", "Tattoo artist, blackwork"), ("Laura Finch", said))
    assert names(read(body)) == {"Anna Bell", "Laura Finch"}


def test_titles_among_titles_of_works_are_no_people() -> None:
    titles = ("Realism portrait", "Fine line flowers", "Zuma Grande", "Blackwork sleeve", "Dotwork mandala")
    works = "".join(
        f"<div class='artist-card'><img src='/{n}.jpg'><h3>{t}</h3></div>" for n, t in enumerate(titles)
    )
    body = (
        "<h2>Our artists</h2>"
        + cards(("Anna Bell", "Tattoo artist"))
        + f"<h2>Some of our tattoos</h2>{works}"
    )
    assert names(read(body)) == {"Anna Bell"}


@pytest.mark.parametrize(
    "sentence",
    [
        "I'm located at {} in Bath.",
        "Du findest mich bei {} in Bath.",
        "Retrouvez-moi chez {} à Bath.",
        "Jag tatuerar hos {} i Bath.",
        "Mi trovate presso {} a Bath.",
    ],
)
def test_the_shop_in_which_somebody_works_is_nobody(sentence: str) -> None:
    link = "<a href='https://instagram.com/sol.tattoostudio'>SOL TATTOO</a>"
    own = "<p>I'm Anna Bell, a tattoo artist. <a href='https://instagram.com/anna.bell.ink'>@anna.bell.ink</a></p>"
    assert "Sol" not in names(read(f"<h1>Anna Bell</h1>{own}<p>{sentence.format(link)}</p>"))


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("The Artist", "Meet Anna, who has drawn all her life and opened this place in 2019."),
        ("About the artist", "Anna Bell is a painter by training and came to tattooing late in her life."),
        ("Die Künstlerin", "Das ist Anna, die seit zehn Jahren in Bath mit Nadel und Farbe arbeitet."),
        ("La tatuadora", "Conoce a Anna, que dibuja desde niña y abrió este lugar en 2019."),
        ("L'artiste", "Voici Anna, qui dessine depuis toujours et a ouvert ce lieu en 2019."),
        ("O tatuador", "Conheça o Bruno, que desenha desde menino e abriu este lugar em 2019."),
        ("Мастер", "Знакомьтесь: Анна, рисует с детства и открыла это место в 2019 году."),
    ],
)
def test_the_artist_below_a_heading_for_one_is_found(heading: str, text: str) -> None:
    found = names(read(f"<h1>Wren Tattoo</h1><p>Custom tattoos in Bath.</p><h2>{heading}</h2><p>{text}</p>"))
    assert len(found) == 1
    assert found < {"Anna", "Anna Bell", "Bruno", "Анна"}


@pytest.mark.parametrize(
    "body",
    [
        "<h2>The studio</h2><p>Meet Anna, our lovely dog, who greets you at "
        "the door of the tattoo studio.</p>",
        "<h2>About the artist</h2><p>Each work is drawn for one person, and "
        "no two are alike at our place.</p>",
        "<h2>The artist's tools</h2><p>Anna Steel is a maker of needles that we have used for years.</p>",
    ],
)
def test_other_texts_below_headings_name_nobody(body: str) -> None:
    assert names(read(f"<h1>Wren Tattoo</h1><p>Custom tattoos in Bath.</p>{body}")) == set()


def test_a_name_over_two_lines_is_one_person() -> None:
    own = (
        "<html><head><title>Kyanna | Owner, Artist</title>"
        "<meta name='description' content='Kyanna Wexling is a tattoo artist "
        "and owner of Wren Tattoo'></head><body>"
        "<a href='/'>Kyanna<br>Wexling</a><p>owner, artist</p><p>Kyanna "
        "started tattooing in 2019. She works in"
        " american traditional.</p><a href='https://instagram.com/kyanna.tattoo'></a></body></html>"
    )
    team = (
        "<h2>Artists</h2><ul><li><a href='/kyanna.html'>Kyanna</a></li>"
        "<li><a href='/tom.html'>Tom</a></li></ul>"
    )
    found = names(read(team, kyanna=own, tom="<h1>Tom Finch</h1><p>Tom is a tattoo artist.</p>"))
    assert "Kyanna Wexling" in found
    assert "Wexling" not in found


@pytest.mark.parametrize(
    "alt",
    ["Foto da perfuradora Laura Finch", "Our piercer Laura Finch", "Foto de la perforadora Laura Finch"],
)
def test_a_description_of_a_picture_tells_who_pierces(alt: str) -> None:
    body = (
        "<h2>Our artists</h2><div><img src='/a.jpg' alt='Our tattoo artist "
        "Anna Bell'><h3>Anna Bell</h3></div>"
        f"<div><img src='/b.jpg' alt='{alt}'><h3>Laura Finch</h3></div>"
    )
    roles = {artist.name: artist.role for artist in read(body).artists}
    assert roles == {"Anna Bell": "artist", "Laura Finch": "piercer"}


@pytest.mark.parametrize("text", ["wrentattoo.com", "www.anna-bell.de", "anna.bell.com.br"])
def test_the_address_of_a_website_is_no_name(text: str) -> None:
    body = "<h2>Our artists</h2>" + cards(
        ("Anna Bell", "Tattoo artist"), ("Tom Finch", "Tattoo artist"), (text, "Web")
    )
    assert names(read(body)) == {"Anna Bell", "Tom Finch"}


@pytest.mark.parametrize(
    "handle",
    [
        "anna.fake.instagram", "fake_account",
        "tu_cuenta_de_instagram", "seu_perfil", "votrecompte", "deinname", "twoja_nazwa", "tuusuario",
        "your_studio", "ditt_namn",
    ],
)  # fmt: skip
def test_a_placeholder_in_any_language_is_no_account(handle: str) -> None:
    assert is_nobodys(handle)


@pytest.mark.parametrize(
    "handle", ["fake.ink", "tu.tattoo", "mina.ink", "sua.tatuagem", "votre.ame", "dein.tattoo", "minka"]
)
def test_an_account_that_begins_like_one_is_kept(handle: str) -> None:
    assert not is_nobodys(handle)


def test_the_mailbox_of_an_artists_page_is_not_the_studios() -> None:
    team = (
        "<h2>Artists</h2><ul><li><a href='/anna.html'>Anna Bell</a></li><li><a "
        "href='/tom.html'>Tom Finch</a></li></ul>"
        "<a href='/contact.html'>Contact</a>"
    )
    anna = (
        "<h1>Anna Bell</h1><p>Tattoo artist, blackwork.</p><p>Mail <a "
        "href='mailto:inkyfox@mail.test'>inkyfox@mail.test</a>"
        " or again <a href='mailto:inkyfox@mail.test'>inkyfox@mail.test</a></p>"
    )
    contact = "<h1>Contact</h1><a href='mailto:wrenbath@mail.test'><img src='mail.png'></a>"
    found = read(team, anna=anna, tom="<h1>Tom Finch</h1><p>Tattoo artist, realism.</p>", contact=contact)
    assert found.studio.email == "wrenbath@mail.test"


def test_of_two_accounts_in_a_footer_the_first_is_the_studios() -> None:
    footer = (
        "<footer><a href='https://instagram.com/needlewood'>@needlewood</a>"
        "<a href='https://instagram.com/zz.podcast'>@zz.podcast</a></footer>"
    )
    body = (
        f"<h1>Wren Tattoo</h1><h2>Prices</h2><p>We tattoo from Monday to Friday.</p><p>Walk in.</p>{footer}"
    )
    assert read(body).studio.instagram == "needlewood"
