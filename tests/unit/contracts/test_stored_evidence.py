"""Evidence keeps the stored name ``layer``: items, their digests and the API stay as clients know them."""

from inkscout.contracts.api.profiles import EvidenceView
from inkscout.contracts.stored.directory_items import decode, encode
from inkscout.domain.artist import Artist
from inkscout.domain.reading import Evidence
from inkscout.domain.snapshot import record_digest

ARTIST = Artist(
    artist_id="a-1",
    name="Anna Bell",
    evidence=(Evidence(url="https://s.example/team", finder="section", snippet="Anna Bell"),),
)


def test_an_item_holds_the_finder_as_layer() -> None:
    item = encode(ARTIST)
    assert item["evidence"] == [{"url": "https://s.example/team", "layer": "section", "snippet": "Anna Bell"}]
    assert decode(Artist, item) == ARTIST


def test_the_digest_is_the_one_that_older_items_carry() -> None:
    assert record_digest(ARTIST) == "a1feb7c1b6e429fb17d0350d25bfbb40"


def test_the_api_shows_the_finder_as_layer() -> None:
    assert set(EvidenceView.model_fields) == {"url", "layer", "snippet"}
