"""Two studios of one town whose visits are stored, and two of their artists."""

from datetime import datetime, timedelta
from typing import Any

from inkscout.domain.geo import GeoPoint
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.reading import FoundArtist, Image, SiteReading, StudioFacts
from inkscout.domain.studio import Provenance, Studio
from inkscout.usecases.directory.store_reading import StoredReading, store_reading
from tests.support.fakes.clock import START
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeDenylist, FakeHeldPeople, FakeStateStore
from tests.support.fakes.stores import FakeLake

ZOE = FoundArtist(
    name="Zoë Müller",
    instagram="zoe.inks",
    role="artist",
    styles=("fine_line",),
    bio="Fine lines.",
    page_url="https://harbour.example/zoe",
    portfolio=(Image(url="https://harbour.example/1.jpg", hash="h1"),),
    confidence=0.9,
)
KIM = FoundArtist(name="Kim", confidence=0.7)


class Town:
    """Two studios and everything that readings are stored with; a visit a day."""

    def __init__(self) -> None:
        self.directory, self.denylist = FakeDirectory(), FakeDenylist()
        self.held_people = FakeHeldPeople()
        self.state_store, self.lake = FakeStateStore(), FakeLake()
        self.day = 0
        for number, city in ((1, "Köln"), (2, "Bonn")):
            self.directory.put_studio(
                Studio(
                    studio_id=f"s-{number}",
                    name=f"Studio {number}",
                    city=city,
                    country="DE",
                    location=GeoPoint(50.0 + number, 7.0),
                    website=f"https://s{number}.example/",
                    rating=4.5,
                    facts={"name": Provenance(source="google", ref=f"p{number}")},
                )
            )

    @property
    def now(self) -> datetime:
        return START + timedelta(days=self.day)

    def visit(
        self,
        studio_id: str,
        *people: FoundArtist,
        outcome: VisitOutcome = VisitOutcome.ARTISTS_FOUND,
        facts: StudioFacts | None = None,
        next_day: bool = True,
    ) -> StoredReading:
        self.day += next_day
        studio = self.directory.studio(studio_id)
        assert studio is not None
        reading = SiteReading(outcome=outcome, artists=people, studio=facts or StudioFacts())
        return store_reading(studio, reading, now=self.now, **self.stores())

    def stores(self) -> Any:
        return {
            "directory": self.directory,
            "denylist": self.denylist,
            "held_people": self.held_people,
            "state_store": self.state_store,
            "lake": self.lake,
        }
