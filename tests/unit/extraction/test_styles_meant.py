"""Styles that a text denies, covers up or mentions in a workplace's name are not somebody's styles."""

import pytest

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.people.own_styles import with_own_styles
from inkscout.extraction.people.records import styles_told
from inkscout.extraction.text.styles_meant import styles_meant


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No tribal, fine line only", ("fine-line",)),
        ("I do not tattoo tribal or realism.", ()),
        ("Ich steche kein Tribal, aber Fineline", ("fine-line",)),
        ("Nicht nur Tribal", ("tribal",)),
        ("Je ne fais pas de tribal. Réalisme", ("realism",)),
        ("no hago tribal; realismo", ("realism",)),
        ("no estilo realismo", ("realism",)),
        ("Cover-ups of tribal", ("cover-up",)),
        ("Laser removal of realism", ()),
        ("Trained at Old School Tattoo. Loves realism", ("realism",)),
        ("Walk-ins are welcome for flash work.", ()),
        ("I draw flash and realism", ("flash", "realism")),
    ],
)
def test_styles_are_those_that_somebody_does(text: str, expected: tuple[str, ...]) -> None:
    assert styles_meant(text, listed=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Her favorite color is black.", ()),
        ("Ihre Lieblingsfarbe ist bunt.", ()),
        ("Color and blackwork", ("color", "blackwork")),
        ("Favourite colours aside, she does blackwork", ("blackwork",)),
    ],
)
def test_a_favourite_colour_is_no_style(text: str, expected: tuple[str, ...]) -> None:
    assert styles_meant(text, listed=True) == expected


def test_a_contemporary_approach_is_no_style() -> None:
    assert styles_meant("Combina técnicas clásicas con un enfoque contemporáneo desde siempre") == ()
    assert styles_meant("contemporáneo", listed=True) == ("avant-garde",)


def test_black_and_grey_is_read_without_spaces() -> None:
    assert styles_meant("Большая часть работ - татуировки в стиле black&gray") == ("black-and-grey",)


@pytest.mark.parametrize(
    ("bio", "expected"),
    [
        (
            "Specializes in illustrative color, fine line and florals.",
            ("illustrative", "color", "fine-line", "floral"),
        ),
        ("Her work is baroque in mood. She focuses on dotwork.", ("dotwork",)),
        ("She grew up with blackwork all around.", ()),
        ("He specializes in a way of shading that keeps the color of the skin alive for years.", ()),
    ],
)
def test_sentences_about_specialities_tell_styles(bio: str, expected: tuple[str, ...]) -> None:
    assert styles_told(bio) == expected


def test_styles_that_the_biography_tells_are_added() -> None:
    bio = "Anna has drawn since she was six. She specializes in dotwork and blackwork."
    [anna] = with_own_styles([FoundArtist(name="Anna Cole", styles=("fine-line",), bio=bio)])
    assert anna.styles == ("fine-line", "dotwork", "blackwork")


def test_the_only_artist_without_styles_has_the_studios() -> None:
    [anna] = with_own_styles([FoundArtist(name="Anna Cole", bio="She specializes in dotwork.")])
    assert anna.styles == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't do realism, tribal or portraits. Blackwork only.", ("blackwork",)),
        ("No cover-ups or tribal.", ()),
        ("Je ne fais ni tribal ni portrait.", ()),
        ("No hago tribales, acuarela ni retratos. Blackwork.", ("blackwork",)),
        ("We do not offer tribal, but we love dotwork or lettering.", ("dotwork", "lettering")),
        ("Machst du Tribals? Nein. Ich mache Blackwork.", ("blackwork",)),
        ("Do you do blackwork? Yes, and dotwork.", ("blackwork", "dotwork")),
    ],
)
def test_lists_that_are_denied_and_questions_answered_by_no_name_no_style(
    text: str, expected: tuple[str, ...]
) -> None:
    assert styles_meant(text) == expected


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("zarte Linien", "fine-line"),
        ("fine linjer", "fine-line"),
        ("jemné linie", "fine-line"),
        ("realizam", "realism"),
        ("punteggiato", "dotwork"),
        ("suluboya", "watercolor"),
    ],
)
def test_styles_are_known_in_further_languages(text: str, style: str) -> None:
    assert styles_meant(text) == (style,)
