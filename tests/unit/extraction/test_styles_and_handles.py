"""Styles in lists, prose and hashtags; handles and addresses of social networks."""

import pytest

from inkscout.extraction import read_site
from inkscout.extraction.page.parse import parse
from inkscout.extraction.text.handles import (
    handle_of,
    handles_in,
    handles_printed,
    resembles,
    social_profile,
)
from inkscout.extraction.text.styles import hashtags_in, style_of_hashtag, styles_in
from inkscout.vocabulary.handles import clean_handle, is_nobodys
from inkscout.vocabulary.networks import network_of
from inkscout.vocabulary.styles import STYLE_NAMES, STYLE_OF
from tests.support.pages import page


def test_the_taxonomy_has_sixty_styles_and_many_words() -> None:
    assert len(STYLE_NAMES) >= 60
    assert len(STYLE_OF) >= 800
    assert set(STYLE_OF.values()) == set(STYLE_NAMES)


@pytest.mark.parametrize(
    ("text", "listed", "styles"),
    [
        (
            "Specializes in black and grey realism and fine line work",
            False,
            ("black-and-grey", "realism", "fine-line"),
        ),
        ("Realismo, blackwork, japonés", True, ("realism", "blackwork", "japanese")),
        ("schwarz-grau und feine Linien", False, ("black-and-grey", "fine-line")),
        ("реализм, дотворк", True, ("realism", "dotwork")),
        ("和彫り", True, ("japanese",)),
        ("We love colour and nature", False, ()),
        ("Colour, nature", True, ("color", "nature")),
        ("traditional tattoos", False, ("american-traditional",)),
        ("a traditional family business", False, ()),
        ("Tattoos, piercings, laser removal, aftercare", True, ()),
        ("", True, ()),
    ],
)
def test_styles_are_read(text: str, *, listed: bool, styles: tuple[str, ...]) -> None:
    assert styles_in(text, listed=listed) == styles


@pytest.mark.parametrize(
    ("tag", "style"),
    [
        ("finelinetattoo", "fine-line"),
        ("#blackworkers", "blackwork"),
        ("neotraditionaltattooartist", "neo-traditional"),
        ("Japanese_Tattoo", "japanese"),
        ("tattooideas", ""),
        ("leeds", ""),
        ("акварельтату", "watercolor"),
    ],
)
def test_joined_hashtags_are_split(tag: str, style: str) -> None:
    assert style_of_hashtag(tag) == style


def test_hashtags_come_once_and_in_order() -> None:
    assert hashtags_in("#Ink #FineLine, text #ink #Ночь") == ("ink", "fineline", "ночь")


@pytest.mark.parametrize(
    ("url", "handle"),
    [
        ("https://www.instagram.com/jane.doe/", "jane.doe"),
        ("http://instagram.com/Jane_Doe?igsh=abc", "jane_doe"),
        ("instagram.com/jane", "jane"),
        ("https://www.instagram.com/p/Cxyz/", ""),
        ("https://www.instagram.com/explore/tags/ink", ""),
        ("https://www.instagram.com/", ""),
        ("https://instagram.com.evil.test/jane", ""),
        ("https://example.com/instagram.com/jane", ""),
        ("http://[broken", ""),
        ("https://www.instagram.com/stories/jane.doe/3141592653/", "jane.doe"),
        ("https://www.instagram.com/stories/highlights/17891234567890123/", ""),
        ("https://www.instagram.com/s/aGlnaGxpZ2h0OjE3?story_media_id=2", ""),
        ("https://www.instagram.com/invites/contact/?i=abc&utm_content=xyz", ""),
        ("https://www.instagram.com/share/BAAbcd", ""),
        ("https://www.instagram.com/reel/Cxyz/", ""),
        ("https://www.instagram.com/jane.doe/reel/Cxyz/", "jane.doe"),
        ("https://www.instagram.com/ar/123/", ""),
        ("https://www.instagram.com/direct/t/17842/", ""),
        ("https://www.instagram.com/challenge/?next=/jane.doe/", "jane.doe"),
        ("https://www.instagram.com/accounts/login/?next=%2Fp%2FCxyz%2F", ""),
        ("https://help.instagram.com/519522125107875", ""),
        ("https://about.instagram.com/blog", ""),
        ("https://ig.me/m/jane.doe", "jane.doe"),
        ("https://l.instagram.com/?u=https%3A%2F%2Fwww.instagram.com%2Fjane.doe%2F&e=AT0", "jane.doe"),
        ("https://www.google.com/url?q=https://instagram.com/jane.doe&sa=D", "jane.doe"),
        ("https://www.instagram.com/wix", ""),
        ("https://www.instagram.com/squarespace/", ""),
        ("https://www.instagram.com/your_username_here", ""),
        ("https://www.instagram.com/YourTattooStudio", ""),
        ("https://www.instagram.com/17841400000000000", ""),
    ],
)
def test_a_handle_is_read_from_a_profile_address_only(url: str, handle: str) -> None:
    assert handle_of(url) == handle


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("Book: @jane.ink or @tom_inks", ("jane.ink", "tom_inks")),
        ("Instagram: playfulkitten", ("playfulkitten",)),
        ("Insta jane.doe.ink", ("jane.doe.ink",)),
        ("mail jane@doe.example", ()),
        ("Follow us on Instagram for news", ()),
        ("Trabajo en @Style Tattoo", ()),
        ("instagram.com/needle.ring", ("needle.ring",)),
        ("Telegram: @jane_ink", ()),
        ("TikTok @jane.ink, Instagram @jane.tattoos", ("jane.tattoos",)),
        ("Instagram and TikTok: @jane.ink", ("jane.ink",)),
        ("@jane.ink on YouTube", ()),
        ("@jane.ink on Instagram, @janes on TikTok", ("jane.ink",)),
        ("Write to our Telegram channel @jane_ink", ()),
        ("X: @jane_ink", ()),
        ("телеграм @jane_ink, инстаграм @jane.tattoos", ("jane.tattoos",)),
        ("hello @ marrowlane.com", ()),
        ("hello@marrowlane.test", ()),
        ("Follow @username", ()),
        ("Live @ Leeds.Festival, 2 for @50", ()),
        ("Instagram @ jane.ink", ("jane.ink",)),
    ],
)
def test_handles_are_read_from_text(text: str, handles: tuple[str, ...]) -> None:
    assert handles_in(text) == handles


