"""No text of an entry or a reading names a listed person, whichever field it stands in."""

import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from types import UnionType
from typing import Any

import pytest

from inkscout.adapters.redacting import cleared_page
from inkscout.domain.artist import Artist, Residency
from inkscout.domain.cleared import (
    ADDRESSES,
    CODES,
    OWN,
    cleared_artist,
    cleared_profile,
    cleared_reading,
    cleared_studio,
)
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.reading import FoundArtist, ProfileReading, SiteReading, StudioFacts
from inkscout.domain.studio import Studio
from tests.support.listed import HANDLE, NAME, listed_at, trace_of

ZOE = listed_at("s-1")
SAID = f"Koi by {NAME} and @{HANDLE} in ink"
CLEAR = ZOE.text(SAID, "s-1")


def filled(kind: Any, said: str = SAID) -> Any:
    """A value of a type whose every text says the same; ids and words of our own are plain."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is UnionType:
        return None
    if origin is tuple:
        return (filled(inner[0], said),)
    if origin in (Mapping, dict):
        return {"name": filled(inner[1], said)}
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{one.name: _field(one.name, hints[one.name], said) for one in fields(kind)})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    return said if kind is str else kind()


def _field(name: str, kind: Any, said: str) -> Any:
    if name == "studio_id":
        return "s-1"
    return filled(kind, "https://s.example/fish" if name in ("url", "ref") else said)


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yields every text with the names of the fields that lead to it."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield path, value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one, path)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one, path)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{path}.{field.name}")


def cleared(entry: Any) -> Any:
    if isinstance(entry, SiteReading):
        return cleared_reading(entry, "s-1", ZOE)
    if isinstance(entry, ProfileReading):
        return cleared_profile(entry, Artist(artist_id="a-1", name="Kim Lee", studio_id="s-1"), ZOE)
    return cleared_artist(entry, ZOE) if isinstance(entry, Artist) else cleared_studio(entry, ZOE)


@pytest.mark.parametrize("kind", [SiteReading, ProfileReading, Artist, Studio])
def test_every_field_of_text_is_cleared(kind: type) -> None:
    entry = filled(kind)
    own = {f".{name}" for name in OWN.get(kind, ())} | {
        f".artists.{name}" for name in (OWN[FoundArtist] if kind is SiteReading else ())
    }
    if kind is Artist:
        entry = replace(entry, name="Kim Lee")
    if kind is SiteReading:
        entry = replace(entry, artists=(replace(entry.artists[0], name="Kim Lee"),))
    for path, text in texts(cleared(entry)):
        if path in own or path.rpartition(".")[2] in CODES:
            continue
        assert trace_of(text) == "", path
    said = {path for path, text in texts(entry) if text == SAID}
    kept = {path for path, text in texts(cleared(entry)) if text == CLEAR}
    gone = {path for path in said - kept - own if path.rpartition(".")[2] not in CODES | ADDRESSES}
    assert gone <= {
        ".socials",
        ".artists.socials",
        ".studio.socials",
        ".hashtags",
        ".aliases",
        ".residencies.name",
        ".studio_aliases",
    }


@pytest.mark.parametrize("kind", [SiteReading, ProfileReading, Artist, Studio])
def test_nothing_else_changes(kind: type) -> None:
    entry = filled(kind, "Koi by Kim Lee")
    assert cleared(entry) == entry


def test_fields_that_are_left_as_they_are_exist() -> None:
    known = {
        path.rpartition(".")[2] for kind in (SiteReading, Artist, Studio) for path, _ in texts(filled(kind))
    }
    assert known | {"outcome"} >= CODES
    assert known >= ADDRESSES


def test_a_reading_says_nothing_of_a_route_that_names_the_person() -> None:
    said = "the link to the people is a script's route (#/team/zoe-bronnimann)"
    outcome = filled(SiteReading).outcome
    reading = cleared_reading(SiteReading(outcome=outcome, reason=said, browser_reason=said), "s-1", ZOE)
    assert (
        reading.reason == reading.browser_reason == "the link to the people is a script's route (#/team/…-…)"
    )


def test_aliases_and_residencies_of_a_colleague_do_not_name_the_person() -> None:
    stay = Residency(studio_id="s-1", artist_id="a-1", name=f"Kim & {NAME}")
    kim = Artist(
        artist_id="a-1",
        name="Kim Lee",
        studio_id="s-1",
        aliases=(f"Kim and {NAME}", "Kimmy"),
        residencies=(stay,),
    )
    clean = cleared_artist(kim, ZOE)
    assert (clean.aliases, clean.residencies[0].name) == (("Kimmy",), "Kim Lee")


def test_evidence_and_pictures_go_with_an_address_that_names_the_person() -> None:
    facts = filled(StudioFacts)
    named = replace(facts, evidence=(replace(facts.evidence[0], url="https://s.example/zoe-bronnimann"),))
    reading = cleared_reading(SiteReading(outcome=filled(SiteReading).outcome, studio=named), "s-1", ZOE)
    assert reading.studio.evidence == ()


def test_a_page_loses_the_name_where_only_its_detail_has_it() -> None:
    url = "https://s.example/"
    page = Page(
        url=url,
        final_url=url,
        status=FetchStatus.OK,
        html="<p>Koi</p>",
        detail=f"moved to /{HANDLE}",
        fetched_at=datetime(2026, 11, 2, tzinfo=UTC),
    )
    clean = cleared_page(page, ("s-1",), ZOE)
    assert clean is not None
    assert clean.detail.startswith("moved to /")
    assert trace_of(clean.detail) == ""
