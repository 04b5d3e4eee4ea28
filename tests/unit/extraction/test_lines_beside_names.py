"""Lines beside a name say whose it is: a hairdresser's, a customer's, a motif's, or an artist's."""

import pytest

from inkscout.extraction import proposals, read_site
from inkscout.extraction.page.others import is_review_heading
from inkscout.extraction.text.names import read_name
from tests.support.pages import page

HEAD = "<title>Marrow Lane</title><h1>Marrow Lane</h1><p>A tattoo and beauty house.</p>"


def features(html: str, name: str) -> dict[str, float]:
    (found,) = (one for one in proposals([page(HEAD + html)]) if name in one.names)
    return dict(found.features)


def card(name: str, line: str) -> str:
    return f"<div><p>{line}</p><h3>{name}</h3></div>"


@pytest.mark.parametrize(
    ("line", "feature"),
    [
        ("Kosmetikerin, Inhaberin", "other_trade"),
        ("Tattooist / Furniture maker", "role_near"),
        ("Verified customer", "client"),
        ("3 weeks ago", "client"),
        ("Pelanggan", "client"),
        ("Color • Muslo", "body"),
        ("Retusche am Unterarm", "body"),
    ],
)
def test_a_short_line_in_the_block_of_a_name_is_evidence(line: str, feature: str) -> None:
    kinds = ("other_trade", "role_near", "client", "body")
    found = features(card("Nerea Zubel", line) + card("Otto Falk", "Tattoo artist"), "Nerea Zubel")
    assert {kind for kind in kinds if found[kind]} == {feature}


def test_the_trade_above_a_name_is_not_that_of_the_card_before() -> None:
    rows = [("Kadeřnice", "Blanka Hrušková"), ("Tatér", "Radovan Slíva"), ("Masérka", "Alena Kubišová")]
    html = HEAD + "".join(f"<div><p>{role}</p><h3>{name}</h3></div>" for role, name in rows)
    assert [artist.name for artist in read_site([page(html)]).artists] == ["Radovan Slíva"]


@pytest.mark.parametrize(
    "trade", ["Hairdresser", "Stylistka paznokci", "Косметолог", "Podologe", "Manikűrös"]
)
def test_people_of_other_trades_are_no_artists(trade: str) -> None:
    html = HEAD + "<h2>Our team</h2>" + card("Nerea Zubel", trade) + card("Otto Falk", "Tattoo artist")
    assert [artist.name for artist in read_site([page(html)]).artists] == ["Otto Falk"]


@pytest.mark.parametrize(
    ("text", "name", "nickname"),
    [
        ("Antoni Kowalski - Szefu", "Antoni Kowalski", "Szefu"),
        ("Глеб Сычёв — Сыч", "Глеб Сычёв", "Сыч"),
        ("Anna Bell – Berlin", "Anna Bell", ""),
        ("Sasha UNIQUE", "Sasha UNIQUE", ""),
    ],
)
def test_a_full_name_keeps_what_is_set_apart_from_it(text: str, name: str, nickname: str) -> None:
    guess = read_name(text)
    assert guess is not None
    assert (guess.name, guess.nickname) == (name, nickname)


@pytest.mark.parametrize("text", ["Anna – Clara", "Come Back", "Lotus Flower - Sleeve", "Mega SALE"])
def test_similar_texts_are_no_names(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("سلام، من نگار فرهمند هستم، تتوآرتیست ساکن شیراز.", "نگار فرهمند"),
        ("שמי יעל כרמון, מקעקעת בחיפה.", "יעל כרמון"),
        ("저는 김민수입니다.", "김민수"),
        ("Sem Primož Gorjanc, tetover iz Kranja.", "Primož Gorjanc"),
    ],
)
def test_introductions_are_proposed_in_many_languages(text: str, name: str) -> None:
    found = {one.names[0] for one in proposals([page(f"{HEAD}<p>{text}</p>")]) if one.features["by_sentence"]}
    assert found == {name}


@pytest.mark.parametrize(
    "heading",
    ["Apa Kata Mereka", "Co říkají klienti", "Rólunk mondták", "Ce spun clienții", "고객 후기", "Omdömen"],
)
def test_headings_over_customers_words_are_known_in_many_languages(heading: str) -> None:
    assert is_review_heading(heading)
