"""The catalogue of feeds: what is read again, and how soon a new feed is found."""

import pytest

from inkscout.errors import NotFound
from inkscout.usecases.records.catalogue import CATALOGUE_SECONDS, NEWS_SECONDS, FeedCatalogue
from tests.support.fakes.clock import FakeClock
from tests.support.feeds import THINGS


class Shelf:
    """``ports.feeds.FeedDefinitions`` as far as the catalogue reads it."""

    def __init__(self) -> None:
        self.texts = {"things": THINGS}
        self.listed, self.read = 0, []

    def tags(self) -> dict[str, str]:
        self.listed += 1
        return {name: str(hash(text)) for name, text in sorted(self.texts.items())}

    def text(self, name: str) -> str | None:
        self.read.append(name)
        return self.texts.get(name)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_a_feed_that_was_added_a_moment_ago_is_found(shelf: Shelf) -> None:
    clock = FakeClock()
    feeds = FeedCatalogue(shelf, clock)
    assert feeds.get("things", private=False).title == "Things"
    shelf.texts["others"] = THINGS.replace("Things", "Others")
    assert feeds.get("others", private=False).title == "Others"
    for _ in range(5):
        with pytest.raises(NotFound):
            feeds.get("unknown", private=True)
    assert shelf.listed == 2, "names that nobody knows cost no more than a look in two seconds"
    clock.advance(seconds=NEWS_SECONDS + 1)
    shelf.texts["unknown"] = THINGS.replace("public = true", "")
    with pytest.raises(NotFound):
        feeds.get("unknown", private=False)
    assert "unknown" in feeds(private=True)
    assert "unknown" not in feeds(private=False)


def test_only_definitions_with_another_text_are_read_again(shelf: Shelf) -> None:
    clock = FakeClock()
    feeds = FeedCatalogue(shelf, clock)
    shelf.texts["unreadable"] = "title ="
    assert list(feeds(private=True)) == ["things"]
    shelf.texts["things"] = THINGS.replace("Things", "New things")
    clock.advance(seconds=CATALOGUE_SECONDS + 1)
    assert feeds.get("things", private=True).title == "New things"
    assert shelf.read == ["things", "unreadable", "things"]
    del shelf.texts["things"]
    clock.advance(seconds=CATALOGUE_SECONDS + 1)
    with pytest.raises(NotFound):
        feeds.get("things", private=True)
