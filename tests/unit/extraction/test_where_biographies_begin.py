"""A biography begins after its label and motto, and is neither the house's text nor a footer's."""

import pytest

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import SiteContext
from inkscout.extraction.people.bio_beginnings import without_beginnings
from inkscout.extraction.people.own_bios import with_own_bios
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from tests.support.pages import page

NORA, TOM = FoundArtist(name="Nora"), FoundArtist(name="Tom")


def _bios(body: str, *artists: FoundArtist, language: str = "en", head: str = "") -> list[str]:
    html = f"<html lang='{language}'><head>{head}</head><body><main>{body}</main></body></html>"
    view = view_of(page(html, "http://studio.test/"))
    site = SiteContext(views=[view], studio_name="Studio Nine", brand=brand_of("Studio Nine"))
    return [one.bio for one in with_own_bios(site, artists)]


TEXTS = {
    "cs": "Kreslím od dětství a v Olomouci tetuji už devět let, nejraději ptáky a rostliny.",
    "de": "Ich zeichne, seit ich denken kann, und steche seit zehn Jahren in Graz, meist Farne.",
    "en": "I have drawn birds since school and have tattooed them in Leith for nine years now.",
    "pl": "Rysuję od dziecka, a od dziewięciu lat tatuuję w Opolu ptaki, paprocie i stare mapy.",
    "pt": "Desenho desde criança e há nove anos tatuo pássaros e plantas no meu canto de Braga.",
    "ru": "Я рисую с детства и уже девять лет делаю татуировки с птицами и травами в Твери.",
    "sv": "Jag har ritat sedan skolan och tatuerar fåglar och växter i Umeå sedan nio år.",
}


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "About me.... "),
        ("en", "A bit about me: "),
        ("de", "Ein paar Worte über mich – "),
        ("pl", "..... Trochę o mnie. "),
        ("pt", "Um pouco sobre mim... "),
        ("cs", "Pár slov o mně: "),
        ("ru", "Немного о себе. "),
        ("sv", "Lite om mig: "),
    ],
)
def test_a_label_is_no_part_of_a_biography(language: str, label: str) -> None:
    assert without_beginnings(label + TEXTS[language], "Nora") == TEXTS[language]


@pytest.mark.parametrize("begins", ["About me, I can say little. ", "Über Umwege kam ich her. ", "Ora. "])
def test_a_sentence_that_only_begins_like_a_label_stays(begins: str) -> None:
    assert without_beginnings(begins + TEXTS["en"], "Nora") == begins + TEXTS["en"]


@pytest.mark.parametrize(
    ("language", "motto"),
    [
        ("en", '"Every line is a small promise." '),
        ("de", "„Was bleibt, ist die Linie.“ "),
        ("ru", "«Кожа помнит всё» — "),
        ("pt", "“A pele também lê.” "),
        ("cs", "„Méně je více.“ "),
    ],
)
def test_a_motto_before_a_text_about_the_artist_is_left_out(language: str, motto: str) -> None:
    said = TEXTS[language] if language != "cs" else f"Nora: {TEXTS[language]}"
    assert without_beginnings(motto + said, "Nora") == said


@pytest.mark.parametrize(
    "bio",
    [
        '"I draw what I cannot say, and I have done so in Leith for as long as anybody remembers here."',
        '"The Owl" is what everybody calls her, and the Owl has sat in this corner for nine years now.',
        '"Every line is a small promise." Opened in 2011, the place has six chairs and a garden behind.',
    ],
)
def test_a_quotation_stays_that_is_the_text_or_a_part_of_it(bio: str) -> None:
    assert without_beginnings(bio, "Nora") == bio


