"""A listed person is taken out of any text in any form; everybody else stays."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkscout.domain.cleared import Clearing
from inkscout.domain.redaction import REDACTED
from inkscout.domain.removal import ANSWERS, KnownAt, listing
from tests.support.cpu_growth import LINEAR, growth
from tests.support.listed import FORMS, counting_redactor, listed_at, redactor, trace_of

ZOE = listed_at("s-1")


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_a_listed_name_or_handle_stays(form: str) -> None:
    for text in (form, f"<p>Kim Lee and {form} work here.</p>"):
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


@given(st.text(), st.sampled_from(FORMS))
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


def _listed(number: int, words: random.Random) -> tuple[str, ...]:
    name = "".join(words.choices(string.ascii_lowercase, k=6)) + " Smith"
    return listing(
        handles=[f"inks.{number}"], names=[name], at=[KnownAt(studio_id=f"s-{number}", city="Köln")]
    )
