"""ReadProfile: what stands in public, as far as robots, login walls and the person's own wish allow."""

from typing import Any

import pytest

from inkscout.domain.artist import Artist
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import ProfileOutcome
from inkscout.domain.page import FetchStatus
from inkscout.domain.removal import identifiers
from inkscout.errors import InkscoutError, ProviderRejected, ProviderThrottled
from inkscout.usecases.visits.read_profile import ReadProfilePorts, read_profile
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeDenylist
from tests.support.fakes.readers import HereReader
from tests.support.fakes.stores import FakeLake
from tests.support.fakes.websites import FakeBrowser, FakeFetcher

OWN = "http://mara.example/"
INSTAGRAM = "https://www.instagram.com/mara.voss.ink/"
HOME = """<!doctype html><title>Mara Voss | Tattoo artist</title><h1>Mara Voss</h1>
<p>I tattoo fine line and botanical pieces in Leeds, by appointment, and have done so for over ten years.</p>
<a href="/portfolio">Portfolio</a><a href="/shop">Shop</a><a href="/book">Book now</a>"""
PORTFOLIO = """<!doctype html><title>Portfolio</title><h1>Portfolio</h1>
<img src="/art/fern.jpg" alt="fine line fern" width=600 height=800>
<img src="/art/rose.jpg" alt="botanical rose" width=600 height=800>"""
SHELL = '<!doctype html><title>Mara</title><div id="root"></div><script src="/app.js"></script>'
WALL = '<!doctype html><title>Instagram</title><form id="loginForm"><input name="username"></form>'
ACCOUNT = {
    "username": "mara.voss.ink",
    "name": "Mara Voss",
    "biography": "Fine line tattoos in Leeds. Books open. mara@mara.example",
    "website": "http://mara.example/book",
    "followers_count": 4821,
    "media": {
        "data": [
            {
                "caption": "healed fern #finelinetattoo #leeds",
                "media_type": "IMAGE",
                "media_url": "https://cdn.example/1.jpg?sig=1",
                "permalink": "https://www.instagram.com/p/1/",
            },
            {"caption": "a film", "media_type": "VIDEO", "media_url": "https://cdn.example/2.mp4"},
        ]
    },
}


class FakeBusiness:
    def __init__(self, answer: dict[str, Any] | InkscoutError | None) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def account(self, handle: str) -> dict[str, Any] | None:
        self.asked.append(handle)
        if isinstance(self.answer, InkscoutError):
            raise self.answer
        return self.answer


class World:
    def __init__(self, pages: dict[str, str | FetchStatus], **fields: Any) -> None:
        self.fetcher, self.browser = FakeFetcher(pages), FakeBrowser()
        self.directory, self.denylist, self.lake = FakeDirectory(), FakeDenylist(), FakeLake()
        self.business: FakeBusiness | None = None
        self.directory.put_artist(Artist(artist_id="a-1", name="Mara Voss", studio_id="s-1", **fields))

    async def read(self, url: str) -> dict[str, Any]:
        job = Job(
            scrape_id="j", run_id="r", kind=JobKind.READ_PROFILE, url=url, studio_id="s-1", artist_id="a-1"
        )
        deps = ReadProfilePorts(
            fetcher=self.fetcher,
            reader=HereReader(),
            browser=self.browser,
            business=self.business,
            directory=self.directory,
            denylist=self.denylist,
            lake=self.lake,
            clock=FakeClock(),
        )
        return await read_profile(job, deps=deps)

    @property
    def artist(self) -> Artist:
        found = self.directory.artist("a-1")
        assert found is not None
        return found


async def test_an_artists_own_website_gives_bio_portfolio_and_booking() -> None:
    world = World({OWN: HOME, OWN + "portfolio": PORTFOLIO, OWN + "book": "<p>Write to me"}, website=OWN)
    end = await world.read(OWN)
    assert end["outcome"] == ProfileOutcome.READ
    assert "botanical pieces" in world.artist.bio
    assert {image.url for image in world.artist.portfolio} == {OWN + "art/fern.jpg", OWN + "art/rose.jpg"}
    assert world.artist.booking_url == OWN + "book"
    assert OWN + "shop" not in world.fetcher.asked
    assert not world.browser.visits


async def test_reading_twice_writes_nothing_the_second_time() -> None:
    world = World({OWN: HOME, OWN + "portfolio": PORTFOLIO}, website=OWN)
    assert (await world.read(OWN))["written"] > 0
    before = world.artist
    assert (await world.read(OWN))["written"] == 0
    assert world.artist == before


