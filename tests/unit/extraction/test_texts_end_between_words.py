"""Readings of a page hold whole words only, so that the redactor finds every name in it."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from inkscout.domain.reading import ProfileReading
from inkscout.extraction import read_business_profile, read_profile, read_site
from inkscout.extraction.page.document import squeeze
from inkscout.extraction.page.parse import parse
from tests.support.pages import page

SHIFTS = range(0, 12, 3)
_NO_TEXTS = frozenset({"url", "hash", "page_url", "instagram", "finder", "reason"})


def filler(length: int, shift: int, lead: str = "") -> str:
    """Long lower-case words that end at other places for every shift."""
    words = [lead, "x" * (shift + 1)]
    while sum(map(len, words)) + len(words) < length:
        words.append(f"tattoo{len(words):04}ing")
    return " ".join(words).strip()


def words_of(value: Any) -> Iterator[str]:
    """Yields each word of every text of a reading."""
    if isinstance(value, str):
        yield from value.replace("(", " ").replace(")", " ").split()
    elif isinstance(value, tuple):
        for one in value:
            yield from words_of(one)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _NO_TEXTS:
                yield from words_of(getattr(value, field.name))


def team_page(shift: int) -> str:
    picture = f'<img src="/marcus.jpg" width="300" height="300" alt="{filler(900, shift)}">'
    card = (
        f"<li><h3>Marcus Ellwood</h3>{picture}"
        f"<p>{filler(3_000, shift, 'Marcus')}</p><a href='https://instagram.com/marcus.ellwood'>"
        f"{filler(900, shift)}</a></li>"
    )
    policy = (
        f"<p>{filler(700, shift, 'Deposits are kept, and a deposit is needed for every appointment')}</p>"
    )
    day = f"<p>{filler(118, shift, 'Monday 10:00 - 18:00')}</p>"
    prose = (
        f"<p>{filler(400, shift, 'We meet')} my name is Ida Nilsson and I tattoo {filler(2_000, shift)}</p>"
        f"<p>{filler(139, shift, '12 Harbour Street, 50667 Cologne')}</p>"
        f"<p>Call 0221 4567890 {filler(900, shift)}</p>"
        f"<p>{filler(900, shift, 'Follow @harbour.tattoo')}</p>"
        "<h3>Oskar Lindqvist</h3><p>Tattoo artist</p>"
    )
    data = {"@type": "Person", "name": "Oskar Lindqvist", "jobTitle": "Tattoo artist"}
    data |= {"description": filler(3_000, shift), "worksFor": {"@type": "TattooParlor", "name": "Harbour"}}
    state = {"artists": [{"name": "Ana Silva", "role": "Tattoo artist", "bio": filler(3_000, shift)}] * 2}
    return (
        f"<title>Team</title><h1>Our artists</h1><ul>{card}</ul>{policy}{day * 6}{prose}"
        f'<script type="application/ld+json">{json.dumps(data)}</script>'
        f'<script type="application/json" id="state">{json.dumps(state)}</script>'
    )


@pytest.mark.parametrize("shift", SHIFTS)
def test_no_word_of_a_website_is_cut_in_two(shift: int) -> None:
    html = team_page(shift)
    reading = read_site([page(html, "http://studio.test/team")], studio_name="Harbour", country="DE")
    names = {artist.name for artist in reading.artists}
    assert {"Marcus Ellwood", "Oskar Lindqvist"} <= names
    cut = {word for word in words_of(reading.artists) if "tattoo0" in word and f"{word} " not in f"{html} "}
    assert not {word for word in cut if not any(f"{word}{end}" in html for end in "<\"'")}
    facts = set(words_of(reading.studio))
    assert not {word for word in facts if word.startswith("tattoo") and not word.strip(";.,").endswith("ing")}


@pytest.mark.parametrize("shift", SHIFTS)
def test_no_word_of_a_profile_is_cut_in_two(shift: int) -> None:
    bio, caption = filler(4_000, shift, "From 100 € an hour"), filler(900, shift)
    account = {"username": "marcus", "name": "Marcus", "biography": bio}
    posts = [{"media_url": "https://cdn.test/1.jpg", "media_type": "IMAGE", "caption": caption}]
    readings = [read_business_profile(account | {"media": {"data": posts}})]
    html = (
        f"<title>{filler(900, shift)}</title><h1>Marcus Ellwood</h1><p>{bio}</p>"
        f"<p>{filler(300, shift)} prices start at 100 € per hour {filler(300, shift)}</p>"
        f"<p>{filler(300, shift)} books open in spring {filler(300, shift)}</p>"
        f'<img src="/1.jpg" width="300" height="300" alt="{caption}">'
    )
    readings.append(read_profile([page(html, "http://marcus.test/")]))
    assert all(reading.bio and reading.evidence for reading in readings)
    for word in {word for reading in readings for word in words_of(reading)}:
        assert "too0" not in word or (word.startswith("tattoo") and word.endswith("ing")), word


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"])
def test_a_sign_that_nobody_sees_parts_no_word(sign: str) -> None:
    written = f"Zo{sign}ë Brön{sign}ni{sign}mann {sign} draws"
    assert squeeze(written) == "Zoë Brönnimann draws"
    (picture,) = parse(page(f'<img src="/1.jpg" alt="{written}">')).pictures
    assert picture.alt == "Zoë Brönnimann draws"


@pytest.mark.parametrize(
    "text",
    ["نمی\u200cخواهم", "क्\u200dष", "രമണന്\u200d", "\U0001f469\u200d\U0001f3a8", "❤\ufe0f\u200d\U0001f525"],
)
def test_joiners_stay_where_they_shape_letters_and_emoji(text: str) -> None:
    assert squeeze(text) == text


def test_an_empty_profile_has_no_words() -> None:
    assert list(words_of(ProfileReading())) == []
