"""The biography of somebody who works alone is whole, in their own words, and from the page about them."""

from collections.abc import Mapping

import pytest

from inkscout.extraction.model import SiteContext
from inkscout.extraction.people import propose
from inkscout.extraction.people.merge import artists_of, people_of
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from tests.support.pages import page


def _bio(pages: Mapping[str, str], name: str) -> str:
    views = [view_of(page(html, f"http://studio.test/{path}")) for path, html in pages.items()]
    site = SiteContext(views=views, studio_name=name, brand=brand_of(name))
    people = [(one, 0.9) for one in people_of(site, propose(site)) if name in one.names()]
    return artists_of(site, people)[0].bio


def _page(body: str, title: str = "Anna Cole Tattoo", language: str = "en", head: str = "") -> str:
    return f'<html lang="{language}"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


LONG = "Sedan 2018 har jag ett rum vid älven där jag tar emot en kund om dagen."


@pytest.mark.parametrize(
    ("body", "starts"),
    [
        (f"<p>Jag tatuerar i Umeå.</p><p>Mest växter.</p><p>{LONG}</p>", "Jag tatuerar i Umeå. Mest växter."),
        (f"<p>Jag tatuerar i Umeå.<br>Mest växter.<br>{LONG}</p>", "Jag tatuerar i Umeå. Mest växter."),
        (f"<p>Bara på måndagar</p><p>Mest växter.</p><p>{LONG}</p>", "Mest växter. Sedan 2018"),
        (f"<p>Välkommen hit!</p><p>{LONG}</p>", "Sedan 2018"),
        (f'<p class="lead">Drop in.</p><p>{LONG}</p>', "Sedan 2018"),
    ],
)
def test_a_biography_begins_with_its_short_sentences(body: str, starts: str) -> None:
    html = _page(f"<h1>Anna Cole</h1><section><h2>Hej! Jag heter Anna</h2>{body}</section>", language="sv")
    assert _bio({"": html}, "Anna Cole").startswith(starts)


@pytest.mark.parametrize(
    ("language", "heading", "text"),
    [
        ("it", "Chi sono", "Tatuo da nove anni in una bottega di Bergamo e preparo ogni disegno a china."),
        ("pt", "Sobre mim", "Sou tatuadora desde 2016 e desenho tudo à mão no meu estúdio em Braga."),
        ("en", "About me", "I have tattooed in Leith for nine years and draw all that I do with a brush."),
    ],
)
def test_a_quotation_below_about_me_is_the_artist_s_own(language: str, heading: str, text: str) -> None:
    body = f"<h1>Anna Cole</h1><p>Tattoo</p><h2>{heading}</h2><blockquote><p>{text}</p></blockquote>"
    assert _bio({"": _page(body, language=language)}, "Anna Cole") == text


@pytest.mark.parametrize("sign", ["<cite>Marta G.</cite>", "<footer>Marta G.</footer>"])
def test_a_signed_quotation_is_somebody_else_s(sign: str) -> None:
    words = "I came to Anna Cole with an old cover-up, and my new tattoo is the best that I have."
    body = f"<h1>Anna Cole</h1><p>Tattoo</p><h2>About me</h2><blockquote><p>{words}</p>{sign}</blockquote>"
    assert _bio({"": _page(body)}, "Anna Cole") == ""


def test_the_text_of_a_page_goes_before_a_description_for_machines() -> None:
    data = '{"@type": "Person", "name": "Anna Cole", "jobTitle": "Tattoo artist", "description": "%s"}'
    said = "Tattoo artist in Seoul who specializes in fine line and large custom work."
    own = "Tattoo artist and owner of Nine Mile. Anna Cole has drawn birds on people for sixteen years."
    head = f'<script type="application/ld+json">{data % said}</script>'
    html = _page(f"<h1>Tattoos in Seoul</h1><h2>About Anna Cole</h2><p>{own}</p>", head=head)
    assert _bio({"": html}, "Anna Cole") == own


@pytest.mark.parametrize("path", ["about/", "about-me.html", "sobre-mim/"])
def test_the_page_about_the_artist_goes_before_an_introduction(path: str) -> None:
    short = "I'm Anna Cole. I tattoo custom designs and flash in the old town of Bristol."
    long = (
        "I'm a tattoo artist in Bristol and I've been drawing for a lot longer than I have been tattooing. "
        "Daggers, moths and saints, drawn gently, are what I like best, and each is made for one body."
    )
    pages = {
        "": _page(f"<h1>Tattoos in Bristol</h1><p>{short}</p>"),
        path: _page(f"<h1>About Anna</h1><p>{long}</p>"),
    }
    assert _bio(pages, "Anna Cole") == long


@pytest.mark.parametrize(
    "record",
    [
        '{slug: "anna", name: "Anna Cole", bio: "%s", portfolio: [{src: "w/1.jpg"}]}',
        '{nombre: "Anna Cole", descripcion: "%s", obras: ["w/1.jpg", "w/2.jpg"]}',
        '{name: "Ben Holt", bio: "Ben came from Leeds with a suitcase of old flash sheets."}, '
        '{name: "Anna Cole", bio: "Short.", longBio: "%s", photo: "w/1.jpg"}',
    ],
)
def test_a_biography_stands_in_a_record_of_a_script(record: str) -> None:
    text = "Anna Cole draws ferns and moths in a single line, by the window of an old mill."
    script = f"<script>window.shop = {{people: [{record % text}]}};</script>"
    assert _bio({"": _page(f"<h1>Anna Cole</h1><p>Tattoo artist</p>{script}")}, "Anna Cole") == text


@pytest.mark.parametrize(
    "record",
    [
        '{name: "Ben Holt", bio: "%s", image: "w/1.jpg"}',
        '{name: "Anna Cole", review: "%s", image: "w/1.jpg"}',
    ],
)
def test_another_record_of_a_script_is_no_biography(record: str) -> None:
    text = "Came in with an old tribal and left with the best fern in the whole of the north."
    script = f"<script>window.shop = {{people: [{record % text}]}};</script>"
    assert _bio({"": _page(f"<h1>Anna Cole</h1><p>Tattoo artist</p>{script}")}, "Anna Cole") == ""
