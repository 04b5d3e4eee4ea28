"""The studio's number and mailbox among several: said by icons, shown by links, misspelt, of a publisher."""

import pytest

from inkscout.extraction.page.parse import parse
from inkscout.extraction.site import read_site
from inkscout.extraction.studio.icons import icon_of
from tests.support.pages import page

HEAD = "<h1>Wren Tattoo</h1><p>We tattoo in a small studio by the river.</p>"
CHAT = '<footer><a href="https://wa.me/447911123456"><i class="fab fa-whatsapp"></i></a></footer>'


def phone_of(*bodies: str, country: str = "GB") -> str:
    pages = [page(HEAD + body, f"http://wren.test/{at or ''}") for at, body in enumerate(bodies)]
    return read_site(pages, country=country).studio.phone


def mail_of(*bodies: str, studio_name: str) -> str:
    pages = [page(HEAD + body, f"http://wren.test/{at or ''}") for at, body in enumerate(bodies)]
    return read_site(pages, studio_name=studio_name).studio.email


@pytest.mark.parametrize(
    "line",
    [
        '<li><i class="fa fa-phone"></i> 12-345-67-890-12</li>',
        '<li><span class="bi bi-telephone-fill"></span><span>12-345-67-890-12</span></li>',
        '<div><img src="/img/telefon.svg" alt=""><p>12-345-67-890-12</p></div>',
        '<div><div><i class="icon-mobile"></i></div><div>12-345-67-890-12</div></div>',
        '<p><span aria-label="Téléphone"></span> 12-345-67-890-12</p>',
        '<p><i title="電話"></i>12-345-67-890-12</p>',
    ],
)
def test_an_icon_says_that_a_number_is_the_telephone_s(line: str) -> None:
    assert phone_of(line) == "12-345-67-890-12"


@pytest.mark.parametrize(
    "line",
    [
        "<li>12-345-67-890-12</li>",
        '<li><i class="fa fa-envelope"></i> 12-345-67-890-12</li>',
        '<li><i class="fa fa-home"></i><span>12-345-67-890-12</span></li>',
        '<div><i class="fa fa-phone"></i><p>Ring the bell</p><p>12-345-67-890-12</p></div>',
    ],
)
def test_other_icons_and_those_of_other_lines_say_nothing_of_a_number(line: str) -> None:
    assert phone_of(line) == ""


def test_an_icon_is_read_by_class_file_and_label() -> None:
    document = parse(page('<ul><li><i class="fa_phone-alt" title="Rufen"></i> 0113 496 0123</li></ul>'))
    assert icon_of(document, document.lines[0]).split() == ["fa", "phone", "alt", "Rufen"]
    plain = parse(page("<p>0113 496 0123</p>"))
    assert icon_of(plain, plain.lines[0]) == ""


@pytest.mark.parametrize(
    ("said", "country", "number"),
    [
        ('<p><i class="fas fa-phone"></i> 0113 496 0123</p>', "GB", "+441134960123"),
        ("<p>Tel. 0113 496 0123</p>", "GB", "+441134960123"),
        ('<a href="tel:+441134960123">Ring us</a>', "GB", "+441134960123"),
        ("<p>Telefon: 0421 5550199</p>", "DE", "+494215550199"),
        ("<p>Тел.: 8 (495) 123-45-67</p>", "RU", "+74951234567"),
    ],
)
def test_the_telephone_goes_before_a_messenger_on_every_page(said: str, country: str, number: str) -> None:
    chat = '<p><i class="fab fa-whatsapp"></i> +44 7911 123456</p>'
    assert phone_of(CHAT, CHAT + said + chat, CHAT, CHAT, country=country) == number


@pytest.mark.parametrize(
    "said",
    [
        "<p>WhatsApp: +44 7911 123456</p>",
        '<p><i class="fab fa-telegram"></i> +44 7911 123456</p>',
        "<p>0113 496 0123 is what the old sign says</p>",
    ],
)
def test_a_number_that_nobody_says_to_call_leaves_the_messenger_s(said: str) -> None:
    assert phone_of(CHAT, CHAT + said) == "+447911123456"


def test_a_number_to_call_and_to_chat_with_is_the_studio_s() -> None:
    assert phone_of(CHAT, CHAT + "<p>Call or WhatsApp: +44 7911 123456</p>") == "+447911123456"


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ('<a href="tel:+441134960999">0113 496 0123</a>', "+441134960123"),
        ('<a href="tel:01134960123">+44 113 496 0123</a>', "+441134960123"),
        ('<a href="tel:+441134960123">Call</a>', "+441134960123"),
        ('<a href="tel:+441134960123">0000 000 000</a>', ""),
        ('<a href="tel:88001234567">8 (000) 000-00-00</a>', ""),
    ],
)
def test_a_link_to_another_number_than_it_shows_is_what_a_template_left(link: str, number: str) -> None:
    assert phone_of(f"<div>{link}</div>") == number


