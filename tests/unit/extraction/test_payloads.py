"""Data that frameworks leave in a page is read as they wrote it; torn and hostile data is passed over."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkscout.extraction.page.payloads import (
    records_of_literals,
    values_of_attributes,
    values_of_flight,
    values_of_script,
)
from inkscout.extraction.people.finders.embedded import people_in_scripts
from inkscout.extraction.site import view_of
from tests.support.cpu_growth import LINEAR, growth
from tests.support.pages import page


def _flight(*pieces: str) -> str:
    return "".join(f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in pieces)


def test_flight_rows_are_joined_over_scripts_and_text_rows_end_after_their_bytes() -> None:
    prose = "Ärtists: [1]\n2:{not a row"
    size = len(prose.encode())
    row = '["$","div",null,{"artists":[{"name":"Anna"}]}]'
    stream = f'1:HL["/a.css","style"]\n3:T{size:x},{prose}4:{row}\n5:I[7,[],"x"]\n'
    document = view_of(page(_flight(stream[:30], stream[30:75], stream[75:]))).document
    assert values_of_flight(document) == [["$", "div", None, {"artists": [{"name": "Anna"}]}]]


def _json_script(value: object) -> object:
    html = f'<script type="application/json">{json.dumps(value)}</script>'
    return values_of_script(view_of(page(html)).document.scripts[0])


def test_values_that_name_their_parts_by_number_are_restored_circles_included() -> None:
    flat = [["ShallowReactive", 1], {"team": 2, "self": 1}, [3, 3], {"name": 4, "role": -1}, "Anna Bell"]
    (value,) = _json_script(flat)  # type: ignore[misc]
    assert value["team"] == [{"name": "Anna Bell", "role": None}] * 2
    assert value["self"] is value


def test_a_plain_list_of_numbers_in_objects_is_left_as_it_is() -> None:
    plain = [{"id": 0, "count": 1}, {"id": 1, "count": 0}]
    assert _json_script(plain) == [plain]


def test_a_kept_answer_is_read_and_so_is_what_a_program_parses() -> None:
    answer = {"status": 200, "body": json.dumps({"artists": [{"name": "Anna"}]})}
    assert _json_script(answer) == [{"artists": [{"name": "Anna"}]}]
    html = '<script>window.state = JSON.parse(\'{"name":"Zo\\\\u00eb"}\')</script>'
    assert values_of_script(view_of(page(html)).document.scripts[0]) == [{"name": "Zoë"}]


def test_the_properties_of_an_island_are_unpacked() -> None:
    packed = json.dumps({"team": [1, [[0, {"name": [0, "Anna"]}]]], "wide": [0, True]}).replace('"', "&quot;")
    document = view_of(page(f'<astro-island props="{packed}"></astro-island>')).document
    assert list(values_of_attributes(document)) == [("props", {"team": [{"name": "Anna"}], "wide": True})]


HOSTILE: dict[str, Callable[[int], object]] = {
    "depth": lambda size: "[" * size,
    "itself": lambda size: [["Reactive", 0]] * (size // 20),
    "a circle": lambda size: [["Ref", 1], ["Ref", 0], "x" * size],
    "twice the one before": lambda size: [
        ["Reactive", 1], [2, 2], *([[n + 1, n + 1] for n in range(2, size // 2_500)]), "end",
    ],
    "a number of nothing": lambda size: [{"a": size}, "x"],
    "no list": lambda size: ["Set", size],
}  # fmt: skip
"""What a script holds, as text or as what JSON makes text of, by size."""


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("end", ["                name", ""])
def test_hostile_numbers_and_depth_take_no_longer_than_their_size(name: str, end: str) -> None:
    def script(size: int) -> str:
        value = HOSTILE[name](size)
        text = value if isinstance(value, str) else json.dumps(value)
        return f'<p>Tattoo</p><script type="application/json">{text}{end}</script>'

    pages = {size: script(size) for size in (25_000, 100_000)}
    assert growth(lambda size: view_of(page(pages[size])), 100_000) < LINEAR


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet='0123456789abcdefT:,[]{}"\\n\n', max_size=120))
def test_no_stream_makes_reading_raise(stream: str) -> None:
    assert isinstance(values_of_flight(view_of(page(_flight(stream))).document), list)


def test_objects_under_the_keys_of_a_named_object_are_records_of_it() -> None:
    program = (
        "window.HouseArtists = { pagan: { slug: 'pagan', name: 'Pagan' }, "
        "ricky: { slug: 'r', name: 'Ricky' } };"
        "const options = { name: 'Slider', speed: '100' };"
    )
    records = [(path, record["name"]) for path, record in records_of_literals(program)]
    assert records == [("HouseArtists", "Pagan"), ("HouseArtists", "Ricky"), ("", "Slider")]


@pytest.mark.parametrize(
    "program",
    [
        """const artistProfiles = {
            "Anna Bell": { instagramUrl: "https://www.instagram.com/needle.folk?igsh=x", phone: "1" },
            "Ben Stone": { instagramUrl: "https://www.instagram.com/benstones/", phone: "2" } };""",
        """var artists = { 'Anna Bell': { instagram: '@needle.folk', x: '1' },
            'Ben Stone': { instagram: '@benstones', x: '2' } }""",
    ],
)
def test_the_keys_of_a_list_of_people_are_their_names(program: str) -> None:
    assert [record["name"] for _, record in records_of_literals(program)] == ["Anna Bell", "Ben Stone"]
    people = people_in_scripts(view_of(page(f"<h1>Tattoo</h1><script>{program}</script>")))
    handles = {person.name: person.instagram for person in people}
    assert handles == {"Anna Bell": "needle.folk", "Ben Stone": "benstones"}


@pytest.mark.parametrize(
    "program",
    [
        'const prices = { small: { label: "Small", from: "80" }, large: { label: "Large", from: "200" } };',
        'const texts = { "en": { title: "Book", label: "Send" }, "de": { title: "Termin", label: "Los" } };',
    ],
)
def test_keys_without_a_capital_name_nobody(program: str) -> None:
    assert all("name" not in record for _, record in records_of_literals(program))
