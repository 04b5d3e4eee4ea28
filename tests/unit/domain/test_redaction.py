"""A listed person is taken out of any text in any form; everybody else stays."""

import random
import re
import string
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkscout.domain.cleared import Clearing
from inkscout.domain.name_search import MOST_PLACES, NameSearch
from inkscout.domain.redaction import REDACTED
from inkscout.domain.removal import ANSWERS, KnownAt, listing, release
from tests.support.cpu_growth import LINEAR, growth
from tests.support.listed import (
    FORMS,
    FURTHER_FORMS,
    LONE_FORMS,
    counting_redactor,
    listed_at,
    redactor,
    trace_of,
)

ZOE = listed_at("s-1")


@pytest.mark.parametrize("form", [*FORMS, *FURTHER_FORMS])
def test_no_form_of_a_listed_name_or_handle_stays(form: str) -> None:
    for text in (form, f"<p>Kim Lee and {form} work here.</p>", f"Painted beside {form}. Books open in May."):
        left = ZOE.text(text, "s-1")
        assert REDACTED in left
        assert trace_of(left) == "", left


@pytest.mark.parametrize(
    "text",
    [
        "Zoë Mahler draws",
        "Kim Brönnimann draws",
        "Zoe Smith and Anna Brönnimann",
        "@zoe_inks and @zoe.ink and @ink.zoe",
        "zone, zoology, brown",
        "<b>Zo</b>o and <i>Bro</i>nx",
        '{"first":"Zora","last":"Brown"}',
        "",
    ],
)
def test_everybody_else_stays(text: str) -> None:
    assert ZOE.text(text, "s-1") == text


def test_the_rest_of_a_text_stays_as_it_was() -> None:
    page = (
        '<ul><li>Zoë <b>Brönnimann</b></li><li class="x">Kim&nbsp;Lee &amp; Ivo</li></ul>'
        '<script>let a = "\\u00e4";</script>'
    )
    assert ZOE.text(page, "s-1") == page.replace("Zoë", REDACTED).replace("Brönnimann", REDACTED)


@pytest.mark.parametrize("name", ["Li Ke", "Al Lee", "An Na", "Do Ng"])
def test_short_names_do_not_take_ordinary_words_with_them(name: str) -> None:
    text = "We like all kinds of flash and do nging, anna and alleen are words too."
    assert listed_at("s-1", name=name).text(text, "s-1") == text
    assert name not in listed_at("s-1", name=name).text(f"By {name}.", "s-1")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("田中 さくら", "今日は田中さくらが来ます。"),
        ("王小明", "艺术家王小明和李华"),
        ("王小明", "Xiaoming Wang, artist"),
        ("김민수", "김민수는 서울에서"),
        ("สมชาย ใจดี", "ช่างสัก สมชายใจดี มาแล้ว"),
        ("Юлия Петрова", "Юлия <b>Петрова</b> и Анна; yuliya-petrova.jpg"),
        ("Γιώργος Παπαδόπουλος", "Παπαδόπουλος Γιώργος"),
        ("نور الدين", "الفنانة نور الدين هنا"),
        ("O'Neill Jack", "Jack O&rsquo;Neill, jackoneill.jpg"),
        ("María de la Cruz López", "Maria Cruz, María de la Cruz López, Lopez Maria"),
        ("Nguyễn Thị Minh Khai", "Minh Khai Nguyen and Nguyen Thi Minh Khai"),
    ],
)
def test_names_of_other_scripts_and_customs_are_taken_out(name: str, text: str) -> None:
    left = listed_at("s-1", name=name).text(text, "s-1")
    assert REDACTED in left
    assert not any(
        part in left
        for part in (*name.split(), "Wang", "小明", "민수", "petrova", "jackoneill", "Lopez", "Khai")
    )