CARD = "<div class='card'><h3>{name}</h3><p>{text}</p></div>"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our house opened in 2011 and we moved to Mill Lane in 2016. The owner is Nora."),
        ("de", "Unser Haus gibt es seit 2011, und 2016 sind wir umgezogen. Inhaberin ist Nora."),
        ("no", "Huset ble åpnet i 2011, og i 2016 flyttet vi over gaten. Eier av huset er Nora."),
        ("fr", "Notre maison existe depuis 2011 et nous sommes ici depuis 2016. La patronne est Nora."),
        ("ru", "Наш дом открыт в 2011 году, и в 2016 мы переехали сюда. Владелица дома — Nora."),
    ],
)
def test_the_history_of_the_house_is_nobodys_biography(language: str, text: str) -> None:
    people = (FoundArtist(name="Nora", bio=text), TOM)
    body = f"<h2>Nora</h2><p>{text}</p><h2>Tom</h2>"
    assert _bios(body, *people, language=language) == ["", ""]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nora came to us in 2019. She draws birds and ferns, and our cat adores her."),
        ("de", "Nora kam 2019 zu uns. Sie zeichnet Vögel und Farne, und unsere Katze liebt sie."),
        ("fr", "Nora nous a rejoints en 2019. Elle dessine des oiseaux et des fougères au pinceau."),
    ],
)
def test_a_text_of_the_house_about_an_artist_is_a_biography(language: str, text: str) -> None:
    body = f"<h2>Nora</h2><p>{text}</p><h2>Tom</h2>"
    assert _bios(body, FoundArtist(name="Nora", bio=text), TOM, language=language)[0] == text


def test_the_text_of_a_footer_is_no_biography_of_a_colleague() -> None:
    said = "Tattooing by hand and by machine in the old town of Bristol, with time for everybody."
    body = f"<h2>Nora</h2><h2>Tom</h2><footer><p>{said}</p></footer>"
    assert _bios(body, NORA, FoundArtist(name="Tom", bio=said)) == ["", ""]


def test_an_invitation_is_no_biography_of_the_only_artist() -> None:
    said = "Come in and talk with us about the design that you have in mind, or bring one along."
    assert _bios(f"<h2>Tattoos by Nora</h2><p>{said}</p>", FoundArtist(name="Nora", bio=said)) == [""]
    assert _bios(f"<h2>About me</h2><p>{said}</p>", FoundArtist(name="Nora", bio=said)) == [said]


@pytest.mark.parametrize(
    ("language", "greeting"),
    [
        ("es", "Soy Nora, tatuadora en Lugo."),
        ("pt", "Eu sou a Nora, tatuadora em Braga."),
        ("it", "Ciao, sono Nora, tatuatrice a Lucca."),
        ("de", "Ich bin Nora, Tätowiererin in Graz."),
        ("pl", "Jestem Nora, tatuuję w Opolu od 2015."),
    ],
)
def test_an_introduction_goes_before_a_slogan(language: str, greeting: str) -> None:
    slogan = "Black work, ornament & shade, drawn by hand before the needle touches skin."
    body = f"<h1>Nora</h1><p>{slogan}</p><a href='#w'>See more</a><h2>—</h2><p>{greeting}</p>"
    assert _bios(body, FoundArtist(name="Nora", bio=slogan), language=language) == [greeting]


def test_a_greeting_set_as_a_title_is_no_part_of_the_biography() -> None:
    slogan = "Black work, ornament & shade, drawn by hand before the needle touches skin."
    body = f"<h1>Nora</h1><p>{slogan}</p><h2>—</h2><p>Hi, I'm Nora!<br>Your friend<br>{TEXTS['en']}</p>"
    assert _bios(body, FoundArtist(name="Nora", bio=slogan)) == [TEXTS["en"]]


def test_a_shown_card_goes_before_a_description_for_machines() -> None:
    said = "Color specialist and designer of custom work."
    data = f'{{"@type": "Person", "name": "Nora", "jobTitle": "Tattoo artist", "description": "{said}"}}'
    shown = "Does traditional, script and black and grey. Takes her time, and draws all that she tattoos."
    cards = CARD.format(name="Nora", text=shown) + CARD.format(name="Tom", text="Piercer")
    people = (FoundArtist(name="Nora", bio=said), TOM)
    bios = _bios(cards, *people, head=f"<script type='application/ld+json'>{data}</script>")
    assert bios == [shown, ""]


def test_a_last_sentence_that_a_page_leaves_without_its_period_is_whole() -> None:
    said = f"Nora. {TEXTS['en']} Ready to take on any idea that you might have"
    body = f"<h2>Nora</h2><p>{said}</p><h2>Tom</h2>"
    assert _bios(body, FoundArtist(name="Nora", bio=said), TOM)[0] == said
    cut = f"Nora. {TEXTS['en']} Ready to take on any idea that"
    bios = _bios("<h2>Nora</h2><h2>Tom</h2>", FoundArtist(name="Nora", bio=cut), TOM)
    assert bios[0] == f"Nora. {TEXTS['en']}"
