"""Structured data follows schema.org, and no text of a profile can end its script element."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from functions.web import seo
from functions.web.pages import cards
from inkscout.bootstrap import stores
from tests.integration.api.conftest import World
from tests.support.schema_org import structured_faults
from tests.support.website import SITE, faults, visit

HOSTILE = "</script><script>alert('x')</script><img src=x onerror=alert(1)>"


def test_each_kind_of_page_says_what_it_shows(site: World) -> None:
    artist = next(one for one in site.generated.artists[:40] if one.studio_id)
    profile = visit(f"/artists/{artist.artist_id}").headers["location"]
    studio = visit(f"/studios/{artist.studio_id}").headers["location"]
    city = f"/{artist.country.lower()}/{artist.city.lower().replace(' ', '-')}"
    wanted = {
        "/": ["WebSite"],
        "/faq": ["FAQPage"],
        "/styles/blackwork": ["BreadcrumbList"],
        profile: ["ProfilePage", "BreadcrumbList"],
        studio: ["TattooParlor", "BreadcrumbList"],
        city: ["ItemList", "BreadcrumbList"],
    }
    for path, kinds in wanted.items():
        page = visit(path)
        found = page.structured()
        assert [one["@type"] for one in found] == kinds, path
        assert [fault for one in found for fault in structured_faults(one)] == [], path
        assert "aggregateRating" not in page.text
        assert all(str(one.get("url", SITE)).startswith(SITE) for one in found)


def test_markup_and_names_of_any_length_come_out_as_text(site: World) -> None:
    table, known = stores.directory(), site.generated.artists[3]
    for number, name in enumerate((HOSTILE, "x" * 400, "محمد الوشّام", "💉" * 50, "A\u2028B", "{{ 7*7 }}")):
        artist = replace(
            known, artist_id=f"a-hostile{number}", name=name, bio=HOSTILE, instagram="", version=0,
            booking_url="javascript:alert(1)", website="data:text/html,x", availability=HOSTILE,
        )  # fmt: skip
        table.put_artist(artist)
        page = visit(f"/artists/a-hostile{number}")
        page = visit(page.headers["location"]) if page.status == 301 else page
        assert page.status == 200
        assert faults(page) == []
        assert "<script>alert" not in page.text
        assert not page.page.xpath("//a[starts-with(@href,'javascript:') or starts-with(@href,'data:')]")
        assert page.page.xpath("//h1")[0].text_content().strip() == name.strip()
        assert page.structured()[0]["mainEntity"]["name"] == name


def test_the_rules_of_structured_data_know_a_fault() -> None:
    person = {
        "@type": "Person",
        "name": "Ana",
        "url": f"{SITE}/artists/a-1/ana",
        "email": "ana@there.example",
    }
    page = {"@context": "https://schema.org", "@type": "ProfilePage", "mainEntity": person}
    assert any("email" in fault for fault in structured_faults(page))
    assert structured_faults({"@context": "https://schema.org", "@type": "Movie"})


def test_hours_that_can_be_read_are_told_by_the_day(site: World) -> None:
    table = stores.directory()
    known = next(one for one in site.generated.studios if one.studio_id in site.stored)
    hours = "Mo-Fr 11:00-19:00; Sa 10:00-18:00"
    table.put_studio(
        replace(known, studio_id="s-hours", opening_hours=hours, phone="+44 113 234 5678", version=0)
    )
    page = visit(visit("/studios/s-hours").headers["location"])
    found = page.structured()[0]
    assert structured_faults(found) == []
    assert [one["dayOfWeek"].rpartition("/")[2] for one in found["openingHoursSpecification"]] == [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]  # fmt: skip
    assert page.said("//aside").count("Open now") + page.said("//aside").count("Closed now") == 1


def test_a_shared_link_has_a_card_of_ours(site: World) -> None:
    artist = next(one for one in site.generated.artists[:40] if one.studio_id)
    for path in ("/", f"/artists/{artist.artist_id}", f"/studios/{artist.studio_id}"):
        page = visit(path)
        page = visit(page.headers["location"]) if page.status == 301 else page
        address = str(page.page.xpath("//meta[@property='og:image']/@content")[0])
        card = visit(address.removeprefix(SITE))
        assert (card.status, card.headers["content-type"]) == (200, "image/png")
        assert Image.open(io.BytesIO(card.body)).size == (1200, 630)
        assert len(card.body) <= 100_000
    nobody = (
        "/cards/artists/a-nobody.png", "/cards/artists/.png", "/cards/cities/x.png", "/cards", "/cards/x/y/z",
    )  # fmt: skip
    assert {visit(path).status for path in nobody} == {404}


@pytest.mark.parametrize("name", ["Ana Brook", "x" * 300, "محمد", "💉", "Żółć " * 30, " ", "a\0b\n" * 9])
def test_a_card_is_drawn_for_any_name(name: str) -> None:
    assert Image.open(io.BytesIO(cards.draw(name, name, "Fine line"))).size == (1200, 630)


def test_a_script_element_cannot_be_left() -> None:
    made = str(seo.as_script({"@type": "Person", "name": HOSTILE + "\u2028<!--"}))
    assert "<" not in made
    assert ">" not in made
    assert "\u2028" not in made