def test_a_first_name_that_a_colleague_shares_is_left_to_the_colleague() -> None:
    shared = listed_at("s-1", taken=frozenset({"zoe"}))
    assert (
        shared.text("Zoë draws cats. Zoë Brönnimann left.", "s-1")
        == f"Zoë draws cats. {REDACTED} {REDACTED} left."
    )
    assert ZOE.text("Zoë draws cats.", "s-1", keep=["Zoe Smith"]) == "Zoë draws cats."


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ana Silva", "Silvana"),
        ("Julia Anna", "Julianna"),
        ("Ann Abel", "Annabel"),
        ("Rosa Linde", "Rosalinde"),
        ("Carl Otta", "Carlotta"),
    ],
)
def test_a_name_of_one_word_that_equals_joined_parts_stays_in_running_text(name: str, other: str) -> None:
    finder = listed_at("s-1", name=name)
    for text in (f"{other} draws. Ask {other.lower()}, too", f"{other}'s work", f"{other.upper()} DRAWS"):
        assert finder.text(text, "s-1") == text
    joined = name.replace(" ", "")
    for form in (f"#{joined}", f"/img/{joined.lower()}_2.jpg", f"{joined} draws", f"{joined.lower()}.com"):
        assert joined.lower() not in finder.text(form, "s-1").lower()


def test_the_name_of_the_person_a_text_is_about_stays_in_it() -> None:
    abel = listed_at("s-1", name="Ann Abel")
    assert abel.text("/team/annabel.html", "s-1", keep=["Annabel"]) == "/team/annabel.html"
    assert abel.text("/team/annabel.html", "s-1") != "/team/annabel.html"
    namesake = ZOE.text("Zoë Brönnimann, by Kim", "s-1", keep=["Zoe Brönnimann"])
    assert namesake == "Zoë Brönnimann, by Kim"
    assert ZOE.text("Zoë Brönnimann", "s-1", keep=["Zoë Keller"]) == f"{REDACTED} {REDACTED}"


@pytest.mark.parametrize(
    "text",
    [
        "Zoë  Meier",
        "<b>Zoë</b> Meier",
        "<p><span>Zoë</span> <span>Meier</span></p>",
        "Meier, Zoë",
        "<li>Meier, Zoë</li><li>Lee, Kim</li>",
        "Zoë von der Heide and Zoë von Meier",
        "/team/zoe-meier/",
        "/img/zoe_meier.jpg",
        '{"first":"Zoë","last":"Meier"}',
        '{"last":"Meier","first":"Zoë"}',
        "<first>Zoë</first><last>Meier</last>",
        "Zoë Ba. draws",
    ],
)
def test_a_namesake_of_one_part_keeps_it(text: str) -> None:
    assert ZOE.text(text, "s-1") == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Art Rose", "Fine art rose tattoo, art and rose. /img/art-rose-sleeve.jpg"),
        ("Will May", "In May Will Smith comes; we will, may be"),
        ("Max Muster", "30 cm max. max-width: 3px"),
        ("Rose Muster", "a rose is a rose. /img/rose-sleeve.jpg"),
        ("Mark Black", "black mark on a mark, black"),
    ],
)
def test_everyday_words_stay_where_they_are_no_name(name: str, text: str) -> None:
    assert listed_at("s-1", name=name, handle="x.y.z").text(text, "s-1") == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Art Rose", "Ask Art Rose, ART ROSE or Rose Art. /team/art-rose/"),
        ("Will May", "Will May draws. May, Will"),
        ("Max Muster", "Ask Max. /team/max.html"),
    ],
)
def test_everyday_words_that_are_a_listed_name_are_taken_out(name: str, text: str) -> None:
    left = listed_at("s-1", name=name, handle="x.y.z").text(text, "s-1").lower()
    assert not any(part in left for part in name.lower().split())


def test_a_first_name_is_left_to_a_namesake_who_was_released() -> None:
    place = KnownAt(studio_id="s-1", city="Köln", country="DE")
    known = listing(handles=["zoe.bronnimann.ink"], names=["Zoë Brönnimann"], at=[place])
    text = "Zoë draws cats. Zoë Brönnimann left."
    assert redactor(*known).text(text, "s-1") == f"{REDACTED} draws cats. {REDACTED} {REDACTED} left."
    free = redactor(*known, *release(handle="zoe.keller", name="Zoë Keller", studio_id="s-1"))
    assert free.text(text, "s-1") == f"Zoë draws cats. {REDACTED} {REDACTED} left."


