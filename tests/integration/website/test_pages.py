"""Every page answers, is complete without a script, and takes bad input."""

import gzip
import re
from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from functions.web import rendering
from inkscout.bootstrap import stores
from inkscout.domain.studio import Provenance
from tests.integration.api.conftest import World
from tests.support import api_client
from tests.support.website import SITE, faults, visit

_LINKS_OF_A_SHAPE = 8
FIXED = [
    "/", "/artists", "/studios", "/styles", "/styles/blackwork", "/map", "/shortlist", "/removal", "/about",
    "/faq", "/privacy", "/terms", "/accessibility", "/colophon", "/status", "/artists?view=map",
]  # fmt: skip


def profile(world: World) -> str:
    """The path of an artist who has a studio."""
    artist = next(one for one in world.generated.artists[:40] if one.studio_id)
    return visit(f"/artists/{artist.artist_id}").headers["location"]


def every_page(world: World) -> list[str]:
    """Paths of a page of each kind."""
    artist = next(one for one in world.generated.artists[:40] if one.studio_id)
    city = f"/{artist.country.lower()}/{artist.city.lower().replace(' ', '-')}"
    place = visit(city)
    paths = [*FIXED, profile(world), visit(f"/studios/{artist.studio_id}").headers["location"]]
    return [*paths, city if place.status == 200 else place.headers["location"], "/nowhere"]


def test_every_page_is_sound_and_complete_without_a_script(site: World) -> None:
    for path in every_page(site):
        page = visit(path)
        assert page.status == (404 if path == "/nowhere" else 200), path
        assert faults(page) == [], path
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        policy = page.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "set-cookie" not in page.headers
        size = len(gzip.compress(page.body))
        assert size <= 15_000, f"{path} has {size} bytes packed"


def test_every_link_on_the_website_leads_somewhere(site: World) -> None:
    known: dict[str, int] = {}
    alike: Counter[tuple[str, int]] = Counter()
    for path in every_page(site):
        for link in visit(path).links():
            if link in known or link.startswith(("/v1/", "/docs", "/images/")):
                continue
            bare, _, query = link.partition("?")
            shape = (bare.split("/")[1], bare.count("/") + 10 * query.count("="))
            alike[shape] += 1
            if alike[shape] <= _LINKS_OF_A_SHAPE:
                known[link] = visit(link).status
    lost = {link: status for link, status in known.items() if status not in (200, 301, 302)}
    people = {link for link in lost if link.startswith(("/artists/", "/studios/"))}
    # The index of the tests holds more people than their table.
    assert lost.keys() == people


def test_a_search_says_how_it_was_read_and_each_part_can_be_taken_back(site: World) -> None:
    city = next(one.city for one in site.generated.artists if one.city)
    page = visit("/artists", {"q": f"blackwork {city}"})
    chips = page.page.xpath("//p[contains(@class,'understood')]/a")
    assert [" ".join(chip.text_content().split()).split(" ×")[0] for chip in chips] == ["Blackwork", city]
    without_style = visit(str(chips[0].get("href")))
    assert without_style.status == 200
    assert "Blackwork artists" not in without_style.said("//h1")
    assert city in without_style.said("//h1")


def test_a_part_of_a_text_that_is_taken_back_leaves_the_others(site: World) -> None:
    somebody = next(
        one for one in site.generated.artists if one.city and one.role == "apprentice" and one.styles
    )
    style, city = somebody.styles[0], somebody.city
    page = visit("/artists", {"q": f"{style} apprentice {city}"})
    chips = page.page.xpath("//p[contains(@class,'understood')]/a")
    addresses = [dict(parse_qsl(urlsplit(str(chip.get("href"))).query)) for chip in chips]
    read = {"style": style, "role": "apprentice", "city": city}
    assert addresses == [
        {name: value for name, value in read.items() if name != taken} for taken in ("style", "role", "city")
    ]


def test_an_exclusion_can_be_taken_back_and_stays_when_another_part_is(site: World) -> None:
    city = next(one.city for one in site.generated.artists if " " in one.city and one.city.isascii())
    page = visit("/artists", {"q": f"blackwork no tribal -{city.replace(' ', '-')}"})
    chips = page.page.xpath("//p[contains(@class,'understood')]/a")
    said = [" ".join(chip.text_content().split()).split(" ×")[0] for chip in chips]
    assert said[:2] == ["Blackwork", "not Tribal"]
    texts = [dict(parse_qsl(urlsplit(str(chip.get("href"))).query)).get("q", "") for chip in chips]
    place = f"-{city.lower().replace(' ', '-')}"
    assert texts == [f"-tribal {place}", place, "-tribal"]


