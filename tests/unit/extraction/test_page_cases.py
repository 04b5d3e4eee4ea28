"""Every page case reads as a careful reader would: people, their facts, and the outcome."""

from typing import Any

import pytest

from inkscout.domain.reading import FoundArtist
from tests.support.pages import PageCase, page_cases
from tests.unit.extraction.case_readings import reading_of

CASES = page_cases()


def test_there_are_at_least_forty_page_cases() -> None:
    assert len(CASES) >= 40
    assert sum(1 for case in CASES if not case.expected["artists"]) >= 15


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_case_reads_as_expected(case: PageCase) -> None:
    reading = reading_of(case)
    expected = case.expected
    assert reading.outcome.value == expected.get("known_outcome", expected["outcome"]), reading.reason
    variants: dict[str, list[str]] = expected.get("names_may_be", {})
    found = {_canonical(artist.name, variants): artist for artist in reading.artists}
    missed, mistaken = expected.get("known_missed", []), expected.get("known_mistakes", [])
    right = [artist for artist in expected["artists"] if artist["name"] not in missed]
    assert sorted(found) == sorted([*(artist["name"] for artist in right), *mistaken])
    for artist in right:
        _compare(found[artist["name"]], {key: value for key, value in artist.items() if key != "name"})
    for name, value in expected.get("studio", {}).items():
        got = getattr(reading.studio, name)
        assert got if value == "*" else got == value, f"{name}: {got!r}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_artist_of_a_page_case_carries_its_evidence(case: PageCase) -> None:
    reading = reading_of(case)
    addresses = {page.final_url for page in case.pages}
    for artist in reading.artists:
        assert artist.evidence
        assert {item.url for item in artist.evidence} <= addresses
        assert 0 < artist.confidence <= 1
    assert reading.reason


def _canonical(name: str, variants: dict[str, list[str]]) -> str:
    return next((key for key, names in variants.items() if name in names), name)


def _compare(artist: FoundArtist, expected: dict[str, Any]) -> None:
    for name, value in expected.items():
        got = getattr(artist, name)
        if name == "styles":
            assert set(value) <= set(got), f"{artist.name} {name}: {got}"
        else:
            assert got == value, f"{artist.name} {name}: {got!r}"
