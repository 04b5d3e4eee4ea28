"""Extraction never raises, ends in time, gives the same result twice, and looks past harmless markup."""

import json
import random
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inkscout.domain.outcome import VisitOutcome
from inkscout.extraction.profiles.profile import read_profile
from inkscout.extraction.site import read_site
from tests.support.pages import PageCase, page, page_cases

CASES = page_cases()
BUDGET_MS = 250
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


_MEGABYTE = 1_000_000
_HEAVY = {
    "nested blocks": "<div>",
    "nested emphasis": "<b>",
    "cards": "<div class='card'><h3>Anna Bell</h3><p>Tattoo artist, fine line</p><a href='https://instagram.com/anna'>ig</a></div>",
    "headings": "<h2>Anna Maria</h2>",
    "sections": "<h2>Our artists</h2><p>Anna</p>",
    "links": "<a href='/artists/anna'>Anna</a> ",
    "handles": "<p>Anna Bell @anna.bell.ink</p>",
    "roles": "<div><p>Anna Bell</p><p>Tattoo Artist</p></div>",
    "options": "<select name=artist><option>Anna Bell</option>",
    "table rows": "<table><tr><td>Anna Bell</td><td>blackwork</td></tr>",
    "pictures": "<a href='/a'><img src='a.jpg' alt='Anna Bell'></a>",
    "sentences": "Our piercer Anna, the owner Ben by and tattoo artist ",
    "commas": "Our artists: Anna, ",
    "digits": "0123456789 ",
    "mails": "a.a@a.",
    "object literals": "<script>var artists=[{name:'Anna Bell',instagram:'anna.bell'},</script>",
    "frames": "<iframe src='/artists'></iframe>",
    "spans": "<span>Anna</span> ",
    "nested lists": "<ul><li><a href=/a><b>",
    "nested menus": "<div class='menu'><img src=a><a href=/x>b</a>",
    "names in one line": "Anna Bell ",
    "names set apart": "<b>Anna Bell</b>, tattoo artist ",
    "questions": "<p>by whom would you like</p><select><option>Anna Bell<option>Ben</select>",
    "own pages": "<h1>Artists</h1><a href='/artists/lien'><span>Lien</span></a>",
    "cards in attributes": "<div class='artist-card' data-name='Anna Bell' data-instagram='anna'></div>",
    "json in attributes": '<div data-props=\'{"artists":[{"name":"Anna Bell","role":"artist"}]}\'></div>',
    "marked-up people": "<div itemscope itemtype='http://schema.org/Person'><b itemprop=name>Anna</b></div>",
    "people in JSON-LD": '<script type="application/ld+json">{"@type":"Person","name":"Anna Bell"}</script>',
    "torn flight rows": '<script>self.__next_f.push([1,"a</script>',
    "parsed texts": "<script>name=JSON.parse('[[[</script>",
    "brackets": "<h2>Artists</h2><h3>Anna (((((((((((((((((((((</h3>",
    "japanese": "<h3>彫彩</h3><p>和彫り、手彫りを得意とする。</p>",
    "combining marks": "a\u0301\u0302",
    "menus": "<nav><li><a href='#'>Artists</a><ul><li><a href='/a'>Anna Bell</a></li></ul></li></nav>",
}


_ARTIST = {"name": "Anna Bell", "instagram": "anna.bell", "role": "Tattoo artist", "bio": "Tattoos flowers."}
_LIST = json.dumps({"artists": [_ARTIST] * (_MEGABYTE // 100)})
_POINTERS = json.dumps([["Reactive", 1], *[[n + 1] * 40 for n in range(1, 4000)], "x"])
_WHOLE = {
    "balanced blocks": "<div>" * 90_000 + "Anna" + "</div>" * 90_000,
    "a table": "<table>" + "<tr><td>Anna Bell</td><td>blackwork</td></tr>" * 22_000 + "</table>",
    "a list in JSON": f"<script type='application/json'>{_LIST}</script>",
    "a list in flight rows": f"<script>self.__next_f.push({json.dumps([1, f'5:{_LIST}'])})</script>",
    "rows in flight": f"<script>self.__next_f.push({json.dumps([1, '1:[]' + chr(10)])})</script>" * 20_000,
    "values by number": f"<script type='application/json'>{_POINTERS}</script>",
    "braces": "<script>name='artist';" + "{" * 900_000 + "</script>",
    "JSON-LD": f"<script type='application/ld+json'>{_LIST.replace('artists', 'employee')}</script>",
    "one paragraph of handles": "<p>"
    + " ".join(f"Anna Bell{n} @anna.bell{n}" for n in range(38_000))
    + "</p>",
}
"""Pages that are one thing of one megabyte."""


@pytest.mark.parametrize(
    "html",
    [*(piece * (_MEGABYTE // len(piece)) for piece in _HEAVY.values()), *_WHOLE.values()],
    ids=[*_HEAVY, *_WHOLE],
)
def test_a_page_of_one_megabyte_is_read_within_its_time(html: str) -> None:
    best = _milliseconds(html)
    for _ in range(2):
        best = best if best < BUDGET_MS / 2 else min(best, _milliseconds(html))
    assert best < BUDGET_MS


def _milliseconds(html: str) -> float:
    started = time.process_time()
    read_site([page(html, "http://studio.test/artists")])
    return (time.process_time() - started) * 1000


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reading_twice_gives_the_same(case: PageCase) -> None:
    first = read_site(case.pages, studio_name=case.studio_name, country=case.country)
    assert read_site(case.pages, studio_name=case.studio_name, country=case.country) == first


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_order_of_attributes_changes_nothing(case: PageCase) -> None:
    shuffled = [
        page(_shuffled(item.html, case.name), item.url, fetched_at=item.fetched_at) for item in case.pages
    ]
    assert _summary(shuffled, case) == _summary(case.pages, case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_harmless_markup_changes_nothing(case: PageCase) -> None:
    decorated = [page(_decorated(item.html), item.url, fetched_at=item.fetched_at) for item in case.pages]
    assert _summary(decorated, case) == _summary(case.pages, case)


def _summary(pages: object, case: PageCase) -> object:
    reading = read_site(pages, studio_name=case.studio_name, country=case.country)  # type: ignore[arg-type]
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
