"""JSON-LD with the small faults of site builders, and objects that refer to each other."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkscout.extraction.page.json_ld import read_values
from inkscout.extraction.people.finders.structured import structured_data
from inkscout.extraction.site import proposals, read_site, view_of
from tests.support.pages import page

STUDIO = {"@type": "TattooParlor", "name": "Wren & Thread", "telephone": "+44 113 496 0123"}
TEXT = json.dumps(STUDIO)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"\ufeff{TEXT}",
        f"// studio\n{TEXT}",
        f"/* a */ {TEXT} // https://wren.test/",
        f"<!-- {TEXT} -->",
        f"//<![CDATA[\n{TEXT}\n//]]>",
        f"/* <![CDATA[ */{TEXT}/* ]]> */",
        f"{TEXT};",
        TEXT.replace("}", ",}"),
        TEXT.replace("}", ", /* more */ }"),
        TEXT.replace("&", "&amp;"),
        TEXT.replace("Wren", "\\Wren"),
        TEXT.removesuffix("}"),
        TEXT.replace('"', "&quot;"),
        TEXT.replace("Wren & Thread", "Wren\u00a0& Thread").replace("\u00a0", "&#32;"),
    ],
)
def test_a_script_with_a_small_fault_is_read(text: str) -> None:
    assert read_values(text) == [STUDIO]


@pytest.mark.parametrize("between", ["", "\n", ",", ";\n"])
def test_several_values_of_a_script_are_read(between: str) -> None:
    assert read_values(f"{TEXT}{between}[1]") == [STUDIO, [1]]


def test_addresses_and_commas_in_texts_stay_as_they_are() -> None:
    text = '{"url": "https://wren.test//a", "note": "a /* b */ ,] ,}", /* c */ "x": [1,],}'
    assert read_values(text) == [{"url": "https://wren.test//a", "note": "a /* b */ ,] ,}", "x": [1]}]


@given(st.text(alphabet='{}[]",:/*\\\n a1', max_size=80))
def test_no_script_makes_the_reader_raise(text: str) -> None:
    assert isinstance(read_values(text), list)


def _script(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def _person(name: str, **more: str) -> dict[str, str]:
    return {"@type": "Person", "name": name, **more}


IDS = {"@id": "#studio", "@type": "TattooParlor", "name": "Wren", "employee": [{"@id": "#quinn"}]}


@pytest.mark.parametrize(
    "html",
    [
        _script({"@graph": [IDS, _person("Quinn Abbot", **{"@id": "#quinn"})]}),
        _script(IDS) + _script(_person("Quinn Abbot", **{"@id": "http://wren.test/#quinn"})),
        _script([_person("Quinn Abbot", **{"@id": "#quinn"}), IDS]),
        _script({**IDS, "employee": {"@id": "#quinn", "@type": "Person"}})
        + _script({"@id": "#quinn", "@type": "Person", "name": "Quinn Abbot"}),
    ],
)
def test_people_are_found_by_their_ids(html: str) -> None:
    found = structured_data(view_of(page(html, "http://wren.test/")))
    assert [person.name for person in found.people] == ["Quinn Abbot"]


def test_a_person_of_another_page_is_found_by_the_id() -> None:
    studio = {**IDS, "employee": {"@id": "http://wren.test/#quinn"}}
    pages = [
        page("<h1>Wren Tattoo</h1>" + _script(studio), "http://wren.test/"),
        page(
            "<h1>Our tattoo team</h1>" + _script(_person("Quinn Abbot", **{"@id": "/#quinn"})),
            "http://wren.test/x",
        ),
    ]
    proposed = [item for item in proposals(pages) if "Quinn Abbot" in item.names]
    assert [item.features["by_structured"] > 0 for item in proposed] == [True]


def test_a_reference_brings_the_fact_it_refers_to() -> None:
    nodes = [
        {
            "@type": "TattooParlor",
            "@id": "#s",
            "address": {"@id": "#a"},
            "email": "hi@wren.test",
        },
        {"@type": "PostalAddress", "@id": "#a", "streetAddress": "1 Kirkgate", "addressLocality": "Leeds"},
        {"@id": "#s", "telephone": "0113 496 0123"},
        {"@type": "PostalAddress", "@id": "#a", "addressCountry": "GB"},
    ]
    studio = read_site([page("<h1>Wren Tattoo</h1>" + _script(nodes), "http://wren.test/")]).studio
    assert (studio.phone, studio.email) == ("+441134960123", "hi@wren.test")
    assert "Kirkgate" in studio.address


def test_objects_that_refer_to_each_other_end() -> None:
    nodes = [{"@id": "#a", "member": {"@id": "#b"}}, {"@id": "#b", "member": {"@id": "#a"}}]
    assert structured_data(view_of(page(_script(nodes)))).people == []
