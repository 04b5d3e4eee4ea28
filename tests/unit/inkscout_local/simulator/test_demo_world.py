"""The bundled demo world is what it says it is: complete, consistent, and small."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from inkscout_local.simulator.model import World
from inkscout_local.simulator.sites import SiteFolder
from tests.support.project import ROOT

DEMO = ROOT / "inkscout_local" / "worlds" / "demo"
HOSTILE = ROOT / "tests" / "worlds" / "hostile"


def labels(root: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (root / "labels.jsonl").read_text(encoding="utf-8").splitlines()]


def html_files(host: str) -> list[Path]:
    return sorted((DEMO / "sites" / host).rglob("*.html"))


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("windows-1252")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("&amp;", "&")


def test_the_demo_world_has_the_promised_size() -> None:
    world = World.load(DEMO)
    studios = {label["host"] for label in labels(DEMO) if label["kind"] == "tattoo_studio"}
    artists = {artist["name"] for label in labels(DEMO) for artist in label["artists"]}
    assert len(studios) >= 28
    assert len(artists) >= 90
    assert len(world.places) >= 30


def test_the_demo_world_stays_small() -> None:
    files = [path for path in DEMO.rglob("*") if path.is_file()]
    assert len(files) <= 350
    assert sum(path.stat().st_size for path in files) < 1_500_000


@pytest.mark.parametrize("label", labels(DEMO), ids=lambda one: one["host"])
def test_artists_stand_where_the_label_says(label: dict[str, Any]) -> None:
    whole = " ".join(text_of(path) for path in html_files(label["host"]))
    for artist in label["artists"]:
        if label["needs_js"]:
            assert artist["name"] not in whole
            continue
        page = DEMO / "sites" / label["host"] / artist["page"]
        raw = text_of(page)
        assert artist["name"] in squeezed(raw) or artist["name"] in raw
        if artist["instagram"]:
            assert artist["instagram"] in whole


@pytest.mark.parametrize("label", labels(DEMO), ids=lambda one: one["host"])
def test_decoys_really_stand_on_the_site(label: dict[str, Any]) -> None:
    everything = " ".join(
        text_of(path)
        for path in (DEMO / "sites" / label["host"]).rglob("*")
        if path.suffix in {".html", ".js", ".json"}
    )
    for name in label["not_artists"]:
        assert name in squeezed(everything) or name in everything


def test_every_site_of_a_place_is_served_or_says_why_not() -> None:
    world = World.load(DEMO)
    held = set(world.hosts)
    outside = {
        urlsplit(site).hostname
        for one in world.places
        if (site := str(one.raw.get("website", ""))) and urlsplit(site).hostname not in held
    }
    assert outside == {"www.instagram.com"}


def test_links_within_the_world_lead_somewhere() -> None:
    """Every link, script, style and frame answers; what is meant to be missing is named here."""
    world = World.load(DEMO)
    meant = {"http://inkfolio.test/@nellob.handpoke", "http://inkfolio.test/@grifftolliver.tattoo",
             "http://inkfolio.test/signup", "http://voltandvine.test/favicon.svg"}  # fmt: skip
    broken: set[str] = set()
    for host, settings in world.hosts.items():
        for path in html_files(host):
            base = f"http://{host}/{path.relative_to(DEMO / 'sites' / host).as_posix()}".removesuffix(
                "index.html"
            )
            tree = LexborHTMLParser(text_of(path))
            found = [n.attributes.get("href") for n in tree.css("a[href], link[rel=stylesheet][href]")]
            found += [n.attributes.get("src") for n in tree.css("script[src], iframe[src]")]
            for target in found:
                url = urlsplit(urljoin(base, target or ""))
                if url.scheme != "http" or url.hostname not in world.hosts:
                    continue
                to = world.hosts[url.hostname]
                site = SiteFolder(DEMO / "sites" / url.hostname, single_page_fallback=to.single_page_fallback)
                address = f"http://{url.hostname}{url.path}"
                if site.find(url.path or "/", url.query) is None and address not in meant:
                    broken.add(f"{base} -> {address} ({settings.needs_js})")
    assert broken == set()


def test_numbers_are_those_reserved_for_drama() -> None:
    """Ofcom keeps 0113 496 0000 to 0999 for fiction."""
    world = World.load(DEMO)
    numbers = [
        str(one.raw["international_phone_number"])
        for one in world.places
        if "international_phone_number" in one.raw
    ]
    numbers += [label["studio"]["phone"] for label in labels(DEMO) if label["studio"]["phone"]]
    assert all(re.fullmatch(r"(\+44 |0)113 496 0\d{3}", number) for number in numbers)


def test_hosts_end_in_test_so_that_none_can_exist() -> None:
    assert all(host.endswith(".test") for root in (DEMO, HOSTILE) for host in World.load(root).hosts)


def test_the_special_cases_are_there() -> None:
    world = World.load(DEMO)
    sites = [str(one.raw.get("website", "")) for one in world.places]
    assert any(one.raw.get("business_status") == "CLOSED_PERMANENTLY" for one in world.places)
    assert any("instagram.com" in site for site in sites)
    assert any(not site for site in sites)
    assert any(not one.on_google for one in world.places)
    assert {one.category for one in world.places} >= {"permanent_makeup", "supplier", "removal"}
    hosts = [urlsplit(site).hostname for site in sites if site]
    assert len(hosts) > len(set(hosts)), "one studio is listed twice"
    assert sum(label["needs_js"] for label in labels(DEMO)) >= 3


def test_places_lie_in_the_region_and_addresses_agree_with_it() -> None:
    world = World.load(DEMO)
    box = world.regions[0].viewport.box
    assert all(one.point and box.contains(one.point) for one in world.places)
