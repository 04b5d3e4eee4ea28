"""Result of a run: the artists whom this run read, and a sample search about them."""

from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3

from inkscout.bootstrap import stores
from inkscout.contracts.api.profiles import ArtistProfile
from inkscout.contracts.api.search import ArtistPage, Facets, Understood
from inkscout_cli.follow_run.execution import ExecutionView
from inkscout_cli.follow_run.result import collect
from tests.support.fakes.operations import FakeRunLedger


@dataclass
class Directory:
    """Transport to an API with artists of Leeds, whom most searches would find first, and one of Otley."""

    searches: list[str] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    api_url: str = "http://api.test"

    def api_pool(self, *, searches: bool) -> Any:
        assert searches
        return nullcontext(self)

    def request(self, _method: str, url: str, **_options: object) -> urllib3.HTTPResponse:
        asked = urlsplit(url)
        if asked.path == "/v1/artists":
            self.searches += parse_qs(asked.query).get("q", [])
            return _answer(
                ArtistPage(items=[], total=9, facets=Facets(), understood=Understood(), took_ms=1.0)
            )
        artist_id = asked.path.rpartition("/")[2]
        city = "Otley" if artist_id == "a-otley" else "Leeds"
        return _answer(ArtistProfile(artist_id=artist_id, name=artist_id, city=city, styles=["fine-line"]))


def _answer(document: ArtistPage | ArtistProfile) -> urllib3.HTTPResponse:
    return urllib3.HTTPResponse(document.model_dump_json().encode(), status=200)


def test_a_run_of_one_town_shows_the_artists_of_that_town(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, directory = FakeRunLedger(), Directory()
    monkeypatch.setattr(stores, "ledger", lambda: ledger)
    for run_id, studio, artist in (("before", "s-1", "a-leeds"), ("otley", "s-2", "a-otley")):
        ledger.start_run(run_id, {})
        ledger.record(run_id, "visit", studio, {"artists": [artist]})
        ledger.finish_run(run_id, "succeeded", {"artists": 1})
    result = collect(directory, ExecutionView("otley", "SUCCEEDED"))
    assert [artist["artist_id"] for artist in result.artists] == ["a-otley"]
    assert result.search is not None
    assert (result.search.query, directory.searches) == ("fine line Otley", ["fine line Otley"])