def test_a_search_that_finds_nobody_offers_others(site: World) -> None:
    page = visit("/artists", {"q": "Zzyzx Nobodysname"})
    offers = page.page.xpath("//div[@class='empty']//a[@class='chip']")
    assert offers
    for offer in offers[:1] + offers[-1:]:
        assert visit(str(offer.get("href"))).page.xpath("//ol/li")


def test_a_result_tells_why_it_matched_and_a_search_which_page_stands_for_it(site: World) -> None:
    city = next(one.city for one in site.generated.artists if one.city and one.city.isascii())
    found = visit("/artists", {"q": f"blackwork {city}"})
    assert "style: Blackwork" in found.said("//ol/li[1]//details")
    page = visit("/artists", {"city": city, "style": "blackwork"})
    assert not page.page.xpath("//ol//details"), "filters alone explain themselves"
    canonical = str(page.page.xpath("//link[@rel='canonical']/@href")[0])
    assert canonical.endswith(f"/{city.lower().replace(' ', '-')}/blackwork")
    assert visit(canonical.removeprefix(SITE)).status == 200
    named = {"q": "x", "role": "guest", "near": city}
    for name, value in named.items():
        page = visit("/artists", {"city": city, name: value})
        assert page.page.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/artists"]


def test_filters_in_use_are_marked_and_removable(site: World) -> None:
    page = visit("/artists", [("style", "blackwork"), ("style", "realism"), ("match", "any")])
    assert {one.get("value") for one in page.page.xpath("//input[@name='style'][@checked]")} == {
        "blackwork",
        "realism",
    }
    fewer = page.page.xpath("//ul[@class='chips']/li/a[contains(.,'Realism')]/@href")[0]
    assert "realism" not in fewer
    assert "style=blackwork" in fewer


def test_the_next_page_shows_others(site: World) -> None:
    first = visit("/artists")
    more = first.page.xpath("//a[@data-more]/@href")[0]
    second = visit(str(more))
    names = [{str(one) for one in page.page.xpath("//ol/li/@data-artist")} for page in (first, second)]
    assert len(names[0]) == 24
    assert not names[0] & names[1]


def test_an_empty_result_says_which_filter_to_drop(site: World) -> None:
    page = visit("/artists", {"q": "qqqqzzzz", "style": "blackwork"})
    hints = page.page.xpath("//div[@class='empty']//a[contains(.,'without')]")
    assert hints, page.said("//main")
    assert all(visit(str(one.get("href"))).page.xpath("//ol/li") for one in hints)


def test_an_id_leads_to_its_canonical_address(site: World) -> None:
    path = profile(site)
    artist_id = path.split("/")[2]
    assert path.count("/") == 3
    for other in (f"/artists/{artist_id}", f"/artists/{artist_id}/somebody-else", f"{path}/more"):
        assert (visit(other).status, visit(other).headers["location"]) == (301, path)
    page = visit(path)
    assert page.page.xpath("//link[@rel='canonical']/@href") == [f"{SITE}{path}"]
    assert visit("/about/").headers["location"] == "/about"


def test_only_the_form_takes_what_is_sent(site: World) -> None:
    for path in ("/", "/artists", "/static/x"):
        refused = visit(path, method="POST", form="q=x")
        assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")
    assert visit("/", method="HEAD").body == b""
    assert visit("/", method="DELETE").status == 405


