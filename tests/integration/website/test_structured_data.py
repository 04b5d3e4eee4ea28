"""Structured data follows schema.org, and no text of a profile can end its script element."""

from dataclasses import replace

from functions.web import seo
from inkscout.bootstrap import stores
from tests.integration.api.conftest import World
from tests.support.website import SITE, faults, visit

NEEDED = {
    "WebSite": {"name", "url", "potentialAction"},
    "ProfilePage": {"mainEntity"},
    "Person": {"name", "url"},
    "TattooParlor": {"name", "url"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement"},
    "ListItem": {"position"},
    "FAQPage": {"mainEntity"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
}
HOSTILE = "</script><script>alert('x')</script><img src=x onerror=alert(1)>"


def things(found: object) -> list[dict[str, object]]:
    """Every typed thing inside structured data."""
    if isinstance(found, list):
        return [one for part in found for one in things(part)]
    if isinstance(found, dict):
        inner = [one for part in found.values() for one in things(part)]
        return [found, *inner] if "@type" in found else inner
    return []


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
        for thing in things(found):
            missing = NEEDED.get(str(thing["@type"]), set()) - thing.keys()
            assert not missing, f"{thing['@type']} on {path} lacks {missing}"
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


def test_a_script_element_cannot_be_left() -> None:
    made = str(seo.as_script({"@type": "Person", "name": HOSTILE + "\u2028<!--"}))
    assert "<" not in made
    assert ">" not in made
    assert "\u2028" not in made
