"""Small inputs out of public bug reports with their right values, where ``../shared/cases`` lies."""

import json
from pathlib import Path
from typing import Any

import pytest

from inkscout.adapters.places import overpass_places
from inkscout.discovery.studios import clean_website
from inkscout.domain.place import Place
from inkscout.domain.reading import SiteReading
from inkscout.domain.site_visit import SiteToRead
from inkscout.extraction.crawl.sitemaps import read_sitemap
from inkscout.extraction.site import read_site
from inkscout.usecases.discovery.import_places import import_places
from inkscout.usecases.visits.read_website import read_website
from inkscout.web import charset, media, robots
from tests.support.fakes.readers import HereReader
from tests.support.pages import FakeSite, page
from tests.support.shared_data import shared_path

CASES = shared_path("cases")
FOLDERS = sorted(folder for folder in CASES.glob("*") if (folder / "expected.json").is_file())
NAMES_OF_FILES = {"sitemap": "sitemap.xml", "robots": "robots.txt", "website": "website.txt"}


class Imports:
    """Remembers imported places."""

    def __init__(self) -> None:
        self.places: list[Place] = []

    def put(self, place: Place) -> bool:
        """Remembers a place."""
        self.places.append(place)
        return True


def read_files(folder: Path, args: dict[str, Any]) -> dict[str, str]:
    return {
        url: charset.decode((folder / name).read_bytes(), "text/html") for name, url in args["files"].items()
    }


def assert_reading(reading: SiteReading, right: dict[str, Any]) -> None:
    if "outcome" in right:
        assert reading.outcome.value == right["outcome"]
    found = {artist.name: artist for artist in reading.artists}
    for name, facts in right.get("artists", {}).items():
        assert name in found
        if "instagram" in facts:
            assert found[name].instagram == facts["instagram"]
        assert set(facts.get("styles", ())) <= set(found[name].styles)
    for field, value in right.get("studio", {}).items():
        assert getattr(reading.studio, field) == value


@pytest.mark.skipif(not FOLDERS, reason="../shared/cases is missing")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
async def test_a_reported_input_gives_its_right_value(folder: Path) -> None:
    case = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    right, args = case["right"], case["args"]
    match case["call"]:
        case "site":
            pages = [page(html, url) for url, html in read_files(folder, args).items()]
            assert_reading(read_site(pages), right)
        case "visit":
            site = FakeSite(read_files(folder, args))
            start = SiteToRead(url=args["start"])
            assert_reading((await read_website(start, site.fetch, reader=HereReader())).reading, right)
        case "decode":
            text = charset.decode((folder / args["f"]).read_bytes(), args["ct"])
            for part in right["text"].split("…")[1:-1]:
                assert part.strip() in text
        case "refresh":
            html = (folder / args["f"]).read_text(encoding="utf-8")
            assert media.refresh_target(html) == right["goes_to"]
        case "sitemap":
            assert list(read_sitemap((folder / args["f"]).read_text("utf-8")).pages) == right["pages"]
        case "robots":
            rules = robots.parse((folder / args["f"]).read_bytes(), "Inkscout")
            assert rules.allows(args["url"]) is right["allowed"]
        case "import":
            assert_imported(folder / args["f"], right)
        case "osm":
            element = json.loads((folder / args["f"]).read_text(encoding="utf-8"))
            place = overpass_places._place(element)
            assert place is not None
            assert place.website == right["website"]
        case "website":
            assert clean_website((folder / args["f"]).read_text("utf-8").strip()) == right["website"]
        case "areas":
            pytest.skip("held by the tests of state payloads")
        case other:
            pytest.fail(f"no way to try {other}")


def assert_imported(path: Path, right: dict[str, Any]) -> None:
    stored = Imports()
    with path.open(encoding="utf-8", newline="") as lines:
        result = import_places(lines, "csv", studios=stored, geocoder=None)
    for wanted, place in zip(right["imported"], stored.places, strict=True):
        for field, value in wanted.items():
            if field in {"lat", "lng"}:
                assert place.location is not None
                assert getattr(place.location, field) == pytest.approx(value)
            else:
                assert getattr(place, field) == value
    if "rejected" in right:
        assert [rejected.line for rejected in result.rejected] == [line for line, _ in right["rejected"]]