def test_an_unchanged_page_is_not_sent_again(site: World) -> None:
    first = visit("/about")
    again = visit("/about", headers={"if-none-match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_files_for_browsers_and_robots_are_there(site: World) -> None:
    robots = visit("/robots.txt").text
    assert "Disallow: /artists?" in robots
    assert f"Sitemap: {SITE}/sitemap.xml" in robots
    for path in ("/site.webmanifest", "/opensearch.xml", "/.well-known/security.txt", "/sitemap.xml"):
        assert visit(path).status == 200, path
    assert visit("/favicon.ico").status == 302


def test_a_website_that_is_not_public_asks_search_engines_to_stay_away(
    composed_anew: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_INDEXED", "false")
    api_client.forget()
    assert visit("/").headers["x-robots-tag"] == "noindex"
    assert visit("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_static_files_stay_within_their_budgets(site: World) -> None:
    folder = rendering.STATIC
    packed = {path.name: len(gzip.compress(path.read_bytes())) for path in folder.iterdir() if path.is_file()}
    assert packed["site.css"] <= 12_000
    assert sum(size for name, size in packed.items() if name.endswith(".js")) <= 25_000
    latin = [path.stat().st_size for path in (folder / "fonts").glob("*latin-wght-normal.woff2")]
    assert len(latin) == 2
    assert sum(latin) <= 75_000
    for asset in re.findall(r'"(/static/[^"]+)"', visit("/").text):
        answer = visit(asset)
        assert answer.status == 200, asset
        assert "immutable" in answer.headers["cache-control"]
    before = visit("/static/000000000000/site.css")
    assert (before.status, "immutable" in before.headers["cache-control"]) == (200, False)
    for escape in (
        "/static/../handler.py",
        f"/static/{rendering.digest()}/../answers.py",
        "/static/%2e%2e/x",
    ):
        assert visit(escape).status == 404


def test_a_map_without_a_script_has_its_pins_and_ways_to_move(site: World) -> None:
    page = visit("/artists?view=map")
    pins = page.page.xpath("//*[@class='pins']/a")
    assert pins
    assert all(one.get("aria-label") for one in pins)
    moved = visit(str(page.page.xpath("//a[contains(@class,'zoom-in')]/@href")[0]))
    assert "bbox" in str(moved.page.xpath("//a[contains(@class,'zoom-out')]/@href")[0])
    assert moved.status == 200


def test_a_shortlist_shows_who_is_there_and_counts_who_is_not(site: World) -> None:
    ids = [one.artist_id for one in site.generated.artists[:2]]
    page = visit("/shortlist", {"ids": ",".join([*ids, "a-unknown", "<b>", *["x"] * 20])})
    assert [str(one) for one in page.page.xpath("//li/@data-artist")] == ids
    assert "not, or no longer" in page.said("//main")


def test_behind_an_edge_only_its_requests_are_answered(
    composed_anew: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []

    def read(_arn: str, stage: str = "AWSCURRENT") -> str:
        reads.append(stage)
        return "the-secret-in-use"

    monkeypatch.setenv("ORIGIN_SECRET_ARN", "arn")
    monkeypatch.delenv("SITE_URL")
    monkeypatch.setattr(stores, "secret", read)
    api_client.forget()
    assert visit("/").status == 403
    sent = {"X-Inkscout-Origin": "the-secret-in-use", "X-Viewer-Host": "ink.example"}
    page = visit("/", headers=sent)
    assert page.status == 200
    assert page.page.xpath("//link[@rel='canonical']/@href") == ["https://ink.example/"]
    asked = len(reads)
    visit("/about", headers=sent)
    assert len(reads) == asked, "the secret is read for every page"


def test_a_sitemap_lists_what_the_exports_wrote(site: World) -> None:
    paths = {"/artists/a-1/ana-brook": "2026-01-02", "/": ""}
    text = "".join(f"{path}\t{changed}\n" for path, changed in paths.items())
    stores.manifests().write_text("exports/latest/sitemap-1.tsv", text, "text/tab-separated-values")
    assert f"<loc>{SITE}/sitemaps/1.xml</loc>" in visit("/sitemap.xml").text
    listed = visit("/sitemaps/1.xml")
    assert listed.headers["content-type"].startswith("application/xml")
    assert f"<url><loc>{SITE}/artists/a-1/ana-brook</loc><lastmod>2026-01-02</lastmod></url>" in listed.text
    for missing in ("/sitemaps/2.xml", "/sitemaps/0.xml", "/sitemaps/x.xml", "/sitemaps"):
        assert visit(missing).status == 404


def test_a_position_that_only_google_said_is_on_no_map(
    composed_anew: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = composed_anew
    monkeypatch.setenv("MAP_PLACES", "open")
    api_client.forget()
    known = next(one for one in site.generated.studios if one.location and one.studio_id in site.stored)
    table = stores.directory()
    shown = {}
    for source in ("google", "osm"):
        table.update_studio(
            known.studio_id,
            lambda studio, source=source: (
                studio and replace(studio, facts={**studio.facts, "location": Provenance(source=source)})
            ),
        )
        page = visit("/studios", {"q": known.name, "view": "map"})
        pins = page.page.xpath("//*[@class='pins']/a/@data-pin")
        profile = visit(visit(f"/studios/{known.studio_id}").headers["location"])
        shown[source] = (known.studio_id in pins, bool(profile.page.xpath("//*[@class='pins']")))
    assert shown == {"google": (False, False), "osm": (True, True)}
