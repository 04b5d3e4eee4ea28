"""Pages while the index or the tables are away."""

import pytest

from inkscout.bootstrap import api, stores
from tests.integration.api.conftest import World
from tests.support.website import AwayIndex, AwayTable, compose_anew, faults, visit


def test_with_the_index_away_every_page_answers_and_says_so(
    composed_anew: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    artist = next(one for one in composed_anew.generated.artists[:40] if one.studio_id)
    profile = visit(f"/artists/{artist.artist_id}").headers["location"]
    compose_anew()
    monkeypatch.setattr(api, "index", AwayIndex)
    for path in ("/", "/artists", "/artists?style=blackwork", "/styles", "/studios", "/artists?view=map"):
        page = visit(path)
        assert page.status == 200, path
        assert faults(page) == [], path
        assert page.page.xpath("//div[@class='note']"), path
        assert "max-age=5" in page.headers["cache-control"], path
    assert visit(profile).status == 200
    assert "does not answer" in visit("/status").said("//main")


def test_with_the_tables_away_a_page_says_so_and_when_to_try_again(
    composed_anew: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose_anew()
    monkeypatch.setattr(stores, "directory", AwayTable)
    monkeypatch.setattr(api, "index", AwayIndex)
    for path in ("/artists/a-any", "/studios/s-any", "/artists?style=blackwork"):
        page = visit(path)
        assert (page.status, page.headers["retry-after"]) == (503, "5"), path
        assert page.headers["cache-control"] == "no-store"
        assert faults(page) == []
        assert "request-0001" in page.said("//main")
    assert "are away" in visit("/status").said("//main")


def test_a_fault_of_ours_is_a_page_and_no_stack(
    composed_anew: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> object:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(api, "read_directory_figures", broken)
    page = visit("/")
    assert page.status == 500
    assert "secret detail" not in page.text
    assert faults(page) == []
