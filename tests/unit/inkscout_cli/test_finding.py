"""The searches of the command line page, warn and refuse as the API's parameters ask."""

import io
from typing import Any

import pytest
from rich.console import Console

from inkscout.contracts.api.search import ArtistHit, ArtistPage, Facets, Relaxed, Understood
from inkscout_cli import finding
from inkscout_deploy.errors import BadInput

NOTHING: dict[str, Any] = {
    "style": None,
    "match": None,
    "city": "",
    "country": "",
    "near": "",
    "radius": None,
    "bbox": "",
    "sort": None,
}


def page(number: int, last: int) -> ArtistPage:
    return ArtistPage(
        items=[ArtistHit(artist_id=f"a-{number}", name=f"Artist {number}")],
        total=last,
        facets=Facets(),
        understood=Understood(),
        next_cursor=str(number + 1) if number < last else None,
        took_ms=1.0,
    )


def fetched(*, number: int = 1, every: bool = False, cursor: str = "", last: int = 3) -> list[str]:
    found = finding.pages(lambda at: page(int(at or 1), last), cursor, number=number, every=every)
    return [item.artist_id for item in finding.joined(list(found)).items]


def test_one_page_is_read_unless_all_are_asked_for() -> None:
    assert fetched() == ["a-1"]
    assert fetched(every=True) == ["a-1", "a-2", "a-3"]
    assert fetched(number=2) == ["a-2"]
    assert fetched(number=2, every=True) == ["a-2", "a-3"]
    assert fetched(cursor="3") == ["a-3"]


def test_a_page_beyond_the_last_is_refused() -> None:
    with pytest.raises(BadInput, match="There is no page 5: the last one is 3"):
        fetched(number=5)


def test_a_radius_needs_a_place_and_areas_exclude_each_other() -> None:
    with pytest.raises(BadInput, match="give --near too"):
        finding.filters(**{**NOTHING, "radius": 5.0})
    with pytest.raises(BadInput, match="not both"):
        finding.filters(**{**NOTHING, "near": "Otley", "bbox": "1,2,3,4"})


def test_conditions_that_were_relaxed_are_one_sentence() -> None:
    steps = [
        Relaxed(what="radius", detail="50 km around"),
        Relaxed(what="words", detail="left out: timbuktu"),
    ]
    assert finding.relaxed(steps) == "Nothing matched exactly: 50 km around; left out: timbuktu."


def test_a_title_counts_and_says_what_is_not_exact() -> None:
    one = page(1, 1)
    assert finding.title(one, "zoë", "artist") == '1 artist for "zoë" in 1 ms'
    many = one.model_copy(update={"total": 39, "total_is_exact": False})
    assert finding.title(many, "", "artist") == "at least 39 artists in 1 ms"


def test_sentences_break_between_words_on_a_narrow_terminal() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=40, color_system=None)
    detail = "nobody is listed in London; the directory has Leeds, Pudsey, Otley and others"
    shown = page(1, 3).model_copy(update={"relaxed": [Relaxed(what="place", detail=detail)]})
    finding.warn(shown, console)
    finding.hint(shown, 1, console)
    lines = out.getvalue().splitlines()
    assert max(len(line) for line in lines) <= 40
    words = f"Nothing matched exactly: {detail}.".split()
    assert " ".join(lines).split()[: len(words)] == words
