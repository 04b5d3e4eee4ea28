"""Every profile and result that the contracts allow renders, and none of its text becomes markup."""

import gzip
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from functions.web.pages.searching import ON_A_MAP, PAGE
from inkscout.bootstrap import api
from inkscout.contracts.api.common import ImageView, Point
from inkscout.contracts.api.profiles import ArtistProfile, ArtistResidency, Fact
from inkscout.contracts.api.search import (
    ArtistHit,
    ArtistPage,
    Facets,
    FacetValue,
    Reason,
    StudioRef,
    Understood,
)
from inkscout.domain.public_paths import artist_path
from inkscout.errors import NotFound
from inkscout.vocabulary.styles import STYLE_NAMES
from tests.support import api_client
from tests.support.website import faults, visit

BITS = [
    "<b>",
    "</script>",
    "\"'>",
    "&amp;",
    "{{x}}",
    "\u202e",
    "ш",
    "你",
    "\u2028",
    "javascript:",
    "x" * 60,
    " ",
]
TEXT = st.one_of(
    st.lists(st.sampled_from(BITS), max_size=6).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
)
NAME = TEXT.map(lambda text: f"N{text}")
DATES = st.sampled_from(["", "2026-01-01", "2026-01-01T00:00:00+00:00", "no date"])
POINT = st.none() | st.just(Point(lat=53.8, lng=-1.5)) | st.just(Point(lat=-90, lng=180))
IMAGES = st.lists(
    st.builds(ImageView, url=TEXT, alt=TEXT, path=st.just(f"/images/a-1/{'0' * 16}-640.webp")), max_size=4
)
STYLES = st.lists(st.sampled_from(["fine-line", "blackwork", "unknown-style"]), max_size=3)
STUDIO = st.none() | st.builds(StudioRef, studio_id=st.just("s-1"), name=TEXT)
PROFILES = st.builds(
    ArtistProfile,
    artist_id=st.just("a-1"),
    name=NAME,
    aliases=st.just([]),
    instagram=TEXT,
    socials=st.lists(TEXT),
    role=TEXT,
    styles=STYLES,
    bio=TEXT,
    email=TEXT,
    booking_url=TEXT,
    page_url=TEXT,
    website=TEXT,
    prices=TEXT,
    availability=TEXT,
    portfolio=IMAGES,
    studio=STUDIO,
    city=TEXT,
    country=st.sampled_from(["", "GB", "??"]),
    location=POINT,
    facts=st.lists(st.builds(Fact, field=TEXT, source=TEXT, ref=TEXT, seen_at=DATES), max_size=3),
    residencies=st.lists(
        st.builds(ArtistResidency, studio_id=st.just("s-1"), kind=TEXT, first_seen=DATES, last_seen=DATES),
        max_size=2,
    ),
    evidence=st.just([]),
    updated_at=DATES,
)
HITS = st.builds(
    ArtistHit,
    artist_id=st.just("a-1"),
    name=NAME,
    instagram=TEXT,
    role=TEXT,
    styles=STYLES,
    studio=STUDIO,
    city=TEXT,
    country=st.just("GB"),
    location=POINT,
    distance_km=st.none() | st.just(0.1),
    rating=st.none(),
    images=IMAGES,
    updated_at=DATES,
    highlights=st.dictionaries(st.just("name"), TEXT),
    why=st.lists(
        st.builds(Reason, field=TEXT, kind=st.sampled_from(["typo", "style"]), text=TEXT), max_size=2
    ),
)
CHECKS = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def nobody(_: object) -> Any:
    raise NotFound("nobody")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The website without stores."""
    with api_client.environment(
        OPENSEARCH_URL="http://127.0.0.1:9", MAP_PLACES="all", MAP_GROUND="leeds",
        SITE_URL="http://site.test",
        **dict.fromkeys(api_client.TABLES, "none"),
    ):  # fmt: skip
        monkeypatch.setattr(api, "get_studio", lambda: nobody)
        monkeypatch.setattr(api, "search_artists", lambda: nobody)
        yield monkeypatch


def test_any_profile_renders(alone: pytest.MonkeyPatch) -> None:
    @CHECKS
    @given(PROFILES)
    @example(ArtistProfile(artist_id="a-1", name="N", styles=["fine-line"], city="x" * 600))
    def check(profile: ArtistProfile) -> None:
        alone.setattr(api, "get_artist", lambda: lambda _: profile)
        page = visit(artist_path(profile.artist_id, profile.name))
        assert page.status == 200, profile
        assert faults(page) == []
        links = [str(one) for one in page.page.xpath("//main//a/@href")]
        assert all(one.startswith(("/", "http://", "https://", "mailto:", "#")) for one in links), links
        assert page.structured()[0]["mainEntity"]["name"] == profile.name

    check()


def test_any_result_renders_as_a_card_and_on_the_map(alone: pytest.MonkeyPatch) -> None:
    @CHECKS
    @given(st.lists(HITS, max_size=3), TEXT)
    def check(hits: list[ArtistHit], label: str) -> None:
        facets = Facets(style=[FacetValue(value=label, label=label, count=1)])
        found = ArtistPage(
            items=hits, total=len(hits), facets=facets, understood=Understood(words=[label]), took_ms=1.0
        )
        alone.setattr(api, "search_artists", lambda: lambda _: found)
        for path in ("/artists", "/artists?view=map"):
            page = visit(path)
            assert page.status == 200
            assert faults(page) == []
            assert not page.page.xpath("//main//b[not(ancestor::p)]")

    check()


@pytest.mark.parametrize(("view", "most"), [("", PAGE), ("&view=map", ON_A_MAP)])
def test_a_full_page_stays_within_its_budget_whatever_it_shows(
    alone: pytest.MonkeyPatch, view: str, most: int
) -> None:
    """Names, ids and places that do not repeat, at every place of the ground, with every style to choose."""
    chance = random.Random(7)
    styles = list(STYLE_NAMES)
    hits = [hit(chance, styles) for _ in range(most)]
    facets = Facets(
        style=[FacetValue(value=key, label=label, count=9) for key, label in STYLE_NAMES.items()],
        city=[FacetValue(value=f"{word(chance)}", label=word(chance), count=9) for _ in range(50)],
    )
    found = ArtistPage(
        items=hits, total=9_999, facets=facets, understood=Understood(), next_cursor="c" * 200, took_ms=1.0
    )
    alone.setattr(api, "search_artists", lambda: lambda asked: found)
    page = visit(f"/artists?q=leeds{view}")
    assert len(page.page.xpath("//ol/li")) == most
    assert len(gzip.compress(page.body)) <= 15_000


def word(chance: random.Random) -> str:
    """A word of eight letters that no other word helps to compress."""
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=8)).capitalize()


def hit(chance: random.Random, styles: list[str]) -> ArtistHit:
    """A result unlike any other."""
    artist_id = f"a-{chance.randbytes(10).hex()}"
    path = f"/images/{artist_id}/{chance.randbytes(8).hex()}-640.webp"
    return ArtistHit(
        artist_id=artist_id,
        name=f"{word(chance)} {word(chance)}",
        role="guest",
        styles=chance.sample(styles, 4),
        studio=StudioRef(studio_id=f"s-{chance.randbytes(10).hex()}", name=f"{word(chance)} {word(chance)}"),
        city=word(chance),
        country="GB",
        location=Point(lat=chance.uniform(53.7, 53.9), lng=chance.uniform(-1.7, -1.4)),
        distance_km=chance.uniform(0, 9),
        images=[ImageView(url=path, alt=word(chance), path=path) for _ in range(3)],
        updated_at="2026-01-01T00:00:00+00:00",
        highlights={},
        why=[Reason(field="name", kind="typo", text=word(chance))],
    )