def test_an_invalid_handle_is_refused() -> None:
    assert clean_handle("@Jane.Doe") == "jane.doe"
    assert clean_handle("jane doe") == ""
    assert clean_handle("a" * 31) == ""
    assert clean_handle("username") == ""


def test_social_addresses_are_profiles_and_no_share_links() -> None:
    assert network_of("https://m.facebook.com/inkshop") == "facebook"
    assert social_profile("https://www.facebook.com/inkshop/") == "https://www.facebook.com/inkshop"
    assert social_profile("https://www.facebook.com/sharer.php?u=x") == ""
    assert social_profile("https://example.com/inkshop") == ""


def test_a_handle_resembles_the_name_it_is_made_of() -> None:
    assert resembles("Cressida Oakshott", "cressida.oakshott") == 1.0
    assert resembles("Percival Thorne-Abara", "percy.thorneabara") > resembles("Percy", "percy.thorneabara")
    assert resembles("Anna Bell", "skullduggery.ttt") == 0.0
    assert resembles("", "anna") == 0.0


@pytest.mark.parametrize(
    "words",
    ["wix", "Your.Studio", "username", "yourhandle", "youraccountname", "instagram", "explore", "highlights"],
)
def test_a_word_in_a_handles_place_is_nobodys(words: str) -> None:
    assert is_nobodys(words)
    assert clean_handle(words) == ""


@pytest.mark.parametrize("handle", ["younique.ink", "yourika", "user3000", "wixomtattoo", "namelessink"])
def test_a_name_like_a_placeholder_is_a_handle(handle: str) -> None:
    assert clean_handle(handle) == handle


def test_a_printed_name_is_of_the_network_that_it_links_to() -> None:
    html = """<p><a href="https://t.me/mara_ink">@mara_ink</a></p>
    <p><a href="https://www.tiktok.com/@mara.inks">@mara.inks</a></p><p>@mara.tattoos</p>"""
    document = parse(page(html))
    found = [handle for line in document.lines for handle in handles_printed(document, line)]
    assert found == ["mara.tattoos"]


@pytest.mark.parametrize(
    "name", ["hello\u200b@studio.test", "hello@\u2060studio.test", "hello\u00ad@studio.test"]
)
def test_a_mail_address_with_a_character_without_width_is_no_handle(name: str) -> None:
    (line,) = parse(page(f"<p>{name}</p>")).lines
    assert line.text == "hello@studio.test"
    assert handles_in(line.text) == ()


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("Marta specjalizuje się w dotworku i tatuażu geometrycznym.", ("dotwork", "geometric")),
        ("Марта специализируется на орнаментальной татуировке и дотворке.", ("ornamental", "dotwork")),
        ("Zaměřuje se na realistická a ornamentální tetování.", ("realism", "ornamental")),
        ("Ornamentation and geometricians are other words.", ()),
    ],
)
def test_styles_are_known_in_other_cases_and_genders(text: str, styles: tuple[str, ...]) -> None:
    assert styles_in(text) == styles


def test_the_description_for_search_engines_names_the_styles_of_the_only_artist() -> None:
    head = '<meta name="description" content="Fine line and blackwork tattoos in Turin.">'
    text = "<h1>Marta Kovel</h1><p>Hi, I am Marta Kovel, a tattoo artist.</p>"
    reading = read_site([page(f"<head>{head}</head><body>{text}</body>")], studio_name="Marta Kovel Tattoo")
    assert [set(artist.styles) for artist in reading.artists] == [{"fine-line", "blackwork"}]


def test_styles_of_descriptions_are_in_the_order_of_the_pages() -> None:
    names = ["Fine line", "Blackwork", "Dotwork", "Realism", "Geometric", "Ornamental"]
    pages = [
        page(
            f'<head><meta name="description" content="{name} tattoos"></head><body>Page {at}</body>',
            f"http://studio-nine.test/{at}",
        )
        for at, name in enumerate(names)
    ]
    reading = read_site(pages, studio_name="Studio Nine Tattoo")
    assert reading.studio.styles == tuple(name.lower().replace(" ", "-") for name in names)
