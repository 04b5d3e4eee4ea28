"""Records, coverage and feeds on the desk."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from inkscout.bootstrap import desk_reading, stores
from inkscout.domain.artist import Artist
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import CLOSED, Provenance
from tests.integration.desk_reading.conftest import Desk
from tests.support.desk_runs import visit
from tests.support.website import AwayIndex, Visited, faults


def rows(page: Visited, label: str) -> list[str]:
    """Texts of the first cells of a table."""
    found = page.page.xpath(f"//*[@aria-label='{label}']//tbody/tr")
    return [row.xpath("string(th/a | th/code)") for row in found]


def test_records_page_through_all_that_searchers_see(desk: Desk) -> None:
    path, found, pages = "/desk/records?source=&city=praha", [], 0
    while path:
        page = visit(path)
        assert page.status == 200
        found += [one.xpath("string(span)") for one in page.page.xpath("//tbody/tr/th")]
        path = page.page.xpath("string(//a[@rel='next']/@href)")
        pages += 1
    wanted = [one.artist_id for one in desk.world.generated.artists if one.city == "Praha"]
    assert pages == -(-len(wanted) // 50)
    assert sorted(found) == sorted(wanted)


def test_records_are_found_by_id_and_by_words(desk: Desk) -> None:
    artist = desk.world.generated.artists[0]
    exact = visit(f"/desk/records?q={artist.artist_id}")
    assert faults(exact) == []
    assert artist.artist_id in exact.said("//div[contains(@class, 'note')]")
    studios = visit(f"/desk/records?kind=studio&q={desk.world.generated.studios[0].name.split()[0]}")
    assert desk.world.generated.studios[0].name in rows(studios, "Table of records")


def test_records_that_searchers_do_not_see_are_listed(desk: Desk) -> None:
    table = stores.directory()
    gone = replace(desk.world.generated.artists[50], artist_id="a-left", active=False, version=0)
    table.put_artist(gone)
    table.put_artist(replace(gone, artist_id="a-deleted", active=True))
    table.delete(EntryKind.ARTIST, "a-deleted")
    page = visit("/desk/records?shown=no")
    listed = {
        row.xpath("string(th/span)"): row.xpath("string(td[6])") for row in page.page.xpath("//tbody/tr")
    }
    assert listed == {"a-left": "left every studio", "a-deleted": "deleted"}
    assert "Nothing is stored about it any more" in visit("/desk/records/a-deleted").said("//main")


def test_hidden_records_go_on_where_a_page_ended(desk: Desk) -> None:
    table = stores.directory()
    studio = replace(desk.world.generated.studios[0], version=0)
    for number in range(7):
        table.put_studio(replace(studio, studio_id=f"s-hidden-{number}", name=("", "Ink")[number % 2]))
    for number in (1, 3):
        table.update_studio(
            f"s-hidden-{number}", lambda one: replace(one, business_status=CLOSED) if one else None
        )
    table.redirect(EntryKind.STUDIO, "s-hidden-5", "s-hidden-0")
    table.update_studio("s-hidden-6", lambda one: replace(one, name="Named") if one else None)
    hidden = desk_reading.browse_entries()._hidden
    found, after = [], ""
    for _ in range(5):
        page = hidden.page(EntryKind.STUDIO, limit=2, after=after)
        assert len(page.entries) == 2
        found += [one.entry_id for one in page.entries]
        after = page.next_key
        if not after:
            break
    assert sorted(found) == [f"s-hidden-{number}" for number in range(6)]
    asked = requests_of(lambda: visit("/desk/records?kind=studio&shown=no"))
    assert asked == ["Query", "BatchGetItem"]
    for number in range(6):
        table.delete(EntryKind.STUDIO, f"s-hidden-{number}")


def requests_of(call: Callable[[], object]) -> list[str]:
    """Names of the requests that a call sends to DynamoDB."""
    asked: list[str] = []
    events = stores.aws_client("dynamodb").meta.events
    events.register("before-call.dynamodb", lambda model, **_: asked.append(model.name), unique_id="counted")
    try:
        call()
    finally:
        events.unregister("before-call.dynamodb", unique_id="counted")
    return asked


def test_a_record_has_facts_with_sources_versions_and_raw_json(desk: Desk) -> None:
    seen = Provenance(source="site", ref="https://ink.example/team", seen_at="2026-03-01T10:00:00+00:00")
    artist = Artist(
        artist_id="a-known", name="Ada <b>Ink</b>", city="Leeds", bio="Fine line", facts={"bio": seen}
    )
    stores.directory().put_artist(artist)
    page = visit("/desk/records/a-known")
    assert faults(page) == []
    assert page.said("//h1") == "Ada <b>Ink</b>"
    facts = {
        row.xpath("string(th)"): row for row in page.page.xpath("//*[@aria-label='Table of facts']//tbody/tr")
    }
    assert facts["About"].xpath("string(td[2]/a/@href)") == "https://ink.example/team"
    assert "1 Mar 2026" in facts["About"].text_content()
    tiles = [one.text_content() for one in page.page.xpath("//ul[@class='tiles']/li")]
    assert any("Version in the index" in tile and "they differ" in tile for tile in tiles)
    assert '"Fine line"' in page.said("//details[@id='raw-json']")
    assert visit("/desk/records/a-nobody").status == 404


def test_records_open_while_the_index_is_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for use_case in (desk_reading.browse_entries(), desk_reading.read_entry()):
        monkeypatch.setattr(use_case, "_index", AwayIndex())
    page = visit("/desk/records")
    assert page.status == 200
    assert "does not answer" in page.said("//div[@role='status']")
    artist = desk.world.generated.artists[0]
    assert "the index does not answer" in visit(f"/desk/records/{artist.artist_id}").said("//main")


def test_a_region_shows_its_cells_on_a_map_and_what_is_not_proved(desk: Desk) -> None:
    assert rows(visit("/desk/coverage"), "Table of regions") == ["Leeds, UK"]
    page = visit(f"/desk/coverage/{desk.region}")
    assert faults(page) == []
    cells = [str(one) for one in page.page.xpath("//*[name()='rect']/@class") if str(one).startswith("c-")]
    assert sorted(cells) == ["c-exhausted", "c-full", "c-open", "c-open"]
    assert rows(page, "Table of open cells") == ["r1", "r2", "r3"]
    again = page.page.xpath("string(//a[contains(., 'Search again')]/@href)")
    assert "Leeds, UK" in visit(again).page.xpath("string(//textarea)")
    assert visit("/desk/coverage/nowhere").status == 404


def test_feeds_show_totals_records_and_a_record_with_its_history(desk: Desk) -> None:
    page = visit("/desk/feeds")
    assert faults(page) == []
    assert rows(page, "Table of feeds") == ["People", "Ski lifts"]
    assert len(page.page.xpath("//figure[@class='timeline']//tbody/tr")) == 7
    only = visit("/desk/feeds?type=people")
    assert rows(only, "Table of records") == ["people-1"]
    found: list[str] = []
    path = "/desk/feeds/ski-lifts"
    while path:
        feed = visit(path)
        assert faults(feed) == []
        found += rows(feed, "Table of records")
        path = feed.page.xpath("string(//a[@rel='next']/@href)")
    assert len(found) == len(set(found)) == 61
    record = visit("/desk/feeds/ski-lifts/records/ski-lifts-wind")
    assert faults(record) == []
    assert len(rows(record, "Table of versions")) == 2
    assert '"extra"' not in record.said("//section[@aria-labelledby='data']")
    assert "extra" in record.said("//details[@id='raw-json']")
    assert visit("/desk/feeds/people/records/ski-lifts-wind").status == 404
    assert visit("/desk/feeds/nothing").status == 404
    assert "Nothing was set aside" in visit("/desk/feeds/ski-lifts/quarantine").said("//main")