def test_a_name_of_one_ordinary_word_is_taken_out_only_where_it_is_capitalised() -> None:
    rose = listed_at("s-1", name="Color", taken=frozenset({"color"}))
    assert rose.text("Color works in color", "s-1") == f"{REDACTED} works in color"


def test_a_namesake_at_another_studio_stays_and_the_handle_goes_everywhere() -> None:
    assert ZOE.text("Zoë Brönnimann", "s-2") == "Zoë Brönnimann"
    assert ZOE.text("@zoe.bronnimann.ink", "s-2") == f"@{REDACTED}"
    assert ZOE.text("Zoë Brönnimann at Harbour", ANSWERS) == f"{REDACTED} {REDACTED} at Harbour"
    assert ZOE.concerns("s-2", "s-1")
    assert not ZOE.concerns("s-2")


def test_documents_are_cleared_inside_and_lose_entries_named_after_the_person() -> None:
    document = {
        "pages": {"https://s.example/zoe-bronnimann": {"etag": "x"}, "https://s.example/": {}},
        "n": [1, "Zoë Brönnimann", None],
        "person": {"last": "Brönnimann", "nick": "zz", "first": "Zoë"},
        "other": {"first": "Zoë", "last": "Mahler"},
    }
    taken = listed_at("s-1", taken=frozenset({"zoe", "bronnimann", "broennimann"}))
    assert taken.document(document, "s-1") == {
        "pages": {"https://s.example/": {}},
        "n": [1, f"{REDACTED} {REDACTED}", None],
        "person": {"last": REDACTED, "nick": "zz", "first": REDACTED},
        "other": {"first": "Zoë", "last": "Mahler"},
    }


@pytest.mark.parametrize(
    ("document", "clean"),
    [
        (["Zoë", "Brönnimann"], [REDACTED, REDACTED]),
        (["Kim", "Brönnimann", "Zoë", "Lee"], ["Kim", REDACTED, REDACTED, "Lee"]),
        ([["Zoë", "Brönnimann"], ["Kim", "Lee"]], [[REDACTED, REDACTED], ["Kim", "Lee"]]),
        (
            {"n": {"first": "Zoë"}, "m": {"last": "Brönnimann"}},
            {"n": {"first": REDACTED}, "m": {"last": REDACTED}},
        ),
        ({"n": ["Zoë"], "m": {"x": {"y": "Brönnimann"}}}, {"n": [REDACTED], "m": {"x": {"y": REDACTED}}}),
    ],
)
def test_a_name_whose_parts_stand_in_lists_or_nested_fields_is_taken_out(document: Any, clean: Any) -> None:
    taken = listed_at("s-1", taken=frozenset({"zoe", "bronnimann", "broennimann"}))
    assert taken.document(document, "s-1") == clean


@pytest.mark.parametrize(
    "document",
    [
        {"first": "Zoë", "last": "Meier"},
        {"lastName": "Meier", "id": 3, "firstName": "Zoë"},
        [{"vorname": "Zoë", "nachname": "Meier"}, {"vorname": "Kim", "nachname": "Brönnimann"}],
    ],
)
def test_a_namesake_in_fields_of_a_document_keeps_the_name(document: Any) -> None:
    assert ZOE.document(document, "s-1") == document


def test_parts_of_two_people_in_a_document_are_no_name() -> None:
    taken = listed_at("s-1", taken=frozenset({"zoe", "bronnimann", "broennimann"}))
    for document in (
        ["Zoë", "Keller", "Kim", "Brönnimann"],
        [{"first": "Zoë", "last": "Keller"}, {"first": "Kim", "last": "Brönnimann"}],
        {"1": {"first": "Zoë", "last": "Keller"}, "2": {"first": "Kim", "last": "Brönnimann"}},
    ):
        assert taken.document(document, "s-1") == document