async def test_a_browser_is_started_only_where_the_html_promises_more_than_it_says() -> None:
    world = World({OWN: SHELL}, website=OWN)
    world.browser.pages = {OWN: HOME}
    assert (await world.read(OWN))["outcome"] == ProfileOutcome.READ
    assert world.browser.visits == ["a-1"]
    plain = World({OWN: "<title>x</title><p>Nothing here"}, website=OWN)
    assert (await plain.read(OWN))["outcome"] == ProfileOutcome.NOTHING_FOUND
    assert not plain.browser.visits


async def test_without_a_browser_a_script_built_profile_says_so() -> None:
    world = World({OWN: SHELL}, website=OWN)
    world.browser.missing = True
    assert (await world.read(OWN))["outcome"] == ProfileOutcome.BROWSER_UNAVAILABLE


async def test_a_login_wall_is_recognised_and_not_climbed() -> None:
    world = World({INSTAGRAM: WALL}, instagram="mara.voss.ink")
    end = await world.read(INSTAGRAM)
    assert end["outcome"] == ProfileOutcome.LOGIN_WALL
    assert world.fetcher.asked == [INSTAGRAM]
    assert not world.browser.visits
    assert world.artist.bio == ""


async def test_one_who_asked_not_to_be_listed_is_not_looked_up() -> None:
    world = World({OWN: HOME}, website=OWN, instagram="mara.voss.ink")
    world.business = FakeBusiness(ACCOUNT)
    world.denylist.add(identifiers(handle="mara.voss.ink"))
    assert (await world.read(OWN))["outcome"] == ProfileOutcome.DENYLISTED
    assert not world.fetcher.asked
    assert not world.business.asked
    assert not world.lake.objects


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (FetchStatus.NOT_FOUND, ProfileOutcome.NOT_FOUND),
        (FetchStatus.ROBOTS_FORBIDDEN, ProfileOutcome.ROBOTS_FORBIDDEN),
        (FetchStatus.BLOCKED, ProfileOutcome.BLOCKED),
        (FetchStatus.TOO_LARGE, ProfileOutcome.TOO_LARGE),
        (FetchStatus.NOT_HTML, ProfileOutcome.NOTHING_FOUND),
        (FetchStatus.UNREACHABLE, ProfileOutcome.UNREACHABLE),
        (FetchStatus.TIMEOUT, ProfileOutcome.UNREACHABLE),
        (FetchStatus.TOO_MANY_REDIRECTS, ProfileOutcome.UNREACHABLE),
        (FetchStatus.EGRESS_REFUSED, ProfileOutcome.UNREACHABLE),
    ],
)
async def test_a_failed_fetch_is_an_outcome(status: FetchStatus, outcome: ProfileOutcome) -> None:
    world = World({OWN: status}, website=OWN)
    assert (await world.read(OWN))["outcome"] == outcome
    assert world.artist.bio == ""


async def test_the_next_address_is_tried_where_the_first_gives_nothing() -> None:
    page = "http://harbour.example/mara"
    world = World({OWN: FetchStatus.UNREACHABLE, page: HOME}, website=OWN, page_url=page)
    assert (await world.read(OWN))["outcome"] == ProfileOutcome.READ
    assert world.fetcher.asked[:2] == [OWN, page]


async def test_the_business_api_adds_followers_and_styles_from_captions() -> None:
    world = World({INSTAGRAM: WALL}, instagram="mara.voss.ink")
    world.business = FakeBusiness(ACCOUNT)
    end = await world.read(INSTAGRAM)
    assert end["outcome"] == ProfileOutcome.READ
    assert world.artist.followers == 4821
    assert "fine-line" in world.artist.styles or "fine_line" in world.artist.styles
    assert [image.url for image in world.artist.portfolio] == ["https://cdn.example/1.jpg?sig=1"]
    assert any("source=instagram" in key for key in world.lake.objects)


@pytest.mark.parametrize("fault", [ProviderThrottled("slow"), ProviderRejected("token")])
async def test_a_fault_of_the_business_api_does_not_spoil_what_the_page_said(fault: InkscoutError) -> None:
    world = World({OWN: HOME}, website=OWN, instagram="mara.voss.ink")
    world.business = FakeBusiness(fault)
    end = await world.read(OWN)
    assert (end["outcome"], end["api_fault"]) == (ProfileOutcome.READ, type(fault).__name__)


async def test_an_artist_who_is_gone_is_not_looked_up() -> None:
    world = World({OWN: HOME}, website=OWN)
    world.directory.delete("artist", "a-1")
    assert (await world.read(OWN))["outcome"] == ProfileOutcome.NOT_FOUND
    assert not world.fetcher.asked
