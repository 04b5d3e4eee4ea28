"""Styles in lists, prose and hashtags; handles and addresses of social networks."""

import pytest

from inkscout.extraction.text.handles import (
    clean_handle,
    handle_of,
    handles_in,
    network_of,
    resembles,
    social_profile,
)
from inkscout.extraction.text.styles import hashtags_in, style_of_hashtag, styles_in
from inkscout.vocabulary.styles import STYLE_NAMES, STYLE_OF


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