def test_an_address_that_names_somebody_goes_altogether() -> None:
    clearing = Clearing(ZOE, ("s-1",))
    assert clearing.address("https://s.example/img/ZoeBronnimann_2.jpg") == ""
    assert clearing.address("https://s.example/img/kim.jpg") == "https://s.example/img/kim.jpg"


@given(st.text())
def test_without_a_denylist_no_text_changes(text: str) -> None:
    assert redactor().text(text, "s-1") == text


@given(st.text(alphabet="<>zoëbrnima .&\"'/-%\\u0"))
def test_clearing_twice_is_clearing_once(text: str) -> None:
    once = ZOE.text(text, "s-1")
    assert ZOE.text(once, "s-1") == once


@given(st.text(), st.sampled_from(sorted({*FORMS, *FURTHER_FORMS} - LONE_FORMS)))
def test_any_text_around_a_name_is_read_without_an_error(text: str, form: str) -> None:
    assert REDACTED in ZOE.text(f"{text} {form} {text}", "s-1")


@pytest.mark.parametrize(
    "piece",
    [
        "Zoë Brönnimann ",
        "zoe ",
        "zoe.",
        '{"first":"Zoë",',
        "<",
        "<!--",
        "<a ",
        "&",
        "&amp;",
        "\\",
        "%25",
        "a<b>",
        "xn--",
        "=C3",
        "Ã«",
        "\\303",
        "-\n",
        "\0",
        "王",
    ],
)
def test_the_cost_grows_with_the_length_of_the_text(piece: str) -> None:
    def clear(length: int) -> None:
        ZOE.text(piece * (length // len(piece)), "s-1")

    assert growth(clear, 32_000) < LINEAR


def test_the_cost_hardly_depends_on_how_many_people_are_listed() -> None:
    words = random.Random(7)
    text = " ".join("".join(words.choices(string.ascii_lowercase, k=7)) for _ in range(4_000))
    hashed = []
    for people in (1, 100):
        entries = [entry for number in range(people) for entry in _listed(number, words)]
        finder, asked = counting_redactor(*entries)
        finder.text(text, "s-0")
        hashed.append(len(asked))
    assert hashed[1] < 1.2 * hashed[0]
    assert hashed[0] < 1.1 * len({word[:4] for word in text.split()}) + 100


@pytest.mark.parametrize(
    "piece",
    [
        "Zoë ",
        "1zoe ",
        "Zoë Brönnimann draws. ",
        "Zoë {0} ",
        "<p>Zoë</p>",
        "Zo<b>ë</b> ",
        "/zoe.jpg ",
        "/zoe-{0}-x ",
    ],
)
def test_a_page_that_repeats_a_name_is_looked_at_closely_only_so_often(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Counter[str]()
    closely = NameSearch._name

    def counted(search: NameSearch, word: re.Match[str], scope: str) -> list[re.Match[str]]:
        looked["closely"] += 1
        return closely(search, word, scope)

    monkeypatch.setattr(NameSearch, "_name", counted)
    page = "".join(piece.format(number) for number in range(3 * MOST_PLACES))
    left = ZOE.text(page, "s-1")
    assert trace_of(left) == ""
    assert 0 < looked["closely"] <= MOST_PLACES


def test_a_page_that_repeats_a_name_keeps_the_words_between() -> None:
    page = "Zoë Brönnimann draws. " * MOST_PLACES + "Zoe draws cats in zoology. @zoe_inks, Kim Lee."
    left = ZOE.text(page, "s-1")
    assert left.endswith(f"{REDACTED} draws cats in zoology. @{REDACTED}, Kim Lee.")
    assert left.count("draws.") == MOST_PLACES


def _listed(number: int, words: random.Random) -> tuple[str, ...]:
    name = "".join(words.choices(string.ascii_lowercase, k=6)) + " Smith"
    return listing(
        handles=[f"inks.{number}"], names=[name], at=[KnownAt(studio_id=f"s-{number}", city="Köln")]
    )
