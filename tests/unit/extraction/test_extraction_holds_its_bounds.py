"""Extraction never raises, ends in time, gives the same result twice, and looks past harmless markup."""

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import Page
from inkscout.domain.reading import SiteReading
from inkscout.extraction.profiles.profile import read_profile
from inkscout.extraction.site import read_site
from tests.support.cpu_growth import LINEAR, growth
from tests.support.heavy_pages import HEAVY_PAGES, MEGABYTE
from tests.support.pages import PageCase, page, page_cases
from tests.unit.extraction.case_readings import reading_of

CASES = page_cases()
ARTISTS = "http://studio.test/artists"
_PIECES = st.sampled_from(
    [
        "<div>", "</div>", "<p class='team'>", "<h2>Our artists</h2>", "<h3>Anna Bell</h3>",
        "Tattoo Artist", "<a href='/anna'>",
        "<a href='https://www.instagram.com/anna.bell'>", "</a>", "<img alt='Anna' src=x>",
        "<table><tr><td>", "<select name=artist>",
        "<option>Anna", "<script>", "</script>", '{"name":"Anna","role":"artist"}',
        "<script type='application/ld+json'>", "@anna.ink",
        "<!--", "-->", "&nbsp;", "&#0;", "\x00", "\ud7ff", "<iframe src='//['>", "<base href='http://['>",
        "<a href='http://[::1'>",
        "<nav>", "<details><summary>", "Unsere Künstler", "Наши мастера", "<br>", "<svg><path>",
        "<template>", "tel:+49 421", "<form action='mailto:a@b'>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(_PIECES, st.text(max_size=30)), max_size=60).map("".join))
def test_no_markup_makes_extraction_raise(html: str) -> None:
    reading = read_site([page(html)], studio_name="Studio", country="DE")
    assert isinstance(reading.outcome, VisitOutcome)
    read_profile([page(html)])


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_extraction_raise(raw: bytes) -> None:
    read_site(
        [page(raw.decode("utf-8", "replace")), page(raw.decode("latin-1"), "http://studio.test/artists")]
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_address_makes_extraction_raise(path: str) -> None:
    read_site(
        [page(f'<a href="{path}">Artists</a><img src="{path}" alt="Anna">', f"http://studio.test/{path}")]
    )


@pytest.mark.parametrize("name", HEAVY_PAGES)
def test_the_time_of_reading_grows_no_faster_than_the_page(name: str) -> None:
    pages = {size: page(HEAVY_PAGES[name](size), ARTISTS) for size in (MEGABYTE // 4, MEGABYTE)}
    assert growth(lambda size: read_site([pages[size]]), MEGABYTE) < LINEAR


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reading_twice_gives_the_same(case: PageCase) -> None:
    again = read_site(case.pages, studio_name=case.studio_name, country=case.country)
    assert again == reading_of(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_order_of_attributes_changes_nothing(case: PageCase) -> None:
    shuffled = [
        page(_shuffled(item.html, case.name), item.url, fetched_at=item.fetched_at) for item in case.pages
    ]
    assert _read(shuffled, case) == _summary(reading_of(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_harmless_markup_changes_nothing(case: PageCase) -> None:
    decorated = [page(_decorated(item.html), item.url, fetched_at=item.fetched_at) for item in case.pages]
    assert _read(decorated, case) == _summary(reading_of(case))


def _read(pages: list[Page], case: PageCase) -> object:
    return _summary(read_site(pages, studio_name=case.studio_name, country=case.country))


def _summary(reading: SiteReading) -> object:
    people = [(artist.name, artist.instagram, artist.role, artist.styles) for artist in reading.artists]
    return (
        reading.outcome,
        sorted(people),
        reading.studio.phone,
        reading.studio.email,
        reading.studio.instagram,
    )


_TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)+)\s*>")
_ATTRIBUTE = re.compile(r"[\w-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")


def _shuffled(html: str, seed: str) -> str:
    """The same markup with the attributes of each element in another order."""
    order = random.Random(seed)

    def put(match: re.Match[str]) -> str:
        attributes = _ATTRIBUTE.findall(match.group(2))
        order.shuffle(attributes)
        return f"<{match.group(1)} {' '.join(attributes)}>"

    return _TAG.sub(put, html)


def _decorated(html: str) -> str:
    """The same markup with comments.

    Data attributes, empty elements that show nothing, and spare white space.
    """
    text = re.sub(r"<(div|section|h[1-4]|p|li|article)([\s>])", r'<\1 data-reveal="up"\2', html)
    text = re.sub(r"(</(?:div|section|article|li)>)", r"\1<!-- end -->\n   ", text)
    return text.replace("<body>", "<body><style>.x{color:red}</style><!-- start -->")