@pytest.mark.parametrize(
    ("studio", "right", "slip"),
    [
        ("Wren Tattoo", "wrentattoo@mail.test", "wrentatoo@mail.test"),
        ("Atelier Saule", "atelier.saule@poste.test", "atelier.salue@poste.test"),
        ("Schwarze Rose", "schwarzerose@post.test", "schwarzrose@post.test"),
    ],
)
def test_of_two_spellings_of_a_mailbox_the_studio_s_name_tells(studio: str, right: str, slip: str) -> None:
    footer = f"<footer><p>{slip}</p></footer>"
    assert mail_of(footer, footer, f"<p>{right}</p>{footer}", studio_name=studio) == right
    other = "<p>booking@other.test</p>"
    assert mail_of(footer, footer, other, studio_name=studio) == slip


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ink Weekly magazine", "A magazine and directory of tattoos. Letters: post@weekly.test"),
        ("Revista Piel", "Una revista sobre tatuajes, revista mensual. Escribe: post@weekly.test"),
    ],
)
def test_the_contacts_of_a_publisher_are_no_studio_s(title: str, text: str) -> None:
    html = f"<title>{title}</title><h1>{title}</h1>" + f"<p>{text}</p>" * 3
    reading = read_site([page(html, "http://weekly.test/")])
    assert (reading.outcome.value, reading.studio.email) == ("not_a_studio_site", "")


@pytest.mark.parametrize("title", ["Pennine Tattoo Supplies", "Tattoo Convention Leeds"])
def test_a_wholesaler_and_a_convention_have_contacts_of_their_own(title: str) -> None:
    html = f"<title>{title}</title><h1>{title}</h1>" + "<p>Tattoo directory. Post: post@needles.test</p>" * 3
    reading = read_site([page(html, "http://needles.test/")])
    assert (reading.outcome.value, reading.studio.email) == ("not_a_studio_site", "post@needles.test")


@pytest.mark.parametrize(
    ("titles", "is_studio"),
    [
        (
            ["Tattoo", "History of tattoos", "History of tattoo tools", "Tattoo history"],
            False,
        ),
        (
            ["Tätowieren", "Geschichte der Tätowierung", "Tattoo: Geschichte", "Tattoo Geschichte"],
            False,
        ),
        (["Wren Tattoo", "Our history – Wren Tattoo", "Artists", "Contact"], True),
    ],
)
def test_an_essay_on_the_history_of_tattooing_is_no_studio(titles: list[str], is_studio: bool) -> None:
    pages = [
        page(
            f"<title>{title}</title><h1>{title}</h1><p>Tattoo.</p><p>{at}</p>", f"http://wren.test/{at or ''}"
        )
        for at, title in enumerate(titles)
    ]
    assert (read_site(pages).outcome.value != "not_a_studio_site") is is_studio


@pytest.mark.parametrize(
    ("line", "country", "number"),
    [
        ("tel. kom. 601 234 567", "PL", "+48601234567"),
        ("601 234 567", "CZ", "+420601234567"),
        ("Móvil 612 345 678", "ES", "+34612345678"),
        ("Telemóvel: 912.345.678", "PT", "+351912345678"),
        ("Tél : 01 47 91 27 78 – Fax : 01 47 91 27 79", "FR", "+33147912778"),
        ("Τηλ.: 210 3312345", "GR", "+302103312345"),
        ("Điện thoại: 028 3823 4567", "VN", "+842838234567"),
    ],
)
def test_numbers_are_read_as_each_country_prints_them(line: str, country: str, number: str) -> None:
    assert phone_of(f"<p>{line}</p>", country=country) == number


@pytest.mark.parametrize(
    ("line", "country"),
    [("120 000", "PL"), ("1 250 000 zł", "PL"), ("NIF: 212 345 678", "PT"), ("350 400 CZK", "CZ")],
)
def test_amounts_and_tax_numbers_in_threes_are_no_telephones(line: str, country: str) -> None:
    assert phone_of(f"<p>{line}</p>", country=country) == ""


def test_the_icon_of_a_fax_says_that_a_number_is_no_telephone() -> None:
    fax = '<p><i class="fa fa-fax"></i> 91 123 45 67</p>'
    assert phone_of(fax, country="ES") == ""
    assert phone_of(fax + '<p><i class="fa fa-phone"></i> 91 123 45 68</p>', country="ES") == "+34911234568"


@pytest.mark.parametrize(
    "credit",
    [
        "Desarrollado por Pixel", "Diseño y desarrollo: Pixel", "Programador: Rodrigo",
        "Site web créé par Pixel",
        "Webbdesign: Pixel AB", "Strona: Pixel", "Tasarım: Pixel", "Κατασκευή ιστοσελίδας: Pixel",
        "Tvorba stránek: Pixel", "Разработка сайта — Pixel", "Розробка сайту: Pixel", "Készítette: Pixel",
        "Realizare site: Pixel", "עיצוב ובניית אתר: Pixel", "Nettside av Pixel", "Hjemmeside lavet af Pixel",
        "Sivuston toteutus: Pixel", "Izrada web stranica: Pixel", "Website door Pixel", "Sito web di Pixel",
        "Website von Pixel", "Изработка на сайт: Pixel", "تصميم موقع: Pixel", "Dibuat oleh Pixel",
    ],
)  # fmt: skip
def test_the_mailbox_of_a_website_s_maker_is_not_the_studio_s(credit: str) -> None:
    footer = f"<footer><p>{credit}, pixel@agency.test</p></footer>"
    assert mail_of(footer, studio_name="Wren Tattoo") == ""
    assert mail_of(f"<p>hello@birds.test</p>{footer}", studio_name="Wren Tattoo") == "hello@birds.test"
