"""Styles are read in the forms of many languages, and from what an only artist's site says of itself."""

import pytest

from inkscout.extraction.people.own_styles import headed_by_site, listed_by_site, told_by_site
from inkscout.extraction.people.records import styles_told
from inkscout.extraction.site import read_site, view_of
from inkscout.extraction.studio.studio_names import known_name
from inkscout.extraction.text.styles import styles_alone
from inkscout.extraction.text.styles_meant import styles_meant
from tests.support.pages import page


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("Sie sticht realistische Porträts und Blackworktattoos.", {"realism", "portrait", "blackwork"}),
        ("Zajmuję się blackworkiem i minimalistycznymi tatuażami.", {"blackwork", "minimalist"}),
        ("Люблю делать реалистичные татуировки и акварельные тату.", {"realism", "watercolor"}),
        ("Hän tekee realistisia muotokuvia.", {"realism", "portrait"}),
        ("Főként fekete-szürke, realisztikus munkák.", {"black-and-grey", "realism"}),
        ("Σχεδιάζει ρεαλιστικά πορτρέτα.", {"realism", "portrait"}),
        ("得意なジャンルは和彫りとブラックワークです。", {"japanese", "blackwork"}),
        ("Mandala-based sleeves and anime-inspired pieces.", {"mandala", "anime"}),
        ("Realistically, geometricians need an ornamentation.", set()),
        ("Noodle-doodle, hootenanny and doodle-dandy.", set()),
    ],
)
def test_forms_and_compounds_name_their_style(text: str, styles: set[str]) -> None:
    assert set(styles_meant(text)) == styles


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("Tribals und Schriftzüge biete ich nicht an. Ich steche Dotwork.", {"dotwork"}),
        ("Делаю графику в реализме. Трайблы не делаю.", {"illustrative", "realism"}),
        ("Netetuji barevné mandaly.", set()),
        ("She apprenticed under a Japanese tattoo master before finding blackwork.", {"blackwork"}),
        ("Cresceu entre as tatuagens old school do pai e faz aquarela.", {"watercolor"}),
        ("He draws dotwork. Outside the shop he watches anime and collects comics.", {"dotwork"}),
        ("In ihrer Freizeit malt sie Aquarelle.", set()),
        ("Ama gli animali e i fiori.", set()),
    ],
)
def test_styles_of_teachers_and_hobbies_and_declined_ones_are_left_out(text: str, styles: set[str]) -> None:
    assert set(styles_meant(text)) == styles


@pytest.mark.parametrize(
    ("bio", "styles"),
    [
        ("Hennes arbeten syns överallt i stan. Elin jobbar mest med fine line, blommor och porträtt.",
         {"fine-line", "floral", "portrait"}),
        ("Llegó al tatuaje hace años. Lo suyo son los tatuajes realistas, flores y animales.",
         {"realism", "floral", "animals"}),
        ("Known for her gentle and kind nature, she welcomes everybody who comes in.", set()),
        ("Specialising in anime, cartoon and comic style, he never shies away from a long day.",
         {"anime", "new-school", "illustrative"}),
    ],
)  # fmt: skip
def test_lists_after_words_for_specialities_are_told(bio: str, styles: set[str]) -> None:
    assert set(styles_told(bio)) == styles


def test_a_text_names_styles_alone_or_not() -> None:
    assert styles_alone("Fine line & Dotwork tattoos") == ("fine-line", "dotwork")
    assert styles_alone("Japanese food") == ()


@pytest.mark.parametrize(
    ("question", "answer", "styles"),
    [
        (
            "What styles do you do?",
            "Mostly dotwork and script. I don't do portraits.",
            ("dotwork", "lettering"),
        ),
        ("Quels styles tatouez-vous ?", "Le réalisme et le trash polka.", ("realism", "trash-polka")),
        ("W jakich stylach tatuujesz?", "Najczęściej blackwork i mandale.", ("blackwork", "mandala")),
        ("Можно перекрыть старую татуировку?", "Да, делаю каверы любой сложности.", ("cover-up",)),
        ("Posso cobrir uma tatuagem?", "Não, coberturas não faço.", ()),
        ("What is the difference between styles?", "Tribal is bold, realism is soft.", ()),
    ],
)
def test_answers_tell_the_styles_of_an_only_artist(
    question: str, answer: str, styles: tuple[str, ...]
) -> None:
    html = f"<h1>Wren</h1><div><button>{question}</button><span>▼</span><p>{answer}</p></div>"
    assert told_by_site([view_of(page(html))]) == styles


def test_descriptions_tell_the_styles_of_an_only_artist() -> None:
    said = "Gespecialiseerd in fijne lijnen en realistische portretten."
    html = f"<head><meta name='description' content='{said}'>"
    assert told_by_site([view_of(page(html + "</head><h1>De Vos</h1>"))]) == (
        "fine-line",
        "realism",
        "portrait",
    )


def test_flash_in_the_description_of_a_website_is_one_of_its_pages() -> None:
    html = "<head><meta name='description' content='Dotwork tattoos, booking, flash and reviews.'></head>"
    assert told_by_site([view_of(page(html + "<h1>Fenn</h1>"))]) == ("dotwork",)


def test_a_heading_with_still_is_none_of_styles() -> None:
    below = "<p>Portfolio</p><p>Flash designs</p>"
    assert headed_by_site([view_of(page(f"<h1>Still Lake Tattoo</h1>{below}"))]) == ()
    assert headed_by_site([view_of(page(f"<h1>Meine Stile</h1>{below}"))]) == ("flash",)


def test_services_and_filters_list_styles_but_explanations_do_not() -> None:
    services = "<h2>Servicios</h2><h3>Realismo</h3><p>Con volumen.</p><h3>Línea fina</h3><p>Sutil.</p>"
    glossary = "<h2>Styles explained</h2><h3>Tribal</h3><p>Bold.</p><h3>Watercolour</h3><p>Soft.</p>"
    assert listed_by_site([view_of(page(services))]) == ("realism", "fine-line")
    assert listed_by_site([view_of(page(glossary))]) == ()


def test_descriptions_of_several_works_tell_the_style_of_who_has_none() -> None:
    works = "".join(
        f'<img src="w/{at}.jpg" alt="{alt}">'
        for at, alt in enumerate(
            ["Blackwork raven tattoo", "Blackwork snake tattoo", "A dog", "Linework moon tattoo"]
        )
    )
    html = f"""<title>Juniper Hale Tattoos</title><h1>Juniper Hale</h1><p>Tattoo artist in Bristol</p>
    <h2>About</h2><p>I'm Juniper Hale. I've been tattooing people in my own room for six years.</p>
    <h2>Recent work</h2>{works}"""
    reading = read_site([page(html)], studio_name="Juniper Hale Tattoos")
    assert [artist.styles for artist in reading.artists] == [("blackwork",)]


@pytest.mark.parametrize(
    ("said", "known", "kept"),
    [
        ("Greta's Website", "Greta Holm Tattoos", ""),
        ("Bramble Tattoo, York", "Bramble Tattoo", ""),
        ("Bramble Tattoo – Handmade since 2009", "Bramble Tattoo", ""),
        ("Yolanda Prieto", "Yolanda Ink", ""),
        ("Bramble Tattoo Collective", "Bramble Tattoo", "Bramble Tattoo Collective"),
    ],
)
def test_titles_of_websites_places_and_people_do_not_replace_a_studios_name(
    said: str, known: str, kept: str
) -> None:
    assert known_name(said, known) == kept
